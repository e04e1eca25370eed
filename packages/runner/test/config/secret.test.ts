import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { pythonLiteralToJson } from "../../src/config/python-literal.ts";
import { moduleSecret, parseSecret } from "../../src/config/secret.ts";
import { InvalidSecretError } from "../../src/errors.ts";

const secret = {
  collections: { vacancy: ["bids", "vacancies"] },
  src_bucket_names: { vacancy: "source" },
  initial_spark_schema: { vacancy: { bids: { id: "string", amount: "decimal" } } },
};

describe("the secret", () => {
  it("is JSON", () => {
    expect(parseSecret("s", JSON.stringify(secret))).toEqual({ secret, notation: "json" });
  });

  it("is read all the same when it is the Python literal that the original took", () => {
    const text = `{'collections': {'vacancy': ['bids', "vacancies",],},
      'src_bucket_names': {u'vacancy': 'source'}, 'initial_spark_schema': None}`;
    expect(parseSecret("s", text)).toEqual({
      secret: { ...secret, initial_spark_schema: {} },
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

  it("has what a module needs", () => {
    expect(moduleSecret("s", secret, "vacancy")).toEqual({
      collections: ["bids", "vacancies"],
      sourceBucket: "source",
      initialSchemas: { bids: { id: "string", amount: "decimal" } },
    });
    expect(() => moduleSecret("s", secret, "payment")).toThrow(
      "names no collections for payment: add them as collections.payment",
    );
    expect(() => moduleSecret("s", { ...secret, src_bucket_names: {} }, "vacancy")).toThrow(
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
