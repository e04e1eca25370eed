import { text } from "./text.ts";
import { issuesOf, HOOKS, stepSchemas, type TaskConfig, taskSchema } from "./schema.ts";

/** A step with the place in the pipeline where it stands, as messages name it. */
export interface PlacedStep {
  readonly kind: string;
  readonly place: string;
  readonly step: Readonly<Record<string, unknown>>;
  /** The task it runs, where that could be read. */
  readonly task?: TaskConfig;
}

export interface PlanContext {
  readonly problems: string[];
  readonly steps: PlacedStep[];
  /** Reads a file of the checkout and parses it as YAML; undefined where there is none. */
  readonly readYaml: (file: string) => unknown;
  /** Names of resources that are this repository. */
  readonly checkouts: ReadonlySet<string>;
}

/**
 * Walks steps one after another: checks each against its schema, and what it takes against what is there by then.
 *
 * @param available - artifacts by name, with the resource they came from; gains what the steps make.
 */
export function walkPlan(
  plan: readonly unknown[],
  place: string,
  available: Map<string, string>,
  context: PlanContext,
): void {
  for (const [index, value] of plan.entries()) walkStep(value, `${place}[${index}]`, available, context);
}

function walkStep(value: unknown, place: string, available: Map<string, string>, context: PlanContext): void {
  const { problems } = context;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    problems.push(`${place}: expected a step`);
    return;
  }
  const step = value as Readonly<Record<string, unknown>>;
  const kinds = Object.keys(stepSchemas).filter((kind) => Object.hasOwn(step, kind));
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1) {
    problems.push(
      kind === undefined
        ? `${place}: is no step; its keys are ${Object.keys(step).join(", ")}`
        : `${place}: is several steps at once: ${kinds.join(", ")}`,
    );
    return;
  }
  const name = typeof step[kind] === "string" ? ` (${kind} ${step[kind]})` : "";
  const here = `${place}${name}`;
  const parsed = stepSchemas[kind]?.safeParse(step);
  if (parsed?.success === false) {
    problems.push(...issuesOf(parsed.error, here));
    return;
  }
  const placed: PlacedStep = { kind, place: here, step };
  walkers[kind]?.(placed, available, context);
  if (kind !== "task") context.steps.push(placed);
  for (const hook of HOOKS) {
    if (step[hook] !== undefined) walkStep(step[hook], `${here}.${hook}`, new Map(available), context);
  }
}

type Walker = (placed: PlacedStep, available: Map<string, string>, context: PlanContext) => void;

const walkers: Readonly<Record<string, Walker>> = {
  get: ({ step }, available) => {
    available.set(text(step["get"]), text(step["resource"] ?? step["get"]));
  },
  put: ({ step }, available) => {
    if (step["no_get"] !== true) available.set(text(step["put"]), text(step["resource"] ?? step["put"]));
  },
  task: walkTask,
  set_pipeline: (placed, available, { problems }) => {
    for (const file of [placed.step["file"], ...((placed.step["var_files"] as unknown[] | undefined) ?? [])])
      sourceOf(text(file), placed.place, available, problems);
  },
  load_var: ({ step, place }, available, { problems }) => {
    sourceOf(text(step["file"]), place, available, problems);
  },
  do: ({ step, place }, available, context) =>
    walkPlan(step["do"] as unknown[], `${place}.do`, available, context),
  try: ({ step, place }, available, context) => walkStep(step["try"], `${place}.try`, available, context),
  in_parallel: ({ step, place }, available, context) => {
    const of = step["in_parallel"] as unknown[] | { readonly steps: unknown[] };
    const made: Map<string, string>[] = [];
    for (const [index, each] of (Array.isArray(of) ? of : of.steps).entries()) {
      // Side by side: none sees what another makes.
      const own = new Map(available);
      walkStep(each, `${place}[${index}]`, own, context);
      made.push(own);
    }
    for (const own of made) for (const [name, source] of own) available.set(name, source);
  },
};

/** The artifact that a path begins with; a problem where there is none by then. */
function sourceOf(
  file: string,
  place: string,
  available: ReadonlyMap<string, string>,
  problems: string[],
): string | undefined {
  const [artifact = ""] = file.split("/");
  if (available.has(artifact)) return available.get(artifact);
  problems.push(
    `${place}: ${file} is in no artifact of the plan so far (${[...available.keys()].join(", ")})`,
  );
  return undefined;
}

function walkTask(placed: PlacedStep, available: Map<string, string>, context: PlanContext): void {
  const { problems } = context;
  const { place, step } = placed;
  if ((step["file"] === undefined) === (step["config"] === undefined)) {
    problems.push(`${place}: a task has either file or config`);
    return;
  }
  const config = step["config"] ?? taskFile(text(step["file"]), place, available, context);
  if (config === undefined) return;
  const task = taskSchema.safeParse(config);
  if (!task.success) {
    problems.push(...issuesOf(task.error, `${place}: ${text(step["file"] ?? "config")}`));
    return;
  }
  checkTask(placed, task.data, available, problems);
  context.steps.push({ ...placed, task: task.data });
}

/** The configuration in a task's file; undefined where it cannot be looked at, which is a problem if it should be. */
function taskFile(
  file: string,
  place: string,
  available: ReadonlyMap<string, string>,
  { problems, checkouts, readYaml }: PlanContext,
): unknown {
  const source = sourceOf(file, place, available, problems);
  if (source === undefined) return undefined;
  if (!checkouts.has(source)) {
    problems.push(`${place}: ${file} is not in this repository, so nobody can check it`);
    return undefined;
  }
  const inside = file.split("/").slice(1).join("/");
  const found = readYaml(inside);
  if (found === undefined) problems.push(`${place}: there is no file ${inside}`);
  return found;
}

function checkTask(
  { place, step }: PlacedStep,
  { inputs = [], outputs = [], params = {}, image_resource }: TaskConfig,
  available: Map<string, string>,
  problems: string[],
): void {
  const mapping = (key: string) => (step[key] ?? {}) as Readonly<Record<string, string>>;
  const [inputMapping, outputMapping] = [mapping("input_mapping"), mapping("output_mapping")];
  const unknown = (mapped: object, known: readonly { readonly name: string }[]) =>
    Object.keys(mapped).filter((name) => !known.some((each) => each.name === name));
  for (const name of unknown(inputMapping, inputs)) problems.push(`${place}: the task has no input ${name}`);
  for (const name of unknown(outputMapping, outputs))
    problems.push(`${place}: the task has no output ${name}`);
  for (const { name, optional } of inputs) {
    const artifact = inputMapping[name] ?? name;
    if (optional !== true && !available.has(artifact))
      problems.push(`${place}: nothing before it gives the input ${artifact}`);
  }
  const given = (step["params"] ?? {}) as Readonly<Record<string, unknown>>;
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(params, name)) problems.push(`${place}: the task declares no param ${name}`);
  }
  for (const [name, byDefault] of Object.entries(params)) {
    if (byDefault === null && (given[name] ?? null) === null)
      problems.push(`${place}: the param ${name} is not given`);
  }
  if (image_resource === undefined && step["image"] === undefined)
    problems.push(`${place}: the task has no image`);
  if (step["image"] !== undefined && !available.has(text(step["image"])))
    problems.push(`${place}: nothing before it gives the image ${text(step["image"])}`);
  for (const { name } of outputs) available.set(outputMapping[name] ?? name, "");
}
