import { GetObjectTaggingCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import {
  dksCalls,
  readWithPySpark,
  resetDksCalls,
  setIamEnforcement,
  type StackInfo,
  uploadJsonDays,
} from "@dataworks/local-stack";
import { generateJsonDays, type JsonModule } from "@dataworks/test-data";
import { adg } from "../support/command.ts";
import { instance, step } from "../support/instance.ts";
import { canonicalJson, sorted } from "../support/rows.ts";

// Three days of each encrypted module, as the source delivers them, with IAM enforced and the Data Key Service over mutual
// TLS. What is published is read by PySpark, through the tables, as an analyst would.

const [START, END] = ["2026-05-01", "2026-05-03"];
const modules = ["application", "payment"] as const satisfies readonly JsonModule[];
const days = modules.flatMap((module) =>
  generateJsonDays({ module, start: START, days: 3, rows: 120, seed: "published" }),
);
const collections = modules.flatMap((module) =>
  (days.find((day) => day.module === module)?.collections ?? []).map(({ name }) => [module, name] as const),
);
/** Columns whose values are structures: compared as JSON, whatever the order of their fields. */
const structures = new Set(["site_address", "contacts", "preferred_sectors"]);

let info: StackInfo;
let s3: S3Client;

beforeAll(async () => {
  info = await instance();
  s3 = new S3Client({ credentials: info.adminKeys });
  await uploadJsonDays(info, days);
  await setIamEnforcement(info, true);
});

afterAll(async () => {
  await setIamEnforcement(info, false);
  s3.destroy();
});

async function keysUnder(prefix: string): Promise<string[]> {
  const { Contents = [] } = await s3.send(
    new ListObjectsV2Command({ Bucket: info.buckets.published, Prefix: prefix }),
  );
  return Contents.map(({ Key = "" }) => Key);
}

function read(query: string): ReturnType<typeof readWithPySpark> {
  return readWithPySpark(info.spark.remote, query, { report: () => {} });
}

describe.each(modules)("three %s days", (module) => {
  it("run with IAM enforced, and ask the Data Key Service once for each key", async () => {
    await resetDksCalls(info);
    const { code, stderr } = await adg(step(module, START, END));
    expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
    // One key a day and collection.
    expect(await dksCalls(info)).toBe(3 * collections.filter(([owner]) => owner === module).length);
  });

  it("leave nothing in the staging area", async () => {
    expect(await keysUnder("staging/")).toEqual([]);
  });
});

describe.each(collections)("%s: %s", (module, name) => {
  const delivered = days
    .filter((day) => day.module === module)
    .map(({ day, collections: all }) => {
      const collection = all.find((each) => each.name === name);
      if (collection === undefined) throw new Error(`no ${name} on ${day}`);
      return { day, ...collection };
    });

  it("every value of every row is what was delivered, and so is its digest", async () => {
    const columns = [
      ...new Set(delivered.flatMap(({ records }) => Object.keys(records[0]?.published ?? {}))),
    ];
    expect(columns).toContain("row_hash_id");
    const asJson = (column: string, text: string | null): unknown =>
      text !== null && structures.has(column) ? JSON.parse(text) : text;
    const expected = delivered.flatMap(({ day, records }) =>
      records.map(({ published, errors }) => ({
        day,
        ...Object.fromEntries(columns.map((column) => [column, asJson(column, published[column] ?? null)])),
        error_desc: errors,
      })),
    );

    const selected = columns.map((column) =>
      structures.has(column)
        ? `to_json(\`${column}\`) AS \`${column}\``
        : `CAST(\`${column}\` AS STRING) AS \`${column}\``,
    );
    const rows = await read(`SELECT CAST(date_uploaded AS STRING) AS day, ${selected.join(", ")}, error_desc
      FROM uc_kickstart.${name} WHERE date_uploaded BETWEEN DATE'${START}' AND DATE'${END}'`);
    const actual = rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([column, value]) => [
          column,
          typeof value === "string" ? asJson(column, value) : value,
        ]),
      ),
    );

    expect(sorted(actual).map(canonicalJson)).toEqual(sorted(expected).map(canonicalJson));
  });

  it("lies under its prefix, and every object is tagged", async () => {
    for (const { day, pii } of delivered) {
      const folder = (which: string): string => `data/uc_kickstart/${which}/${name}/`;
      const ofDay = (keys: readonly string[]): string[] =>
        keys.filter((key) => key.includes(`date_uploaded=${day}/`));
      const here = ofDay(await keysUnder(folder(pii ? "pii" : "non-pii")));
      expect(here.length).toBeGreaterThan(0);
      expect(ofDay(await keysUnder(folder(pii ? "non-pii" : "pii")))).toEqual([]);
      for (const Key of here) {
        const { TagSet = [] } = await s3.send(
          new GetObjectTaggingCommand({ Bucket: info.buckets.published, Key }),
        );
        expect(Object.fromEntries(TagSet.map((tag) => [tag.Key, tag.Value]))).toEqual({
          pii: String(pii),
          db: "uc_kickstart",
          table: name,
        });
      }
    }
  });
});

describe("a collection that becomes personal data", () => {
  it("has its earlier days where they were", async () => {
    const described = await Promise.all(
      [START, "2026-05-02", END].map((day) =>
        read(`DESCRIBE EXTENDED uc_kickstart.user_detail PARTITION (date_uploaded = DATE'${day}')`),
      ),
    );
    const locations = described.map(
      (rows) =>
        String(rows.find(({ col_name }) => col_name === "Location")?.["data_type"]).split(
          "/uc_kickstart/",
        )[1],
    );
    expect(locations.map((location) => location?.split("/")[0])).toEqual(["non-pii", "non-pii", "pii"]);
  });

  it("is warned about, with those days", async () => {
    const { code, stderr } = await adg(step("payment", END, END));
    expect(code).toBe(0);
    const warned = stderr
      .split("\n")
      .filter((line) => line.includes("personal data from this day on"))
      .map((line) => JSON.parse(line) as { level: string; collection: string; days: string[] });
    expect(warned).toEqual([
      expect.objectContaining({
        level: "warn",
        collection: "user_detail",
        days: expect.arrayContaining([START, "2026-05-02"]),
      }),
    ]);
  });
});
