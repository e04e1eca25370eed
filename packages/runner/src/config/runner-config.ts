import {
  CSV_ENCODINGS,
  type CsvEncoding,
  MAX_SKIPPED_LINES,
  patternFault,
  type PersonalData,
  timeZoneFault,
} from "@dataworks/etl-core";
import { z } from "zod";
import { type Environment, ENVIRONMENTS } from "../modules/environment.ts";
import type { ModuleName } from "../modules/kickstart.ts";

/** Options of a collection; what is left out comes from the module's defaults, then from the built-in ones. */
export interface CollectionConfig {
  /** Template of what a day's keys begin with. Default: the module's, `{date}_{collection}` for vacancy. */
  readonly prefix?: string;
  /** A regular expression for whole keys, in place of the prefix; `{date}` and `{collection}` are replaced. */
  readonly pattern?: string;
  /** The delivery of a day with the highest epoch in its name, or all of them. Default: latest of full extracts, all of deltas. */
  readonly select?: "latest" | "all";
  /** The whole collection each day, or what changed. Default: full. */
  readonly extract?: "full" | "delta";
  /** Whether a file of a header alone publishes an empty day. Default: true for deltas, false for full extracts. */
  readonly allowEmpty?: boolean;
  /** Unreadable rows that may be left out before the day fails. Default: 0. */
  readonly maxBadRows?: number;
  /**
   * What is personal data: all of it, none, or columns by name, which counts as all of it. Default: nothing of CSV;
   * `by fields` where documents are encrypted, which say so themselves.
   */
  readonly pii?: PersonalData;
  /** Share of the last published day's columns that every file must have. Default: 0.5; 0 where files are encrypted. */
  readonly minColumnShare?: number;
  /** Columns of which every value of a day may fail to convert. Default: none. */
  readonly unconvertibleColumns?: readonly string[];
  /** Let through what the two options before would refuse. Default: false. */
  readonly acceptSchemaChange?: boolean;
  /** Zone of timestamps that name none: Region/City, UTC or an offset. Default: UTC. */
  readonly timeZone?: string;
  /** Pattern of dates in Spark's notation, such as dd/MM/yyyy. Default: ISO 8601. */
  readonly dateFormat?: string;
  /** Pattern of timestamps in Spark's notation, such as dd/MM/yyyy HH:mm:ss. Default: ISO 8601. */
  readonly timestampFormat?: string;
  /** The three options before for single columns, by their names in the table. */
  readonly columns?: Readonly<Record<string, ColumnConfig>>;
  readonly csv?: CsvConfig;
}

/** Options of a column; what is left out comes from the collection. */
export interface ColumnConfig {
  readonly timeZone?: string;
  readonly dateFormat?: string;
  readonly timestampFormat?: string;
}

/** How a CSV file is taken apart. Default: RFC 4180 in UTF-8. */
export interface CsvConfig {
  readonly delimiter?: string;
  readonly quote?: string;
  readonly escape?: string;
  readonly encoding?: CsvEncoding;
  /** Lines before the header, such as a title or the `sep=` of a spreadsheet. Default: 0. */
  readonly skipLines?: number;
  /** Strings that mean null besides the empty one, quoted or not. Default: none. */
  readonly nullValues?: readonly string[];
  /** The longest value, in characters: stops a quote left open. Default: 1,000,000. */
  readonly maxValueChars?: number;
}

export interface ModuleConfig {
  /** For every collection of the module. */
  readonly defaults: CollectionConfig;
  /** For one collection, by its name. */
  readonly collections: Readonly<Record<string, CollectionConfig>>;
}

/** The configuration file, defaults filled in. */
export interface RunnerConfig {
  readonly environment: Environment;
  readonly region: string;
  readonly audit: {
    /** DynamoDB table, hash key `Correlation_Id`, range key `DataProduct`. */
    readonly table: string;
    readonly dataProduct: string;
  };
  /** Secrets Manager: collections, source buckets and initial schemas of the modules. */
  readonly secretName: string;
  readonly published: {
    readonly database: string;
    readonly bucket: string;
    /** `s3a` where Hadoop reads S3 itself, `s3` on EMR. */
    readonly scheme: "s3a" | "s3";
    /** A key of KMS for what the runner itself writes there, the staging area; null: the bucket's default encryption. */
    readonly kmsKeyId: string | null;
  };
  /** The Data Key Service, which opens the keys of encrypted files; null: only modules in the clear can run. */
  readonly dks: DksConfig | null;
  /** ARNs of the chained roles: the cluster's own account, then the source's. */
  readonly roles: { readonly cluster: string; readonly source: string };
  /** Folder of the Output bucket that the E2E flag reads. */
  readonly e2eFolder: string;
  /** Collections of a day that run side by side. */
  readonly concurrency: number;
  readonly spark: {
    /** `sc://…`; null: SPARK_REMOTE of the environment. */
    readonly remote: string | null;
    /** A server that EMR manages, in place of `remote`; null: none. */
    readonly managed: ManagedSparkConfig | null;
    /** How long to try to reach the server, in seconds. */
    readonly connectTimeoutSeconds: number;
  };
  /** The lock of a day: how long it outlives a runner that died, in seconds. */
  readonly lock: { readonly ttlSeconds: number };
  readonly log: {
    /** null: `info`, or on a terminal nothing but warnings. */
    readonly level: LogLevel | null;
    /** Where log lines go; null: stderr. */
    readonly file: string | null;
  };
  readonly modules: Readonly<Record<ModuleName, ModuleConfig>>;
}

export interface DksConfig {
  /** `https://…`, to which `keyId` and `correlationId` are added. */
  readonly url: string;
  /** PEM files of mutual TLS: this job's certificate and key, and who signed the service's. */
  readonly certFile: string;
  readonly keyFile: string;
  readonly caFile: string;
  /** How long one call may take, in seconds. */
  readonly timeoutSeconds: number;
  /** Calls for one key, the first among them. */
  readonly attempts: number;
}

/** Where AWS's proxies look for a token. */
export const AWS_PROXY_HEADER = "x-aws-proxy-auth";

/** Where a managed server's tokens come from. */
export type ManagedSparkConfig =
  /** EMR on EC2: a session of a cluster, of which EMR says the address. */
  | { readonly kind: "emr"; readonly clusterId: string; readonly sessionId: string }
  /** Any other: a program prints `{"token", "expiresAt"}`. */
  | {
      readonly kind: "command";
      /** `sc://host:443/;use_ssl=true`. */
      readonly endpoint: string;
      /** The program and its arguments. */
      readonly tokenCommand: readonly string[];
      /** The metadata in which the endpoint looks for the token. */
      readonly header: string;
    };

export type LogLevel = "debug" | "info" | "warn" | "error";

const text = (what: string): z.ZodString =>
  z.string({ error: `expected ${what}` }).min(1, { error: `expected ${what}, not an empty text` });

const identifier = (what: string): z.ZodString =>
  text(what).regex(/^[A-Za-z0-9_]+$/, {
    error: `expected ${what} of letters, digits and underscores (A-Z a-z 0-9 _)`,
  });

/** An object of these options. One that is missing says which there are: what the file lacks, people then know. */
const section = <T extends z.core.$ZodLooseShape>(shape: T): z.ZodObject<T, z.core.$strict> =>
  z.strictObject(shape, { error: `expected an object: {${Object.keys(shape).join(", ")}}` });

const oneOf = <const T extends readonly string[]>(values: T): z.ZodType<T[number]> =>
  z.enum(values, { error: `expected one of ${values.join(", ")}` });

const wholeNumber = (from: number, to: number): z.ZodNumber => {
  const error = `expected a whole number from ${from} to ${to}`;
  return z.int({ error }).min(from, { error }).max(to, { error });
};

const share = z
  .number({ error: "expected a number from 0 to 1" })
  .min(0, { error: "expected a number from 0 to 1" })
  .max(1, { error: "expected a number from 0 to 1" });

const bool = z.boolean({ error: "expected true or false" });

const roleArn = z
  .string({ error: "expected the ARN of a role" })
  .regex(/^arn:[a-z-]+:iam::\d{12}:role\/.+$/, {
    error: "expected the ARN of a role, arn:aws:iam::123456789012:role/name",
  });

const bucketName = text("the name of the Output bucket").regex(/^[^/:]+$/, {
  error: "expected the name of the Output bucket alone, without s3:// and without a folder",
});

const oneCharacter = z
  .string({ error: "expected one character" })
  .regex(/^[\t\x20-\x7e]$/, { error: "expected one character of ASCII, and no line end" });

const csv: z.ZodType<CsvConfig> = section({
  delimiter: oneCharacter.exactOptional(),
  quote: oneCharacter.exactOptional(),
  escape: oneCharacter.exactOptional(),
  encoding: oneOf(CSV_ENCODINGS).exactOptional(),
  skipLines: wholeNumber(0, MAX_SKIPPED_LINES).exactOptional(),
  nullValues: z
    .array(text('a string such as "NULL"'), { error: 'expected a list of strings, such as ["NULL"]' })
    .exactOptional(),
  maxValueChars: wholeNumber(1, 2_147_483_647).exactOptional(),
});

const pii: z.ZodType<PersonalData> = (() => {
  const error = 'expected true, false, a list of columns, or "by fields" where documents are encrypted';
  const columns = z.array(z.string({ error }).min(1, { error }), { error }).min(1, { error });
  return z.union([z.boolean(), z.literal("by fields"), columns], { error });
})();

const fault = (check: (value: string) => string | undefined): z.ZodType<string> =>
  z.string({ error: "expected a string" }).superRefine((value, context) => {
    const message = check(value);
    if (message !== undefined)
      context.addIssue({ code: "custom", message: `${JSON.stringify(value)} ${message}` });
  });

const timeOptions = {
  timeZone: fault(timeZoneFault).exactOptional(),
  dateFormat: fault((pattern) => patternFault(pattern, "date")).exactOptional(),
  timestampFormat: fault((pattern) => patternFault(pattern, "timestamp")).exactOptional(),
};

const collection: z.ZodType<CollectionConfig> = section({
  prefix: text("a template such as {date}_{collection}").exactOptional(),
  pattern: text("a regular expression")
    .includes("{date}", { error: "expected a regular expression with {date} in it" })
    .exactOptional(),
  select: oneOf(["latest", "all"]).exactOptional(),
  extract: oneOf(["full", "delta"]).exactOptional(),
  allowEmpty: bool.exactOptional(),
  maxBadRows: wholeNumber(0, Number.MAX_SAFE_INTEGER).exactOptional(),
  pii: pii.exactOptional(),
  minColumnShare: share.exactOptional(),
  unconvertibleColumns: z
    .array(text("the name of a column"), { error: "expected a list of columns" })
    .exactOptional(),
  acceptSchemaChange: bool.exactOptional(),
  ...timeOptions,
  columns: z
    .record(z.string(), section(timeOptions), { error: "expected an object, column → options" })
    .exactOptional(),
  csv: csv.exactOptional(),
});

const moduleConfig: z.ZodType<ModuleConfig> = section({
  defaults: collection.default({}),
  collections: z
    .record(z.string(), collection, { error: "expected an object, collection → options" })
    .default({}),
});

const managed: z.ZodType<ManagedSparkConfig> = z.discriminatedUnion(
  "kind",
  [
    section({
      kind: z.literal("emr"),
      clusterId: text("the id of a cluster, j-…"),
      sessionId: text("the id of a session"),
    }),
    section({
      kind: z.literal("command"),
      endpoint: z
        .string({ error: "expected sc://host:443/;use_ssl=true" })
        .regex(/^sc:\/\/((localhost|127\.0\.0\.1)(:\d+)?(\/.*)?$|.+;use_ssl=true(;|$))/, {
          error: "expected sc://host:443/;use_ssl=true: a token must not travel in plain text",
        }),
      tokenCommand: z
        .array(text("a program or an argument"), { error: "expected a list, a program and its arguments" })
        .min(1, { error: "expected a program" }),
      header: z
        .string({ error: "expected the name of a header" })
        .regex(/^[a-z][a-z0-9_.-]*(?<!-bin)$/, { error: "expected the name of a header, in lower case" })
        .default(AWS_PROXY_HEADER),
    }),
  ],
  { error: "expected kind emr or command" },
);

const NO_OPTIONS: ModuleConfig = { defaults: {}, collections: {} };

/** The file's schema. Everything but the named constants of the installation has a default. */
export const runnerConfigSchema: z.ZodType<RunnerConfig> = section({
  environment: oneOf(ENVIRONMENTS),
  region: text("an AWS region")
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, { error: "expected an AWS region, such as eu-west-2" })
    .default("eu-west-2"),
  audit: section({
    table: text("the name of a DynamoDB table"),
    dataProduct: text("a data product").default("KICKSTART-ADG"),
  }),
  secretName: text("the name of a secret"),
  published: section({
    database: identifier("a database name").default("uc_kickstart"),
    bucket: bucketName,
    scheme: oneOf(["s3a", "s3"]).default("s3a"),
    kmsKeyId: text("the id or ARN of a key of KMS").nullable().default(null),
  }),
  dks: section({
    url: text("https://host/path").regex(/^https:\/\/[^/?#\s]/, { error: "expected https://host/path" }),
    certFile: text("the path of a PEM file"),
    keyFile: text("the path of a PEM file"),
    caFile: text("the path of a PEM file"),
    timeoutSeconds: wholeNumber(1, 600).default(10),
    attempts: wholeNumber(1, 100).default(10),
  })
    .nullable()
    .default(null),
  roles: section({ cluster: roleArn, source: roleArn }),
  e2eFolder: text("a folder of the Output bucket").default("kickstart-e2e-tests"),
  concurrency: wholeNumber(1, 64).default(2),
  spark: section({
    remote: z
      .string({ error: "expected sc://host:port or null" })
      .regex(/^sc:\/\/[^/;]/, { error: "expected sc://host:port" })
      .nullable()
      .default(null),
    managed: managed.nullable().default(null),
    connectTimeoutSeconds: wholeNumber(1, 3600).default(60),
  })
    .refine(({ remote, managed }) => remote === null || managed === null, {
      error: "expected remote or managed, not both",
    })
    .prefault({}),
  lock: section({ ttlSeconds: wholeNumber(3, 86_400).default(120) }).prefault({}),
  log: section({
    level: oneOf(["debug", "info", "warn", "error"]).nullable().default(null),
    file: text("the path of a file, or null").nullable().default(null),
  }).prefault({}),
  modules: section({
    vacancy: moduleConfig.default(NO_OPTIONS),
    application: moduleConfig.default(NO_OPTIONS),
    payment: moduleConfig.default(NO_OPTIONS),
  }).prefault({}),
});
