import { describe, expect, it } from "@jest/globals";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tailOf } from "../../src/process/log-tail.ts";

describe("a log's end", () => {
  it("shows the last lines and the reason among them, without Java's stack frames", async () => {
    const folder = await mkdtemp(join(tmpdir(), "log-"));
    const file = join(folder, "service.log");
    const frames = Array.from({ length: 50 }, (_, n) => `\tat org.apache.Spark.call(Spark.java:${n})`);
    await writeFile(
      file,
      ["first", "java.net.BindException: taken", ...frames, "\t... 12 more", "INFO stopped", ""].join("\n"),
    );
    expect(await tailOf(file, 2)).toBe("  | java.net.BindException: taken\n  | INFO stopped");
    expect(await tailOf(join(folder, "none.log"))).toBe("  | ");
    await rm(folder, { recursive: true });
  });
});
