import { describe, expect, it } from "@jest/globals";
import { ClusterConfigError, type Configuration, mergeConfig, type Payload } from "../../src/index.ts";

const step = (Name: string, ...Args: string[]) => ({
  Name,
  HadoopJarStep: { Jar: "command-runner.jar", Args },
});

const FILES = {
  Name: "kickstart-adg",
  ReleaseLabel: "emr-7.9.0",
  Instances: { Ec2SubnetId: "subnet-1", Ec2SubnetIds: ["subnet-1"] },
  Steps: [step("start", "a"), step("submit-job-vacancy", "run"), step("twice"), step("twice")],
};

const merged = (payload: Payload) => mergeConfig(FILES, { payload });

describe("what a payload changes", () => {
  it("keeps steps in the order of the file", () => {
    const { Steps } = merged({ only_steps: ["submit-job-vacancy", "start"] });
    expect(Steps?.map(({ Name }) => Name)).toEqual(["start", "submit-job-vacancy"]);
  });

  it("appends arguments to the step that is named, and to no other", () => {
    const { Steps } = merged({ additional_step_args: { "submit-job-vacancy": ["--x", "1"] } });
    expect(Steps?.map(({ HadoopJarStep }) => HadoopJarStep.Args)).toEqual([
      ["a"],
      ["run", "--x", "1"],
      [],
      [],
    ]);
  });

  it("makes all of a path that is absent", () => {
    const list: Configuration[] = [{ Classification: "spark" }];
    expect(merged({ extend: { Configurations: [{ Classification: "spark" }] } }).Configurations).toEqual(
      list,
    );
    expect(merged({ extend: { "ManagedScalingPolicy.a.b": ["x"] } })["ManagedScalingPolicy"]).toEqual({
      a: { b: ["x"] },
    });
  });

  it("changes neither the files nor the payload", () => {
    const payload = {
      overrides: { Instances: { Ec2SubnetId: "other" }, Tags: [{ Key: "a", Value: "b" }] },
      extend: { "Instances.Ec2SubnetIds": ["subnet-2"], Tags: [{ Key: "c", Value: "d" }] },
      additional_step_args: { start: ["b"] },
    };
    const before = structuredClone({ FILES, payload });
    const first = merged(payload);
    expect(first.Tags).toHaveLength(2);
    expect(merged(payload)).toEqual(first);
    expect({ FILES, payload }).toEqual(before);
  });

  it("appends items that are the same for two paths to each", () => {
    const items = ["subnet-2"];
    const config = merged({
      extend: { "Instances.Ec2SubnetIds": items, "Instances.AdditionalMasterSecurityGroups": items },
    });
    expect(config.Instances).toEqual({
      Ec2SubnetId: "subnet-1",
      Ec2SubnetIds: ["subnet-1", "subnet-2"],
      AdditionalMasterSecurityGroups: ["subnet-2"],
    });
  });
});

describe("what a payload may not ask", () => {
  it.each<[string, Payload, RegExp]>([
    [
      "a step that is not known",
      { additional_step_args: { "submit-job": [] } },
      /no step "submit-job"\. Known are: start, submit-job-vacancy, twice\./,
    ],
    [
      "to keep one that is not known",
      { only_steps: ["start", "stop"] },
      /only_steps: there is no step "stop"\. Known are: start,/,
    ],
    [
      "arguments for one that it leaves out",
      { only_steps: ["start"], additional_step_args: { "submit-job-vacancy": [] } },
      /not among only_steps, which keeps: start\./,
    ],
    [
      "arguments for a name that two have",
      { additional_step_args: { twice: [] } },
      /two steps have the name "twice"/,
    ],
    [
      "to extend a text",
      { extend: { "Instances.Ec2SubnetId": ["x"] } },
      /nothing can be appended at Instances\.Ec2SubnetId: it is a string, not a list/,
    ],
    ["to extend an object", { extend: { Instances: ["x"] } }, /it is an object, not a list/],
    ["to go through a list", { extend: { "Steps.0.Name": ["x"] } }, /Steps is a list, and has no 0/],
    ["to go through a text", { extend: { "Name.a": ["x"] } }, /Name is a string, and has no a/],
    ["an empty path", { extend: { "": ["x"] } }, /"" is no path/],
    ["a path with a hole", { extend: { "Instances..a": ["x"] } }, /is no path/],
    ["the prototype", { extend: { "__proto__.polluted": ["x"] } }, /is no path/],
    ["the constructor", { extend: { "Instances.constructor.prototype": ["x"] } }, /is no path/],
    [
      "a name that RunJobFlow does not have",
      { overrides: { Aplications: [] } },
      /Aplications: is not known; known are Name, ReleaseLabel/,
    ],
    [
      "a name that Instances does not have",
      { overrides: { Instances: { Ec2Subnet: "x" } } },
      /Instances\.Ec2Subnet: is not known/,
    ],
    ["a number for a text", { overrides: { ReleaseLabel: 7 } }, /ReleaseLabel: expected a text/],
    ["nothing for a name", { overrides: { Name: null } }, /Name: expected a text/],
    [
      "steps of another shape",
      { extend: { Steps: [{ Name: "x" }] } },
      /Steps\[4\]\.HadoopJarStep: expected an object with Jar and Args/,
    ],
  ])("%s", (_name, payload, message) => {
    expect(() => merged(payload)).toThrow(ClusterConfigError);
    expect(() => merged(payload)).toThrow(message);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it("needs what RunJobFlow needs", () => {
    expect(() => mergeConfig({ Name: "a" }, { payload: {} })).toThrow(/ReleaseLabel: .*\n.*Instances: /s);
  });
});
