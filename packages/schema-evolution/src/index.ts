export {
  AmbiguousColumnError,
  InvalidInferenceRowError,
  type NamedPlace,
  ReservedColumnError,
  SchemaEvolutionError,
  type SchemaEvolutionErrorCode,
} from "./errors.ts";
export { ERROR_COLUMN } from "./names.ts";
export { type ChangeOptions, changedSteps, formatEvolution, hasChanges } from "./plan/changes.ts";
export { planEvolution } from "./plan/plan-evolution.ts";
export type {
  AbsentStep,
  AddStep,
  ConvertStep,
  EvolutionPlan,
  EvolutionStep,
  KeepStep,
  NestedStep,
  RestoreStep,
} from "./plan/steps.ts";
