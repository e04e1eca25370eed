import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { CreateMultipartUploadCommand, UploadPartCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { logFiles } from "@dataworks/local-stack";
import { generateJsonDays } from "@dataworks/test-data";
import { deliver, dksConfig, documentOf, keyOf, lastLine, outputKeys, runOf } from "../support/documents.ts";
import type { Finished } from "../support/command.ts";
import { IssuedKeys } from "../support/issued-keys.ts";
import { crawl, eventLog, found, pemLines, textsOf } from "../support/leaks.ts";
import { Sandbox } from "../support/sandbox.ts";

// Encrypted documents run to every end there is. Afterwards nothing lies in the staging area, and everything that Spark,
// the stack and the runner wrote or show is searched for the data keys, the certificates and what was in the records.

const GENERATED = "grant_applications";
const LARGE = "notes";
/** So many records that there is time to see them lie in the staging area. */
const RECORDS = 40_000;
const [FULL, BAD] = ["2026-05-01", "2026-05-02"];
/** Seconds that a lock outlives its runner. */
const TTL = 20;

const markers = {
  text: "PLAINTEXT-MARKER-TEXT",
  nested: "PLAINTEXT-MARKER-NESTED",
  listed: "PLAINTEXT-MARKER-LISTED",
  number: "PLAINTEXT-MARKER-NUMBER",
  bad: "PLAINTEXT-MARKER-BAD",
  noObject: "PLAINTEXT-MARKER-NO-OBJECT",
  large: "PLAINTEXT-MARKER-LARGE",
};

/** Its texts are good; the number is none and is listed in `error_desc`. */
const marked = JSON.stringify({
  id: markers.text,
  organisationName: markers.text,
  numberOfPaidEmployees: markers.number,
  companiesHouseNumber: markers.number,
  siteAddress: { town: markers.nested },
  preferredSectors: [markers.listed],
});
const largeDocument = documentOf(
  ...Array.from({ length: RECORDS }, (_, n) =>
    JSON.stringify({
      id: String(n),
      amount: n % 100 === 0 ? markers.large : n,
      note: `${markers.large} ${n}`.padEnd(300, "x"),
    }),
  ),
);

let generated: Sandbox;
let large: Sandbox;
let issued: IssuedKeys;
const boxes: Sandbox[] = [];
const ours: string[] = [];
const dataKeys: string[] = [];

async function boxOf(collection: string, columns: object): Promise<Sandbox> {
  const box = await Sandbox.create({
    collections: { application: [collection] },
    initial_spark_schema: { application: { [collection]: columns } },
  });
  boxes.push(box);
  return box;
}

/** A configuration whose locks outlive their runner for a while. */
function configOf(box: Sandbox, ttlSeconds = 60): Promise<string> {
  return box.config({ dks: dksConfig(box.info), lock: { ttlSeconds } });
}

async function put(box: Sandbox, key: string, text: string): Promise<void> {
  dataKeys.push(...textsOf(await deliver(box, key, text)));
}

function putLarge(day: string): Promise<void> {
  return put(large, keyOf(day, LARGE), largeDocument);
}

function putSmall(day: string): Promise<void> {
  return put(large, keyOf(day, LARGE), documentOf(`{"id":"1","note":"${markers.large}","amount":1}`));
}

function heard(finished: Finished): Finished {
  ours.push(finished.stdout, finished.stderr);
  return finished;
}

async function run(box: Sandbox, day: string): Promise<Finished> {
  return heard(await box.adg(runOf(day, await configOf(box))));
}

beforeAll(async () => {
  issued = await IssuedKeys.start(process.env["AWS_ENDPOINT_URL"] ?? "");
  generated = await boxOf(GENERATED, {
    number_of_paid_employees: "integer",
    companies_house_number: "bigint",
  });
  large = await boxOf(LARGE, { id: "string", amount: "integer", note: "string" });
  const bad = `"${markers.noObject}",{"id":"${markers.bad}","organisationName":tru}`;
  for (const { day, collections } of generateJsonDays({
    module: "application",
    start: FULL,
    days: 2,
    rows: 40,
  })) {
    for (const { key, content } of collections.flatMap(({ documents }) => documents)) {
      const text = Buffer.from(content).toString("utf8");
      const more = day === BAD ? `${marked},${bad}` : marked;
      await put(
        generated,
        key,
        text.replace(/"data":\s*\[(?=\{"id":"(?!none))/, (begin) => `${begin}${more},`),
      );
    }
  }
});

afterAll(async () => {
  for (const box of boxes) await box[Symbol.asyncDispose]();
  await issued[Symbol.asyncDispose]();
});

/** Runs the large day until what it stages is seen: `uploads` as soon as one is begun, `objects` when one is whole. */
async function untilStaged(day: string, what: "uploads" | "objects", ttlSeconds?: number) {
  const child = large.start(runOf(day, await configOf(large, ttlSeconds)));
  const end = large.finished(child);
  const isSeen = (key: string): boolean => what === "uploads" || key.startsWith("staging/");
  while (!(await staged(day)).some(isSeen)) {
    if (child.exitCode !== null) throw new Error(`over before anything was seen: ${(await end).stderr}`);
    await sleep(10);
  }
  return { child, end };
}

/** What the staging area holds of a day. */
async function staged(day: string): Promise<string[]> {
  return (await outputKeys(large, "staging/")).filter((key) => key.includes(`/${LARGE}/${day}/`));
}

interface LogLine {
  readonly level: string;
  readonly day?: string;
  readonly run_id?: number;
  readonly prefix?: string;
  readonly objects?: number;
  readonly msg: string;
}

/** The log's lines that tell something. */
function lines({ stderr }: Finished, message: string): LogLine[] {
  return stderr
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as LogLine)
    .filter(({ msg }) => msg.includes(message));
}

const REMOVED = "removed what a run that was killed had staged";
const LEFT_ALONE = "another runner is at this day";

describe("nothing is left in the staging area", () => {
  it("after a day that completes", async () => {
    const { code, stdout, stderr } = await run(generated, FULL);
    expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/number_of_paid_employees .*: 1 value became null/);
    expect(await outputKeys(generated, "staging/")).toEqual([]);
  });

  it("after a day with bad records", async () => {
    const { code, stderr } = await run(generated, BAD);
    expect(code).toBe(4);
    expect(lastLine(stderr)).toMatch(/^adg: .* maxBadRows allows 0\. Record 2 of s3:/);
    expect(await outputKeys(generated, "staging/")).toEqual([]);
  });

  it.each([
    ["is still staging", "2026-06-01", "uploads"],
    ["reads what is staged", "2026-06-02", "objects"],
  ] as const)("after SIGINT while a day %s", async (_name, day, what) => {
    await putLarge(day);
    const { child, end } = await untilStaged(day, what);
    child.kill("SIGINT");
    const { code, stderr } = heard(await end);
    expect([code, lastLine(stderr)]).toEqual([130, expect.stringContaining("adg: Ended by SIGINT")]);
    expect(await large.item("", "application")).toMatchObject({ Date: day, Status: "Failed" });
    expect(await outputKeys(large)).toEqual([]);
  });
});

describe("what lies in the staging area", () => {
  it("is left alone while its run is alive", async () => {
    const [day, other] = ["2026-06-03", "2026-06-04"];
    await putLarge(day);
    await putSmall(other);
    const { child, end } = await untilStaged(day, "objects");
    child.kill("SIGSTOP");
    const before = await staged(day);
    expect(before).not.toEqual([]);
    const meanwhile = await run(large, other);
    const after = await staged(day);
    child.kill("SIGCONT");
    expect({ code: meanwhile.code, last: meanwhile.code === 0 ? "" : lastLine(meanwhile.stderr) }).toEqual({
      code: 0,
      last: "",
    });
    expect(lines(meanwhile, LEFT_ALONE)).toEqual([expect.objectContaining({ day })]);
    expect(after).toEqual(before);
    const { code, stderr } = heard(await end);
    expect({ code, last: code === 0 ? "" : lastLine(stderr) }).toEqual({ code: 0, last: "" });
    expect(await outputKeys(large, "staging/")).toEqual([]);
  });

  it("of a run that was killed is removed by the next, of whatever day", async () => {
    const [day, next] = ["2026-06-05", "2026-06-06"];
    await putLarge(day);
    await putSmall(next);
    const { child, end } = await untilStaged(day, "objects", TTL);
    child.kill("SIGKILL");
    heard(await end);
    expect(child.signalCode).toBe("SIGKILL");
    const left = await staged(day);
    expect(left).toEqual([expect.stringMatching(/^staging\/.+\/run=\d{6}-[0-9a-f]{8}\/part-00000\.json$/)]);
    const runId = Number(/\/run=(\d+)-/.exec(left[0] ?? "")?.[1]);
    // And an upload that it did not come to end.
    const Key = (left[0] ?? "").replace("part-00000", "part-00001");
    const upload = { Bucket: large.published, Key };
    const { UploadId } = await large.s3.send(new CreateMultipartUploadCommand(upload));
    await large.s3.send(new UploadPartCommand({ ...upload, UploadId, PartNumber: 1, Body: markers.large }));
    expect(await staged(day)).toHaveLength(2);

    // Nobody knows yet whether it is dead.
    const early = await run(large, next);
    expect({ code: early.code, told: lines(early, LEFT_ALONE), removed: lines(early, REMOVED) }).toEqual({
      code: 0,
      told: [expect.objectContaining({ day })],
      removed: [],
    });
    expect(await staged(day)).toHaveLength(2);

    const expires = Number((await large.item(`#lock#${day}`, "application"))?.["Expires_At"]) * 1000;
    await sleep(Math.max(0, expires - Date.now()) + 1_000);
    const late = await run(large, next);
    expect({ code: late.code, removed: lines(late, REMOVED) }).toEqual({
      code: 0,
      removed: [
        expect.objectContaining({
          level: "warn",
          day,
          run_id: runId,
          objects: 1,
          prefix: (left[0] ?? "").replace("part-00000.json", ""),
        }),
      ],
    });
    expect(await outputKeys(large, "staging/")).toEqual([]);
    expect(await large.item(`#lock#${day}`, "application")).toBeUndefined();
  });
});

describe("after all this, no key, no certificate and no record is found", () => {
  let secrets: readonly string[];

  beforeAll(async () => {
    const { dks } = generated.info;
    // Two hops with key and token, for each run.
    expect(issued.secrets.length).toBeGreaterThanOrEqual(4);
    const files = [dks.certFile, dks.keyFile, dks.caFile];
    secrets = [
      ...issued.secrets,
      ...Object.values(generated.info.clusterKeys),
      ...Object.values(generated.info.adminKeys),
      ...(await pemLines(files)),
      ...dataKeys,
      ...Object.values(markers),
    ];
    // Eight documents with a key each, in three notations; a dozen lines of PEM.
    expect(secrets.length).toBeGreaterThan(50);
  });

  it("in what the runner printed and logged", () => {
    expect(ours.join("")).toContain(FULL);
    expect(found(ours.join("\n"), [...secrets, generated.info.spark.token])).toEqual([]);
  });

  it("in the logs of Spark, of the Data Key Service and of the stack", async () => {
    const logs = await Promise.all(logFiles(generated.info).map((file) => readFile(file, "utf8")));
    expect(found(logs.join("\n"), secrets)).toEqual([]);
    expect(found(await readFile(generated.info.spark.logFile, "utf8"), [generated.info.spark.token])).toEqual(
      [],
    );
  });

  it("in Spark's event log", async () => {
    const events = await eventLog(generated.info);
    expect(events).toContain(generated.database);
    expect(found(events, [...secrets, generated.info.spark.token])).toEqual([]);
  });

  it("on the pages of Spark's UI", async () => {
    const pages = await crawl(generated.info.spark.uiUrl);
    const text = [...pages.values()].join("\n");
    expect([...pages.keys()].some((page) => page.includes("/connect/"))).toBe(true);
    for (const { database } of boxes) expect(text).toContain(database);
    expect(found(text, [...secrets, generated.info.spark.token])).toEqual([]);
  });
});
