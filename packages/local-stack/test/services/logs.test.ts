import { describe, expect, it } from "@jest/globals";
import { portOfDksLog } from "../../src/services/dks.ts";
import { portOfMotoLog } from "../../src/services/moto.ts";
import { lostThePort, portsOfSparkLog } from "../../src/services/spark.ts";
import { formatProperties } from "../../src/services/spark-settings.ts";

const ui = "INFO Utils: Successfully started service 'SparkUI' on port 40827.";
const connect = "INFO SparkConnectServer: Spark Connect server started at: 127.0.0.1:45339";

describe("what the services say of their ports", () => {
  it.each([
    ["both known", `${ui}\n${connect}\n`, { port: 45339, uiPort: 40827 }],
    ["not started yet", `${ui}\n`, undefined],
    ["nothing yet", "", undefined],
  ])("Spark: %s", (_, log, expected) => {
    expect(portsOfSparkLog(log)).toEqual(expected);
  });

  it("Spark: a lost port is told from other failures", () => {
    expect(lostThePort("java.net.BindException: Address already in use")).toBe(true);
    expect(lostThePort("java.lang.OutOfMemoryError")).toBe(false);
  });

  it("moto: once it serves", () => {
    expect(portOfMotoLog("WARNING: a development server\n * Running on http://127.0.0.1:37313\n")).toBe(
      37313,
    );
    expect(portOfMotoLog("")).toBeUndefined();
  });

  it("DKS: once it serves", () => {
    expect(portOfDksLog("2026-11-01T00:00:00.000Z DKS serves https://localhost:37314\n")).toBe(37314);
    expect(portOfDksLog("")).toBeUndefined();
  });
});

describe("Spark's properties", () => {
  it("are written in java.util.Properties' escapes", () => {
    expect(formatProperties({ a: "plain", b: String.raw`C:\x`, c: "two\nlines" })).toBe(
      ["a=plain", String.raw`b=C:\\x`, String.raw`c=two\nlines`, ""].join("\n"),
    );
  });
});
