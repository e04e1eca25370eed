import { afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import { createDecipheriv } from "node:crypto";
import { readFile } from "node:fs/promises";
import { request } from "node:https";
import { s3Client } from "../src/aws/clients.ts";
import { type DataKey, generateJsonDays, newDataKey } from "@dataworks/test-data";
import { dksCalls, resetDksCalls, setDksFaults } from "../src/dks/client.ts";
import type { DksFaults } from "../src/dks/faults.ts";
import { uploadBenchDocument } from "../src/source-bucket/upload-bench-document.ts";
import { uploadJsonDays } from "../src/source-bucket/upload-json-days.ts";
import type { StackInfo } from "../src/state/info.ts";
import { stackInfo } from "./stack-info.ts";

interface Answer {
  readonly status: number | undefined;
  readonly retryAfter: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}

let info: StackInfo;
let dataKey: DataKey;
beforeAll(async () => {
  info = await stackInfo();
  dataKey = await newDataKey(info.dks);
});
beforeEach(() => resetDksCalls(info));
afterEach(() => setDksFaults(info, undefined));

type Who = "client" | "stranger" | "nobody";

async function open({
  who = "client",
  keyId = dataKey.keyId,
  ciphertext = dataKey.ciphertext,
}: {
  readonly who?: Who;
  readonly keyId?: string;
  readonly ciphertext?: string;
} = {}): Promise<Answer> {
  const { url, caFile, certFile, keyFile, strangerCertFile, strangerKeyFile } = info.dks;
  const files = { client: [certFile, keyFile], stranger: [strangerCertFile, strangerKeyFile], nobody: [] };
  const [cert, key] = await Promise.all(files[who].map((file) => readFile(file)));
  const ca = await readFile(caFile);
  const target = new URL(url);
  target.search = new URLSearchParams({ keyId, correlationId: "dks-test" }).toString();
  return new Promise((resolve, reject) => {
    const call = request(target, { method: "POST", ca, cert, key, agent: false }, (response) => {
      const chunks: string[] = [];
      response.setEncoding("utf8").on("data", (text: string) => chunks.push(text));
      response.on("end", () =>
        resolve({
          status: response.statusCode,
          retryAfter: response.headers["retry-after"],
          body: JSON.parse(chunks.join("")) as Answer["body"],
        }),
      );
    });
    call.on("error", reject);
    call.end(ciphertext);
  });
}

/** Statuses of some calls, one after another; "broken" for one without an answer. */
async function statuses(calls: number): Promise<(number | undefined | "broken")[]> {
  const seen: (number | undefined | "broken")[] = [];
  for (let call = 0; call < calls; call += 1) {
    seen.push(
      await open().then(
        ({ status }) => status,
        () => "broken" as const,
      ),
    );
  }
  return seen;
}

describe("the Data Key Service", () => {
  it("opens a key it gave, and another each time", async () => {
    const other = await newDataKey(info.dks);
    expect(Buffer.from(other.plaintext).equals(Buffer.from(dataKey.plaintext))).toBe(false);
    expect(dataKey.plaintext).toHaveLength(32);
    expect(await open()).toMatchObject({
      status: 200,
      body: {
        dataKeyEncryptionKeyId: dataKey.keyId,
        plaintextDataKey: Buffer.from(dataKey.plaintext).toString("base64"),
      },
    });
  });

  it.each([
    ["a key id that is not its own", { keyId: "cloudhsm:1,2" }],
    ["a ciphertext that is not its own", { ciphertext: Buffer.alloc(60).toString("base64") }],
  ])("refuses %s", async (_, wrong) => {
    expect(await open(wrong)).toMatchObject({ status: 400, body: { error: expect.any(String) } });
  });

  it.each(["nobody", "stranger"] as const)(
    "does not talk to a client with the certificate of %s",
    async (who) => {
      await expect(open({ who })).rejects.toThrow();
      expect(await dksCalls(info)).toBe(0);
    },
  );

  it.each<[DksFaults, (number | "broken")[]]>([
    [{ kind: "status", times: 2 }, [503, 503, 200]],
    [{ kind: "status", status: 429, retryAfterSeconds: 7, times: 1 }, [429, 200, 200]],
    [{ kind: "reset", times: 1 }, ["broken", 200, 200]],
    [{ kind: "nonsense", times: 1 }, [200, 200, 200]],
    [{ kind: "delay", delayMs: 20 }, [200, 200, 200]],
  ])("fails as told, and counts: %j", async (faults, expected) => {
    await setDksFaults(info, faults);
    expect(await statuses(3)).toEqual(expected);
    expect(await dksCalls(info)).toBe(3);
  });

  it("says when to come again, talks nonsense, comes late, and heals", async () => {
    await setDksFaults(info, { kind: "status", status: 429, retryAfterSeconds: 7 });
    expect(await open()).toMatchObject({ status: 429, retryAfter: "7" });
    await setDksFaults(info, { kind: "nonsense" });
    expect((await open()).body).not.toHaveProperty("plaintextDataKey");
    await setDksFaults(info, { kind: "delay", delayMs: 300 });
    const asked = Date.now();
    expect((await open()).body).toHaveProperty("plaintextDataKey");
    expect(Date.now() - asked).toBeGreaterThanOrEqual(290);
    await setDksFaults(info, undefined);
    expect(await statuses(1)).toEqual([200]);
  });

  it("writes neither keys nor ciphertexts into its log", async () => {
    await open();
    const log = await readFile(info.dks.logFile, "utf8");
    expect(log).toContain("POST /datakey/actions/decrypt 200 correlation dks-test");
    expect(log).not.toContain(dataKey.ciphertext);
    expect(log).not.toContain(Buffer.from(dataKey.plaintext).toString("base64"));
  });
});

describe("encrypted documents in the source bucket", () => {
  async function decrypted(key: string): Promise<Buffer> {
    const s3 = s3Client({ endpoint: info.s3.endpoint, keys: info.s3.adminKeys });
    try {
      const { Body, Metadata } = await s3.send(
        new GetObjectCommand({ Bucket: info.buckets.source, Key: key }),
      );
      const { iv = "", ciphertext = "", datakeyencryptionkeyid = "" } = Metadata ?? {};
      const { body } = await open({ keyId: datakeyencryptionkeyid, ciphertext });
      const decipher = createDecipheriv(
        "aes-256-ctr",
        Buffer.from(String(body["plaintextDataKey"]), "base64"),
        Buffer.from(iv, "base64"),
      );
      return Buffer.concat([
        decipher.update((await Body?.transformToByteArray()) ?? new Uint8Array()),
        decipher.final(),
      ]);
    } finally {
      s3.destroy();
    }
  }

  it("are, decrypted, what was generated", async () => {
    const days = generateJsonDays({
      module: "payment",
      start: "1999-12-31",
      days: 1,
      rows: 9,
      extract: "delta",
    });
    const documents = days.flatMap(({ collections }) => collections.flatMap(({ documents }) => documents));
    expect(await uploadJsonDays(info, days)).toEqual(documents.map(({ key }) => key));
    for (const { key, content } of documents) expect((await decrypted(key)).equals(content)).toBe(true);
  });

  it("can be a benchmark's, with its records plain beside it", async () => {
    const plainKey = "bench-floor/records.jsonl";
    const { key, rows, bytes } = await uploadBenchDocument(info, {
      day: "1999-12-31",
      rows: 1_500,
      plainKey,
    });
    const content = await decrypted(key);
    expect(content).toHaveLength(bytes);
    const { data } = JSON.parse(content.toString("utf8")) as { readonly data: readonly unknown[] };
    expect(data).toHaveLength(rows);
    const s3 = s3Client({ endpoint: info.s3.endpoint, keys: info.s3.adminKeys });
    const plain = await s3.send(new GetObjectCommand({ Bucket: info.buckets.published, Key: plainKey }));
    const lines = ((await plain.Body?.transformToString()) ?? "").trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(data);
    s3.destroy();
  });
});
