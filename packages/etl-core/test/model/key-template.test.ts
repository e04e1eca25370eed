import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { compilePattern, escapeRegExp, literalHead } from "../../src/model/key-template.ts";

describe("compilePattern", () => {
  const cases: Array<[pattern: string, key: string, matches: boolean]> = [
    [String.raw`in/{date}/{collection}\.csv`, "in/2026-11-01/bids.csv", true],
    [String.raw`in/{date}/{collection}\.csv`, "in/2026-11-01/bidsXcsv", false],
    [String.raw`in/{date}/{collection}\.csv`, "in/2026-11-01/bids.csv.old", false],
    [String.raw`a|{date}`, "a-2026-11-01", false],
    [String.raw`{date}{2}`, "2026-11-011", true],
  ];
  it.each(cases)("%s takes %s: %s", (pattern, key, matches) => {
    const values = { date: "2026-11-01", collection: "bids" };
    expect(compilePattern(pattern, values).test(key)).toBe(matches);
  });
});

describe("literalHead", () => {
  const cases: Array<[pattern: string, head: string]> = [
    ["in/{date}/.*", "in/{date}/"],
    ["^in/{date}", "in/{date}"],
    [String.raw`in\.d/{date}_\d+`, "in.d/{date}_"],
    ["in/ab?{date}", "in/a"],
    ["in/{date}?x", "in/"],
    ["in/(a){date}", "in/"],
    ["a{date}|b{date}", ""],
    [".*{date}", ""],
  ];
  it.each(cases)("%s begins with %s", (pattern, head) => {
    expect(literalHead(pattern)).toBe(head);
  });
});

describe("escapeRegExp", () => {
  it("makes any text match itself alone", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string(), (text, other) => {
        const only = new RegExp(`^${escapeRegExp(text)}$`, "u");
        expect(only.test(text)).toBe(true);
        expect(only.test(other)).toBe(other === text);
      }),
    );
  });
});
