import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import {
  type ClusterParametersInput,
  InvalidParametersError,
  InvalidTemplateError,
  readTemplates,
  renderClusterConfig,
} from "../../src/index.ts";
import { PARAMETERS } from "../support/parameters.ts";

interface Step {
  readonly Name: string;
  readonly ActionOnFailure: string;
  readonly HadoopJarStep: { readonly Jar: string; readonly Args: readonly string[] };
}

/** The four files as the launcher reads them: one RunJobFlow. */
function runJobFlow(parameters: ClusterParametersInput): Record<string, unknown> {
  const files = Object.values(renderClusterConfig(parameters)).map((text) => parse(text) as object);
  return Object.assign({}, ...files) as Record<string, unknown>;
}

const classifications = (flow: Record<string, unknown>): string[] =>
  (flow["Configurations"] as { Classification: string }[]).map(({ Classification }) => Classification);

describe("the cluster's configuration", () => {
  test("is RunJobFlow's, in full", () => {
    expect(runJobFlow(PARAMETERS)).toMatchObject({
      Name: "kickstart-adg",
      ReleaseLabel: "emr-7.13.0",
      Applications: [
        { Name: "Hadoop" },
        { Name: "Hive" },
        { Name: "Spark" },
        { Name: "AmazonCloudWatchAgent" },
      ],
      LogUri: "s3://log-bucket/emr/kickstart-adg/",
      ServiceRole: "kickstart_adg_emr_service_role",
      JobFlowRole: "kickstart_adg_instance_profile",
      SecurityConfiguration: "kickstart-adg",
      VisibleToAllUsers: true,
      StepConcurrencyLevel: 1,
      Instances: {
        KeepJobFlowAliveWhenNoSteps: false,
        Ec2SubnetId: "subnet-0a1b",
        InstanceGroups: [
          { InstanceRole: "MASTER", InstanceType: "m7g.xlarge", InstanceCount: 1 },
          { InstanceRole: "CORE", InstanceType: "m7g.2xlarge", InstanceCount: 2 },
        ],
      },
    });
  });

  test("ends the cluster where Spark cannot be started, and only marks the step where a module fails", () => {
    const steps = runJobFlow(PARAMETERS)["Steps"] as Step[];
    expect(steps.map(({ Name, ActionOnFailure }) => [Name, ActionOnFailure])).toEqual([
      ["start-spark-connect", "TERMINATE_CLUSTER"],
      ["submit-job-vacancy", "CONTINUE"],
      ["submit-job-application", "CONTINUE"],
      ["submit-job-payment", "CONTINUE"],
    ]);
    expect(steps[1]?.HadoopJarStep).toEqual({
      Jar: "command-runner.jar",
      Args: ["/opt/emr/kickstart-adg/bin/run-step.sh", "run", "--module_name", "vacancy"],
    });
  });

  test("gives every argument of the bootstrap action a value, and none of them is empty", () => {
    const [action] = runJobFlow(PARAMETERS)["BootstrapActions"] as {
      ScriptBootstrapAction: { Path: string; Args: string[] };
    }[];
    const { Path, Args } = action?.ScriptBootstrapAction ?? { Path: "", Args: [] };
    expect(Path).toBe("s3://config-bucket/component/kickstart-adg/1.4.0/bin/bootstrap.sh");
    expect(Args.length % 2).toBe(0);
    expect(Args.filter((_argument, index) => index % 2 === 0).every((name) => name.startsWith("--"))).toBe(
      true,
    );
    expect(Args.every((argument) => typeof argument === "string" && argument !== "")).toBe(true);
    expect(Args[Args.indexOf("--proxy") + 1]).toBe("none");
  });

  test("passes the proxy and what is reached without it", () => {
    const proxy = {
      url: "http://proxy.example:3128",
      noProxy: [".s3.eu-west-2.amazonaws.com", "dks.example"],
    };
    const text = renderClusterConfig({ ...PARAMETERS, proxy })["cluster.yaml"];
    expect(text).toContain("- http://proxy.example:3128\n");
    expect(text).toContain("- .s3.eu-west-2.amazonaws.com,dks.example\n");
  });

  test.each([
    ["emr-7", "emr-7.13.0", ["spark-hive-site", "hive-site", "spark-defaults"]],
    ["emr-spark-8", "emr-spark-8.0.0", ["spark-hive-site", "spark-defaults"]],
  ] as const)("of %s has the classifications that its applications know", (release, label, expected) => {
    const flow = runJobFlow({ ...PARAMETERS, release });
    expect(flow["ReleaseLabel"]).toBe(label);
    expect(classifications(flow)).toEqual(expected);
  });

  test("names the secret of the metastore's password wherever the password goes", () => {
    const passwords = (
      runJobFlow(PARAMETERS)["Configurations"] as { Properties: Record<string, string> }[]
    ).flatMap(({ Properties }) => Properties["javax.jdo.option.ConnectionPassword"] ?? []);
    expect(passwords).toEqual(["metastore-adg", "metastore-adg"]);
  });

  test.each(["true", "null", "1e3", "0x10", "012", "2026-11-23", "yes", "-", "@x"])(
    "keeps %s text, whatever YAML would make of it",
    (user) => {
      const [site] = runJobFlow({ ...PARAMETERS, metastore: { ...PARAMETERS.metastore, user } })[
        "Configurations"
      ] as { Properties: Record<string, unknown> }[];
      expect(site?.Properties["javax.jdo.option.ConnectionUserName"]).toBe(user);
    },
  );

  test.each(["jdbc:mysql://h/a:#b", "jdbc:mysql://h/'\"{[&*", "jdbc:mysql://h/${ADG_HOME}"])(
    "puts %s in as it is",
    (url) => {
      const [site] = runJobFlow({ ...PARAMETERS, metastore: { ...PARAMETERS.metastore, url } })[
        "Configurations"
      ] as { Properties: Record<string, unknown> }[];
      expect(site?.Properties["javax.jdo.option.ConnectionURL"]).toBe(url);
    },
  );

  test("lets values through that are known at deployment alone", () => {
    const network = { ...PARAMETERS.network, coreSecurityGroup: "${Token[TOKEN.12]}" };
    expect(runJobFlow({ ...PARAMETERS, network })["Instances"]).toMatchObject({
      EmrManagedSlaveSecurityGroup: "${Token[TOKEN.12]}",
    });
  });
});

describe("bad parameters", () => {
  test("are all named at once, with their path", () => {
    const wrong = {
      ...PARAMETERS,
      environment: "dev",
      configBucket: "Config Bucket",
      instances: { ...PARAMETERS.instances, coreCount: 0 },
      dks: { ...PARAMETERS.dks, certificateArn: "arn:aws:iam::1:role/x" },
      proxy: { url: "http://user:secret@proxy:3128" },
      spark: 4,
    } as unknown as ClusterParametersInput;
    const error = caught(() => renderClusterConfig(wrong));
    expect(error).toBeInstanceOf(InvalidParametersError);
    for (const part of [
      "environment: expected one of local, development",
      "configBucket: expected the name of a bucket",
      "instances.coreCount: expected a whole number from 1 to 1000",
      "dks.certificateArn: expected the ARN of a certificate",
      "proxy.url: expected http://host:port",
      "spark: is not a parameter",
    ]) {
      expect(error.message).toContain(part);
    }
    expect(error.message).not.toContain("user:secret");
  });

  test.each(["18.20.0", "20.18.9", "v20.20.2", "20.20"])("a Node of version %s is refused", (version) => {
    expect(() => renderClusterConfig({ ...PARAMETERS, node: { ...PARAMETERS.node, version } })).toThrow(
      "node.version: expected a version of Node, at least 20.19.0",
    );
  });

  test.each(["adg", "my-kickstart-adg"])(
    "a cluster called %s is refused: nobody would hear of its end",
    (name) => {
      expect(() => renderClusterConfig({ ...PARAMETERS, clusterName: name })).toThrow(
        "clusterName: expected kickstart-adg, or a name of letters, digits, dots and dashes that begins so",
      );
      expect(runJobFlow({ ...PARAMETERS, clusterName: `kickstart-adg-${name}` })["Name"]).toBe(
        `kickstart-adg-${name}`,
      );
    },
  );
});

describe("bad templates", () => {
  test.each([
    ["a placeholder nobody knows", "Name: ${NOBODY}", /cluster\.yaml: there is no value for \$\{NOBODY\}/],
    ["a placeholder named as a method", "Name: ${TO_STRING}", /there is no value for \$\{TO_STRING\}/],
    ["text that is not YAML", "Name: [", /cluster\.yaml is not YAML/],
    [
      "a list inside a text",
      "Name: x-${APPLICATIONS}",
      /APPLICATIONS\} is a list and must be the whole value/,
    ],
  ])("%s is an error", (_what, text, message) => {
    const error = caught(() => renderClusterConfig(PARAMETERS, { ...readTemplates(), "cluster.yaml": text }));
    expect(error).toBeInstanceOf(InvalidTemplateError);
    expect(error.message).toMatch(message);
  });

  test("a parameter that no template uses is an error", () => {
    expect(() =>
      renderClusterConfig(PARAMETERS, { ...readTemplates(), "instances.yaml": "Instances: {}" }),
    ).toThrow(/No template uses \$\{SUBNET\}, \$\{MASTER_SECURITY_GROUP\}/);
  });
});

function caught(action: () => unknown): Error {
  try {
    action();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("expected an error");
}
