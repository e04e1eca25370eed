import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { NodeOfEmr } from "../support/node-of-emr.ts";

// What EMR does on a master node, in its order: the bootstrap action, the server's step, the modules' steps.

const DAY = "2026-11-01";

let node: NodeOfEmr;

beforeAll(async () => {
  node = await NodeOfEmr.create();
  await node.box.put(`${DAY}_bids_1.csv`, "Id,Amount\n001,7\n002,8\n");
});

afterAll(async () => {
  if (existsSync(join(node.home, "bin/stop-spark-connect.sh"))) await node.run("stop-spark-connect.sh", []);
  await node[Symbol.asyncDispose]();
});

const inHome = (path: string): string => join(node.home, path);
const mode = async (path: string): Promise<number> => (await stat(inHome(path))).mode & 0o777;

describe("the bootstrap action refuses", () => {
  test.each([
    ["an argument nobody knows", { passphrase: "x" }, "there is no --passphrase"],
    ["an empty value", { proxy: "" }, "--proxy is missing"],
    ["a version that is a path", { version: "../x" }, '--version is "../x", expected a version'],
    ["a log group that breaks out of JSON", { "log-group": 'a"b' }, "expected the name of a log group"],
    ["a proxy with a password in it", { proxy: "http://user:word@p:1" }, "expected http://host:port or none"],
    [
      "another Node than the one named",
      { "node-sha256": "0".repeat(64) },
      "is not the one asked for: its SHA-256 is",
    ],
    [
      "a bundle that is not there",
      { version: "0.0.1" },
      "component/kickstart-adg/0.0.1/SHA256SUMS could not be fetched",
    ],
  ])("%s", async (_what, overrides, message) => {
    const { code, stderr } = await node.bootstrap(overrides);
    expect(stderr).toContain(message);
    expect(code).toBe(1);
    expect(existsSync(inHome("adg.mjs"))).toBe(false);
  });

  test.each([
    [
      "a file was changed, by its name",
      `${"0".repeat(64)}  adg.mjs\n${"1".repeat(64)}  gone.mjs\n`,
      "is damaged or half uploaded: adg.mjs gone.mjs.",
    ],
    ["a sum is none", "0123  adg.mjs\n", "is damaged or half uploaded: SHA256SUMS."],
  ])("a bundle of which %s", async (_what, sums, message) => {
    const key = (file: string): string => `component/kickstart-adg/1.4.1/${file}`;
    await node.box.put(key("adg.mjs"), "process.exit(0)", node.configBucket);
    await node.box.put(key("SHA256SUMS"), sums, node.configBucket);
    const { code, stderr } = await node.bootstrap({ version: "1.4.1" });
    expect([code, stderr]).toEqual([1, expect.stringContaining(message)]);
    expect(existsSync(inHome("adg.mjs"))).toBe(false);
  });
});

describe("the bootstrap action", () => {
  test("leaves other nodes than the master alone", async () => {
    await node.write("info/instance.json", '{"isMaster": false}');
    const before = existsSync(node.home) ? await readdir(node.home) : [];
    const { code, stdout } = await node.bootstrap();
    await node.write("info/instance.json", '{"isMaster": true}');
    expect([code, stdout]).toEqual([0, expect.stringContaining("not the master node: nothing more to do")]);
    expect(existsSync(node.home) ? await readdir(node.home) : []).toEqual(before);
  });

  test("makes the master ready, and does no harm a second time", async () => {
    for (const _time of [1, 2]) {
      const { code, stderr } = await node.bootstrap({
        proxy: "http://proxy.example:3128",
        "no-proxy": ".amazonaws.com",
      });
      expect([code, code === 0 ? "" : stderr]).toEqual([0, ""]);
    }
    expect((await readdir(node.home)).filter((name) => name.startsWith("."))).toEqual([]);
    for (const [path, expected] of [
      ["adg.mjs", 0o644],
      ["bin/run-step.sh", 0o755],
      ["config.json", 0o600],
      ["tls", 0o700],
      ["tls/dks.key.pem", 0o600],
      ["tls/dks.crt.pem", 0o600],
      ["tls/dks.ca.pem", 0o600],
      ["run", 0o700],
      ["log", 0o755],
    ] as const) {
      expect([path, await mode(path)]).toEqual([path, expected]);
    }
    const environment = await readFile(inHome("run/environment"), "utf8");
    expect(environment).toContain("HTTPS_PROXY=http://proxy.example:3128");
    expect(environment).toMatch(/NO_PROXY=\S*169\.254\.169\.254\S*\.amazonaws\.com/);
    const agent = JSON.parse(await readFile(inHome("run/cloudwatch-agent.json"), "utf8")) as object;
    expect(agent).toMatchObject({
      logs: { logs_collected: { files: { collect_list: [{ file_path: inHome("log/adg.log") }, {}] } } },
      metrics: { namespace: "kickstart-adg", append_dimensions: { InstanceId: "${aws:InstanceId}" } },
    });
  });
});

describe("the server's step", () => {
  test("says what Spark says when it dies", async () => {
    const { code, stderr } = await node.run("start-spark-connect.sh", [], { SPARK_MASTER: "moon" });
    expect(code).toBe(1);
    expect(stderr).toContain("The Spark Connect server has died. The end of its log:");
    expect(stderr).toContain("Master must either be yarn or start with");
    // The modules' steps must not find what is not fit.
    expect(existsSync(inHome("run/remote"))).toBe(false);
  });

  test("starts a server that outlives it, of which only the token's owner makes use", async () => {
    const { code, stdout, stderr } = await node.run("start-spark-connect.sh", []);
    expect([code, code === 0 ? "" : stderr]).toEqual([0, ""]);
    expect(stdout).toContain(`answers at sc://localhost:${node.port}\n`);
    expect(stdout).not.toContain("WARNING: Spark");
    expect(await mode("run/token")).toBe(0o600);
    const token = (await readFile(inHome("run/token"), "utf8")).trim();
    expect(token).toMatch(/^[0-9a-f]{64}$/);
    const pid = (await readFile(inHome("run/spark-connect.pid"), "utf8")).trim();
    expect(await readFile(`/proc/${pid}/cmdline`, "utf8")).not.toContain(token);
    expect(await readFile(inHome("log/spark-connect.log"), "utf8")).not.toContain(token);
    expect(stdout + stderr).not.toContain(token);
  });

  test("leaves a server that runs as it is; what an S3 event appends to every step does no harm", async () => {
    const before = await readFile(inHome("run/token"), "utf8");
    const ofEvent = [
      "--correlation_id",
      "m-1",
      "--s3_bucket_name",
      "b",
      "--s3_prefix",
      "p",
      "--export_date",
      DAY,
    ];
    const { code, stdout } = await node.run("start-spark-connect.sh", ofEvent);
    expect([code, stdout]).toEqual([0, expect.stringContaining("a server runs already, process")]);
    expect(stdout).toContain("arguments are passed over: --correlation_id m-1");
    expect(await readFile(inHome("run/token"), "utf8")).toBe(before);
  });
});

describe("a module's step", () => {
  const run = (...more: string[]): string[] => [
    "run",
    "--module_name",
    "vacancy",
    "--start_dt",
    DAY,
    "--end_dt",
    DAY,
    ...more,
  ];

  test("runs the day, and its log goes to the file of CloudWatch too", async () => {
    // The repeated argument is the launcher's, which harms nobody.
    const { code, stdout, stderr } = await node.run("run-step.sh", run("--module_name", "vacancy"));
    expect([code, code === 0 ? "" : stderr]).toEqual([0, ""]);
    expect(stdout).toContain(`${DAY} completed, run 1`);
    expect(await node.box.item()).toMatchObject({ Date: DAY, Status: "Completed" });
    expect(stderr).toContain("day completed");
    expect(await readFile(inHome("log/adg.log"), "utf8")).toBe(stderr);
  });

  test.each([
    [
      "a file that is missing",
      ["plan", "--module_name", "vacancy", "--start_dt", "2026-11-09", "--end_dt", "2026-11-09"],
      1,
    ],
    ["a module nobody knows", ["run", "--module_name", "moon"], 2],
  ])("passes the exit code on: %s", async (_what, args, expected) => {
    expect((await node.run("run-step.sh", args)).code).toBe(expected);
  });

  test("passes a signal on, and the day is marked", async () => {
    const child = node.start("run-step.sh", run());
    await once(child.stderr, "data");
    child.stdout.resume();
    child.stderr.resume();
    child.kill("SIGTERM");
    const [code] = (await once(child, "close")) as [number | null];
    expect(code).toBe(143);
  });

  test("says that a server that died does not start again", async () => {
    const pid = Number(await readFile(inHome("run/spark-connect.pid"), "utf8"));
    process.kill(pid, "SIGKILL");
    while (existsSync(`/proc/${pid}`)) await sleep(50);
    const { code, stderr } = await node.run("run-step.sh", run(), { SPARK_MASTER: "moon" });
    expect([code, stderr]).toEqual([
      4,
      expect.stringMatching(
        /Master must either be yarn[^]*\nrun-step: .* has died and does not start again\n$/,
      ),
    ]);
  });

  test("starts a server that died under an earlier module again, and keeps its log", async () => {
    const { code, stdout, stderr } = await node.run("run-step.sh", run());
    expect([code, code === 0 ? "" : stderr]).toEqual([0, ""]);
    expect(stdout).toContain(`${DAY} completed, run `);
    expect(stderr).toContain("start-spark-connect: starting Spark");
    expect(await readFile(inHome("log/spark-connect.log.1"), "utf8")).toContain("Master must either be yarn");
  });

  test("says that the bootstrap action is missing", async () => {
    const { code, stderr } = await node.run("run-step.sh", ["run"], { ADG_HOME: "/nowhere" });
    expect([code, stderr]).toEqual([
      4,
      "run-step: there is no adg in /nowhere: the bootstrap action has not run\n",
    ]);
  });
});

describe("the end", () => {
  test("ends the server, and takes its token away; a second time there is nothing to end", async () => {
    const first = await node.run("stop-spark-connect.sh", []);
    expect(first).toMatchObject({ code: 0, stdout: "stop-spark-connect: ended\n" });
    expect(existsSync(inHome("run/token"))).toBe(false);
    expect(await node.run("stop-spark-connect.sh", [])).toMatchObject({
      code: 0,
      stdout: "stop-spark-connect: no server runs\n",
    });
  });

  test("scripts say how they are used", async () => {
    for (const script of await readdir(inHome("bin"))) {
      await chmod(inHome(`bin/${script}`), 0o755);
      const { code, stdout } = await node.run(script, ["--help"]);
      expect([script, code, stdout]).toEqual([script, 0, expect.stringContaining(script)]);
    }
  });
});
