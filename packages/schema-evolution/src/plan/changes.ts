import { formatDataType } from "spark-connect-node";
import { nameKey } from "../names.ts";
import { elementPath, fieldPath } from "./paths.ts";
import type { EvolutionPlan, EvolutionStep, KeepStep } from "./steps.ts";

/** What of a plan counts as a change. */
export interface ChangeOptions {
  /**
   * Count conversions from string. Off, a file that is read as strings by design, like CSV, shows only what really
   * changed since the day before. Default: true.
   */
  readonly textConversions?: boolean;
  /**
   * Paths, in lower case, that the data before had. Given, only what differs from it is a change: a column that it lacked
   * already is not reported again, and one that it lacked and this data has is back. Default: the table decides alone.
   */
  readonly since?: ReadonlySet<string>;
}

/** A step that is a change; `back` marks one that the table has and the data before had not. */
interface Change {
  readonly step: EvolutionStep;
  readonly back: boolean;
}

/** The steps that change something, those inside nested ones in their place. */
export function changedSteps(plan: EvolutionPlan, options: ChangeOptions = {}): readonly EvolutionStep[] {
  return changesOf(plan.steps, options).map(({ step }) => step);
}

/** Does the incoming data differ from the table in anything but the case or order of names? */
export function hasChanges(plan: EvolutionPlan, options: ChangeOptions = {}): boolean {
  return changedSteps(plan, options).length > 0;
}

/**
 * Prints a plan as a short diff, one line a change; a plan without changes is the empty string.
 *
 * ```text
 * - sector → null of string
 * ~ hours string → int
 * + address.line2 string
 * ? notes (no value yet)
 * + branch string (back)
 * ```
 */
export function formatEvolution(plan: EvolutionPlan, options: ChangeOptions = {}): string {
  return changesOf(plan.steps, options)
    .map(({ step, back }) => onOneLine(back ? formatBack(step) : formatStep(step)))
    .join("\n");
}

/** A name may hold a line feed; a change is one line all the same. */
function onOneLine(text: string): string {
  return text.replace(/[\r\n]/g, (character) => (character === "\n" ? "\\n" : "\\r"));
}

function changesOf(steps: readonly EvolutionStep[], options: ChangeOptions): readonly Change[] {
  return steps.flatMap((step) => changes(step, options));
}

function changes(step: EvolutionStep, options: ChangeOptions): readonly Change[] {
  const { textConversions = true, since } = options;
  const hadBefore = since?.has(nameKey(step.path));
  const change: Change = { step, back: hadBefore === false };
  switch (step.kind) {
    case "keep":
      return since === undefined ? [] : partsBack(step, since);
    case "convert":
      return change.back || textConversions || step.from.kind !== "string" ? [change] : [];
    case "nested":
      return change.back ? [change] : changesOf(step.steps, options);
    case "restore":
      return hadBefore === false ? [] : [{ step, back: false }];
    case "absent":
      return hadBefore === true ? [] : [{ step, back: false }];
    case "add":
      return [{ step, back: false }];
    default:
      return step satisfies never;
  }
}

/** What is back of a column that is kept as a whole: itself, or fields inside. */
function partsBack(step: KeepStep, since: ReadonlySet<string>): readonly Change[] {
  const { path, type } = step;
  if (!since.has(nameKey(path))) return [{ step, back: true }];
  if (type.kind === "struct") {
    return type.fields.flatMap((field) =>
      partsBack({ kind: "keep", path: fieldPath(path, field.name), type: field.type }, since),
    );
  }
  if (type.kind === "array") {
    return partsBack({ kind: "keep", path: elementPath(path), type: type.elementType }, since);
  }
  return [];
}

function formatBack(step: EvolutionStep): string {
  switch (step.kind) {
    case "keep":
    case "add":
    case "restore":
      return `+ ${step.path} ${formatDataType(step.type)} (back)`;
    case "convert":
    case "nested":
      return `+ ${step.path} ${formatDataType(step.to)} (back)`;
    case "absent":
      return formatStep(step);
    default:
      return step satisfies never;
  }
}

function formatStep(step: EvolutionStep): string {
  switch (step.kind) {
    case "keep":
      return `  ${step.path} ${formatDataType(step.type)}`;
    case "restore":
      return `- ${step.path} → null of ${formatDataType(step.type)}`;
    case "convert":
      return `~ ${step.path} ${formatDataType(step.from)} → ${formatDataType(step.to)}`;
    case "add":
      return `+ ${step.path} ${formatDataType(step.type)}`;
    case "absent":
      return `? ${step.path} (no value yet)`;
    case "nested":
      return step.steps.map((inner) => formatStep(inner)).join("\n");
    default:
      return step satisfies never;
  }
}
