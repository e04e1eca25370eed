import { z } from "zod";

// What Concourse documents of pipelines and tasks (concourse-ci.org/docs), strictly: an option that it does not know is
// an error of `fly set-pipeline`, or worse, none.

/** Names of jobs, resources, steps, inputs: lower case first, then letters, digits, `-`, `_`, `.`. */
const identifier = z.string().regex(/^[a-z][a-z0-9._-]*$/, {
  error: "expected an identifier: a lower-case letter, then letters, digits, - _ .",
});
const duration = z
  .string()
  .regex(/^(\d+(\.\d+)?(h|m|s|ms))+$/, { error: "expected a duration such as 1h30m" });
const config = z.record(z.string(), z.unknown());
const strings = z.record(z.string(), z.string());
const anything = z.unknown();
const names = z.array(identifier);

/** What may stand beside any step. Nested steps are checked one by one, with their own place in the message. */
const modifiers = {
  timeout: duration.optional(),
  attempts: z.int().min(1).optional(),
  tags: z.array(z.string()).optional(),
  across: z
    .array(
      z.strictObject({
        var: identifier,
        values: anything,
        max_in_flight: z.union([z.int().min(1), z.literal("all")]).optional(),
      }),
    )
    .optional(),
  fail_fast: z.boolean().optional(),
  on_success: anything.optional(),
  on_failure: anything.optional(),
  on_error: anything.optional(),
  on_abort: anything.optional(),
  ensure: anything.optional(),
};

/** Where a step of its own hangs on another step, or on a job. */
export const HOOKS = ["on_success", "on_failure", "on_error", "on_abort", "ensure"] as const;

const limits = z.strictObject({
  cpu: z.number().optional(),
  memory: z.union([z.number(), z.string()]).optional(),
});

/** Steps by the key that makes them one. */
export const stepSchemas: Readonly<Record<string, z.ZodType>> = {
  get: z.strictObject({
    get: identifier,
    resource: identifier.optional(),
    passed: names.optional(),
    params: config.optional(),
    trigger: z.boolean().optional(),
    version: z.union([z.literal(["latest", "every"]), strings]).optional(),
    ...modifiers,
  }),
  put: z.strictObject({
    put: identifier,
    resource: identifier.optional(),
    inputs: z.union([z.literal(["all", "detect"]), names]).optional(),
    params: config.optional(),
    get_params: config.optional(),
    no_get: z.boolean().optional(),
    ...modifiers,
  }),
  task: z.strictObject({
    task: identifier,
    config: anything.optional(),
    file: z.string().optional(),
    image: identifier.optional(),
    privileged: z.boolean().optional(),
    vars: config.optional(),
    params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
    container_limits: limits.optional(),
    hermetic: z.boolean().optional(),
    input_mapping: strings.optional(),
    output_mapping: strings.optional(),
    ...modifiers,
  }),
  set_pipeline: z.strictObject({
    set_pipeline: identifier,
    file: z.string(),
    instance_vars: config.optional(),
    vars: config.optional(),
    var_files: z.array(z.string()).optional(),
    team: identifier.optional(),
    ...modifiers,
  }),
  load_var: z.strictObject({
    load_var: identifier,
    file: z.string(),
    format: z.literal(["json", "yaml", "yml", "trim", "raw"]).optional(),
    reveal: z.boolean().optional(),
    ...modifiers,
  }),
  in_parallel: z.strictObject({
    in_parallel: z.union([
      z.array(anything).min(1),
      z.strictObject({
        steps: z.array(anything).min(1),
        limit: z.int().min(1).optional(),
        fail_fast: z.boolean().optional(),
      }),
    ]),
    ...modifiers,
  }),
  do: z.strictObject({ do: z.array(anything).min(1), ...modifiers }),
  try: z.strictObject({ try: anything, ...modifiers }),
};

export interface Job {
  readonly name: string;
  readonly plan: readonly unknown[];
  readonly [option: string]: unknown;
}

const job: z.ZodType<Job> = z.strictObject({
  name: identifier,
  plan: z.array(anything).min(1, { error: "expected at least one step" }),
  old_name: identifier.optional(),
  serial: z.boolean().optional(),
  serial_groups: names.optional(),
  max_in_flight: z.int().min(1).optional(),
  build_log_retention: z
    .strictObject({
      days: z.int().optional(),
      builds: z.int().optional(),
      minimum_succeeded_builds: z.int().optional(),
    })
    .optional(),
  public: z.boolean().optional(),
  disable_manual_trigger: z.boolean().optional(),
  interruptible: z.boolean().optional(),
  on_success: anything.optional(),
  on_failure: anything.optional(),
  on_error: anything.optional(),
  on_abort: anything.optional(),
  ensure: anything.optional(),
});

export interface Resource {
  readonly name: string;
  readonly type: string;
}

const resource: z.ZodType<Resource> = z.strictObject({
  name: identifier,
  type: identifier,
  source: config,
  old_name: identifier.optional(),
  icon: z.string().optional(),
  version: strings.optional(),
  check_every: z.union([duration, z.literal("never")]).optional(),
  check_timeout: duration.optional(),
  expose_build_created_by: z.boolean().optional(),
  tags: z.array(z.string()).optional(),
  public: z.boolean().optional(),
  webhook_token: z.string().optional(),
});

const resourceType: z.ZodType<Resource> = z.strictObject({
  name: identifier,
  type: identifier,
  source: config,
  privileged: z.boolean().optional(),
  params: config.optional(),
  check_every: z.union([duration, z.literal("never")]).optional(),
  tags: z.array(z.string()).optional(),
  defaults: config.optional(),
});

export interface Group {
  readonly name: string;
  readonly jobs?: readonly string[] | undefined;
}

export interface Pipeline {
  readonly jobs: readonly Job[];
  readonly resources?: readonly Resource[] | undefined;
  readonly resource_types?: readonly Resource[] | undefined;
  readonly groups?: readonly Group[] | undefined;
}

export const pipelineSchema: z.ZodType<Pipeline> = z.strictObject({
  jobs: z.array(job).min(1),
  resources: z.array(resource).optional(),
  resource_types: z.array(resourceType).optional(),
  groups: z.array(z.strictObject({ name: identifier, jobs: z.array(z.string()).optional() })).optional(),
  var_sources: z.array(config).optional(),
  display: config.optional(),
});

export interface TaskConfig {
  readonly image_resource?: unknown;
  readonly inputs?: readonly { readonly name: string; readonly optional?: boolean | undefined }[] | undefined;
  readonly outputs?: readonly { readonly name: string }[] | undefined;
  readonly params?: Readonly<Record<string, unknown>> | undefined;
  readonly run: { readonly path: string; readonly args?: readonly string[] | undefined };
  readonly [option: string]: unknown;
}

export const taskSchema: z.ZodType<TaskConfig> = z.strictObject({
  platform: z.literal(["linux", "darwin", "windows"]),
  image_resource: z
    .strictObject({
      type: identifier,
      source: config,
      params: config.optional(),
      version: strings.optional(),
    })
    .optional(),
  rootfs_uri: z.string().optional(),
  container_limits: limits.optional(),
  inputs: z
    .array(
      z.strictObject({ name: identifier, path: z.string().optional(), optional: z.boolean().optional() }),
    )
    .optional(),
  outputs: z.array(z.strictObject({ name: identifier, path: z.string().optional() })).optional(),
  caches: z.array(z.strictObject({ path: z.string() })).optional(),
  params: z
    .record(z.string(), z.union([z.string(), z.null()], { error: "expected a text or nothing" }))
    .optional(),
  run: z.strictObject({
    path: z.string(),
    args: z.array(z.string()).optional(),
    dir: z.string().optional(),
    user: z.string().optional(),
  }),
});

/** Types that every Concourse has. */
export const CORE_TYPES: readonly string[] = [
  "git",
  "github-release",
  "mock",
  "pool",
  "registry-image",
  "s3",
  "semver",
  "time",
];

/** One line a problem: where, and what is expected there. */
export function issuesOf(error: z.ZodError, place: string): string[] {
  return error.issues.flatMap((issue) => {
    const path = [place, ...issue.path.map(String)].filter((part) => part !== "").join(".");
    return issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => `${path}: Concourse knows no option ${key} here`)
      : [`${path}: ${issue.message}`];
  });
}
