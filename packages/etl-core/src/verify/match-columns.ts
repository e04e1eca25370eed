import { type DataType, formatDataType } from "spark-connect-node";
import type { FooterColumn, PhysicalType } from "./footer-column.ts";

/** A column as the table has it. */
export interface ExpectedColumn {
  readonly name: string;
  readonly type: DataType;
}

/**
 * Compares a file's columns with what they should be, by name in lower case, at any depth.
 *
 * @returns what differs, in words; empty when nothing does.
 */
export function columnDifferences(
  expected: readonly ExpectedColumn[],
  found: readonly FooterColumn[],
  path = "",
): string[] {
  const byName = new Map(found.map((column) => [column.name.toLowerCase(), column]));
  const differences: string[] = [];
  for (const { name, type } of expected) {
    const column = byName.get(name.toLowerCase());
    byName.delete(name.toLowerCase());
    differences.push(
      ...(column === undefined
        ? [`${path}${name} is missing`]
        : typeDifferences(type, column, `${path}${name}`)),
    );
  }
  return [...differences, ...[...byName.values()].map(({ name }) => `${path}${name} should not be there`)];
}

function typeDifferences(expected: DataType, found: FooterColumn, path: string): string[] {
  const wrong = [`${path} should be ${formatDataType(expected)} and is ${describe(found)}`];
  if (expected.kind === "struct") {
    return isGroup(found) ? columnDifferences(expected.fields, found.children, `${path}.`) : wrong;
  }
  // Both lists and maps hold a repeated group that holds the values.
  const [first, second] = found.children[0]?.children ?? [];
  if (expected.kind === "array") {
    return isGroup(found, "list") && first !== undefined
      ? typeDifferences(expected.elementType, first, `${path}[]`)
      : wrong;
  }
  if (expected.kind === "map") {
    return isGroup(found, "map") && first !== undefined && second !== undefined
      ? [
          ...typeDifferences(expected.keyType, first, `${path}{key}`),
          ...typeDifferences(expected.valueType, second, `${path}{}`),
        ]
      : wrong;
  }
  return isStoredAs(expected, found) ? [] : wrong;
}

/** How Spark stores each type: the physical type, then the annotations it may carry. */
const STORED: Readonly<Record<string, ReadonlyArray<readonly [PhysicalType, ...(string | undefined)[]]>>> = {
  boolean: [["boolean", undefined]],
  byte: [["int32", "int_8"]],
  short: [["int32", "int_16"]],
  integer: [["int32", undefined, "int_32"]],
  long: [["int64", undefined, "int_64"]],
  float: [["float", undefined]],
  double: [["double", undefined]],
  string: [["byte_array", "utf8"]],
  char: [["byte_array", "utf8"]],
  varchar: [["byte_array", "utf8"]],
  binary: [["byte_array", undefined]],
  date: [["int32", "date"]],
  timestamp: [
    ["int96", undefined],
    ["int64", "timestamp_micros", "timestamp_millis"],
  ],
  timestamp_ntz: [["int64", undefined, "timestamp_micros"]],
};

function isStoredAs(expected: DataType, { physical, annotation }: FooterColumn): boolean {
  if (expected.kind === "decimal") {
    return annotation === `decimal(${expected.precision},${expected.scale})`;
  }
  const ways = STORED[expected.kind];
  // A type no source of ours becomes, such as an interval: its presence by name is what can be said.
  return (
    ways === undefined || ways.some(([type, ...notes]) => type === physical && notes.includes(annotation))
  );
}

function isGroup({ physical, annotation }: FooterColumn, kind?: string): boolean {
  return physical === "group" && annotation === kind;
}

function describe({ physical, annotation }: FooterColumn): string {
  return annotation === undefined ? physical : `${physical} (${annotation})`;
}
