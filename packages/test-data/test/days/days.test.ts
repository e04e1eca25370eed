import { describe, expect, it } from "@jest/globals";
import { createHash } from "node:crypto";
import { awkwardTexts } from "../../src/template/awkward.ts";
import { type GeneratedCollection, generateVacancyDays } from "../../src/days/days.ts";
import { parseCsv } from "../support/parse-csv.ts";

const options = { start: "2026-11-01", rows: 120 };
const [first, second, third] = generateVacancyDays(options);
const decode = (content: Uint8Array): string =>
  new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content);
const named = (day: typeof first, name: string): GeneratedCollection => {
  const found = day?.collections.find((collection) => collection.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
};

describe("generated vacancy days", () => {
  it("are the same bytes every time, and others for another seed or day", () => {
    const digest = (seed: string, start = options.start): string => {
      const hash = createHash("sha256");
      for (const { collections } of generateVacancyDays({ ...options, start, seed })) {
        for (const { files } of collections) for (const { content } of files) hash.update(content);
      }
      return hash.digest("hex");
    };
    expect(digest("a")).toBe(digest("a"));
    expect(digest("a")).not.toBe(digest("b"));
    expect(digest("a")).not.toBe(digest("a", "2026-12-01"));
  });

  it("are named as the source names them, across the end of a month", () => {
    const keys = generateVacancyDays({ start: "2026-02-28", days: 2, rows: 1 }).map(({ collections }) =>
      collections.map(({ files }) => files.map(({ key }) => key)),
    );
    expect(keys).toEqual([
      [
        ["2026-02-28_bids_1772244000.csv"],
        ["2026-02-28_bid_employers_1772244000.csv"],
        ["2026-02-28_introductions_1772244000.csv"],
        ["2026-02-28_vacancies_1772244000.csv"],
      ],
      [
        ["2026-03-01_bids_1772330400.csv"],
        ["2026-03-01_bid_employers_1772330400.csv"],
        ["2026-03-01_introductions_1772330400.csv"],
        ["2026-03-01_vacancies_1772330400.csv"],
      ],
    ]);
  });

  it("refuse a start that is no day", () => {
    expect(() => generateVacancyDays({ start: "2021-02-30" })).toThrow('"2021-02-30" is no day');
  });

  it("change as announced: a column less on day 2, one more and text in an integer column on day 3", () => {
    expect(first?.changes).toEqual([]);
    expect(second?.changes).toEqual([
      { kind: "dropped", collection: "bid_employers", header: "Employer Name" },
    ]);
    expect(third?.changes).toEqual([
      { kind: "added", collection: "vacancies", header: "Offers Travel Costs?" },
      {
        kind: "text-in-integer",
        collection: "vacancies",
        header: "Max Number of Applications",
        everyRows: 10,
      },
    ]);
    expect(named(first, "bid_employers").header).toContain("Employer Name");
    expect(named(second, "bid_employers").header).not.toContain("Employer Name");
    expect(named(third, "bid_employers").header).not.toContain("Employer Name");
    expect(named(second, "vacancies").header).not.toContain("Offers Travel Costs?");
    expect(named(third, "vacancies").header).toContain("Offers Travel Costs?");
  });

  it("say what must come of a dropped column and of text in an integer column", () => {
    expect(named(second, "bid_employers").records[0]?.published).toMatchObject({ employer_name: null });
    expect(named(third, "vacancies").records.filter(({ errors }) => errors.length > 0)).toHaveLength(12);
    expect(named(third, "vacancies").records[10]).toMatchObject({
      source: { max_number_of_applications: "unlimited" },
      published: { max_number_of_applications: null },
      errors: ["Type Conversion for column max_number_of_applications. The source value is: unlimited"],
    });
  });

  it.each(
    [first, second, third].flatMap((day) =>
      (day?.collections ?? []).map((collection) => [`${day?.day} ${collection.name}`, collection] as const),
    ),
  )("hold exactly the records they say they hold: %s", (_, { header, files, records, style }) => {
    const [file] = files;
    const text = decode(file?.content ?? new Uint8Array());
    expect(text.startsWith("\ufeff")).toBe(style.bom);
    const parsed = parseCsv(text.replace(/^\ufeff/, ""), style.recordEnd);
    expect(parsed[0]).toEqual(header);
    expect(parsed.slice(1)).toEqual(
      records.map(({ source }) => Object.values(source).map((value) => value ?? "")),
    );
  });

  it("give every awkward text to every free-text column, and every form to every whole number", () => {
    const columns = (name: string, column: string): Set<string | null | undefined> =>
      new Set(named(first, name).records.map(({ source }) => source[column]));
    for (const [name, column] of [
      ["bids", "intermediary_name"],
      ["bid_employers", "is_gateway"],
      ["introductions", "end_reason"],
      ["vacancies", "location_address_line_2"],
    ] as const) {
      for (const text of awkwardTexts) expect(columns(name, column)).toContain(text);
    }
    const whole = [...columns("vacancies", "number_of_roles")].join("|");
    expect(whole).toMatch(/\b00\d/);
    expect(whole).toMatch(/\.0\b/);
    expect(whole).toMatch(/\| \d+ \|/);
    expect(whole).toMatch(/e0\b/);
  });

  it("have unique first columns, empty fields, and ids beyond what a double holds", () => {
    for (const { records } of first?.collections ?? []) {
      const ids = records.map(({ source }) => Object.values(source)[0]);
      expect(new Set(ids).size).toBe(records.length);
      expect(records.some(({ source }) => Object.values(source).includes(null))).toBe(true);
    }
    const ids = named(first, "vacancies").records.map(({ published }) => published["vacancy_id"]);
    expect(ids.some((id) => BigInt(id ?? 0) > BigInt(Number.MAX_SAFE_INTEGER))).toBe(true);
  });

  it("come as deltas when asked: several files, together the same records", () => {
    const [delta] = generateVacancyDays({ ...options, days: 1, extract: "delta" });
    const bids = named(delta, "bids");
    expect(bids.files.map(({ key }) => key)).toEqual([1, 2, 3].map((n) => `2026-11-01_bids_delta_${n}.csv`));
    expect(bids.records).toEqual(named(first, "bids").records);
    const rows = bids.files.flatMap(({ content }) => parseCsv(decode(content), "\n").slice(1));
    expect(rows).toHaveLength(options.rows);
  });
});
