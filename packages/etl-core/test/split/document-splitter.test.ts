import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { DocumentError } from "../../src/split/document-error.ts";
import { DocumentSplitter, MAX_DEPTH, type SplitDocument } from "../../src/split/document-splitter.ts";

interface Split extends SplitDocument {
  readonly lines: readonly string[];
}

/** Splits a document that comes in pieces of these sizes, over and over; in one piece without any. */
function split(document: string | Uint8Array, sizes: readonly number[] = []): Split {
  const bytes = Buffer.from(document);
  const splitter = new DocumentSplitter();
  const lines: Buffer[] = [];
  for (let from = 0, n = 0; from < bytes.length; n += 1) {
    const size = sizes.length === 0 ? bytes.length : (sizes[n % sizes.length] ?? 1);
    // A copy, as pieces are edited; of the memory that is handed out, only what is handed out may be looked at.
    lines.push(Buffer.from(splitter.push(Uint8Array.from(bytes.subarray(from, from + size)))));
    from += size;
  }
  const ended = splitter.end();
  const text = Buffer.concat(lines).toString("utf8");
  expect(text === "" || text.endsWith("\n")).toBe(true);
  return { ...ended, lines: text === "" ? [] : text.slice(0, -1).split("\n") };
}

/** What a reader of JSON lines makes of a line; a bad one is undefined. */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

describe("a document", () => {
  it.each<[string, string, { lines: unknown[]; fields?: string; names?: string[] }]>([
    [
      "nothing but records",
      `{"data":[{"a":1},{"b":"x"}]}`,
      { lines: [{ a: 1 }, { b: "x" }], names: ["a", "b"] },
    ],
    ["no record", `{"data":[]}`, { lines: [] }],
    ["no record, with blanks", `{ "data" : [ \n ] }`, { lines: [] }],
    ["fields before", `{"fields":[1],"data":[{}]}`, { lines: [{}], fields: "[1]" }],
    ["fields after", `{"data":[{}], "fields" : [ 1 ] }`, { lines: [{}], fields: "[ 1 ]" }],
    [
      "members that are passed over",
      `{"x":{"data":[{"no":1}]},"y":"],}\\"","z":12.5e3,"data":[{"a":1}],"w":[[]],"v":null}`,
      { lines: [{ a: 1 }], names: ["a"] },
    ],
    ["an escaped name", `{"d\\u0061ta":[{"a":1}]}`, { lines: [{ a: 1 }] }],
    ["a byte order mark", `\ufeff{"data":[{"a":1}]}`, { lines: [{ a: 1 }] }],
    [
      "line ends wherever they may be",
      `{\r\n"data":\n[\n{\r\n"a":\n1,\n"b":[\n2\n]\n}\n,\n{}\r\n]\n}\n`,
      { lines: [{ a: 1, b: [2] }, {}] },
    ],
    [
      "what looks like structure inside texts",
      `{"data":[{"a":"}],{\\"\\\\"},{"b,\\"{":"["}]}`,
      { lines: [{ a: `}],{"\\` }, { 'b,"{': "[" }] },
    ],
    [
      "one name in several objects of a record",
      `{"data":[{"a":{"a":1},"b":[{"a":1},{"a":2}],"c":{"a":{"b":1}}}]}`,
      { lines: [{ a: { a: 1 }, b: [{ a: 1 }, { a: 2 }], c: { a: { b: 1 } } }], names: ["a", "b", "c"] },
    ],
    [
      "surrogates in pairs",
      `{"data":[{"a":"\\ud83d\\ude00","b":"\\uD83D\\uDE00\\u0041"}]}`,
      { lines: [{ a: "😀", b: "😀A" }] },
    ],
    [
      "numbers that no double holds",
      `{"data":[{"a":9007199254740993,"b":1e400,"c":1.10}]}`,
      { lines: [{ a: Number("9007199254740993"), b: Infinity, c: 1.1 }] },
    ],
  ])("with %s", (_name, document, expected) => {
    for (const sizes of [[], [1], [2, 3], [7]]) {
      const { lines, fields, names, rejected } = split(document, sizes);
      expect(lines.map(parsed)).toEqual(expected.lines);
      expect(fields).toBe(expected.fields);
      expect(rejected.count).toBe(0);
      if (expected.names !== undefined) expect(names).toEqual(expected.names);
    }
  });

  it("hands numbers on as they were written", () => {
    expect(split(`{"data":[{"a":1.10,"b":1e400,"c":-0,"d":9007199254740993}]}`).lines).toEqual([
      `{"a":1.10,"b":1e400,"c":-0,"d":9007199254740993}`,
    ]);
  });

  it("takes a record of 20 MB, in pieces", () => {
    const text = "x".repeat(20_000_000);
    const { lines, records } = split(`{"data":[{"a":"${text}"},{"a":"y"}]}`, [65_536]);
    expect([records, lines.length, lines[0]?.length, lines[1]]).toEqual([2, 2, text.length + 8, `{"a":"y"}`]);
  });
});

describe("a record that must not pass is a line no reader of JSON takes, and is named by its place", () => {
  const deep = (levels: number): string => `${`{"a":`.repeat(levels - 1)}{}${"}".repeat(levels - 1)}`;

  it.each<[string, string, string | undefined]>([
    ["a number", "17", "is not an object"],
    ["a text", `"}{"`, "is not an object"],
    ["an empty text", `""`, "is not an object"],
    ["null", "null", "is not an object"],
    ["a list", `[{"a":1},{"a":2}]`, "is not an object"],
    ["an empty list", "[]", "is not an object"],
    ["a name twice", `{"a":1,"b":2,"a":3}`, "has a name twice in one object"],
    ["a name twice, once escaped", `{"a":1,"\\u0061":3}`, "has a name twice in one object"],
    [
      "a name twice, deep inside",
      `{"x":[{"y":{"a":1,"b":{"a":1},"a":3}}]}`,
      "has a name twice in one object",
    ],
    ["a high surrogate alone", `{"a":"\\ud83d"}`, "has a lone surrogate, which no text can hold"],
    ["a high surrogate and a letter", `{"a":"\\ud83dx"}`, "has a lone surrogate, which no text can hold"],
    ["two high surrogates", `{"a":"\\ud83d\\ud83d\\ude00"}`, "has a lone surrogate, which no text can hold"],
    ["a high surrogate and an escape", `{"a":"\\ud83d\\n"}`, "has a lone surrogate, which no text can hold"],
    ["a low surrogate alone", `{"a":"\\ude00"}`, "has a lone surrogate, which no text can hold"],
    ["a lone surrogate in a name", `{"\\ud83d":1}`, "has a lone surrogate, which no text can hold"],
    ["a line's end in a text", `{"a":"x\ny"}`, "has a control character in a text"],
    ["a zero byte in a name", `{"a\u0000":1}`, "has a control character in a text"],
    ["as many levels as may be", deep(MAX_DEPTH), undefined],
    ["a level too many", deep(MAX_DEPTH + 1), "is nested too deeply"],
    ["10,000 levels", deep(10_000), "is nested too deeply"],
    ["10,000 lists", `{"a":${"[".repeat(10_000)}${"]".repeat(10_000)}}`, "is nested too deeply"],
    ["a name of 2,000 letters", `{"${"n".repeat(2_000)}":1}`, "has a name that is too long"],
  ])("%s", (_name, record, reason) => {
    for (const sizes of [[], [1], [5]]) {
      const { lines, records, rejected } = split(`{"data":[{"ok":1},${record},{"ok":2}]}`, sizes);
      expect(records).toBe(3);
      expect(rejected.first).toEqual(reason === undefined ? [] : [{ position: 2, reason }]);
      expect(lines).toHaveLength(3);
      expect([parsed(lines[0] ?? ""), parsed(lines[2] ?? "")]).toEqual([{ ok: 1 }, { ok: 2 }]);
      if (reason !== undefined) {
        expect(parsed(lines[1] ?? "")).toBeUndefined();
        expect(lines[1]).not.toMatch(/^\s*\{.*\}\s*$/);
      }
    }
  });

  it("counts all of them, and keeps the first", () => {
    const { rejected, records } = split(`{"data":[${Array.from({ length: 100 }, () => "1").join(",")}]}`);
    expect([records, rejected.count, rejected.first.length]).toEqual([100, 100, 5]);
  });
});

describe("what is no such document", () => {
  it.each<[string, string, string]>([
    ["nothing", "", "is empty (byte 0)"],
    ["blanks", " \n ", "is empty (byte 3)"],
    ["a list", "[]", "is no JSON object"],
    ["other bytes", "%PDF-1.7", "is no JSON object; so it looks too when the key is the wrong one (byte 0)"],
    ["no data", `{"fields":[]}`, "has no `data` (byte 12)"],
    ["an empty object", `{}`, "has no `data`"],
    ["data that is an object", `{"data":{}}`, "has a `data` that is not a list"],
    ["data that is null", `{"data":null}`, "has a `data` that is not a list"],
    ["data twice", `{"data":[],"data":[]}`, "has `data` twice"],
    ["fields twice", `{"fields":[],"data":[],"fields":[]}`, "has `fields` twice"],
    ["an end in the middle of data", `{"data":[{"a":1}`, "ends in the middle of the document (byte 16)"],
    ["an end in the middle of a record", `{"data":[{"a":`, "ends in the middle"],
    ["an end in the middle of a text", `{"data":[{"a":"x`, "ends in the middle"],
    ["an end after data", `{"data":[]`, "ends in the middle"],
    ["more after the end", `{"data":[]}{}`, "goes on after its end (byte 11)"],
    ["a comma before the end of data", `{"data":[{},]}`, "a value should be here"],
    ["two commas", `{"data":[{},,{}]}`, "a value should be here"],
    ["no comma", `{"data":[{}{}]}`, "a comma or the end of `data` should be here"],
    ["no colon", `{"data" [ ]}`, "a colon should be here"],
    ["a name without quotes", `{data:[]}`, "the name of a member should be here"],
    ["a comma too many", `{"data":[],}`, "the name of a member should be here"],
  ])("%s", (_name, document, message) => {
    for (const sizes of [[], [1]]) {
      const attempt = (): unknown => split(document, sizes);
      expect(attempt).toThrow(DocumentError);
      expect(attempt).toThrow(message);
    }
  });
});

/** `pnpm test:long` asks for many more. */
const RUNS = Number(process.env["FUZZ_RUNS"] ?? 500);

// Texts with whatever JSON has to escape, and names that meet each other.
const text = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 8 }),
  fc.constantFrom('"', "\\", "},{", "]", "\n", "\r\n", "\u0000", "\u2028", "😀", "data", "fields", ""),
);
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.oneof(
      text,
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
    ),
    fc.array(tie("any"), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.constantFrom("a", "b", "id"), text), tie("any"), { maxKeys: 4 }),
  ),
})).any;
const record = fc.dictionary(fc.oneof(fc.constantFrom("a", "b", "id"), text), value, { maxKeys: 6 });
const members = fc.record(
  { extract: value, fields: fc.array(value, { maxLength: 3 }), "un,known": value, zzz: text },
  { requiredKeys: [] },
);
const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 4 });
const spaced = fc.constantFrom(undefined, 1, "\t", " \t ");

describe("whatever the document and the pieces it comes in", () => {
  it("the lines are what JSON.parse makes of data", () => {
    fc.assert(
      fc.property(
        members,
        fc.array(fc.oneof({ weight: 9, arbitrary: record }, value), {
          maxLength: 8,
        }),
        fc.nat({ max: 4 }),
        spaced,
        sizes,
        (others, data, place, indent, cut) => {
          const entries = Object.entries(others);
          entries.splice(Math.min(place, entries.length), 0, ["data", data]);
          const document = JSON.stringify(Object.fromEntries(entries), undefined, indent);
          const whole = JSON.parse(document) as { data: unknown[]; fields?: unknown };

          const { lines, records, rejected, fields, names } = split(document, cut);

          const isObject = (each: unknown): boolean =>
            typeof each === "object" && each !== null && !Array.isArray(each);
          expect(records).toBe(whole.data.length);
          expect(lines.map(parsed)).toEqual(whole.data.map((each) => (isObject(each) ? each : undefined)));
          expect(rejected.count).toBe(whole.data.filter((each) => !isObject(each)).length);
          expect(fields === undefined ? undefined : JSON.parse(fields)).toEqual(whole.fields);
          const expected = new Set(
            whole.data.filter(isObject).flatMap((each) => Object.keys(each as object)),
          );
          expect(new Set(names)).toEqual(expected);
        },
      ),
      { numRuns: RUNS },
    );
  });

  it("a mutated one is refused or split, and what passes is what JSON.parse reads", () => {
    fc.assert(
      fc.property(
        fc.array(record, { maxLength: 5 }),
        fc.array(
          fc.record({
            at: fc.nat(),
            kind: fc.constantFrom("replace", "insert", "remove", "cut"),
            byte: fc.oneof(fc.constantFrom(...Buffer.from('{}[]",:\\n\n \u0000')), fc.nat({ max: 255 })),
          }),
          { minLength: 1, maxLength: 3 },
        ),
        sizes,
        (data, mutations, cut) => {
          let bytes = [...Buffer.from(JSON.stringify({ fields: [], data }))];
          for (const { at, kind, byte } of mutations) {
            const place = at % (bytes.length + 1);
            if (kind === "cut") bytes = bytes.slice(0, place);
            else bytes.splice(place, kind === "insert" ? 0 : 1, ...(kind === "remove" ? [] : [byte]));
          }
          const document = Buffer.from(bytes);
          const found = outcome(() => split(document, cut));
          // However it is cut into pieces.
          expect(found).toEqual(outcome(() => split(document)));
          const whole = parsed(document.toString("utf8"));
          if (whole === undefined || found instanceof DocumentError) {
            return;
          }
          const { lines } = found;
          const elements = (whole as { data: unknown[] }).data;
          expect(lines).toHaveLength(elements.length);
          for (const [n, line] of lines.entries()) {
            // Left out, or read right.
            if (parsed(line) !== undefined) expect(parsed(line)).toEqual(elements[n]);
          }
        },
      ),
      { numRuns: 2 * RUNS },
    );
  });

  it("a whole document is never refused", () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 5 }), fc.string(), sizes, (data, other, cut) => {
        expect(split(JSON.stringify({ other, data }), cut).rejected.count).toBe(0);
      }),
      { numRuns: RUNS },
    );
  });
});

function outcome(act: () => Split): Split | DocumentError {
  try {
    return act();
  } catch (error) {
    if (error instanceof DocumentError) return error;
    throw error;
  }
}

describe("a piece", () => {
  it("is the caller's again once its lines are taken, a Buffer too", () => {
    const splitter = new DocumentSplitter();
    const pieces = [
      `{"fields":[{"fieldName":"one",`,
      `"pii":false}],"data":[{"one":1},`,
      `{"two":2,"one":1}]}`,
    ];
    for (const piece of pieces) {
      const buffer = Buffer.from(piece);
      splitter.push(buffer);
      buffer.fill(0x78);
    }
    expect(splitter.end()).toMatchObject({
      fields: `[{"fieldName":"one","pii":false}]`,
      names: ["one", "two"],
      rejected: { count: 0 },
    });
  });
});
