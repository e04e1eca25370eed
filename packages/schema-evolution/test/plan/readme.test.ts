import { readFile } from "node:fs/promises";
import { expect, it } from "@jest/globals";
import { types } from "spark-connect-node";
import { formatEvolution, planEvolution } from "../../src/index.ts";

it("the README's plan without Spark is true", async () => {
  const readme = await readFile(new URL("../../README.md", import.meta.url), "utf8");
  const [, block = ""] = /The plan needs no Spark[^]*?^```ts\n([^]*?)^```$/mu.exec(readme) ?? [];
  const [table = "", announced = ""] = [...block.matchAll(/types\.struct\("(.*)"\)/g)].map(
    ([, ddl]) => ddl ?? "",
  );

  const plan = planEvolution(types.struct(table), types.struct(announced));

  const promised = [...block.matchAll(/^\/\/ (.*)$/gm)].map(([, line]) => line);
  expect([...formatEvolution(plan).split("\n"), plan.result.names().join(", ")]).toEqual(promised);
});
