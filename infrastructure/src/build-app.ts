import { join } from "node:path";
import { App, Validations } from "aws-cdk-lib/core";
import { AwsSolutionsChecks } from "cdk-nag";
import { bundleLambdas, type LambdaCode } from "./lambda/bundle.ts";
import { names } from "./names.ts";
import type { Parameters } from "./parameters/parameters.ts";
import { acknowledgeFindings } from "./policy/acknowledge.ts";
import { JobStack } from "./stacks/job-stack.ts";
import { StateStack } from "./stacks/state-stack.ts";

export interface AppOptions {
  /** Folder that gets the templates and the Lambdas' code. */
  readonly outdir: string;
  /** The Lambdas' code, where it is bundled already. Default: bundled anew. */
  readonly code?: LambdaCode;
  /** Whether templates are held against CloudFormation's schemas and cdk-nag's rules, which takes seconds. Default: true. */
  readonly validate?: boolean;
}

export interface AdgApp {
  readonly app: App;
  readonly state: StateStack;
  readonly job: JobStack;
}

/** The app of one environment: two stacks, one that keeps and one that does. */
export function buildApp(
  parameters: Parameters,
  { outdir, validate = true, code = bundleLambdas(join(outdir, "bundles")) }: AppOptions,
): AdgApp {
  const app = new App({
    outdir,
    analyticsReporting: false,
    treeMetadata: false,
    builtinCloudFormationValidation: validate,
    // The state's stack cannot be deleted while the job uses its key.
    context: { "@aws-cdk/core:defaultCrossStackReferences": "strong" },
  });
  const state = new StateStack(app, `${names.application}-state`, parameters);
  const job = new JobStack(app, names.application, parameters, { key: state.key, code });
  acknowledgeFindings(app, parameters);
  if (validate) Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return { app, state, job };
}
