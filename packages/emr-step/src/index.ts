export {
  type ClusterParameters,
  type ClusterParametersInput,
  type Environment,
  parseParameters,
} from "./cluster/parameters.ts";
export { type Release, type ReleaseName, RELEASES } from "./cluster/releases.ts";
export { renderClusterConfig } from "./cluster/render.ts";
export { readTemplates, TEMPLATE_NAMES, type TemplateName, type Templates } from "./cluster/templates.ts";
export {
  EmrStepError,
  type EmrStepErrorCode,
  InvalidParametersError,
  InvalidTemplateError,
} from "./errors.ts";
