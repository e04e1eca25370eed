import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { CsvMachine } from "../../src/extract/csv-machine.ts";
import { splitRecord } from "../../src/extract/split-record.ts";
import { type CsvOptions, DEFAULT_CSV } from "../../src/model/collection.ts";

/** What a machine tells of a text: each record's end and its number of fields; then whether it ends in quotes. */
function walk(text: string | Uint8Array, csv: CsvOptions = DEFAULT_CSV, pieces = 1): unknown[] {
  const told: unknown[] = [];
  const machine = new CsvMachine(csv, {
    record: (end, after, fields) => told.push([JSON.stringify(end), after, fields]),
    stray: (at, brokenAt) => told.push(`stray ${at}${brokenAt === undefined ? "" : ` broken ${brokenAt}`}`),
  });
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += Math.ceil(bytes.length / pieces)) {
    machine.push(bytes.subarray(at, at + Math.ceil(bytes.length / pieces)));
  }
  if (machine.inQuotes) {
    told.push(`open ${machine.openedAt}`);
  }
  machine.end();
  return told;
}

const LF = JSON.stringify("\n");
const CRLF = JSON.stringify("\r\n");
const CR = JSON.stringify("\r");

describe("CsvMachine", () => {
  const cases: Array<[text: string, told: unknown[]]> = [
    [
      "a,b\n1,2\n",
      [
        [LF, 4, 2],
        [LF, 8, 2],
      ],
    ],
    [
      "a,b\r\n1\r\n",
      [
        [CRLF, 5, 2],
        [CRLF, 8, 1],
      ],
    ],
    [
      "a\rb\r",
      [
        [CR, 2, 1],
        [CR, 4, 1],
      ],
    ],
    [
      "a\r\rb\n",
      [
        [CR, 2, 1],
        [CR, 3, 1],
        [LF, 5, 1],
      ],
    ],
    ['"a\r\n\n\r,""b",c\n', [[LF, 14, 2]]],
    ['"a\nb', ["open 0"]],
    ['x,"', ["open 2"]],
    ['x,""', []],
    ['x,"""', ["open 2"]],
    ['5" pipe,"a"\n', ["stray 1", [LF, 12, 2]]],
    ['"a"b,c\n', ["stray 3", [LF, 7, 2]]],
    ['"a" ,c\n', [[LF, 7, 2]]],
    ['3,"x\n4,"y"\n', ["stray 8 broken 2", "stray 9", [LF, 11, 2]]],
  ];
  it.each(cases)("%j", (text, told) => {
    expect(walk(text)).toEqual(told);
  });

  it("takes another escape and delimiter", () => {
    const csv: CsvOptions = { ...DEFAULT_CSV, delimiter: "|", quote: "'", escape: "\\" };
    expect(walk(String.raw`'a\'|b\\'|c` + "\n", csv)).toEqual([[LF, 12, 2]]);
  });

  it("tells the same in whatever pieces the bytes come", () => {
    const text = fc.string({ unit: fc.constantFrom("a", ",", '"', "\n", "\r", "é") });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 9 }), (csv, pieces) => {
        expect(walk(csv, DEFAULT_CSV, pieces)).toEqual(walk(csv));
      }),
    );
  });

  it("finds the records that were written, whatever is in them", () => {
    const field = fc.string({ unit: fc.constantFrom("a", " ", ",", '"', "\n", "\r", "é", "\u0000") });
    const table = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(table, fc.constantFrom("\n", "\r\n", "\r"), (rows, end) => {
        const write = (row: string[]) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(",");
        const text = rows.map((row) => write(row) + end).join("");
        const told = walk(text);
        expect(told).toHaveLength(rows.length);
        for (const [index, row] of rows.entries()) {
          expect(told[index]).toMatchObject([JSON.stringify(end), expect.anything(), row.length]);
          expect(splitRecord(write(row), DEFAULT_CSV)).toEqual(row);
        }
      }),
    );
  });
});

describe("splitRecord", () => {
  const cases: Array<[text: string, fields: string[]]> = [
    ["", [""]],
    ["a,b", ["a", "b"]],
    ["a,,", ["a", "", ""]],
    ['"a,b",c', ["a,b", "c"]],
    ['"a""b","",""""', ['a"b', "", '"']],
    ['"a\r\nb",c', ["a\r\nb", "c"]],
    ['"a"b,c', ['"a"b', "c"]],
    [' "a",b', [' "a"', "b"]],
  ];
  it.each(cases)("%j", (text, fields) => {
    expect(splitRecord(text, DEFAULT_CSV)).toEqual(fields);
  });
});
