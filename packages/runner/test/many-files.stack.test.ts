import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { Sandbox } from "./support/sandbox.ts";

const day = "2026-11-01";
const PARTS = 12;
let box: Sandbox;

beforeAll(async () => {
  const columns = { id: "string", amount: "integer" };
  box = await Sandbox.create({
    collections: { vacancy: ["bids", "lots"] },
    initial_spark_schema: { vacancy: { bids: columns, lots: columns } },
  });
  for (let part = 0; part < PARTS; part++) {
    const name = `part-${String(part).padStart(5, "0")}.csv`;
    for (const collection of ["bids", "lots"]) {
      await box.put(`${day}_${collection}/${name}`, `Id,Amount\n${part},1\n`);
    }
  }
});

afterAll(() => box[Symbol.asyncDispose]());

it("reads two collections of a dozen files each, with nothing but log lines on stderr", async () => {
  const args = ["run", "--module_name", "vacancy", "--start_dt", day, "--end_dt", day];
  const { code, stdout, stderr } = await box.adg([...args, "--config", await box.config()]);
  expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
  for (const collection of ["bids", "lots"]) {
    expect(stdout).toContain(`${day}  ${collection}  published ${PARTS} rows`);
  }
  const messages = stderr
    .trim()
    .split("\n")
    .map((line) => (JSON.parse(line) as { msg: string }).msg);
  expect(messages).not.toContain("Node warns");
});
