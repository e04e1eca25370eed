import { describe, expect, it } from "@jest/globals";
import { type ClusterConfig, ClusterConfigError } from "../../src/index.ts";
import { checkTold } from "../../src/launch/check-told.ts";

const config = (more: object): ClusterConfig => ({
  Name: "kickstart-adg",
  ReleaseLabel: "emr-7.9.0",
  Instances: {},
  ...more,
});
const tags = (...Tags: readonly { Key: string; Value: string }[]) => config({ Tags });

describe("a cluster of whose end the notifier would hear", () => {
  it.each([
    ["the job's name", config({})],
    ["a name that begins with it", config({ Name: "kickstart-adg-rerun" })],
    ["tags of its own", tags({ Key: "Persistence", Value: "Ignore" })],
    [
      "tags that say what it is",
      tags({ Key: "Environment", Value: "qa" }, { Key: "Application", Value: "kickstart-adg" }),
    ],
  ])("has %s", (_what, told) => {
    expect(() => checkTold("qa", told)).not.toThrow();
  });
});

describe("a cluster of whose end nobody would be told", () => {
  it.each([
    [
      "another name",
      config({ Name: "my-test" }),
      'The cluster\'s Name "my-test" does not begin with kickstart-adg',
    ],
    [
      "files of another environment",
      tags({ Key: "Environment", Value: "production" }),
      "The cluster's tag Environment is production, but this launch is qa's",
    ],
    [
      "files of another job",
      tags({ Key: "Application", Value: "other" }),
      "The cluster's tag Application is other, but this launch is kickstart-adg's",
    ],
  ])("is refused: %s", (_what, untold, message) => {
    expect(() => checkTold("qa", untold)).toThrow(ClusterConfigError);
    expect(() => checkTold("qa", untold)).toThrow(message);
  });
});
