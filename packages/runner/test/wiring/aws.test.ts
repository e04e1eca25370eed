import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { silentLog } from "@dataworks/etl-core";
import { Scrubber } from "../../src/log/scrubber.ts";
import { type Aws, createAws } from "../../src/wiring/aws.ts";

let silent: Server;
const before = { ...process.env };

beforeAll(async () => {
  silent = createServer(() => undefined);
  silent.listen(0, "127.0.0.1");
  await once(silent, "listening");
  const { port } = silent.address() as AddressInfo;
  process.env["AWS_ENDPOINT_URL"] = `http://127.0.0.1:${port}`;
  process.env["AWS_ACCESS_KEY_ID"] = process.env["AWS_SECRET_ACCESS_KEY"] = "test";
});

afterAll(async () => {
  process.env = before;
  silent.closeAllConnections();
  silent.close();
  await once(silent, "close");
});

it.each<[string, (aws: Aws) => Promise<unknown>]>([
  ["the ledger", ({ dynamo }) => dynamo.describeTable({ TableName: "audit" })],
  ["Secrets Manager", ({ secrets }) => secrets.getSecretValue({ SecretId: "/any" })],
  ["the Output bucket", ({ s3 }) => s3.send(new ListObjectsV2Command({ Bucket: "output" }))],
  ["the source, whose keys STS does not give", ({ sourceCredentials }) => sourceCredentials.provider()],
])("an answer that does not come in time counts as none: %s", async (_name, call) => {
  using aws = createAws({
    region: "eu-west-2",
    roles: { cluster: "arn:aws:iam::123456789012:role/a", source: "arn:aws:iam::210987654321:role/b" },
    scrubber: new Scrubber(),
    signal: AbortSignal.timeout(20_000),
    log: silentLog,
    lockMs: 120_000,
    timeouts: { connectionTimeout: 100, requestTimeout: 100, patienceMs: 100 },
  });
  const error: unknown = await call(aws).catch((thrown: unknown) => thrown);
  expect(inspect(error)).toContain("TimeoutError");
});
