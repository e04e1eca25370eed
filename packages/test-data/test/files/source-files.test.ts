import { describe, expect, it } from "@jest/globals";
import { generateJsonDays, generateVacancyDays, type SourceFile, sourceFiles } from "../../src/index.ts";

const start = "2026-11-01";
const days = [start, "2026-11-02", "2026-11-03"];
const seed = "files";
const textOf = (file: SourceFile): string => [...file.pieces()].join("");
const contents = (files: readonly { readonly key: string; readonly content: Uint8Array }[]) =>
  Object.fromEntries(
    files.map(({ key, content }) => [key, new TextDecoder("utf-8", { ignoreBOM: true }).decode(content)]),
  );
const texts = (files: readonly SourceFile[]) =>
  Object.fromEntries(files.map((file) => [file.name, textOf(file)]));

describe("source files", () => {
  // More records than one batch, and such that parts are not of the same length.
  it.each([
    ["full", 1, 1_203],
    ["delta", 3, 100],
    ["full", 1, 0],
    ["delta", 3, 2],
  ] as const)(
    "of vacancy are the generated days', byte by byte: %s, %i files, %i records",
    (extract, deliveries, records) => {
      const whole = generateVacancyDays({ start, days: 3, rows: records, seed, extract });
      expect(
        texts(
          sourceFiles({ module: "vacancy", days, records, seed, extract, deliveries, schemaChanges: true }),
        ),
      ).toEqual(contents(whole.flatMap(({ collections }) => collections.flatMap(({ files }) => files))));
    },
  );

  it.each([
    ["application", "full", 1, 1_003],
    ["payment", "full", 1, 30],
    ["payment", "delta", 3, 50],
    ["payment", "delta", 3, 1],
  ] as const)(
    "of %s are the generated days', byte by byte: %s, %i files, %i records",
    (module, extract, deliveries, records) => {
      const whole = generateJsonDays({ module, start, days: 3, rows: records, seed, extract });
      expect(
        texts(sourceFiles({ module, days, records, seed, extract, deliveries, schemaChanges: true })),
      ).toEqual(
        contents(whole.flatMap(({ collections }) => collections.flatMap(({ documents }) => documents))),
      );
    },
  );

  it("are named as the source names them", () => {
    const names = (module: "vacancy" | "payment", extract: "full" | "delta", deliveries: number) =>
      sourceFiles({ module, days: [start], records: 10, seed, extract, deliveries, schemaChanges: false })
        .filter(({ collection }) => collection === "bids" || collection === "task")
        .map(({ name, records }) => [name, records]);
    expect(names("vacancy", "full", 1)).toEqual([["2026-11-01_bids_1793498400.csv", 10]]);
    expect(names("vacancy", "delta", 2)).toEqual([
      ["2026-11-01_bids_delta_1.csv", 5],
      ["2026-11-01_bids_delta_2.csv", 5],
    ]);
    expect(names("payment", "full", 1)).toEqual([["2026-11-01_payment-task-1793498400.json.enc", 10]]);
  });

  it("delivered again are later by name, and only the last has all records", () => {
    const files = sourceFiles({
      module: "vacancy",
      days: [start],
      records: 9,
      seed,
      extract: "full",
      deliveries: 3,
      schemaChanges: false,
    }).filter(({ collection }) => collection === "bids");
    expect(files.map(({ records }) => records)).toEqual([3, 6, 9]);
    expect(files.map(({ name }) => name)).toEqual(files.map(({ name }) => name).sort());
    const [first = "", , last = ""] = files.map(textOf);
    expect(last.startsWith(first)).toBe(true);
  });

  it("have the same columns on every day unless changes are asked for", () => {
    const headers = (schemaChanges: boolean) =>
      sourceFiles({
        module: "vacancy",
        days,
        records: 1,
        seed,
        extract: "full",
        deliveries: 1,
        schemaChanges,
      })
        .filter(({ collection }) => collection === "vacancies")
        .map((file) => textOf(file).split("\n")[0]);
    expect(new Set(headers(false)).size).toBe(1);
    expect(new Set(headers(true)).size).toBe(2);
  });
});
