export { type Conversion, convertColumn } from "./convert/convert-column.ts";
export {
  AmbiguousColumnError,
  InvalidInferenceRowError,
  type NamedPlace,
  ReservedColumnError,
  SchemaEvolutionError,
  type SchemaEvolutionErrorCode,
} from "./errors.ts";
export {
  applyEvolution,
  getEvolvedSchema,
  getEvolvedSchema as get_evolved_schema,
} from "./evolve/apply-evolution.ts";
export type { TimeFormats } from "./convert/time-formats.ts";
export { type EvolvedColumns, evolvedColumns, type ReadingOptions } from "./evolve/evolved-columns.ts";
export { type RoundedValues, roundedValues } from "./evolve/rounded-values.ts";
export { chooseTypes, type InferenceColumn, inferenceRows } from "./infer/infer-types.ts";
export { ERROR_COLUMN } from "./names.ts";
export { type ChangeOptions, changedSteps, formatEvolution, hasChanges } from "./plan/changes.ts";
export { declaredTypes } from "./plan/declared-types.ts";
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
