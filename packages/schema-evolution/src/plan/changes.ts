import { formatDataType } from "spark-connect-node";
import type { EvolutionPlan, EvolutionStep } from "./steps.ts";

/** What of a plan counts as a change. */
export interface ChangeOptions {
  /**
   * Count conversions from string. Off, a file that is read as strings by design, like CSV, shows only what really
   * changed since the day before. Default: true.
   */
  readonly textConversions?: boolean;
}

/** The steps that change something, those inside nested ones in their place. */
export function changedSteps(plan: EvolutionPlan, options: ChangeOptions = {}): readonly EvolutionStep[] {
  return plan.steps.flatMap((step) => changes(step, options.textConversions ?? true));
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
 * ```
 */
export function formatEvolution(plan: EvolutionPlan, options: ChangeOptions = {}): string {
  return changedSteps(plan, options)
    .map((step) => formatStep(step))
    .join("\n");
}

function changes(step: EvolutionStep, textConversions: boolean): readonly EvolutionStep[] {
  switch (step.kind) {
    case "keep":
      return [];
    case "convert":
      return textConversions || step.from.kind !== "string" ? [step] : [];
    case "nested":
      return step.steps.flatMap((inner) => changes(inner, textConversions));
    case "restore":
    case "add":
    case "absent":
      return [step];
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
