import { describe, expect, it } from "@jest/globals";
import { allRefused } from "../../src/stage/all-refused.ts";

const file = (values: Readonly<Record<string, number>>, rows = 3) => ({
  rows,
  values: new Map(Object.entries(values)),
});

describe("columns of which nothing was converted", () => {
  it.each([
    ["all values were refused", "a", [file({ a: 0 })], true],
    ["one value is left in another file", "a", [file({ a: 0 }), file({ a: 1 })], false],
    ["a file has no rows", "a", [file({ a: 0 }), file({}, 0)], true],
    ["the writer kept no counts", "a", [file({})], false],
    [
      "inside an array",
      "items[].price",
      [file({ "items.list.element.price": 0, "items.list.element.n": 3 })],
      true,
    ],
    ["inside a struct", "address.no", [file({ "address.no": 0, "address.town": 3 })], true],
    ["a whole struct", "address", [file({ "address.no": 0, "address.town": 0 })], true],
    ["a whole struct in part", "address", [file({ "address.no": 0, "address.town": 1 })], false],
    ["another name that begins so", "a", [file({ a: 0, ab: 3 })], true],
  ])("%s", (_title, column, files, refused) => {
    const found = allRefused(files, [{ column, values: 2 }]);
    expect(found).toEqual(refused ? [{ column, values: 2 }] : []);
  });
});
