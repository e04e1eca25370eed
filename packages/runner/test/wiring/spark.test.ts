import { describe, expect, it } from "@jest/globals";
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Scrubber } from "../../src/log/scrubber.ts";
import { addressOf, retriesWithin, SparkConnection, sparkRemote } from "../../src/wiring/spark.ts";

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

it("a server that says nothing is given up in time, whatever the garbage collector takes meanwhile", async () => {
  setFlagsFromString("--expose-gc");
  const collectGarbage = runInNewContext("gc") as () => void;
  const sockets: Socket[] = [];
  const silent = createServer((socket) => sockets.push(socket));
  silent.listen(0, "127.0.0.1");
  await once(silent, "listening");
  const { port } = silent.address() as AddressInfo;
  const connected = once(silent, "connection");
  const connection = new SparkConnection({
    server: { remote: () => Promise.resolve(`sc://127.0.0.1:${port}`) },
    connectTimeoutSeconds: 0.5,
    signal: new AbortController().signal,
    terminal: { print: () => {} },
  });
  const refused = connection.session().catch((error: unknown) => error);
  await connected;
  collectGarbage();
  expect(await refused).toMatchObject({
    message: expect.stringContaining(`sc://127.0.0.1:${port} did not answer in 0.5 s`),
  });
  for (const socket of sockets) socket.destroy();
  silent.close();
});
