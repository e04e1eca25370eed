import { DefaultStackSynthesizer, type IStackSynthesizer, type StackProps } from "aws-cdk-lib/core";
import type { Parameters } from "../parameters/parameters.ts";

/** Said of every stack alike: where, tagged how, and protected from being deleted by mistake where it matters. */
export function stackProps({ account, region, environment }: Parameters): StackProps {
  return {
    env: { account, region },
    tags: { Application: "kickstart-adg", Environment: environment, Repository: "dataworks-kickstart-adg" },
    terminationProtection: environment === "preprod" || environment === "production",
    // The CDK's own types disagree under exactOptionalPropertyTypes.
    synthesizer: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }) as IStackSynthesizer,
  };
}
