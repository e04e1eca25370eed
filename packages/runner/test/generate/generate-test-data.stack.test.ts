import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { GetObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { generateJsonDays } from "@dataworks/test-data";
import { createDecipheriv } from "node:crypto";
import { encryptedFile, httpDataKeyService } from "@dataworks/etl-core";
import { dksConfig } from "../support/documents.ts";
import { Sandbox } from "../support/sandbox.ts";

const E2E = "kickstart-e2e-tests/";
const STAMP = { size: 0, etag: "", lastModified: new Date(0) };
const DAY = "2026-10-05";
let box: Sandbox;
let keys: Record<string, string>;

beforeAll(async () => {
  // Without an initial schema the table has the generated columns.
  box = await Sandbox.create({ initial_spark_schema: {} });
  const { accessKeyId, secretAccessKey } = box.info.adminKeys;
  keys = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
});
afterAll(() => box[Symbol.asyncDispose]());

const generate = (config: string, ...more: string[]) =>
  box.adg(["generate-test-data", "--config", config, "--date", DAY, "--json", ...more], keys);

async function keysIn(bucket: string): Promise<string[]> {
  const { Contents = [] } = await box.s3.send(new ListObjectsV2Command({ Bucket: bucket }));
  return Contents.map(({ Key = "" }) => Key).filter((key) => !key.endsWith("/"));
}

describe("adg generate-test-data", () => {
  it("writes vacancy's files into the E2E folder and seeds the ledger; the job then publishes them", async () => {
    const config = await box.config();
    const { code, stdout } = await generate(config, "--module", "vacancy", "--records", "40", "--seed-audit");
    const { files, audit } = JSON.parse(stdout) as {
      files: { key: string; bytes: number; collection: string }[];
      audit: object[];
    };
    expect(code).toBe(0);
    expect(files.map(({ key }) => key).sort()).toEqual((await keysIn(box.published)).sort());
    expect(files.map(({ key }) => key)).toContain(`${E2E}${DAY}_bids_1791165600.csv`);
    expect(audit).toEqual([
      {
        correlation_id: "kickstart_vacancy_analytical_dataset_generation",
        date: DAY,
        status: "Failed",
        before: null,
      },
    ]);
    const run = await box.adg(
      [
        "run",
        "--module_name",
        "vacancy",
        "--end_dt",
        DAY,
        "--e2e_test_flg",
        "true",
        "--config",
        config,
        "--json",
      ],
      keys,
    );
    expect(JSON.parse(run.stdout)).toMatchObject({
      exit_code: 0,
      days: [{ day: DAY, run_id: 1, collections: [{ name: "bids", rows: 40 }] }],
    });
  });

  it("writes payment's documents under keys of the Data Key Service, as generated", async () => {
    const config = await box.config({ dks: dksConfig(box.info), e2eFolder: "e2e" });
    const { code } = await generate(config, "--module", "payment", "--records", "7", "--extract", "delta");
    expect(code).toBe(0);
    const [day] = generateJsonDays({ module: "payment", start: DAY, days: 1, rows: 7, extract: "delta" });
    const documents = day?.collections.flatMap(({ documents }) => documents) ?? [];
    expect((await keysIn(box.published)).filter((key) => key.startsWith("e2e/")).sort()).toEqual(
      documents.map(({ key }) => `e2e/${key}`).sort(),
    );
    await using dks = await httpDataKeyService({ ...box.info.dks, correlationId: "test" });
    for (const { key, content } of documents.slice(0, 2)) {
      const { Body, Metadata = {} } = await box.s3.send(
        new GetObjectCommand({ Bucket: box.published, Key: `e2e/${key}` }),
      );
      const file = encryptedFile({ bucket: box.published, key: `e2e/${key}`, metadata: Metadata, ...STAMP });
      const { iv } = file.encryption;
      const plaintextKey = await dks.open(file);
      const decipher = createDecipheriv("aes-256-ctr", plaintextKey, iv);
      const body = (await Body?.transformToByteArray()) ?? new Uint8Array();
      expect(Buffer.concat([decipher.update(body), decipher.final()]).equals(content)).toBe(true);
    }
  });

  it("writes nothing with --dry-run, and the same names", async () => {
    const before = await keysIn(box.source);
    const args = ["--module", "vacancy", "--bucket", box.source, "--records", "3"];
    const dry = await generate(await box.config(), ...args, "--dry-run");
    expect(JSON.parse(dry.stdout)).toMatchObject({ exit_code: 0, dry_run: true, records: 12 });
    expect(await keysIn(box.source)).toEqual(before);
  });

  it.each<[string, () => Promise<string>, () => string[], number, RegExp]>([
    [
      "a source bucket in qa",
      () => box.config({ environment: "qa" }),
      () => ["--bucket", box.source],
      3,
      /is the source bucket of vacancy, application, payment in qa/,
    ],
    ["production", () => box.config({ environment: "production" }), () => [], 3, /refused in production/],
    ["no such bucket", () => box.config(), () => ["--bucket", "no-such-bucket-here"], 4, /no such bucket/],
    [
      "a certificate that the service refuses",
      () => {
        const { strangerCertFile, strangerKeyFile } = box.info.dks;
        return box.config({
          dks: dksConfig(box.info, { certFile: strangerCertFile, keyFile: strangerKeyFile }),
        });
      },
      () => ["--module", "application"],
      4,
      /No data key to encrypt with: /,
    ],
    [
      "no audit table",
      () => box.config({ audit: { table: "no-such-table" } }),
      () => ["--seed-audit", "--records", "1"],
      4,
      /could not be written: ResourceNotFoundException/,
    ],
  ])("%s: an error that says so, and what was written", async (_name, config, more, exitCode, message) => {
    const { code, stdout, stderr } = await generate(await config(), "--module", "vacancy", ...more());
    expect(code).toBe(exitCode);
    expect(stderr.trimEnd().split("\n").at(-1)).toMatch(message);
    expect(JSON.parse(stdout)).toMatchObject({ command: "generate-test-data", exit_code: exitCode });
  });
});
