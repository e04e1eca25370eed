import { describe, expect, it } from "@jest/globals";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { varsIn } from "../src/check-pipeline.ts";
import { check, ENVIRONMENTS, mergedPipeline, pipelineText, readYaml } from "../src/pipeline.ts";
import { text } from "../src/text.ts";
import { commandsOf, helpOf, scriptsIn, taskNamed } from "./support.ts";

const pipeline = mergedPipeline();
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

describe("a task's commands", () => {
  const commands = tasks.flatMap((task) => commandsOf(taskNamed(task)).map((line) => [task, line] as const));

  it.each(commands.filter(([, line]) => line.startsWith("adg ")))(
    "%s: %s: is in adg's help",
    async (_task, line) => {
      const [, ...words] = line.replace(/ \| .*$/, "").split(/\s+/);
      const command = words.slice(0, words.findIndex((word) => !/^[a-z][a-z-]*$/.test(word)) >>> 0);
      const help = await helpOf(...command);
      expect(help).toContain(`Usage: adg ${command.join(" ")}`);
      const options = [...line.matchAll(/(?<=[\s+])--[a-z][a-z0-9-]*/g)].map(([option]) => option);
      expect(
        options.filter((option) => !help.includes(`${option} `) && !help.includes(`${option}\n`)),
      ).toEqual([]);
    },
  );

  it.each(commands.filter(([, line]) => line.includes("pnpm@12")))("%s: %s: is a script", (_task, line) => {
    const [, folder = ".", script = ""] =
      /pnpm@12(?: --silent)?(?: --dir (\S+))?(?: --silent)? (?:run )?([\w:-]+)/.exec(line) ?? [];
    expect([...scriptsIn(folder), "install"]).toContain(script);
  });

  it.each(tasks)("%s: ends at the first command that fails, also in the middle of a pipe", (name) => {
    const { path, args = [] } = taskNamed(name).run;
    expect([path, ...args.slice(0, -1)]).toEqual(["bash", "-euo", "pipefail", "-c"]);
  });

  it.each(tasks)("%s: reads no variable that it does not have", (name) => {
    const { params = {} } = taskNamed(name);
    const script = commandsOf(taskNamed(name)).join("\n");
    const read = new Set(
      [...script.matchAll(/\$\{?([A-Z][A-Z0-9_]*)/g)].map(([, variable = ""]) => variable),
    );
    const known = new Set([...Object.keys(params), "PWD"]);
    expect([...read].filter((variable) => !known.has(variable))).toEqual([]);
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
