import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import {
  type OrderedJson,
  parseOrderedJson,
  plainJson,
  RepeatedNameError,
} from "../../src/config/ordered-json.ts";

describe("parseOrderedJson", () => {
  it("reads all that JSON.parse does, to the same value", () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(0, 1, "\t"), (text, space) => {
        const value: unknown = JSON.parse(text);
        expect(plainJson(parseOrderedJson(JSON.stringify(value, null, space)))).toEqual(value);
      }),
    );
  });

  it("keeps the order of names, whatever they are", () => {
    const name = fc.oneof(fc.nat(20).map(String), fc.string({ unit: "grapheme" }));
    fc.assert(
      fc.property(fc.uniqueArray(name), (names) => {
        const members = names.map((each, n) => `${JSON.stringify(each)} : ${n}`);
        const value: OrderedJson = parseOrderedJson(`[{${members.join(",\n")}}]`);
        expect(value).toEqual([new Map(names.map((each, n) => [each, n]))]);
        const [object] = Array.isArray(value) ? (value as OrderedJson[]) : [];
        expect(object instanceof Map ? [...object.keys()] : object).toEqual(names);
      }),
    );
  });

  it.each(['{"a":1', "{a: 1}", '{"a":1,}', "", "nul", '{"a" 1}', '"\n"'])("refuses %j", (text) => {
    expect(() => parseOrderedJson(text)).toThrow(SyntaxError);
  });

  it("refuses an object with a name twice, however it is written", () => {
    expect(() => parseOrderedJson('{"x": {"a": 1, "\\u0061": 2}}')).toThrow(RepeatedNameError);
    expect(parseOrderedJson('[{"a": 1}, {"a": 2}]')).toHaveLength(2);
  });
});
