import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "@jest/globals";
import { S3Client } from "@aws-sdk/client-s3";
import { sourceFiles } from "@dataworks/test-data";
import { deliver } from "../../src/generate/deliver.ts";

let server: Server;
let s3: S3Client;
let scratch: string;
/** Statuses of the next answers; after those, 200. */
let statuses: number[];
let bodies: string[];

beforeEach(async () => {
  statuses = [];
  bodies = [];
  server = createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8").on("data", (part: string) => (text += part));
    request.on("end", () => {
      bodies.push(text);
      response.writeHead(statuses.shift() ?? 200).end();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  s3 = new S3Client({
    region: "eu-west-2",
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "none" },
    forcePathStyle: true,
  });
  scratch = await mkdtemp(join(tmpdir(), "adg-deliver-"));
});

afterEach(async () => {
  s3.destroy();
  server.close();
  await rm(scratch, { recursive: true });
});

it("a file that S3 had no time for is sent again, whole, and nothing of it stays on the disk", async () => {
  const [file] = sourceFiles({
    module: "vacancy",
    days: ["2026-11-20"],
    records: 2,
    seed: "s",
    extract: "full",
    deliveries: 1,
    schemaChanges: false,
  });
  if (file === undefined) throw new Error("no file");
  statuses = [503];
  const target = { environment: "local", bucket: "b", folder: "f/", e2e: false } as const;
  const { signal } = new AbortController();
  const delivered = await deliver(file, undefined, { s3, target, scratch, signal });
  expect(delivered.key).toBe(`f/${file.name}`);
  expect(bodies).toHaveLength(2);
  expect(bodies[1]).toContain([...file.pieces()].join(""));
  expect(await readdir(scratch)).toEqual([]);
});
