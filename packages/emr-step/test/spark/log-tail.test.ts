import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { logTail } from "../../src/spark/log-tail.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "adg-tail-"));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test("of a long log the last forty lines are told, without the token", async () => {
  const file = join(folder, "spark.log");
  const lines = Array.from({ length: 5_000 }, (_none, index) => `line ${index} token=s3cr3t`);
  await writeFile(file, `${lines.join("\n")}\n`);
  const tail = (await logTail(file, ["s3cr3t"])).split("\n");
  expect(tail).toHaveLength(40);
  expect(tail.at(-1)).toBe("line 4999 token=[redacted]");
});

test("a log that is not there is told as that", async () => {
  expect(await logTail(join(folder, "none.log"))).toMatch(/^\(.*none\.log cannot be read: .*ENOENT/);
});
