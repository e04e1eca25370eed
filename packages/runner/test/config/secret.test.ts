import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { initialSchema } from "../../src/config/initial-schema.ts";
import { pythonLiteralToJson } from "../../src/config/python-literal.ts";
import { moduleSecret, parseSecret } from "../../src/config/secret.ts";
import { InvalidSecretError } from "../../src/errors.ts";

const secret = {
  collections: { vacancy: ["bids", "vacancies"] },
  src_bucket_names: { vacancy: "source" },
  initial_spark_schema: { vacancy: { bids: { id: "string", amount: "decimal" } } },
};

const columns = new Map([
  ["id", "string"],
  ["amount", "decimal"],
]);
const parsed = { ...secret, initial_spark_schema: new Map([["vacancy", new Map([["bids", columns]])]]) };

describe("the secret", () => {
  it("is JSON", () => {
    expect(parseSecret("s", JSON.stringify(secret))).toEqual({ secret: parsed, notation: "json" });
  });

  it("is read all the same when it is the Python literal that the original took", () => {
    const text = `{'collections': {'vacancy': ['bids', "vacancies",],},
      'src_bucket_names': {u'vacancy': 'source'}, 'initial_spark_schema': None}`;
    expect(parseSecret("s", text)).toEqual({
      secret: { ...secret, initial_spark_schema: new Map() },
      notation: "python",
    });
  });

  it.each([
    ["__import__('os').system('true')"],
    ["{'a': open('/etc/passwd').read()}"],
    ["('a',)"],
    ["just words"],
    [""],
    ["{'a': 'unclosed}"],
  ])("is refused when it is neither, without quoting it: %s", (text) => {
    expect(() => parseSecret("s", text)).toThrow(InvalidSecretError);
    expect(() => parseSecret("s", text)).toThrow(
      /^The secret s is neither JSON nor a Python literal. Write it as JSON/,
    );
  });

  it.each([
    [{}, "collections: expected an object, module → list of collection names"],
    [
      { ...secret, collections: { vacancy: "bids" } },
      "collections.vacancy: expected a list of collection names",
    ],
    [
      { ...secret, collections: { vacancy: [1] } },
      "collections.vacancy[0]: expected the name of a collection",
    ],
    [
      { ...secret, src_bucket_names: { vacancy: null } },
      "src_bucket_names.vacancy: expected the name of a bucket",
    ],
    [
      { ...secret, initial_spark_schema: { vacancy: { bids: { id: 1 } } } },
      "initial_spark_schema.vacancy.bids.id: expected the name of a type",
    ],
  ])("names the path that is wrong %#", (value, message) => {
    expect(() => parseSecret("s", JSON.stringify(value))).toThrow(message);
  });

  it.each([
    ["json", '{"id": "string", "2024": "decimal", "a": "text", "7": "bigint", "1e3": "bigint"}'],
    ["python", "{'id': 'string', u'2024': 'decimal', \"a\": 'text', '7': 'bigint', '1e3': 'bigint',}"],
  ])("keeps the order of columns, names of digits among them, as %s", (notation, text) => {
    const rest = JSON.stringify({ ...secret, initial_spark_schema: { vacancy: { bids: 0 } } });
    const read = parseSecret("s", rest.replace(":0", `:${text}`));
    expect(read.notation).toBe(notation);
    const { initialSchemas } = moduleSecret("s", read.secret, "vacancy");
    expect(initialSchema("bids", initialSchemas.get("bids") ?? new Map()).names()).toEqual([
      "id",
      "2024",
      "a",
      "7",
      "1e3",
    ]);
  });

  it("is refused when an object has a name twice: the first value would be lost", () => {
    const text = JSON.stringify(secret).replace('"amount"', '"id"');
    expect(() => parseSecret("s", text)).toThrow(InvalidSecretError);
    expect(() => parseSecret("s", text)).toThrow(
      'In the secret s, an object has the name "id" twice. Remove one.',
    );
  });

  it("has what a module needs", () => {
    expect(moduleSecret("s", parsed, "vacancy")).toEqual({
      collections: ["bids", "vacancies"],
      sourceBucket: "source",
      initialSchemas: new Map([["bids", columns]]),
    });
    expect(() => moduleSecret("s", parsed, "payment")).toThrow(
      "names no collections for payment: add them as collections.payment",
    );
    expect(() => moduleSecret("s", { ...parsed, src_bucket_names: {} }, "vacancy")).toThrow(
      "names no source bucket for vacancy: add it as src_bucket_names.vacancy",
    );
  });
});

describe("a Python literal", () => {
  it.each([
    ["{'a': True, 'b': False, 'c': None}", { a: true, b: false, c: null }],
    [`{'it': "it's", "q": 'say "hi"'}`, { it: "it's", q: 'say "hi"' }],
    [String.raw`{'a': 'it\'s', "b": "\"", 'c': 'x\\'}`, { a: "it's", b: '"', c: "x\\" }],
    [String.raw`['\x41\u00e9\n', 'C:\dir']`, ["Aé\n", "C:\\dir"]],
    ["['None', 'True, False', ',]']", ["None", "True, False", ",]"]],
    ["[1, -2.5, 1e3,]", [1, -2.5, 1000]],
    ["{}", {}],
  ])("reads %s", (literal, expected) => {
    expect(JSON.parse(pythonLiteralToJson(literal))).toEqual(expected);
  });

  it("reads whatever text JSON can hold, in single quotes", () => {
    const pythonString = (text: string): string =>
      `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme" })), (texts) => {
        expect(JSON.parse(pythonLiteralToJson(`[${texts.map(pythonString).join(", ")}]`))).toEqual(texts);
      }),
    );
  });
});
