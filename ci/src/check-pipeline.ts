import { type PlacedStep, type PlanContext, walkPlan } from "./artifacts.ts";
import { CORE_TYPES, HOOKS, issuesOf, type Job, type Pipeline, pipelineSchema } from "./schema.ts";
import { text } from "./text.ts";

export interface CheckOptions {
  /** Reads a file of the checkout and parses it as YAML; undefined where there is none. */
  readonly readYaml: (file: string) => unknown;
  /** Names of resources that are this repository. */
  readonly checkouts: readonly string[];
  /** Which `((var))` will have a value: from the file of vars, or from the credential manager. */
  readonly isVar: (name: string) => boolean;
}

export interface CheckedJob {
  readonly job: Job;
  /** In order, nested ones after what holds them. */
  readonly steps: readonly PlacedStep[];
}

export interface CheckedPipeline {
  /** One line each; none: Concourse would take it. */
  readonly problems: readonly string[];
  readonly jobs: readonly CheckedJob[];
}

/** Holds a pipeline against what Concourse documents, and against the files of this repository that it names. */
export function checkPipeline(value: unknown, options: CheckOptions): CheckedPipeline {
  const parsed = pipelineSchema.safeParse(value);
  if (!parsed.success) return { problems: issuesOf(parsed.error, ""), jobs: [] };
  const pipeline = parsed.data;
  const problems: string[] = [];
  const jobs = pipeline.jobs.map((job): CheckedJob => {
    const context: PlanContext = { ...options, checkouts: new Set(options.checkouts), problems, steps: [] };
    const available = new Map<string, string>();
    walkPlan(job.plan, `jobs.${job.name}.plan`, available, context);
    for (const hook of HOOKS) {
      if (job[hook] !== undefined)
        walkPlan([job[hook]], `jobs.${job.name}.${hook}`, new Map(available), context);
    }
    return { job, steps: context.steps };
  });
  problems.push(
    ...duplicates(pipeline),
    ...resources(pipeline, jobs),
    ...passed(jobs),
    ...cycles(jobs),
    ...groups(pipeline),
    ...vars(value, options.isVar),
    ...jobs.flatMap(localVars),
  );
  return { problems, jobs };
}

function duplicates({ jobs, resources = [], resource_types = [], groups = [] }: Pipeline): string[] {
  return Object.entries({ jobs, resources, resource_types, groups }).flatMap(([kind, list]) =>
    list
      .filter(({ name }, index) => list.findIndex((each) => each.name === name) !== index)
      .map(({ name }) => `${kind}: ${name} is there twice`),
  );
}

/** The resource that a get or put is about. */
export function resourceOf({ kind, step }: PlacedStep): string | undefined {
  return kind === "get" || kind === "put" ? text(step["resource"] ?? step[kind]) : undefined;
}

function resources(
  { resources: declared = [], resource_types: types = [] }: Pipeline,
  jobs: readonly CheckedJob[],
): string[] {
  const known = new Set(declared.map(({ name }) => name));
  const used = new Set<string>();
  const problems: string[] = [];
  for (const step of jobs.flatMap(({ steps }) => steps)) {
    const resource = resourceOf(step);
    if (resource === undefined) continue;
    used.add(resource);
    if (!known.has(resource)) problems.push(`${step.place}: there is no resource ${resource}`);
  }
  const typeNames = [...CORE_TYPES, ...types.map(({ name }) => name)];
  for (const { name, type } of [...declared, ...types]) {
    if (!typeNames.includes(type)) problems.push(`resources.${name}: there is no resource type ${type}`);
  }
  for (const { name } of declared) if (!used.has(name)) problems.push(`resources.${name}: no job uses it`);
  for (const { name } of types) {
    if (!declared.some(({ type }) => type === name))
      problems.push(`resource_types.${name}: no resource has it`);
  }
  return problems;
}

const passedOf = ({ step }: PlacedStep): readonly string[] => (step["passed"] as string[] | undefined) ?? [];

/** A version has passed a job only if that job got or put the resource. */
function passed(jobs: readonly CheckedJob[]): string[] {
  return jobs.flatMap(({ steps }) =>
    steps.flatMap((step) =>
      passedOf(step).flatMap((name) => {
        const before = jobs.find(({ job }) => job.name === name);
        if (before === undefined) return [`${step.place}: passed names the job ${name}, which there is not`];
        const resource = resourceOf(step);
        return before.steps.some((each) => resourceOf(each) === resource)
          ? []
          : [
              `${step.place}: the job ${name} neither gets nor puts ${String(resource)}, so no version passes it`,
            ];
      }),
    ),
  );
}

function cycles(jobs: readonly CheckedJob[]): string[] {
  const before = new Map(jobs.map(({ job, steps }) => [job.name, steps.flatMap(passedOf)]));
  const done = new Set<string>();
  const problems: string[] = [];
  const visit = (name: string, path: readonly string[]): void => {
    const at = path.indexOf(name);
    if (at >= 0) problems.push(`passed goes round in a circle: ${[...path.slice(at), name].join(" ← ")}`);
    if (at >= 0 || done.has(name)) return;
    for (const each of before.get(name) ?? []) visit(each, [...path, name]);
    done.add(name);
  };
  for (const name of before.keys()) visit(name, []);
  return problems;
}

function groups({ groups: declared, jobs }: Pipeline): string[] {
  if (declared === undefined) return [];
  const shown = declared.flatMap(({ name, jobs: members = [] }) => members.map((job) => ({ name, job })));
  return [
    ...shown
      .filter(({ job }) => !jobs.some(({ name }) => name === job))
      .map(({ name, job }) => `groups.${name}: there is no job ${job}`),
    ...jobs
      .filter(({ name }) => !shown.some(({ job }) => job === name))
      .map(({ name }) => `jobs.${name}: is in no group, so nobody sees it`),
  ];
}

/** Every `((name))` in a value, without its field. */
export function varsIn(value: unknown): string[] {
  return [...new Set([...JSON.stringify(value).matchAll(/\(\(([^()]+)\)\)/g)].map(([, name = ""]) => name))];
}

/** A var that a step of the same build loads. */
const LOCAL = ".:";

function localVars({ job, steps }: CheckedJob): string[] {
  const loaded = steps.flatMap(({ step }) =>
    step["load_var"] === undefined ? [] : [text(step["load_var"])],
  );
  return varsIn(job)
    .filter((name) => name.startsWith(LOCAL) && !loaded.includes(name.slice(LOCAL.length)))
    .map((name) => `jobs.${job.name}: ((${name})) is loaded by no step`);
}

function vars(value: unknown, isVar: (name: string) => boolean): string[] {
  return varsIn(value)
    .filter((name) => !name.startsWith(LOCAL) && !isVar(name))
    .map(
      (name) => `((${name})) has no value: neither ci/vars.yml nor the credential manager is said to have it`,
    );
}
