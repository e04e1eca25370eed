import { z } from "zod";
import { InvalidParametersError } from "../errors.ts";
import { RELEASES, type ReleaseName } from "./releases.ts";

export type Environment = "local" | "development" | "qa" | "integration" | "preprod" | "production";

/** All that differs from one installation to the next. A value known only at deployment may be a token of the CDK. */
export interface ClusterParameters {
  readonly environment: Environment;
  /** Default: eu-west-2. */
  readonly region: string;
  readonly release: ReleaseName;
  /** Begins with kickstart-adg, which is the default. */
  readonly clusterName: string;
  /** Where bundle and configuration are. */
  readonly configBucket: string;
  /** The bundle's folder: `component/kickstart-adg/{version}/`. */
  readonly bundleVersion: string;
  /** Gets EMR's own logs, in `emr/kickstart-adg/`. */
  readonly logBucket: string;
  /** The Output bucket. */
  readonly publishedBucket: string;
  /** Folder of the step on the master node. Default: /opt/emr/kickstart-adg. */
  readonly adgHome: string;
  readonly serviceRole: string;
  readonly instanceProfile: string;
  readonly securityConfiguration: string;
  readonly network: {
    readonly subnet: string;
    readonly masterSecurityGroup: string;
    readonly coreSecurityGroup: string;
    /** By which EMR reaches a private subnet. */
    readonly serviceSecurityGroup: string;
  };
  readonly instances: {
    readonly masterType: string;
    readonly coreType: string;
    readonly coreCount: number;
    /** Of each instance's disk. Default: 100. */
    readonly volumeGb: number;
  };
  readonly metastore: {
    /** `jdbc:mysql://host:3306/database`. */
    readonly url: string;
    readonly user: string;
    /** Secrets Manager: its value is the password. The launcher reads it, not the cluster. */
    readonly passwordSecret: string;
  };
  /** For the Data Key Service. */
  readonly dks: {
    /** ACM: the job's certificate. */
    readonly certificateArn: string;
    /** `s3://…`, PEM: who signed the service's certificate. Default: null, the chain of the job's own certificate. */
    readonly caCertificates: string | null;
  };
  /** The runtime, in the Config bucket as `component/node/node-v{version}-linux-{architecture}.tar.gz`. */
  readonly node: {
    /** At least 20.19, without the `v`. */
    readonly version: string;
    /** Of the tarball, 64 hex digits. */
    readonly sha256: string;
  };
  readonly proxy: {
    /** `http://host:port`. Default: null, none. */
    readonly url: string | null;
    /** Hosts and domains reached without it, the endpoints of the VPC; loopback and metadata are added. Default: []. */
    readonly noProxy: readonly string[];
  };
  /** CloudWatch. Default: /app/kickstart-adg. */
  readonly logGroup: string;
}

/** As written: what has a default may be left out. */
export type ClusterParametersInput = Optional<
  Omit<ClusterParameters, "instances" | "dks" | "proxy">,
  "region" | "clusterName" | "adgHome" | "logGroup"
> & {
  readonly instances: Optional<ClusterParameters["instances"], "volumeGb">;
  readonly dks: Optional<ClusterParameters["dks"], "caCertificates">;
  readonly proxy?: Partial<ClusterParameters["proxy"]>;
};

type Optional<T, Key extends keyof T> = Omit<T, Key> & Partial<Pick<T, Key>>;

const TOKEN = /^[^\s]*\$\{Token\[[^\]]+\]\}[^\s]*$/;

const matching = (pattern: RegExp, what: string): z.ZodType<string, string> =>
  z
    .string({ error: `expected ${what}` })
    .refine((value) => pattern.test(value) || TOKEN.test(value), { error: `expected ${what}` });

const wholeNumber = (from: number, to: number): z.ZodInt => {
  const error = `expected a whole number from ${from} to ${to}`;
  return z.int({ error }).min(from, { error }).max(to, { error });
};

const bucket = matching(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "the name of a bucket");
const secret = matching(/^[\w/+=.@:-]{1,512}$/, "the name or ARN of a secret");
const name = matching(/^[\w+=,.@/:-]+$/, "a name without spaces");
const securityGroup = matching(/^sg-[0-9a-f]+$/, "a security group, sg-…");
const instanceType = matching(/^[a-z0-9-]+\.[a-z0-9-]+$/, "an instance type such as m7g.xlarge");

const ENVIRONMENTS = ["local", "development", "qa", "integration", "preprod", "production"] as const;
const RELEASE_NAMES = Object.keys(RELEASES) as ReleaseName[];

const schema: z.ZodType<ClusterParameters> = z.strictObject({
  environment: z.enum(ENVIRONMENTS, { error: `expected one of ${ENVIRONMENTS.join(", ")}` }),
  region: matching(/^[a-z]{2}(-[a-z]+)+-\d$/, "an AWS region").default("eu-west-2"),
  release: z.enum(RELEASE_NAMES, { error: `expected one of ${RELEASE_NAMES.join(", ")}` }),
  // By what it begins with, EventBridge tells the job's clusters from others.
  clusterName: matching(
    /^kickstart-adg[\w.-]{0,100}$/,
    "kickstart-adg, or a name of letters, digits, dots and dashes that begins so",
  ).default("kickstart-adg"),
  configBucket: bucket,
  bundleVersion: matching(/^[\w.+-]{1,128}$/, "a version such as 1.4.0"),
  logBucket: bucket,
  publishedBucket: bucket,
  adgHome: matching(/^(\/[\w.-]+)+$/, "an absolute folder of letters, digits, dots and dashes").default(
    "/opt/emr/kickstart-adg",
  ),
  serviceRole: name,
  instanceProfile: name,
  securityConfiguration: name,
  network: z.strictObject({
    subnet: matching(/^subnet-[0-9a-f]+$/, "a subnet, subnet-…"),
    masterSecurityGroup: securityGroup,
    coreSecurityGroup: securityGroup,
    serviceSecurityGroup: securityGroup,
  }),
  instances: z.strictObject({
    masterType: instanceType,
    coreType: instanceType,
    coreCount: wholeNumber(1, 1000),
    volumeGb: wholeNumber(10, 16_384).default(100),
  }),
  metastore: z.strictObject({
    url: matching(/^jdbc:(mysql|mariadb):\/\/\S+$/, "jdbc:mysql://host:port/database"),
    user: matching(/^[\w.@-]+$/, "the name of a user"),
    passwordSecret: secret,
  }),
  dks: z.strictObject({
    certificateArn: matching(
      /^arn:[a-z-]+:acm:[a-z0-9-]+:\d{12}:certificate\/.+$/,
      "the ARN of a certificate",
    ),
    caCertificates: matching(/^s3:\/\/[^/\s]+\/\S+$/, "s3://bucket/key of a PEM file, or null")
      .nullable()
      .default(null),
  }),
  node: z.strictObject({
    version: matching(
      /^(20\.(19|[2-9]\d)|2[1-9]\.\d+|[3-9]\d\.\d+)\.\d+$/,
      "a version of Node, at least 20.19.0",
    ),
    sha256: matching(/^[0-9a-f]{64}$/, "a SHA-256, 64 hex digits"),
  }),
  proxy: z
    .strictObject({
      url: matching(/^https?:\/\/[\w.-]+:\d+$/, "http://host:port, without a name and password, or null")
        .nullable()
        .default(null),
      noProxy: z
        .array(matching(/^[\w.*:-]+$/, "a host, an address or a domain such as .amazonaws.com"))
        .default([]),
    })
    .prefault({}),
  logGroup: matching(/^[\w/.#-]{1,512}$/, "the name of a log group").default("/app/kickstart-adg"),
});

/**
 * Checks parameters and fills defaults in.
 *
 * @throws InvalidParametersError naming each path that is wrong and what is expected there.
 */
export function parseParameters(input: unknown): ClusterParameters {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw new InvalidParametersError(
    result.error.issues.flatMap((issue) =>
      issue.code === "unrecognized_keys"
        ? issue.keys.map((key) => `${[...issue.path, key].join(".")}: is not a parameter; check its spelling`)
        : [`${issue.path.join(".") || "(top level)"}: ${issue.message}`],
    ),
  );
}
