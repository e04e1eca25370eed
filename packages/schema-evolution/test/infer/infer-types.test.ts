import { describe, expect, it } from "@jest/globals";
import { formatDataType } from "spark-connect-node";
import { InvalidInferenceRowError } from "../../src/errors.ts";
import { chooseTypes } from "../../src/infer/infer-types.ts";

describe("chooseTypes", () => {
  it.each([
    [0b000111, "int"],
    [0b000110, "bigint"],
    [0b000010, "bigint"],
    [0b000100, "double"],
    [0b001000, "boolean"],
    [0b110000, "date"],
    [0b100000, "timestamp"],
    [0, "string"],
  ])("%i → %s", (bits, type) => {
    const chosen = chooseTypes(["a"], { types_0: bits }).get("a");

    expect(chosen === undefined ? undefined : formatDataType(chosen)).toBe(type);
  });

  it("leaves out a column without any value", () => {
    expect([...chooseTypes(["a", "b"], { types_0: null, types_1: 0 }).keys()]).toEqual(["b"]);
  });

  it("refuses the row of another query", () => {
    expect(() => chooseTypes(["a"], { a: 1 })).toThrow(InvalidInferenceRowError);
  });
});
