import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { Scrubber } from "../../src/log/scrubber.ts";
import { createAws } from "../../src/wiring/aws.ts";

let silent: Server;
const before = { ...process.env };

beforeAll(async () => {
  silent = createServer(() => undefined);
  silent.listen(0, "127.0.0.1");
  await once(silent, "listening");
  const { port } = silent.address() as AddressInfo;
  process.env["AWS_ENDPOINT_URL"] = `http://127.0.0.1:${port}`;
  process.env["AWS_ACCESS_KEY_ID"] = process.env["AWS_SECRET_ACCESS_KEY"] = "test";
  process.env["AWS_MAX_ATTEMPTS"] = "1";
});

afterAll(async () => {
  process.env = before;
  silent.closeAllConnections();
  silent.close();
  await once(silent, "close");
});

it("an answer of the ledger that does not come in time counts as none", async () => {
  using aws = createAws({
    region: "eu-west-2",
    roles: { cluster: "arn:aws:iam::1:role/a", source: "arn:aws:iam::2:role/b" },
    scrubber: new Scrubber(),
    signal: new AbortController().signal,
    timeouts: { connectionTimeout: 100, requestTimeout: 100 },
  });
  await expect(aws.dynamo.describeTable({ TableName: "audit" })).rejects.toMatchObject({
    name: "TimeoutError",
  });
});
