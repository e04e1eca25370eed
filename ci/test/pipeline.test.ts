import { describe, expect, it } from "@jest/globals";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { varsIn } from "../src/check-pipeline.ts";
import { check, ENVIRONMENTS, mergedPipeline, pipelineText, readYaml } from "../src/pipeline.ts";
import { text } from "../src/text.ts";
import { runTask } from "./run-task.ts";
import { scriptOf, scriptsIn, taskNamed, understood } from "./support.ts";

const pipeline = mergedPipeline();
const vars = readYaml("ci/vars.yml") as Readonly<Record<string, string>>;
const { problems, jobs } = check(pipeline);
const TESTED = ["development", "qa"];
const tasks = readdirSync(fileURLToPath(new URL("../tasks", import.meta.url))).map((file) =>
  file.replace(/\.yml$/, ""),
);
const jobNamed = (name: string) => jobs.find(({ job }) => job.name === name);
const taskFiles = (name: string) =>
  (jobNamed(name)?.steps ?? []).flatMap(({ step }) =>
    step["file"] === undefined || step["task"] === undefined ? [] : [text(step["file"]).split("/").at(-1)],
  );
const passedBy = (name: string) => jobNamed(name)?.steps.flatMap(({ step }) => step["passed"] ?? []);

describe("the pipeline", () => {
  it("is one that Concourse would take", () => {
    expect(problems).toEqual([]);
  });

  it("is printed without what fly would not read: the same when it is read again", () => {
    expect(parse(pipelineText(pipeline))).toEqual(pipeline);
    expect(pipelineText(pipeline)).not.toMatch(/<<:|[&*]account/);
  });

  it("takes a commit through the environments in their order, each after the one before", () => {
    expect(ENVIRONMENTS.map((name) => passedBy(`deploy-${name}`))).toEqual([
      ["test"],
      ["e2e-development"],
      ["e2e-qa"],
      ["deploy-integration"],
      ["deploy-preprod"],
    ]);
    for (const name of TESTED) expect(passedBy(`e2e-${name}`)).toEqual([`deploy-${name}`]);
  });

  it("tests once, and production waits for somebody", () => {
    const testing = jobs.filter(({ job }) => taskFiles(job.name).includes("test.yml"));
    expect(testing.map(({ job }) => job.name).sort()).toEqual(["pull-request", "test"]);
    const triggered = ENVIRONMENTS.filter((name) =>
      jobNamed(`deploy-${name}`)?.steps.some(({ step }) => step["trigger"] === true),
    );
    expect(triggered).toEqual(ENVIRONMENTS.filter((name) => name !== "production"));
  });

  it.each(ENVIRONMENTS)("%s: has its jobs, with that account's keys and no other's", (environment) => {
    const own = jobs.filter(({ job }) => job.name.endsWith(`-${environment}`));
    expect(own.map(({ job }) => job.name.replace(`-${environment}`, "")).sort()).toEqual(
      TESTED.includes(environment)
        ? ["deploy", "e2e", "generate-test-data", "start-cluster", "stop-cluster"]
        : ["deploy", "start-cluster", "stop-cluster"],
    );
    const others = ENVIRONMENTS.filter((name) => name !== environment);
    expect(
      varsIn(own.map(({ job }) => job)).filter((name) =>
        others.some((other) => name.startsWith(`${other}.`)),
      ),
    ).toEqual([]);
    for (const { step, task } of own.flatMap(({ steps }) => steps)) {
      const params = (step["params"] ?? {}) as Readonly<Record<string, unknown>>;
      if (task?.params !== undefined && "ENVIRONMENT" in task.params)
        expect(params["ENVIRONMENT"]).toBe(environment);
      if (!TESTED.includes(environment)) expect(Object.keys(params)).not.toContain("E2E_TEST_FLG");
    }
  });

  it("gives what strangers propose no secret", () => {
    expect(varsIn(jobNamed("pull-request")?.job)).toEqual([]);
    expect(varsIn(taskNamed("test"))).toEqual([]);
    const files = jobNamed("pull-request")?.steps.flatMap(({ step }) => step["file"] ?? []);
    expect(files).toEqual(["repo/ci/tasks/test.yml"]);
  });

  it("has a use for every task", () => {
    const used = new Set(jobs.flatMap(({ job }) => taskFiles(job.name)));
    expect(tasks.filter((name) => !used.has(`${name}.yml`))).toEqual([]);
  });
});

/** A job's tasks with the params that they get: vars have their values of ci/vars.yml, others and secrets any text. */
const runs = jobs.flatMap(({ job, steps }) =>
  steps.flatMap(({ step, task }) => {
    if (task === undefined) return [];
    const params = Object.entries((step["params"] ?? {}) as Readonly<Record<string, unknown>>);
    const given = params.map(([name, value]) => [
      name,
      String(value).replaceAll(/\(\(([^()]+)\)\)/g, (_, variable: string) => vars[variable] ?? "0a1b2c3"),
    ]);
    return [
      [job.name, text(step["task"]), task, Object.fromEntries(given) as Record<string, string>] as const,
    ];
  }),
);

describe("a task's commands, as the job runs them", () => {
  it.each(runs)("%s: %s", (_job, _name, task, params) => {
    const { code, stderr, calls } = runTask(task, params);
    // Bash ends it at a variable that the task does not have.
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(calls.length).toBeGreaterThan(0);
    for (const [program, ...words] of calls) {
      if (program === "node" && words[0] === "built/packages/runner/dist/cli.js") {
        expect(understood(words.slice(1), params).kind).toMatch(/^(cluster|generate)/);
      } else if (program === "npx") {
        const { folder, script } = scriptOf(words);
        expect([...scriptsIn(folder), "install"]).toContain(script);
      } else {
        expect([program, words[0]]).toEqual(
          expect.arrayContaining([expect.stringMatching(/^(-p|apt-get|run)$/)]),
        );
      }
    }
  });

  it("what is deployed, bundled and published is one version, with the environment's parameters", () => {
    const [, , task, params] = runs.find(([, name]) => name === "deploy") ?? [];
    if (task === undefined || params === undefined) throw new Error("nothing is deployed");
    const { calls } = runTask(task, params);
    const rest = calls.map((words) =>
      words.slice(words.indexOf("run") + 1).map((word) => word.replace(/\/\S*\//, "…/")),
    );
    expect(rest).toEqual([
      ["bundle", "--version", "0a1b2c3"],
      [
        "cdk",
        "deploy",
        "--all",
        "--require-approval",
        "never",
        "--app",
        "node dist/app.js --parameters …/parameters.json",
      ],
      ["publish-content", "--parameters", "…/parameters.json", "--bundle", "…/step", "--version", "0a1b2c3"],
    ]);
  });

  it("days and flags that are asked for by vars reach the cluster", () => {
    const asked = { START_DT: "2026-11-20", END_DT: "2026-11-21", CLEAN_UP_FLG: "true", AGAIN: "monday" };
    const [[, ...words] = []] = runTask(taskNamed("start-cluster"), { ...asked, MODULE: "all" }).calls;
    const invocation = understood(words.slice(1), asked);
    expect(invocation).toMatchObject({
      kind: "cluster start",
      raw: { module: ["all"], again: "monday", yes: true },
    });
    expect(() => understood(words.slice(1), { ...asked, START_DT: "2026-11-22" })).toThrow(
      /START_DT 2026-11-22 is after/,
    );
  });

  it("an end-to-end run that failed can be tried again on the same day", () => {
    const tokens = TESTED.flatMap((name) => {
      const [, , task, params] =
        runs.find(([job, step]) => job === `e2e-${name}` && step === "start-cluster") ?? [];
      const [[, ...words] = []] = task === undefined ? [] : runTask(task, params ?? {}).calls;
      return words[words.indexOf("--again") + 1];
    });
    for (const token of tokens) expect(token).toMatch(/^0a1b2c3-\d{10}$/);
  });

  it.each(tasks)("%s: ends at the first command that fails, also in the middle of a pipe", (name) => {
    const { path, args = [] } = taskNamed(name).run;
    expect([path, ...args.slice(0, -1)]).toEqual(["bash", "-euo", "pipefail", "-c"]);
  });
});

describe("a pull request", () => {
  it("is told how its tests went, however they ended", () => {
    const { job, steps = [] } = jobNamed("pull-request") ?? {};
    const hooks = ["on_success", "on_failure", "on_error", "on_abort"];
    const statusOf = (step: unknown): unknown =>
      (step as { params?: { status?: unknown } } | undefined)?.params?.status;
    expect(hooks.map((hook) => statusOf(job?.[hook]))).toEqual(["success", "failure", "error", "error"]);
    expect(steps.map(({ kind, step }) => statusOf(step) ?? kind)).toContain("pending");
  });
});

describe("the workflow", () => {
  const workflow = readYaml(".github/workflows/ci.yml") as {
    readonly permissions: object;
    readonly jobs: Readonly<Record<string, { readonly steps: readonly Readonly<Record<string, unknown>>[] }>>;
  };
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);

  it("runs what CI runs, may only read, and pins every action to a commit", () => {
    expect(workflow.permissions).toEqual({ contents: "read" });
    expect(steps.flatMap(({ run }) => run ?? [])).toEqual([".ci/run"]);
    for (const { uses } of steps)
      if (uses !== undefined) expect(uses).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
    for (const job of Object.values(workflow.jobs)) expect(job).not.toHaveProperty("permissions");
  });

  it("has the versions that the build needs, and keeps its cache", () => {
    const given = steps.map(({ with: options = {} }) => options as Readonly<Record<string, string>>);
    const option = (name: string) => given.flatMap((each) => each[name] ?? []);
    expect(option("node-version")).toEqual(["20"]);
    expect(option("java-version")).toEqual(["17"]);
    expect(option("python-version")).toEqual(["3.11"]);
    expect(option("path")).toEqual(["~/.cache/dataworks-adg"]);
  });
});
