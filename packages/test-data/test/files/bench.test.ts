import { describe, expect, it } from "@jest/globals";
import { benchColumns, benchFileChunks } from "../../src/files/bench.ts";
import { vacancyCollections } from "../../src/template/template.ts";
import { parseCsv } from "../support/parse-csv.ts";

describe("a benchmark's files", () => {
  it.each(vacancyCollections)("%s: whole records, the same every time", (collection) => {
    const text = (): string => [...benchFileChunks({ collection, day: "2026-11-01", rows: 2_500 })].join("");
    const records = parseCsv(text(), "\n");
    expect(records).toHaveLength(2_501);
    expect(new Set(records.map((record) => record.length))).toEqual(
      new Set([benchColumns(collection).length]),
    );
    expect(text()).toBe(text());
  });

  it("are about 70 MB for 500,000 rows, taken over the four collections", () => {
    const rows = 5_000;
    const bytes = vacancyCollections.map((collection) =>
      Buffer.byteLength([...benchFileChunks({ collection, day: "2026-11-01", rows })].join("")),
    );
    const mean = bytes.reduce((sum, size) => sum + size, 0) / 4 / rows;
    expect(mean * 500_000).toBeGreaterThan(63e6);
    expect(mean * 500_000).toBeLessThan(77e6);
  });
});
