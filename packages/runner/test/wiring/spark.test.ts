import { describe, expect, it } from "@jest/globals";
import { Scrubber } from "../../src/log/scrubber.ts";
import { addressOf, retriesWithin, sparkRemote } from "../../src/wiring/spark.ts";

const config = { remote: null, connectTimeoutSeconds: 60 };

describe("where Spark is", () => {
  it("is in the configuration, else in the environment, and its token is scrubbed", () => {
    const scrubber = new Scrubber();
    const remote = sparkRemote(
      config,
      { SPARK_REMOTE: "sc://localhost:1/;token=t0ken%2Fsecret;user_id=me" },
      scrubber,
    );
    expect(addressOf(remote)).toBe("sc://localhost:1");
    expect(scrubber.scrub("Bearer t0ken/secret, token=t0ken%2Fsecret")).toBe(
      "Bearer [redacted], token=[redacted]",
    );
    expect(sparkRemote({ ...config, remote: "sc://a" }, { SPARK_REMOTE: "sc://b" }, scrubber)).toBe("sc://a");
  });

  it.each([
    [{}, "Where Spark is, is not said"],
    [{ SPARK_REMOTE: "" }, "Where Spark is, is not said"],
    [{ SPARK_REMOTE: "http://token@x" }, "SPARK_REMOTE is not the address of a Spark Connect server"],
  ])("must be said %#", (environment, message) => {
    expect(() => sparkRemote(config, environment, new Scrubber())).toThrow(message);
  });
});

describe("how often a connection is tried", () => {
  it.each([
    [100, 0],
    [2_000, 3],
    [60_000, 15],
  ])("within %d ms: %d retries", (ms, retries) => {
    expect(retriesWithin(ms)).toBe(retries);
  });
});
