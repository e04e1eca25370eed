import { describe, expect, it } from "@jest/globals";
import { DataKeys } from "../../src/decrypt/data-keys.ts";
import { malformedRecords } from "../../src/extract/malformed-records.ts";
import { FakeDataKeys } from "../support/fake-data-keys.ts";
import { MemoryStore } from "../support/memory-store.ts";

async function places(document: string, most = 10, streamed = 5): Promise<number[]> {
  const [store, service] = [new MemoryStore(), new FakeDataKeys()];
  store.streamed = streamed;
  const file = service.put(store, "a", document);
  await using keys = new DataKeys(service);
  const found = await malformedRecords(file, { source: store, keys }, most);
  return found.map(({ position }) => position);
}

describe("malformedRecords", () => {
  it.each<[string, string, number[]]>([
    ["none", `{"data":[{"a":1},{"a":"ü✓"}]}`, []],
    ["a number Spark does not know", `{"data":[{"a":1},{"a":NaN},{"a":3}]}`, [2]],
    ["single quotes and a trailing comma", `{"data":[{'a':1},{"a":1},{"a":1,}]}`, [1, 3]],
    ["what splitting left out, too", `{"data":[{"a":1},7,{"a":1,"a":2},[1]]}`, [2, 3, 4]],
    ["among line ends", `{"data":[\n{"a":\n1}\n,\n{"a":1\n"b":2},\n{}]}`, [2]],
    ["a number that is too long", `{"data":[{"a":1},{"a":${"1".repeat(1_001)}}]}`, [2]],
    ["no long number in a text", `{"data":[{"a":"\\"${"1".repeat(1_001)}"}]}`, []],
    ["in no records", `{"data":[]}`, []],
  ])("finds %s", async (_name, document, expected) => {
    for (const streamed of [5, 8, 1_000]) {
      expect(await places(document, 10, streamed)).toEqual(expected);
    }
  });

  it("looks for no more than it is asked for", async () => {
    expect(await places(`{"data":[${"NaN,".repeat(20)}1]}`, 3)).toEqual([1, 2, 3]);
  });
});
