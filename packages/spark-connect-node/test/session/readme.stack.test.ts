import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import * as api from "../../src/index.ts";
import { Folder } from "./stack.ts";

let folder: Folder;

beforeAll(async () => {
  folder = await Folder.create();
});

afterAll(async () => {
  await folder[Symbol.asyncDispose]();
});

/** The examples as one program: imports become parts of `api`, the addresses those of the stack. */
async function program(): Promise<string> {
  const readme = await readFile(new URL("../../README.md", import.meta.url), "utf8");
  const blocks = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, block]) => block ?? "");
  return blocks
    .join("\n")
    .replaceAll(/^import \{(.*?)\} from "spark-connect-node";$/gm, (_, names: string) => {
      return `const {${names.replaceAll(" as ", ": ")}} = api;`;
    })
    .replaceAll("sc://localhost:15002", process.env["SPARK_REMOTE"] ?? "")
    .replaceAll("file:/tmp/orders", folder.uri("orders"));
}

describe("the README", () => {
  it("is true: its examples run, one after another, and print what it says", async () => {
    const log = jest.spyOn(console, "log").mockImplementation(() => undefined);
    const AsyncFunction = Object.getPrototypeOf(async () => undefined).constructor as new (
      ...args: string[]
    ) => (library: typeof api) => Promise<void>;
    try {
      await new AsyncFunction("api", await program())(api);
      const printed = log.mock.calls;
      expect(printed[0]?.[0]).toMatchObject([{ shop: 0n, orders: 330n, total: "166815.00" }, {}, {}]);
      expect(printed).toContainEqual([{ rows: 1000n, dearest: "999.00" }]);
      expect(printed).toContainEqual(["ANALYSIS", "UNRESOLVED_COLUMN.WITH_SUGGESTION", "42703"]);
      expect(printed).toContainEqual([
        expect.stringContaining("Did you mean one of the following? [`id`, `name`, `tags`]"),
      ]);
      expect(printed).toContainEqual([
        [
          { id: 0n, match: null },
          { id: 1n, match: 1n },
          { id: 2n, match: 2n },
        ],
      ]);
      expect(printed).toContainEqual([
        [
          { id: 1n, name: "ANN", tags: ["a!", "b!"], has: "some" },
          { id: 2n, name: "BOB", tags: [], has: "none" },
        ],
      ]);
      expect(printed).toContainEqual([[{ "max(age)": 50, "count(1)": 3n }]]);
      expect(printed).toContainEqual([[30]]);
      expect(printed).toContainEqual([2, { "max(age)": 50 }]);
      expect(printed.at(-1)).toEqual(["CANCELLED"]);
    } finally {
      log.mockRestore();
    }
  });
});
