import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { StructType } from "spark-connect-node";
import type { ObjectStore } from "../../src/model/object-store.ts";
import { DayFixture } from "../support/day-fixture.ts";
import { uniqueName } from "../support/stack.ts";

const DAY = "2026-11-01";
let fixture: DayFixture;

beforeAll(async () => {
  fixture = await DayFixture.open("large_day");
});

afterAll(() => fixture.close());

describe("a day of several files", () => {
  it("is published when a file of it has none of the columns that are new", async () => {
    const name = uniqueName("delta");
    const spec = fixture.spec(name, { extract: "delta", initialSchema: StructType.fromDDL("id INT") });
    await fixture.deliver(DAY, name, ["id", "1"], "1");
    await fixture.deliver(DAY, name, ["id,b", "2,7"], "2");
    await fixture.deliver(DAY, name, ["c,id", "x,3"], "3");
    expect((await fixture.plan(DAY, [spec])).collections[0]?.kind).toBe("ready");
    await fixture.run(DAY, [spec]);
    expect(await fixture.read(name)).toEqual([
      { id: 1, error_desc: [], date_uploaded: DAY },
      { id: 2, b: 7, error_desc: [], date_uploaded: DAY },
      { id: 3, c: "x", error_desc: [], date_uploaded: DAY },
    ]);
  });

  it("asks S3 no more for each file when there are many", async () => {
    const name = uniqueName("parts");
    const spec = fixture.spec(name, { extract: "delta", initialSchema: StructType.fromDDL("id INT") });
    const files = 30;
    for (let n = 0; n < files; n += 1) {
      const header = n % 3 === 0 ? "id,b" : n % 3 === 1 ? "b,id" : "id";
      await fixture.deliver(
        DAY,
        name,
        [header, n % 3 === 0 ? `${n},1` : n % 3 === 1 ? `1,${n}` : `${n}`],
        `${n}`,
      );
    }
    let calls = 0;
    const counting = new Proxy(fixture.store, {
      get: (store, method: keyof ObjectStore) => {
        const call = store[method] as (...given: unknown[]) => unknown;
        return (...given: unknown[]) => {
          calls += 1;
          return call.apply(store, given);
        };
      },
    });
    const source = { ...fixture.source, store: counting, open: fixture.source.open.bind(fixture.source) };
    const { collections } = await fixture.run(DAY, [spec], { source });
    expect(collections[0]).toMatchObject({ rows: files, badRows: 0 });
    // One look at its first bytes, one at its last, one that it is still the same; and the listing.
    expect(calls).toBeLessThanOrEqual(3 * files + 5);
    expect(await fixture.read(name, "b IS NULL")).toHaveLength(files / 3);
  });
});

describe("a wide file", () => {
  const TYPES = ["INT", "DOUBLE", "STRING", "BOOLEAN", "TIMESTAMP"];
  const width = 600;
  const names = Array.from({ length: width }, (_, n) => `c${n}`);
  const value = (n: number): string =>
    [String(n), `${n}.5`, `text ${n}`, "true", "2026-11-01 10:00:00"][n % TYPES.length] ?? "";
  const line = names.map((_, n) => value(n)).join(",");

  it.each([
    ["known", names.map((column, n) => `${column} ${TYPES[n % TYPES.length]}`).join(", ")],
    ["fresh", undefined],
  ])("is published, its columns %s", async (_what, ddl) => {
    const name = uniqueName("wide");
    const known = ddl === undefined ? {} : { initialSchema: StructType.fromDDL(`id INT, ${ddl}`) };
    const wrong = names.map((_column, n) => (n === 0 || n === 595 ? "x" : value(n))).join(",");
    await fixture.deliver(DAY, name, [
      `id,${names.join(",")}`,
      `1,${line}`,
      ...(ddl === undefined ? [] : [`2,${wrong}`]),
    ]);
    const { collections } = await fixture.run(DAY, [fixture.spec(name, known)]);
    const [right, failed] = (await fixture.read(name)) as Array<Record<string, unknown>>;
    expect(right).toMatchObject({
      c5: 5,
      c6: 6.5,
      c7: "text 7",
      c8: true,
      c599: "2026-11-01T10:00:00.000Z",
      error_desc: [],
    });
    expect(Object.keys(right ?? {})).toHaveLength(width + 3);
    if (ddl === undefined) return;
    const entry = (column: string): string => `Type Conversion for column ${column}. The source value is: x`;
    expect(failed).toMatchObject({ c5: 5, error_desc: [entry("c0"), entry("c595")] });
    expect(Object.keys(failed ?? {})).toHaveLength(width + 1);
    expect(collections[0]?.conversions).toEqual([
      { column: "c0", values: 1 },
      { column: "c595", values: 1 },
    ]);
  });
});
