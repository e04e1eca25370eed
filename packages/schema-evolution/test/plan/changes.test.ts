import { describe, expect, it } from "@jest/globals";
import { StructType } from "spark-connect-node";
import { changedSteps, formatEvolution, hasChanges } from "../../src/plan/changes.ts";
import { planEvolution } from "../../src/plan/plan-evolution.ts";

const table = StructType.fromDDL(
  "id BIGINT, name STRING, size INT, address STRUCT<line1: STRING, town: STRING>",
);
const options = { textConversions: false };

describe("changes since the data before", () => {
  it.each<[title: string, incoming: string, since: readonly string[] | undefined, changes: string]>([
    [
      "the table alone decides",
      "id STRING, address STRUCT<line1: STRING>",
      undefined,
      "- name → null of string\n- size → null of int\n- address.town → null of string",
    ],
    [
      "what it lacked already is not said again",
      "id STRING, address STRUCT<line1: STRING>",
      ["id", "address", "address.line1"],
      "",
    ],
    ["what it had and this lacks is", "id STRING", ["id", "name"], "- name → null of string"],
    [
      "what it lacked and this has is back",
      "ID STRING, Size STRING, address STRUCT<line1: STRING, town: STRING>",
      ["id", "address", "address.town"],
      "+ size int (back)\n+ address.line1 string (back)",
    ],
    [
      "a struct comes back as a whole",
      "id STRING, address STRUCT<line1: STRING>",
      ["id"],
      "+ address struct<line1:string,town:string> (back)",
    ],
    ["a new column is new", "id STRING, remote BOOLEAN", ["id"], "+ remote boolean"],
    ["one without a value is said once", "id STRING, notes VOID", ["id"], "? notes (no value yet)"],
    [
      "a name with a line feed is one line",
      "id STRING, `a\nb` STRUCT<`c\r\nd`: STRING>",
      ["id"],
      "+ a\\nb struct<`c\\r\\nd`:string>",
    ],
    ["one without a value again is not", "id STRING, notes VOID", ["id", "notes"], ""],
  ])("%s", (_title, incoming, since, changes) => {
    const plan = planEvolution(table, StructType.fromDDL(incoming));
    const all = since === undefined ? options : { ...options, since: new Set(since) };
    expect(formatEvolution(plan, all)).toBe(changes);
    expect(changedSteps(plan, all)).toHaveLength(changes === "" ? 0 : changes.split("\n").length);
    expect(hasChanges(plan, all)).toBe(changes !== "");
  });
});
