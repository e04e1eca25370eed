import { describe, expect, it } from "@jest/globals";
import { checkPipeline } from "../src/check-pipeline.ts";

// A small pipeline that is right, and each way in which one goes wrong.

const files: Readonly<Record<string, object>> = {
  "build.yml": {
    platform: "linux",
    image_resource: { type: "registry-image", source: { repository: "node" } },
    inputs: [{ name: "repo" }],
    outputs: [{ name: "built" }],
    run: { path: "true" },
  },
  "deploy.yml": {
    platform: "linux",
    image_resource: { type: "registry-image", source: { repository: "node" } },
    inputs: [{ name: "built" }, { name: "notes", optional: true }],
    params: { WHERE: null, HOW: "gently" },
    run: { path: "true" },
  },
  "broken.yml": { platform: "linux", image_resource: { type: "registry-image", source: {} }, script: "true" },
};

type Plan = readonly object[];
const get = { get: "repo", trigger: true };
const build = { task: "build", file: "repo/build.yml" };
const deploy = { task: "deploy", file: "repo/deploy.yml", params: { WHERE: "here" } };
const good = {
  resources: [{ name: "repo", type: "git", source: { uri: "x" } }],
  jobs: [
    { name: "test", plan: [get, build] },
    { name: "deploy", plan: [{ get: "repo", passed: ["test"] }, build, deploy] },
  ],
};
const planned = (...plan: Plan): object => ({ ...good, jobs: [{ name: "job", plan }] });
const problemsOf = (pipeline: unknown): readonly string[] =>
  checkPipeline(pipeline, {
    readYaml: (file) => files[file],
    checkouts: ["repo"],
    isVar: (name) => name === "known",
  }).problems;

describe("checkPipeline", () => {
  it.each<[string, object]>([
    ["a small pipeline", good],
    [
      "steps side by side, whose artifacts are there afterwards",
      planned({ in_parallel: [{ get: "repo" }] }, build),
    ],
    ["steps in order inside one", planned({ do: [get, build, deploy] })],
    [
      "inputs and outputs under other names",
      planned(
        { get: "copy", resource: "repo" },
        {
          ...build,
          file: "copy/build.yml",
          input_mapping: { repo: "copy" },
          output_mapping: { built: "made" },
        },
        { ...deploy, file: "copy/deploy.yml", input_mapping: { built: "made" } },
      ),
    ],
    [
      "hooks, which see what the step made",
      planned(get, { ...build, on_success: deploy, timeout: "1h30m", attempts: 2 }),
    ],
    [
      "a var that is known, and one that the build loads",
      planned(get, { load_var: "commit", file: "repo/.git/ref" }, build, {
        ...deploy,
        params: { WHERE: "((known))", HOW: "((.:commit))" },
      }),
    ],
    [
      "a type of its own",
      {
        ...good,
        resource_types: [{ name: "mail", type: "registry-image", source: {} }],
        resources: [...good.resources, { name: "letters", type: "mail", source: {} }],
        jobs: [...good.jobs, { name: "write", plan: [get, { put: "letters", inputs: ["repo"] }] }],
      },
    ],
    ["groups that show every job", { ...good, groups: [{ name: "all", jobs: ["test", "deploy"] }] }],
  ])("takes %s", (_name, pipeline) => {
    expect(problemsOf(pipeline)).toEqual([]);
  });

  it.each<[string, unknown, string]>([
    ["no pipeline", null, "expected object"],
    ["no job", { ...good, jobs: [] }, "jobs: "],
    ["an option of the pipeline", { ...good, job: [] }, "Concourse knows no option job"],
    [
      "an option of a job",
      { ...good, jobs: [{ name: "a", plan: [get], trigger: true }] },
      "jobs.0: Concourse knows no option trigger",
    ],
    [
      "an option of a resource",
      { ...good, resources: [{ ...good.resources[0], uri: "x" }] },
      "resources.0: Concourse knows no option uri",
    ],
    [
      "an option of a get",
      planned({ get: "repo", triggers: true }),
      "plan[0] (get repo): Concourse knows no option triggers",
    ],
    [
      "an option of a task's file",
      planned(get, { ...build, file: "repo/broken.yml" }),
      "broken.yml: Concourse knows no option script",
    ],
    [
      "a task's file that lacks something",
      planned(get, { ...build, file: "repo/broken.yml" }),
      "broken.yml.run: ",
    ],
    ["a job without steps", { ...good, jobs: [{ name: "a", plan: [] }] }, "expected at least one step"],
    ["a name with a capital", { ...good, jobs: [{ name: "Test", plan: [get] }] }, "expected an identifier"],
    ["a duration of no unit", planned({ ...get, timeout: "90" }), "expected a duration"],
    ["no attempts", planned({ ...get, attempts: 0 }), "attempts: "],
    ["a trigger as text", planned({ get: "repo", trigger: "true" }), "trigger: "],
    ["a step that is none", planned({ fetch: "repo" }), "is no step; its keys are fetch"],
    ["a step that is a list", planned([get]), "expected a step"],
    ["two steps in one", planned({ get: "repo", task: "build" }), "several steps at once: get, task"],
    ["a passed on a put", planned(get, { put: "repo", passed: ["job"] }), "Concourse knows no option passed"],
    ["a job twice", { ...good, jobs: [good.jobs[0], good.jobs[0]] }, "jobs: test is there twice"],
    [
      "a resource twice",
      { ...good, resources: [...good.resources, ...good.resources] },
      "resources: repo is there twice",
    ],
    ["a resource that is not declared", planned(get, { get: "code" }), "there is no resource code"],
    [
      "a resource that nobody uses",
      { ...good, resources: [...good.resources, { name: "spare", type: "git", source: {} }] },
      "resources.spare: no job uses it",
    ],
    [
      "a type that there is not",
      { ...good, resources: [{ ...good.resources[0], type: "svn" }] },
      "there is no resource type svn",
    ],
    [
      "a type that nobody uses",
      { ...good, resource_types: [{ name: "svn", type: "registry-image", source: {} }] },
      "resource_types.svn: no resource has it",
    ],
    [
      "passed by a job that there is not",
      planned({ get: "repo", passed: ["tests"] }),
      "names the job tests, which there is not",
    ],
    [
      "passed by a job without the resource",
      {
        resources: [...good.resources, { name: "other", type: "git", source: {} }],
        jobs: [
          { name: "a", plan: [{ get: "other" }] },
          { name: "b", plan: [{ get: "repo", passed: ["a"] }] },
        ],
      },
      "the job a neither gets nor puts repo",
    ],
    [
      "a circle of passed",
      {
        ...good,
        jobs: [
          { name: "a", plan: [{ get: "repo", passed: ["c"] }] },
          { name: "b", plan: [{ get: "repo", passed: ["a"] }] },
          { name: "c", plan: [{ get: "repo", passed: ["b"] }] },
        ],
      },
      "in a circle: a ← c ← b ← a",
    ],
    ["a job that waits for itself", planned({ get: "repo", passed: ["job"] }), "in a circle: job ← job"],
    ["a task without file or config", planned(get, { task: "build" }), "a task has either file or config"],
    [
      "a task with both",
      planned(get, { ...build, config: files["build.yml"] }),
      "a task has either file or config",
    ],
    [
      "a file that there is not",
      planned(get, { ...build, file: "repo/bild.yml" }),
      "there is no file bild.yml",
    ],
    [
      "a file of an artifact that is not there",
      planned(build),
      "repo/build.yml is in no artifact of the plan so far",
    ],
    [
      "a file that nobody can check",
      planned(get, build, { ...deploy, file: "built/deploy.yml" }),
      "is not in this repository",
    ],
    ["an input that nothing gives", planned(get, deploy), "nothing before it gives the input built"],
    [
      "an input that a neighbour makes",
      planned(get, { in_parallel: [build, deploy] }),
      "nothing before it gives the input built",
    ],
    [
      "an input that only a hook makes",
      planned(get, { ...get, on_success: build }, deploy),
      "nothing before it gives the input built",
    ],
    [
      "a mapping of no input",
      planned(get, { ...build, input_mapping: { code: "repo" } }),
      "the task has no input code",
    ],
    [
      "a mapping of no output",
      planned(get, { ...build, output_mapping: { made: "x" } }),
      "the task has no output made",
    ],
    [
      "a mapping to nothing",
      planned(get, { ...build, input_mapping: { repo: "code" } }),
      "nothing before it gives the input code",
    ],
    [
      "a param that is not declared",
      planned(get, build, { ...deploy, params: { WHERE: "x", WHEN: "now" } }),
      "declares no param WHEN",
    ],
    [
      "a param that is not given",
      planned(get, build, { ...deploy, params: {} }),
      "the param WHERE is not given",
    ],
    [
      "a task without an image",
      planned({ task: "t", config: { platform: "linux", run: { path: "true" } } }, get),
      "the task has no image",
    ],
    [
      "an image that is not there",
      planned(get, { ...build, image: "node" }),
      "nothing before it gives the image node",
    ],
    [
      "a pipeline's file that is not there",
      planned(get, { set_pipeline: "self", file: "made/p.yml" }),
      "made/p.yml is in no artifact",
    ],
    [
      "a hook that is wrong",
      planned({ ...get, on_failure: { task: "x" } }),
      "on_failure (task x): a task has either",
    ],
    [
      "a job's hook that is wrong",
      { ...good, jobs: [{ name: "a", plan: [get], ensure: { get: "nothing" } }] },
      "there is no resource nothing",
    ],
    [
      "a group's job that there is not",
      { ...good, groups: [{ name: "g", jobs: ["test", "deploy", "gone"] }] },
      "groups.g: there is no job gone",
    ],
    [
      "a job in no group",
      { ...good, groups: [{ name: "g", jobs: ["test"] }] },
      "jobs.deploy: is in no group",
    ],
    [
      "a var without a value",
      planned(get, build, { ...deploy, params: { WHERE: "((unknown.field))" } }),
      "((unknown.field)) has no value",
    ],
    [
      "a var that no step loads",
      planned(get, build, { ...deploy, params: { WHERE: "((.:commit))" } }),
      "((.:commit)) is loaded by no step",
    ],
  ])("finds %s", (_name, pipeline, problem) => {
    expect(problemsOf(pipeline)).toContainEqual(expect.stringContaining(problem));
  });
});
