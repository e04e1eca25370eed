import { GetObjectTaggingCommand } from "@aws-sdk/client-s3";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { StructType } from "spark-connect-node";
import { runDay } from "../../src/day/run-day.ts";
import { InvalidConfigurationError, SourceDataError } from "../../src/errors.ts";
import type { CollectionOptions, CollectionSpec } from "../../src/model/collection.ts";
import { newRunRef } from "../../src/model/layout.ts";
import { silentLog } from "../../src/model/log.ts";
import { DayFixture, eventLog, warnings } from "../support/day-fixture.ts";
import { uniqueName } from "../support/stack.ts";

let fixture: DayFixture;
const [first, second] = ["2026-11-01", "2026-11-02"];

beforeAll(async () => {
  fixture = await DayFixture.open("hd_day");
});

// Whatever became of a day: nothing of it stays in the clear.
afterEach(async () => {
  expect(await fixture.outputKeys("staging/")).toEqual([]);
  expect(await fixture.store.unfinishedUploads(fixture.output.bucket, "staging/")).toEqual([]);
});

afterAll(() => fixture.close());

const specOf = (name: string, more: Partial<CollectionOptions> = {}): CollectionSpec =>
  fixture.spec(name, { format: "encrypted-json", select: "all", ...more });

const open = (...names: string[]): unknown[] => names.map((fieldName) => ({ fieldName, pii: false }));

/** The rows of a table without what every one has. */
async function rowsOf(name: string, where = "true"): Promise<unknown[]> {
  return (await fixture.read(name, where)).map((row) => {
    const { row_hash_id, date_uploaded: _day, error_desc, ...data } = row as Record<string, unknown>;
    expect(row_hash_id).toMatch(/^[0-9a-f]{64}$/u);
    return Array.isArray(error_desc) && error_desc.length > 0 ? { ...data, error_desc } : data;
  });
}

/** Delivers and runs two days of a collection, one document each; gives the changes of the second. */
async function twoDays(spec: CollectionSpec, one: unknown[], other: unknown[]): Promise<string | undefined> {
  for (const [day, data] of [
    [first, one],
    [second, other],
  ] as const) {
    await fixture.deliverEncrypted(day, spec.name, { data });
  }
  await fixture.run(first, [spec]);
  return (await fixture.run(second, [spec])).collections[0]?.changes;
}

describe("a day of encrypted documents", () => {
  it("is opened, staged, read as text, typed, and published", async () => {
    const name = uniqueName("applications");
    const data = [
      {
        id: 1,
        fullName: "Ünï ✓",
        amountClaimed: 1.5,
        isOpen: true,
        when: "2026-11-01 09:00:00",
        tags: ["a", "b"],
      },
      { id: 2, fullName: null, address: { line: "x", lots: [{ n: 1 }] } },
    ];
    await fixture.deliverEncrypted(first, name, { data });
    const { events, onEvent } = eventLog();
    const { collections } = await fixture.run(first, [specOf(name)], { onEvent });
    expect(collections[0]).toMatchObject({ rows: 2, badRows: 0 });
    expect(await rowsOf(name)).toEqual([
      {
        id: 1,
        full_name: "Ünï ✓",
        amount_claimed: 1.5,
        is_open: true,
        when: "2026-11-01 09:00:00",
        tags: ["a", "b"],
      },
      { id: 2, address: { line: "x", lots: [{ n: 1 }] } },
    ]);
    expect([...new Set(events.map(({ kind }) => kind))]).toEqual([
      "located",
      "opening",
      "extracting",
      "converting",
      "staging",
      "staged",
      "verified",
      "published",
    ]);
  });

  it.each<[string, unknown, unknown]>([
    ["a struct", { a: 1 }, { a: 2, b: true }],
    ["a struct in a struct", { s: { a: 1 } }, { s: { a: 2, b: "x" } }],
    ["an array of structs", [{ a: 1 }], [{ a: 2 }, { a: 3, b: { c: 1 } }]],
  ])("keeps earlier rows when %s gains a field", async (_name, before, after) => {
    const name = uniqueName("widens");
    const changes = await twoDays(specOf(name), [{ id: 1, x: before }], [{ id: 2, x: after }]);
    expect(changes).toMatch(/^\+ x.* \S+[^]*table rename$/u);
    expect(await rowsOf(name)).toEqual([
      { id: 1, x: before },
      { id: 2, x: after },
    ]);
  });

  it("refuses documents that have none of its table's fields, one among good ones too", async () => {
    const name = uniqueName("strangers");
    const error = { data: [{ code: 503, dateUploaded: "x" }] };
    await fixture.deliverEncrypted(first, name, { data: [{ id: 1, townName: "Leeds" }] });
    await fixture.run(first, [specOf(name)]);
    await fixture.deliverEncrypted(second, name, { data: [{ townName: "Hull" }] }, "1");
    await fixture.deliverEncrypted(second, name, error, "2");
    const day = fixture.run(second, [specOf(name, { select: "all" })]);
    await expect(day).rejects.toThrow(
      /-2\.json\.enc of .* has a column date_uploaded.* 1 more problem .*-2\.json\.enc of .* has none of the 2 columns of its table/u,
    );
    expect(await rowsOf(name)).toEqual([{ id: 1, town_name: "Leeds" }]);
  });

  it("keeps earlier rows when a struct loses a field", async () => {
    const name = uniqueName("narrows");
    await twoDays(specOf(name), [{ id: 1, x: { a: 1, b: 2 } }], [{ id: 2, x: { b: 3 } }]);
    expect(await rowsOf(name)).toEqual([
      { id: 1, x: { a: 1, b: 2 } },
      { id: 2, x: { b: 3 } },
    ]);
  });

  it("lists an object where the table has a number, and keeps it as text where that has text", async () => {
    const name = uniqueName("objects");
    const initialSchema = StructType.fromDDL("id BIGINT, n INT, t STRING");
    await fixture.deliverEncrypted(first, name, {
      data: [
        { id: 1, n: { a: 1 }, t: { a: 1 } },
        { id: 2, n: 7, t: "x" },
      ],
    });
    const { collections } = await fixture.run(first, [specOf(name, { initialSchema })]);
    expect(collections[0]?.changes).toContain("~ n string → int: 1 value became null, see error_desc");
    expect(await rowsOf(name)).toEqual([
      { id: 1, t: '{"a":1}', error_desc: ['Type Conversion for column n. The source value is: {"a":1}'] },
      { id: 2, n: 7, t: "x" },
    ]);
  });

  it("leaves strings text, and rounds and refuses numbers as the table has them", async () => {
    const name = uniqueName("kinds");
    const data = [
      {
        id: 1,
        a: "1.10",
        b: "60e0",
        c: "true",
        d: { e: "7" },
        known: "12345678901234567.89",
        empty: {},
        list: [{}],
      },
      { id: 2, a: "2", b: "1", c: "false", d: { e: "8" }, known: "1e-400", t: {} },
    ];
    await fixture.deliverEncrypted(first, name, { data });
    const initialSchema = StructType.fromDDL("id INT, known DOUBLE, t STRING");
    const { collections } = await fixture.run(first, [specOf(name, { initialSchema })]);
    const changes = collections[0]?.changes.split("\n") ?? [];
    expect(changes).toEqual(
      expect.arrayContaining([
        "? empty (no value yet)",
        "? list (no value yet)",
        "~ known string → double: 1 value became null, see error_desc",
        "~ known: 1 value has more digits than a double keeps, and was rounded",
      ]),
    );
    expect(await rowsOf(name)).toEqual([
      { id: 1, a: "1.10", b: "60e0", c: "true", d: { e: "7" }, known: 12345678901234568 },
      {
        id: 2,
        a: "2",
        b: "1",
        c: "false",
        d: { e: "8" },
        t: "{}",
        error_desc: ["Type Conversion for column known. The source value is: 1e-400"],
      },
    ]);
  });

  it("has the fields of all its documents", async () => {
    const name = uniqueName("documents");
    await fixture.deliverEncrypted(first, name, { data: [{ id: 1, a: 1, s: { x: 1 } }] }, "1");
    await fixture.deliverEncrypted(first, name, { data: [{ id: 2, b: "y", s: { z: true } }] }, "2");
    const { collections } = await fixture.run(first, [specOf(name)]);
    expect(collections[0]?.files).toHaveLength(2);
    expect(await rowsOf(name)).toEqual([
      { id: 1, a: 1, s: { x: 1 } },
      { id: 2, b: "y", s: { z: true } },
    ]);
  });

  it("publishes an empty delta, and refuses an empty full extract", async () => {
    const name = uniqueName("delta");
    const spec = specOf(name, { extract: "delta" });
    expect(await twoDays(spec, [{ id: 1, a: { b: 1 } }], [])).toBeDefined();
    expect(await rowsOf(name)).toEqual([{ id: 1, a: { b: 1 } }]);
    const refused = fixture.run(second, [specOf(name)]);
    await expect(refused).rejects.toThrow(SourceDataError);
    await expect(refused).rejects.toThrow("has no records, which a full extract should not");
  });

  it("publishes an empty delta as the first day of a table", async () => {
    const name = uniqueName("empty");
    await fixture.deliverEncrypted(first, name, { data: [] });
    const { collections } = await fixture.run(first, [specOf(name, { extract: "delta" })]);
    expect(collections[0]).toMatchObject({ rows: 0, badRows: 0 });
  });
});

describe("personal data", () => {
  const data = [{ id: 1, name: "x" }];
  it.each<[string, unknown[], boolean, string | undefined]>([
    ["no field is", [{ fields: open("id", "name"), data }], false, undefined],
    ["a field is", [{ fields: [...open("id"), { fieldName: "name", pii: true }], data }], true, undefined],
    ["a field is not classified", [{ data, fields: open("id") }], true, "fields are not classified"],
    ["there is no `fields`", [{ data }], true, "it has no `fields`"],
    ["one of the documents is", [{ data, fields: open("id", "name") }, { data }], true, "it has no `fields`"],
  ])("decides the folder and the tags when %s", async (_name, documents, pii, because) => {
    const name = uniqueName("pii");
    for (const [n, document] of documents.entries()) {
      await fixture.deliverEncrypted(first, name, document, String(n + 1));
    }
    const { log, warned } = warnings();
    const { collections } = await fixture.run(first, [specOf(name)], { log });
    expect(collections[0]?.location).toContain(`/${pii ? "pii" : "non-pii"}/${name}/`);
    expect(warned.map(({ message }) => message)).toEqual(
      because === undefined ? [] : [`treated as personal data: ${because}`],
    );
    const keys = (await fixture.outputKeys("data/")).filter((key) => key.includes(`/${name}/`));
    expect(keys.length).toBeGreaterThan(0);
    for (const Key of keys) {
      const { TagSet } = await fixture.s3.send(
        new GetObjectTaggingCommand({ Bucket: fixture.output.bucket, Key }),
      );
      const tags = Object.fromEntries((TagSet ?? []).map((tag) => [tag.Key, tag.Value]));
      expect(tags).toEqual({ pii: String(pii), db: fixture.output.database, table: name });
    }
  });

  it("warns of the days that were published as not, and leaves them there", async () => {
    const name = uniqueName("opened");
    await fixture.deliverEncrypted(first, name, { data, fields: open("id", "name") });
    await fixture.deliverEncrypted(second, name, { data, fields: [{ fieldName: "name", pii: true }] });
    await fixture.run(first, [specOf(name)]);
    const { log, warned } = warnings();
    await fixture.run(second, [specOf(name)], { log });
    expect(warned).toEqual([
      {
        fields: { collection: name, days: [first] },
        message: expect.stringMatching(
          /^personal data from this day on; days published before lie under non-pii/u,
        ),
      },
    ]);
    expect(await rowsOf(name)).toHaveLength(2);
  });
});

describe("a day that fails", () => {
  it.each([
    ["that splitting leaves out", `{"a":1,"a":2}`, "has a name twice in one object."],
    ["that Spark cannot read", `{"a":NaN}`, "is not JSON."],
  ])("names a bad record %s, and leaves it out where that is allowed", async (_name, bad, problem) => {
    const name = uniqueName("bad");
    const key = await fixture.deliverEncrypted(first, name, `{"data":[{"id":1},${bad},{"id":3}]}`);
    const refused = fixture.run(first, [specOf(name)]);
    await expect(refused).rejects.toThrow(SourceDataError);
    await expect(refused).rejects.toThrow(`1 of 3 records of ${name} cannot be read`);
    await expect(refused).rejects.toThrow(`Record 2 of s3://${fixture.sourceBucket}/${key} ${problem}`);
    expect(await fixture.outputKeys("staging/")).toEqual([]);
    expect((await fixture.outputKeys()).filter((each) => each.includes(name))).toEqual([]);
    const { collections } = await fixture.run(first, [specOf(name, { maxBadRows: 1 })]);
    expect(collections[0]).toMatchObject({ rows: 2, badRows: 1 });
    expect(await rowsOf(name)).toEqual([{ id: 1 }, { id: 3 }]);
  });

  it("says that no Data Key Service is given", async () => {
    const name = uniqueName("closed");
    const key = await fixture.deliverEncrypted(first, name, { data: [{ id: 1 }] });
    const { output, metastore, source, store } = fixture;
    const refused = runDay({
      day: first,
      run: newRunRef(900),
      collections: [specOf(name)],
      output,
      metastore,
      source,
      store,
      log: silentLog,
    });
    await expect(refused).rejects.toThrow(InvalidConfigurationError);
    await expect(refused).rejects.toThrow(
      `s3://${fixture.sourceBucket}/${key} is encrypted, and no Data Key Service is configured`,
    );
  });
});

describe("the plan of a day", () => {
  it("says that columns show when the day runs, and asks for no key", async () => {
    const name = uniqueName("plan");
    const key = await fixture.deliverEncrypted(first, name, { data: [{ id: 1 }] });
    const asked = fixture.dataKeys.asked.length;
    const { collections } = await fixture.plan(first, [specOf(name)]);
    expect(collections).toEqual([
      expect.objectContaining({
        kind: "ready",
        columns: [],
        changes: "",
        table: "new",
        remarks: ["encrypted: its columns, and whether they are personal data, show when the day runs"],
      }),
    ]);
    expect(
      collections.flatMap((plan) => (plan.kind === "ready" ? plan.files : [])).map((file) => file.key),
    ).toEqual([key]);
    expect(fixture.dataKeys.asked).toHaveLength(asked);
  });
});
