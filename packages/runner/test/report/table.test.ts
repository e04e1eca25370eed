import { describe, expect, it } from "@jest/globals";
import { duration } from "../../src/report/duration.ts";
import { formatTable } from "../../src/report/table.ts";

const files = {
  head: ["collection", "reads", "size"],
  rows: [
    ["bids", "2021-04-12_bids_1618185600.csv", "1.5 MB"],
    ["vacancies", "2021-04-12_vacancies_1618185600.csv", "12.0 MB"],
  ],
  right: [2],
};
const lines = (width?: number): string[] => formatTable({ ...files, width }).split("\n");

describe("formatTable", () => {
  it("is as wide as its values where there is no terminal", () => {
    expect(new Set(lines().map((line) => line.length))).toEqual(new Set([62]));
  });

  it.each([61, 50, 40])(
    "fits a line of %d characters, and keeps every character and the numbers whole",
    (width) => {
      const fitted = lines(width);
      expect(Math.max(...fitted.map((line) => line.length))).toBe(width);
      const cells = fitted.map((line) => line.split("│").map((cell) => cell.trim()));
      const reads = cells.map((row) => row[2] ?? "").join("");
      expect(reads).toBe("reads2021-04-12_bids_1618185600.csv2021-04-12_vacancies_1618185600.csv");
      expect(cells.map((row) => row[3])).toContain("12.0 MB");
    },
  );

  it("gives up below a width in which nothing could be read", () => {
    expect(Math.max(...lines(10).map((line) => line.length))).toBeLessThan(62);
  });
});

it.each([
  [0, "0.0 s"],
  [940, "0.9 s"],
  [9_949, "9.9 s"],
  [9_950, "10 s"],
  [59_499, "59 s"],
  [59_500, "1 min 0 s"],
  [3_599_499, "59 min 59 s"],
  [3_599_500, "1 h 0 min"],
  [90_000_000, "25 h 0 min"],
])("%d ms are %s", (ms, words) => {
  expect(duration(ms)).toBe(words);
});
