import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { MessageProxy } from "../../spark-connect-node/test/client/message-proxy.ts";
import { Sandbox } from "./support/sandbox.ts";

// A server as EMR manages it: in front of the stack's, a proxy that lets nobody in without a token of its own.

const DAY = "2026-11-03";
const UNAUTHENTICATED = 16;

let box: Sandbox;
let proxy: MessageProxy;
let folder: string;
let program: string;
/** What the proxy was shown, each once. */
let shown: Set<string>;

beforeAll(async () => {
  box = await Sandbox.create();
  await box.put(`${DAY}_bids_1.csv`, "Id,Amount\n001,7\n");
  folder = await mkdtemp(join(tmpdir(), "adg-managed-"));
  proxy = await MessageProxy.start("127.0.0.1", box.info.spark.port);
  program = join(folder, "token.mjs");
});

afterAll(async () => {
  await proxy[Symbol.asyncDispose]();
  await box[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(() => {
  shown = new Set();
  proxy.calls.length = 0;
  proxy.refuse = (headers) => {
    const token = String(headers["x-aws-proxy-auth"]);
    shown.add(token);
    return /^managed-t0ken-\d+$/.test(token) ? undefined : { code: UNAUTHENTICATED, message: "no token" };
  };
});

/** A program whose tokens live that long, and what it has been asked. */
async function tokens(lifeMs: number, prefix = "managed-t0ken"): Promise<string> {
  const log = join(folder, `asked-${lifeMs}-${prefix}`);
  await writeFile(
    program,
    `import { appendFileSync, readFileSync } from "node:fs";
     appendFileSync(${JSON.stringify(log)}, "x");
     const token = "${prefix}-" + readFileSync(${JSON.stringify(log)}).length;
     console.log(JSON.stringify({ token, expiresAt: new Date(Date.now() + ${lifeMs}) }));`,
  );
  return log;
}

async function plan(spark: object = {}) {
  const managed = {
    kind: "command",
    // The token of the stack's own server is beside that of the proxy.
    endpoint: `sc://localhost:${proxy.port}/;token=${box.info.spark.token}`,
    tokenCommand: [process.execPath, program],
  };
  const config = await box.config({ spark: { connectTimeoutSeconds: 5, managed, ...spark } });
  const day = ["--module_name", "vacancy", "--start_dt", DAY, "--end_dt", DAY];
  return box.adg(["run", ...day, "--config", config]);
}

describe("a managed endpoint", () => {
  it("is told a token on every call, and a new one before the old expires", async () => {
    // A minute before the end it is renewed: half a second after it was made.
    const log = await tokens(60_500);
    const { code, stdout, stderr } = await plan();
    expect([code, code === 0 ? "" : stderr]).toEqual([0, ""]);
    const asked = (await readFile(log, "utf8")).length;
    expect(shown.size).toBeGreaterThan(1);
    expect(asked).toBeLessThanOrEqual(proxy.calls.length);
    expect(await box.item()).toMatchObject({ Date: DAY, Status: "Completed" });
    expect(stdout + stderr).not.toContain("managed-t0ken");
  });

  it("is asked with one token as long as it is good", async () => {
    const log = await tokens(3_600_000);
    expect((await plan()).code).toBe(0);
    expect((await readFile(log, "utf8")).length).toBe(1);
    expect([...shown]).toEqual(["managed-t0ken-1"]);
  });

  it("that refuses the token: exit 4, and the token stays out of it", async () => {
    await tokens(3_600_000, "stale");
    const { code, stdout, stderr } = await plan();
    expect([code, stderr]).toEqual([
      4,
      expect.stringContaining("refused the call (UNAUTHENTICATED: no token)"),
    ]);
    expect(stderr).toContain("The endpoint and its tokens are said by spark.managed of the configuration.\n");
    expect(stdout + stderr).not.toContain("stale-1");
  });

  it("of which nobody gives a token: exit 4, and the program is named", async () => {
    await writeFile(program, "process.exit(7)");
    const { code, stderr } = await plan();
    expect([code, stderr]).toEqual([4, expect.stringContaining(`${process.execPath}: it ended with 7`)]);
    expect(shown.size).toBe(0);
  });
});
