import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { quoteIdentifier, splitAttributeName } from "../../src/plan/identifier.ts";
import { isAtLeast, parseServerVersion } from "../../src/plan/server-target.ts";

describe("splitAttributeName", () => {
  it.each<[string, string[] | undefined]>([
    ["a", ["a"]],
    ["a.b", ["a", "b"]],
    ["`a.b`.c", ["a.b", "c"]],
    ["`a``b`", ["a`b"]],
    ["with space", ["with space"]],
    ["", undefined],
    ["a.", undefined],
    [".a", undefined],
    ["`a", undefined],
    ["a`b", undefined],
  ])("%p", (reference, parts) => {
    expect(splitAttributeName(reference)).toEqual(parts);
  });

  it("undoes quoting", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 }), { minLength: 1 }), (parts) => {
        expect(splitAttributeName(parts.map(quoteIdentifier).join("."))).toEqual(parts);
      }),
    );
  });
});

describe("parseServerVersion", () => {
  it.each<[string, number, number, boolean]>([
    ["4.3.0", 4, 0, true],
    ["4.0.0-preview2", 4, 0, true],
    ["3.5.6-amzn-1", 4, 0, false],
    ["3.5.6-amzn-1", 3, 5, true],
    ["4.0.1", 4, 1, false],
    ["10.0.0", 4, 3, true],
    ["unheard of", 4, 3, true],
  ])("%s is at least %p.%p: %p", (version, major, minor, expected) => {
    expect(isAtLeast(parseServerVersion(version), major, minor)).toBe(expected);
  });
});
