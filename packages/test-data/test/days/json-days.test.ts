import { describe, expect, it } from "@jest/globals";
import { createHash } from "node:crypto";
import { benchDocumentChunks, benchLineChunks } from "../../src/files/json-bench.ts";
import { type GeneratedJsonCollection, generateJsonDays } from "../../src/days/json-days.ts";
import { javaDouble } from "../../src/expected/java-double.ts";
import { jsonTemplate } from "../../src/template/json-template.ts";
import { JsonNumber, type JsonObject } from "../../src/values/json-value.ts";
import { hashedTexts, rowHash } from "../../src/expected/row-hash.ts";
import { snakeCase } from "../../src/expected/snake-case.ts";

const options = { start: "2026-11-01", rows: 120 };
const application = generateJsonDays({ ...options, module: "application" });
const payment = generateJsonDays({ ...options, module: "payment" });
const days = [...application, ...payment];

interface Document {
  readonly extract: { readonly start: string; readonly end: string };
  readonly fields: readonly { readonly fieldName: string; readonly pii: boolean | string }[];
  readonly data: readonly Readonly<Record<string, unknown>>[];
}
const textOf = (content: Uint8Array | undefined): string => new TextDecoder().decode(content);
const parse = (content: Uint8Array | undefined): Document => JSON.parse(textOf(content)) as Document;
const named = (dayNumber: number, name: string): GeneratedJsonCollection => {
  const found = [application, payment]
    .flatMap((module) => module[dayNumber]?.collections ?? [])
    .find((collection) => collection.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
};
const fieldsOf = (dayNumber: number, name: string): string[] =>
  parse(named(dayNumber, name).documents[0]?.content).fields.map(({ fieldName }) => fieldName);

describe("generated JSON days", () => {
  it("are the same bytes every time, and others for another seed or day", () => {
    const digest = (seed: string, start = options.start): string => {
      const hash = createHash("sha256");
      for (const { collections } of generateJsonDays({ module: "payment", rows: 30, start, seed })) {
        for (const { documents } of collections) for (const { content } of documents) hash.update(content);
      }
      return hash.digest("hex");
    };
    expect(digest("a")).toBe(digest("a"));
    expect(digest("a")).not.toBe(digest("b"));
    expect(digest("a")).not.toBe(digest("a", "2026-12-01"));
  });

  it("are named as the source names them", () => {
    expect(application[0]?.collections[0]?.documents.map(({ key }) => key)).toEqual([
      "2026-11-01_application-grant_applications-1793498400.json.enc",
    ]);
    const [delta] = generateJsonDays({ ...options, module: "payment", days: 1, extract: "delta" });
    const role = delta?.collections.find(({ name }) => name === "role");
    expect(role?.documents.map(({ key }) => key)).toEqual(
      [1, 2, 3].map((n) => `2026-11-01_payment-role-${1_793_498_400 + n}.json.enc`),
    );
    expect(role?.documents.flatMap(({ content }) => parse(content).data)).toEqual(
      parse(named(0, "role").documents[0]?.content).data,
    );
    expect(role?.records).toEqual(named(0, "role").records);
    // `fields` is once before the data, once after it.
    const order = role?.documents.map(({ content }) => {
      const members = Object.keys(parse(content));
      return members.indexOf("fields") < members.indexOf("data");
    });
    expect(order).toEqual([true, false, true]);
  });

  it("refuse a start that is no day", () => {
    expect(() => generateJsonDays({ module: "payment", start: "2021-02-30" })).toThrow("is no day");
  });

  it.each(
    days.flatMap((day) => day.collections.map((collection) => [`${day.day} ${collection.name}`, collection])),
  )("hold exactly the records they say they hold: %s", (_, collection) => {
    const { records, documents, pii } = collection as GeneratedJsonCollection;
    const { data, fields, extract } = parse(documents[0]?.content);
    expect(Object.keys(extract)).toEqual(["start", "end"]);
    expect(data).toHaveLength(records.length);
    expect(new Set(data.map(({ id }) => id)).size).toBe(options.rows);
    expect(new Set(fields.map((field) => typeof field.pii)).size).toBe(1);
    expect(fields.some((field) => String(field.pii) === "true")).toBe(pii);
    const known = fields.map(({ fieldName }) => fieldName);
    for (const [index, record] of data.entries()) {
      const expected = records[index];
      if (expected === undefined) throw new Error(`no record ${index}`);
      const { source, published } = expected;
      expect(
        Object.entries(source).map(([name, text]) => [name, text === null ? null : JSON.parse(text)]),
      ).toEqual(Object.entries(record).map(([field, value]) => [snakeCase(field), value]));
      expect(Object.keys(published)).toEqual(expect.arrayContaining(known.map(snakeCase)));
      expect(published["row_hash_id"]).toMatch(/^[0-9a-f]{64}$/);
      for (const field of Object.keys(record)) expect(known).toContain(field);
    }
  });

  it("change as announced", () => {
    expect([...application, ...payment].map(({ changes }) => changes.map(({ kind }) => kind))).toEqual([
      [],
      ["dropped", "nested-added"],
      ["added", "text-in-integer"],
      [],
      ["dropped"],
      ["became-pii"],
    ]);
    const grants = [0, 1, 2].map((day) => fieldsOf(day, "grant_applications"));
    expect(grants.map((fields) => fields.includes("dfaRejectionReason"))).toEqual([true, false, false]);
    expect(grants.map((fields) => fields.includes("isRenewal"))).toEqual([false, false, true]);
    expect([0, 1, 2].map((day) => fieldsOf(day, "supplier").includes("site_name"))).toEqual([
      true,
      false,
      false,
    ]);
    expect(named(1, "supplier").records[0]?.published).toMatchObject({ site_name: null });
    const county = (day: number): unknown =>
      JSON.parse(named(day, "grant_applications").records[0]?.published["site_address"] ?? "");
    expect(county(0)).not.toHaveProperty("county");
    expect(county(1)).toHaveProperty("county");
    expect([0, 1, 2].map((day) => named(day, "user_detail").pii)).toEqual([false, false, true]);
    expect([0, 1, 2].map((day) => named(day, "employee").pii)).toEqual([true, true, true]);
  });

  it("say what must come of text in an integer column", () => {
    const { records } = named(2, "grant_applications");
    expect(records.filter(({ errors }) => errors.length > 0)).toHaveLength(12);
    expect(records[0]).toMatchObject({
      source: { number_of_paid_employees: '"ten"' },
      published: { number_of_paid_employees: null },
      errors: ["Type Conversion for column number_of_paid_employees. The source value is: ten"],
    });
  });

  it("say what must come of values, one by one", () => {
    const { records } = named(0, "grant_applications");
    const pairs = (column: string): (readonly [string | null | undefined, string | null | undefined])[] =>
      records.map(({ source, published }) => [source[column], published[column]]);
    for (const pair of [
      ["1234.5", "1234.5"],
      ["10.50", "10.5"],
      ["1e-07", "1.0E-7"],
      ["1E10", "1.0E10"],
      ["12", "12.0"],
      [undefined, null],
      [null, null],
    ]) {
      expect(pairs("amount_claimed")).toContainEqual(pair);
    }
    expect(pairs("job_prospects").some(([, text]) => BigInt(text ?? 0) > 2n ** 53n)).toBe(true);
    expect(pairs("job_prospects").some(([text]) => text?.startsWith('"'))).toBe(true);
    expect(pairs("created").filter(([text]) => text?.endsWith('Z"'))[0]?.[1]).toMatch(
      /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/,
    );
    expect(pairs("site_address")[0]?.[1]).toMatch(
      /^\{"floor":\d+,"line1":.*"line2":.*"location":\{"lat":\d+\.\d+,"lon":-\d+\.\d+\},"postcode":.*"town":/,
    );
    expect(pairs("contacts").map(([, text]) => text)).toContain("[]");
  });

  it("have names of the table for all 64 columns of the template, and more", () => {
    const columns = jsonTemplate.grant_applications.map(({ field }) => snakeCase(field));
    expect(new Set(columns).size).toBe(68);
    expect(columns).toEqual(
      expect.arrayContaining(["id", "address_line1", "higher_d_f_a_decision", "date_sent_for_re_work"]),
    );
  });
});

describe("a row's hash", () => {
  const number = (text: string): JsonNumber => new JsonNumber(text);
  const day: readonly JsonObject[] = [
    {
      zuluId: number("1"),
      applicationId: "A-1",
      emailAddress: "a@x.gov.uk",
      amountClaimed: number("1234.5"),
      isOpen: true,
      createdDateTime: "2026-01-01 10:00:00",
      bigNumber: number("9007199254740993"),
      note: null,
    },
    {
      zuluId: number("2"),
      applicationId: "Ünïcode ✓",
      emailAddress: null,
      amountClaimed: number("0.1"),
      isOpen: false,
      createdDateTime: null,
      bigNumber: number("-1"),
      note: "x||y",
    },
    {
      zuluId: number("3"),
      applicationId: "",
      emailAddress: "line\nbreak",
      amountClaimed: number("10000000000.0"),
      isOpen: null,
      createdDateTime: "2026-01-01 10:00:00",
      bigNumber: number("0"),
      note: '"quoted"',
    },
    { zuluId: number("4"), amountClaimed: number("1e-07"), bigNumber: number("123") },
  ];

  it.each([
    [
      0,
      "1234.5||A-1||9007199254740993||2026-01-01 10:00:00||a@x.gov.uk||true||1",
      "dbf55746e7d74b7859e45512ff1ee1f43887edc1368f3d67b3c82f29efce8b03",
    ],
    [
      1,
      "0.1||Ünïcode ✓||-1||false||x||y||2",
      "1455907da1c40ceefd49bb73534919e95aa63bc84e0a423229e46da042dd83fd",
    ],
    [
      2,
      '1.0E10||||0||2026-01-01 10:00:00||line\nbreak||"quoted"||3',
      "7454a3f76004d8dabcc418ec38a074970bb07a4dc1ec592f5a294eaf5553850a",
    ],
    [3, "1.0E-7||123||4", "857b8b6fa5a110a65f0b80d20314ac62fa9c7be42632cd845c3148c394396714"],
  ])("of record %d is of the text that the original program hashed", (index, text, hash) => {
    expect(hashedTexts(day)[index]).toBe(text);
    expect(rowHash(text)).toBe(hash);
  });

  it.each([
    ["numbers among texts are text", [{ a: number("1.50") }, { a: "x" }], ["1.50", "x"]],
    [
      "whole numbers among fractions are doubles",
      [{ a: number("12") }, { a: number("0.5") }],
      ["12.0", "0.5"],
    ],
    [
      "texts in arrays are parts of their own",
      [
        { a: ["x", "y"], b: "z" },
        { a: [], b: "z" },
      ],
      ["x||y||z", "z"],
    ],
    [
      "structs are JSON in the order of names, without nulls",
      [{ s: { b: number("1"), a: null, c: { d: number("5e-1") } } }, { s: { a: "é" } }],
      ['{"b":1,"c":{"d":0.5}}', '{"a":"é"}'],
    ],
    [
      "arrays of structs are JSON, empty ones too",
      [{ a: [{ y: true, x: 'q"' }] }, { a: [] }, { a: null }],
      [String.raw`[{"x":"q\"","y":true}]`, "[]", ""],
    ],
  ] satisfies [string, JsonObject[], string[]][])("%s", (_, records, texts) => {
    expect(hashedTexts(records)).toEqual(texts);
  });

  it.each([
    [1234.5, "1234.5"],
    [12, "12.0"],
    [0, "0.0"],
    [-0.25, "-0.25"],
    [0.001, "0.001"],
    [0.00099, "9.9E-4"],
    [9_999_999, "9999999.0"],
    [10_000_000, "1.0E7"],
    [123_456_789.25, "1.2345678925E8"],
    [1e-7, "1.0E-7"],
    [1.5e300, "1.5E300"],
  ])("has doubles as Java writes them: %d", (value, text) => {
    expect(javaDouble(value)).toBe(text);
  });
});

describe("a benchmark's document", () => {
  it("is whole JSON of about 500 bytes a record, and its lines are the same records", () => {
    const bench = { day: "2026-11-01", rows: 2_500 };
    const text = [...benchDocumentChunks(bench)].join("");
    const { data, fields } = JSON.parse(text) as Document;
    expect(data).toHaveLength(2_500);
    expect(fields.length).toBeGreaterThanOrEqual(12);
    expect(Buffer.byteLength(text) / 2_500).toBeGreaterThan(450);
    expect(Buffer.byteLength(text) / 2_500).toBeLessThan(550);
    const lines = [...benchLineChunks(bench)].join("").trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(data);
  });
});
