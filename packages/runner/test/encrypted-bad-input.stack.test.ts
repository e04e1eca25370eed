import { createCipheriv, randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { putEncrypted } from "@dataworks/local-stack";
import { encryptDocument, type EncryptedDocument, newDataKey } from "@dataworks/test-data";
import { SparkSession } from "spark-connect-node";
import {
  deliver,
  dksConfig,
  documentOf,
  keyOf,
  lastLine,
  nthDay,
  outputKeys,
  runOf,
} from "./support/documents.ts";
import type { Finished } from "./support/command.ts";
import { Sandbox } from "./support/sandbox.ts";

// Encrypted documents as they must not be delivered, each on a day of its own: what the operator is told, and that
// nothing is left of them, neither in a table nor in the Output bucket nor in anything that was printed.

const MARKER = "PLAINTEXT-MARKER";
const COLLECTION = "claims";
const good = (id: number): string => `{"id":"${id}","note":"${MARKER}"}`;

let box: Sandbox;
let spark: SparkSession;
let config: string;

beforeAll(async () => {
  const columns = {
    id: "string",
    whole: "string",
    amount: "string",
    huge: "string",
    ratio: "double",
    note: "string",
  };
  box = await Sandbox.create({
    collections: { application: [COLLECTION] },
    initial_spark_schema: { application: { [COLLECTION]: columns } },
  });
  config = await box.config({ dks: dksConfig(box.info) });
  spark = await SparkSession.builder()
    .remote(process.env["SPARK_REMOTE"] ?? "")
    .getOrCreate();
});

afterAll(async () => {
  await spark.stop();
  await box[Symbol.asyncDispose]();
});

let days = 0;
const refusedDays: string[] = [];
/** A day that no other case has. */
function ownDay(): string {
  days += 1;
  return nthDay(days);
}

function configWith(defaults: object): Promise<string> {
  return box.config({ dks: dksConfig(box.info), modules: { application: { defaults } } });
}

async function rowsOf(day: string): Promise<object[]> {
  const rows = await spark.sql(
    `SELECT id, whole, amount, huge, ratio, length(note) AS note, error_desc
     FROM ${box.database}.${COLLECTION} WHERE date_uploaded = DATE'${day}' ORDER BY id`,
  );
  return rows.collect();
}

async function partitions(): Promise<string[]> {
  const table = `${box.database}.${COLLECTION}`;
  if (!(await spark.catalog.tableExists(table))) return [];
  const rows = await (await spark.sql(`SHOW PARTITIONS ${table}`)).collect();
  return rows.map((row) => String(row["partition"]));
}

describe("good, but odd", () => {
  it("numbers arrive as they are written, or are listed as what will not convert", async () => {
    const day = ownDay();
    await deliver(
      box,
      keyOf(day, COLLECTION),
      documentOf('{"id":"1","whole":9007199254740993,"amount":1.10,"huge":1e400,"ratio":1e400,"note":""}'),
    );
    // The only value of a column will not convert, which fails a day unless it is allowed.
    const allowing = await configWith({ unconvertibleColumns: ["ratio"] });
    expect(await box.adg(runOf(day, allowing))).toMatchObject({ code: 0 });
    expect(await rowsOf(day)).toEqual([
      {
        id: "1",
        whole: "9007199254740993",
        amount: "1.10",
        huge: "1e400",
        ratio: null,
        note: 0,
        error_desc: ["Type Conversion for column ratio. The source value is: 1e400"],
      },
    ]);
  });

  it("a record of 20 MB", async () => {
    const day = ownDay();
    const bytes = 20 * 1024 * 1024;
    await deliver(box, keyOf(day, COLLECTION), documentOf(`{"id":"1","note":"${"x".repeat(bytes)}"}`));
    expect(await box.adg(runOf(day, config))).toMatchObject({ code: 0 });
    expect(await rowsOf(day)).toMatchObject([{ id: "1", note: bytes }]);
  });

  it("an empty delta publishes an empty day", async () => {
    const day = ownDay();
    await deliver(box, keyOf(day, COLLECTION), documentOf());
    const { code, stderr } = await box.adg(runOf(day, await configWith({ extract: "delta" })));
    expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
    expect(await partitions()).toContain(`date_uploaded=${day}`);
    expect(await rowsOf(day)).toEqual([]);
  });

  it("a bad record that maxBadRows allows is left out and counted", async () => {
    const day = ownDay();
    await deliver(box, keyOf(day, COLLECTION), documentOf(good(1), `"${MARKER}"`, good(3)));
    const { code, stdout, stderr } = await box.adg(runOf(day, await configWith({ maxBadRows: 1 }), "--json"));
    expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
    expect(JSON.parse(stdout)).toMatchObject({
      status: "done",
      days: [{ day, status: "completed", collections: [{ name: COLLECTION, rows: 2, bad_rows: 1 }] }],
    });
    expect(stderr).toContain(`Record 2 of s3://${box.source}/${keyOf(day, COLLECTION)} is not an object.`);
    expect(stdout + stderr).not.toContain(MARKER);
    expect(await rowsOf(day)).toMatchObject([{ id: "1" }, { id: "3" }]);
    expect(await outputKeys(box, "staging/")).toEqual([]);
  });
});

/** Puts an encrypted document, or one that is spoilt on the way, and runs its day; nothing may come of it. */
async function refused(key: string, day: string, document: EncryptedDocument): Promise<Finished> {
  await putEncrypted(box.info, key, document, box.source);
  refusedDays.push(day);
  const before = await outputKeys(box);
  const finished = await box.adg(runOf(day, config));
  const { code, stdout, stderr } = finished;
  expect({
    code,
    audit: await box.item("", "application"),
    lock: await box.item(`#lock#${day}`, "application"),
    output: await outputKeys(box),
    quotes: (stdout + stderr).includes(MARKER),
    tellsOnTheLastLine: lastLine(stderr).startsWith("adg: "),
  }).toEqual({
    code: 4,
    audit: expect.objectContaining({ Date: day, Status: "Failed" }),
    lock: undefined,
    output: before,
    quotes: false,
    tellsOnTheLastLine: true,
  });
  return finished;
}

const encrypted = async (text: string): Promise<EncryptedDocument> =>
  encryptDocument(Buffer.from(text), await newDataKey(box.info.dks));

/** A good document but for its metadata. */
async function withMetadata(
  overrides: Readonly<Record<string, string | undefined>>,
): Promise<EncryptedDocument> {
  const { body, metadata } = await encrypted(documentOf(good(1)));
  const kept = Object.entries({ ...metadata, ...overrides }).filter(([, value]) => value !== undefined);
  return { body, metadata: Object.fromEntries(kept) as unknown as EncryptedDocument["metadata"] };
}

describe("an object that cannot be decrypted", () => {
  it.each<[string, () => Promise<EncryptedDocument>, RegExp]>([
    [
      "no metadata",
      () => withMetadata({ iv: undefined, ciphertext: undefined, datakeyencryptionkeyid: undefined }),
      /OBJECT has no iv, ciphertext, datakeyencryptionkeyid in its metadata.* Have it delivered again\.$/,
    ],
    [
      "no iv",
      () => withMetadata({ iv: undefined }),
      /OBJECT has no iv in its metadata.* Have it delivered again\.$/,
    ],
    [
      "an iv of 12 bytes",
      () => withMetadata({ iv: randomBytes(12).toString("base64") }),
      /OBJECT has an iv in its metadata that is not 16 bytes in base64\. Have it delivered again\.$/,
    ],
    [
      "an iv that is not base64",
      () => withMetadata({ iv: "not-base64-but-22-chars_" }),
      /OBJECT has an iv in its metadata that is not 16 bytes in base64\. Have it delivered again\.$/,
    ],
    [
      "a ciphertext that is not base64",
      () => withMetadata({ ciphertext: "not base64" }),
      /OBJECT has a ciphertext in its metadata that is not base64\. Have it delivered again\.$/,
    ],
    [
      "a ciphertext of another service's key",
      () => withMetadata({ ciphertext: randomBytes(60).toString("base64") }),
      /data key of OBJECT .* answered 400\. .*have the file delivered again\.$/,
    ],
    [
      "a keyId that the service does not have",
      () => withMetadata({ datakeyencryptionkeyid: "cloudhsm:1,2" }),
      /data key of OBJECT \(keyId cloudhsm:1,2\) .* answered 400\. .*have the file delivered again\.$/,
    ],
    [
      "a body under another data key than the metadata says",
      async () => {
        const { metadata } = await encrypted("");
        const other = await newDataKey(box.info.dks);
        const cipher = createCipheriv("aes-256-ctr", other.plaintext, Buffer.from(metadata.iv, "base64"));
        return { body: cipher.update(documentOf(good(1), good(2), good(3))), metadata };
      },
      /OBJECT.* once decrypted.* when the key is the wrong one.* Have it delivered again\.$/,
    ],
    ["a body of no bytes", () => encrypted(""), /OBJECT of claims is empty\. Have it delivered again\.$/],
  ])("%s", async (_name, document, message) => {
    const day = ownDay();
    const key = keyOf(day, COLLECTION);
    const { stderr } = await refused(key, day, await document());
    expect(said(stderr, key)).toMatch(message);
  });
});

describe("what is no such document", () => {
  it.each<[string, string, RegExp]>([
    [
      "one that ends in the middle",
      documentOf(good(1), good(2)).slice(0, -20),
      /^adg: OBJECT, once decrypted, ends in the middle of the document \(byte \d+\)\. Have it delivered again\.$/,
    ],
    [
      "one that is not JSON",
      `id,note\n1,${MARKER}\n`,
      /^adg: OBJECT, once decrypted, is no JSON object; .*\(byte 0\)\. Have it delivered again\.$/,
    ],
    [
      "one without data",
      `{"fields":[],"records":[${good(1)}]}`,
      /^adg: OBJECT, once decrypted, has no `data` \(byte \d+\)\. Have it delivered again\.$/,
    ],
    [
      "data that is an object",
      `{"fields":[],"data":{"1":${good(1)}}}`,
      /^adg: OBJECT, once decrypted, has a `data` that is not a list \(byte \d+\)\. Have it delivered again\.$/,
    ],
    [
      "fields that are garbled",
      `{"fields":[{"fieldName" "${MARKER}"}],"data":[${good(1)}]}`,
      /^adg: OBJECT, once decrypted, has a `fields` that is not a list .*\. Have it delivered again\.$/,
    ],
    [
      "fields without names, after the records",
      `{"data":[${good(1)}],"fields":[{"name":"${MARKER}"}]}`,
      /^adg: OBJECT, once decrypted, has a `fields` with an entry without a fieldName .*\. Have it delivered again\.$/,
    ],
    [
      "no records in a full extract",
      documentOf(),
      /^adg: OBJECT of claims has no records, which a full extract should not\. Have it delivered again, or set allowEmpty/,
    ],
  ])("%s", async (_name, text, message) => {
    const day = ownDay();
    const key = keyOf(day, COLLECTION);
    const { stderr } = await refused(key, day, await encrypted(text));
    expect(said(stderr, key)).toMatch(message);
  });
});

describe("a bad record is named by its position", () => {
  it.each<[string, string, string]>([
    ["no object", `"${MARKER}"`, "is not an object"],
    ["a name twice", `{"id":"2","note":"${MARKER}","note":"x"}`, "has a name twice in one object"],
    [
      "a lone surrogate",
      String.raw`{"id":"2","note":"${MARKER} \ud800"}`,
      "has a lone surrogate, which no text can hold",
    ],
    [
      "10,000 levels",
      `{"id":"2","note":${'{"in":'.repeat(10_000)}"${MARKER}"${"}".repeat(10_000)}}`,
      "is nested too deeply",
    ],
    ["what only Spark notices", `{"note":"${MARKER}","id":tru}`, "is not JSON"],
    [
      "a text that Spark alone finds not ended as JSON has it",
      String.raw`{"id":"2","note":"${MARKER} \x"}`,
      "is not JSON",
    ],
  ])("%s", async (_name, record, reason) => {
    const day = ownDay();
    const key = keyOf(day, COLLECTION);
    const { stderr } = await refused(key, day, await encrypted(documentOf(good(1), record, good(3))));
    expect(said(stderr, key)).toBe(
      "adg: 1 of 3 records of claims cannot be read, and maxBadRows allows 0. " +
        `Record 2 of OBJECT ${reason}. Have the file delivered again, or raise maxBadRows to leave such records out.`,
    );
  });

  // It is JSON, so only Spark knows better.
  it("a number longer than Spark's parser takes", async () => {
    const day = ownDay();
    const key = keyOf(day, COLLECTION);
    const record = `{"id":${"1".repeat(1_500)},"note":"${MARKER}"}`;
    const { stderr } = await refused(key, day, await encrypted(documentOf(good(1), record, good(3))));
    expect(said(stderr, key)).toMatch(
      /^adg: 1 of 3 records .* allows 0\. Record 2 of OBJECT [^.]+\. Have the file/,
    );
  });
});

describe("names that make no table", () => {
  it.each<[string, string, RegExp]>([
    [
      "two fields that become one column",
      `{"id":"1","aB":"${MARKER}","a_b":"${MARKER}"}`,
      /The fields "aB" and "a_b" of claims both become the column a_b\. Have one renamed\.$/,
    ],
    [
      "two fields inside that differ in case",
      `{"id":"1","site":{"town":"${MARKER}","Town":"${MARKER}"}}`,
      /The fields "site\.(town|Town)" and "site\.(town|Town)" of claims differ only in case.* Have one renamed\.$/,
    ],
    [
      "a colon inside",
      `{"id":"1","site":{"a:b":"${MARKER}"}}`,
      /The field "site\.a:b" of claims cannot be a column in Hive: its name holds ":"\. Have it renamed at the source\.$/,
    ],
    [
      "a space inside a list",
      `{"id":"1","sites":[{"a b":"${MARKER}"}]}`,
      /The field "sites\[\]\.a b" of claims cannot be a column in Hive: its name holds a space\. Have it renamed at the source\.$/,
    ],
    [
      "a dash inside, which Hive takes in a column's name alone",
      `{"id":"1","site":{"post-code":"${MARKER}"}}`,
      /The field "site\.post-code" of claims cannot be a column in Hive: its name holds "-"\. Have it renamed at the source\.$/,
    ],
    [
      "rowHashId",
      `{"id":"1","rowHashId":"${MARKER}"}`,
      /claims has a field "rowHashId", but row_hash_id is the column of each row's digest\. Have it renamed at the source\.$/,
    ],
    [
      "dateUploaded",
      `{"id":"1","dateUploaded":"${MARKER}"}`,
      /claims has a column date_uploaded, which is the partition's.* Have it renamed at the source\.$/,
    ],
    [
      "_corrupt_record",
      `{"id":"1","_corrupt_record":"${MARKER}"}`,
      /OBJECT has records with a field _corrupt_record, which is where Spark puts bad rows\. Have it renamed at the source\.$/,
    ],
  ])("%s", async (_name, record, message) => {
    const day = ownDay();
    const key = keyOf(day, COLLECTION);
    const { stderr } = await refused(key, day, await encrypted(documentOf(record)));
    expect(said(stderr, key)).toMatch(message);
  });
});

it("no table has a partition of any of these days", async () => {
  const published = await partitions();
  expect(refusedDays.length).toBeGreaterThan(25);
  expect(refusedDays.filter((day) => published.includes(`date_uploaded=${day}`))).toEqual([]);
});

/** The last line on stderr, the object's URI in it as OBJECT. */
function said(stderr: string, key: string): string {
  return lastLine(stderr).replaceAll(`s3://${box.source}/${key}`, "OBJECT");
}
