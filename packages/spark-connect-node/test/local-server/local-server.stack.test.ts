import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { accepts } from "../../src/local-server/port.ts";
import { SparkSession } from "../../src/session/spark-session.ts";

let sparkHome: string;

beforeAll(async () => {
  const cli = new URL("../../../local-stack/dist/cli.js", import.meta.url).pathname;
  const { stdout } = await promisify(execFile)(process.execPath, [cli, "jar"]);
  sparkHome = path.resolve(stdout.trim(), "../..");
});

describe("builder().local()", () => {
  it("starts a server of its own, which ends with the last of its sessions", async () => {
    const spark = await SparkSession.builder()
      .local({ sparkHome, version: "4.3", master: "local[1]", config: { "spark.driver.memory": "768m" } })
      .config("spark.sql.shuffle.partitions", 3)
      .getOrCreate();
    const port = Number(await spark.conf.get("spark.connect.grpc.binding.port"));
    const other = await spark.newSession();
    try {
      expect(await spark.version()).toMatch(/^4\.3\./);
      expect(await spark.conf.get("spark.master")).toBe("local[1]");
      expect(await spark.conf.get("spark.driver.memory")).toBe("768m");
      expect(await spark.range(3).count()).toBe(3);
      // Without the token nobody is served.
      const stranger = SparkSession.builder().remote(`sc://localhost:${port}/;token=guessed`).getOrCreate();
      await expect(stranger).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    } finally {
      await spark.stop();
    }
    expect(await other.conf.get("spark.sql.shuffle.partitions")).toBe("3");
    await other.stop();
    expect(await accepts(port)).toBe(false);
  });
});
