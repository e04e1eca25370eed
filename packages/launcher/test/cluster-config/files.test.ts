import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { ClusterConfigError, parseConfigFile, readClusterConfig } from "../../src/index.ts";

const nowhere = { getObject: () => Promise.reject(new Error("nothing is read from S3")) };
let path: string;

beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), "launcher-"));
});

afterEach(() => rmSync(path, { recursive: true }));

function read(files: Readonly<Record<string, string>>) {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, `${name}.yaml`), text);
  return readClusterConfig({ kind: "directory", path }, nowhere);
}

describe("the four files", () => {
  it("are put into one; configurations and steps may be absent", async () => {
    expect(await read({ cluster: "Name: a\n", instances: "Instances: {InstanceCount: 1}\n" })).toEqual({
      Name: "a",
      Instances: { InstanceCount: 1 },
    });
  });

  it.each(["cluster", "instances"])("need %s.yaml", async (name) => {
    const files = { cluster: "Name: a\n", instances: "Instances: {}\n" };
    const { [name as "cluster"]: _left, ...others } = files;
    await expect(read(others)).rejects.toMatchObject({
      code: "CONFIG_UNAVAILABLE",
      problem: `${join(path, `${name}.yaml`)} does not exist.`,
      remedy: expect.stringContaining("EMR_LAUNCHER_CONFIG_DIR"),
    });
  });

  it("may each have a name once", async () => {
    await expect(
      read({ cluster: "Name: a\n", instances: "Instances: {}\n", steps: "Name: b\nSteps: []\n" }),
    ).rejects.toThrow(/Name is in .*cluster\.yaml and in .*steps\.yaml\. Keep one of them\./);
  });

  it("take over what an anchor names", () => {
    const text = "Steps:\n- &a\n  Name: one\n  HadoopJarStep: {Jar: j}\n- <<: *a\n  Name: two\n";
    expect(parseConfigFile("steps.yaml", text).Steps).toEqual([
      { Name: "one", HadoopJarStep: { Jar: "j" } },
      { Name: "two", HadoopJarStep: { Jar: "j" } },
    ]);
  });
});

describe("a file that is not right names its lines", () => {
  it.each([
    ["no YAML", "Name: a\nTags: [\n", /line 3: is not YAML/],
    ["a tab", "Name: a\nTags:\n\t- x\n", /line 3: is not YAML/],
    ["a name twice", "Name: a\nName: b\n", /line 2: is not YAML: .*unique/],
    ["nothing", "", /line 1: expected an object/],
    ["a text", "hello\n", /line 1: expected an object/],
    ["two documents", "Name: a\n---\nName: b\n", /is not YAML/],
    ["an unknown name", "Name: a\n\nTagz: []\n", /line 3: Tagz: is not known; known are Name,/],
    [
      "a number as an argument",
      "Steps:\n- Name: a\n  HadoopJarStep:\n    Jar: j\n    Args:\n    - --x\n    - 5\n",
      /line 7: Steps\[0\]\.HadoopJarStep\.Args\[1\]: expected a text; a number/,
    ],
    [
      "arguments as one text",
      "Steps:\n- Name: a\n  HadoopJarStep:\n    Jar: j\n    Args: run me\n",
      /line 5: .*Args: expected a list of texts/,
    ],
    [
      "a step without a jar",
      "Steps:\n- Name: a\n  HadoopJarStep:\n    Args: []\n",
      /line 4: Steps\[0\]\.HadoopJarStep\.Jar: expected a text/,
    ],
    [
      "true as a property",
      "Configurations:\n- Classification: a\n  Properties:\n    b: true\n",
      /line 4: Configurations\[0\]\.Properties\.b: expected a text; a number/,
    ],
    [
      "an action that EMR has not",
      "Steps:\n- Name: a\n  ActionOnFailure: STOP\n  HadoopJarStep: {Jar: j}\n",
      /line 3: Steps\[0\]\.ActionOnFailure: expected TERMINATE_CLUSTER/,
    ],
    ["yes for true", "VisibleToAllUsers: yes\n", /line 1: VisibleToAllUsers: expected true or false/],
    ["a prototype", "Name: a\n__proto__: {polluted: true}\n", /__proto__: is not a name that may be given/],
    [
      "too many aliases",
      `a: &a [x,x,x,x,x,x,x,x,x]\n${["b", "c", "d", "e", "f"].map((n, i) => `${n}: &${n} [${Array(9).fill(`*${"abcde"[i]}`).join(",")}]`).join("\n")}\n`,
      /is not YAML: .*alias/,
    ],
    ["too deep", `Instances: ${"[".repeat(100)}${"]".repeat(100)}\n`, /nested more than 64 deep/],
  ])("%s", (_name, text, message) => {
    expect(() => parseConfigFile("s3://bucket/steps.yaml", text)).toThrow(ClusterConfigError);
    expect(() => parseConfigFile("s3://bucket/steps.yaml", text)).toThrow(
      /^s3:\/\/bucket\/steps\.yaml is not right:\n {2}line /,
    );
    expect(() => parseConfigFile("s3://bucket/steps.yaml", text)).toThrow(message);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});
