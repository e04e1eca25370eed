import { describe, expect, it } from "@jest/globals";
import { classify, fieldFlags } from "../../src/split/field-flags.ts";

describe("fieldFlags", () => {
  it("reads flags that are booleans or their texts", () => {
    const { open, personal } = fieldFlags(
      JSON.stringify([
        { fieldName: "a", pii: true },
        { fieldName: "b", pii: "True" },
        { fieldName: "c", pii: false },
        { fieldName: "d", pii: "false", more: 1 },
        { fieldName: "e", pii: "perhaps" },
        { fieldName: "f" },
      ]),
    );
    expect([[...personal], [...open]]).toEqual([
      ["a", "b"],
      ["c", "d"],
    ]);
  });

  it.each([
    ["not a list", "{}", "is not a list"],
    ["not JSON", "[}", "is not a list"],
    ["an entry that is no object", "[1]", "not an object"],
    ["an entry without a name", `[{"pii":true}]`, "without a fieldName"],
  ])("refuses %s", (_name, text, message) => {
    expect(() => fieldFlags(text)).toThrow(message);
  });
});

describe("classify", () => {
  const flags = (personal: string[], open: string[]) => ({
    personal: new Set(personal),
    open: new Set(open),
  });

  it.each([
    ["personal data where any field is", flags(["x"], ["a"]), ["a"], "a field is"],
    ["personal data without `fields`", undefined, [], "it has no `fields`"],
    [
      "personal data with a field nobody classified",
      flags([], ["a"]),
      ["a", "b"],
      "fields are not classified",
    ],
  ])("is %s", (_name, given, names, because) => {
    expect(classify(given, names)).toMatchObject({ pii: true, because });
  });

  it("is not where every field of the records is said not to be", () => {
    expect(classify(flags([], ["a", "b"]), ["a"])).toEqual({ pii: false });
  });
});
