import { describe, expect, it } from "@jest/globals";
import { RowDecoder } from "../../src/arrow/index.ts";
import { InvalidArgumentError, UnsupportedError } from "../../src/errors.ts";
import { localRelation } from "../../src/session/local-relation.ts";
import { StructType } from "../../src/types/index.ts";

const schema = StructType.fromDDL("id BIGINT, name STRING");

describe("localRelation", () => {
  it("sends the schema alone when there are no rows", () => {
    expect(localRelation([], schema)).toEqual({ kind: "local", schema: JSON.stringify(schema.toJSON()) });
  });

  it("takes objects and arrays", () => {
    const op = localRelation([{ name: "Ann", id: 1n }, [2n, null], {}], schema);
    const data = op.kind === "local" ? (op.data ?? new Uint8Array()) : new Uint8Array();
    expect(new RowDecoder(schema).decode(data)).toEqual([
      { id: 1n, name: "Ann" },
      { id: 2n, name: null },
      { id: null, name: null },
    ]);
  });

  it("refuses rows that do not fit into one message, and says what to do", () => {
    expect(() => localRelation([[1n, "Ann"]], schema, 10)).toThrow(UnsupportedError);
    expect(() => localRelation([[1n, "Ann"]], schema, 10)).toThrow(/limit.*files/s);
  });

  it("refuses values of another type", () => {
    expect(() => localRelation([["x", "Ann"]], schema)).toThrow(InvalidArgumentError);
  });
});
