import { beforeAll, describe, expect, it } from "@jest/globals";
import { installPySpark } from "@dataworks/local-stack";
import { comparePlans, type Outcome } from "../../conformance/compare.ts";
import { topics } from "../../conformance/programs/index.ts";

/** Every program once here and once in PySpark; nothing is run. `pnpm conformance --rows` compares rows as well. */
describe("the plans of the conformance suite", () => {
  let outcomes: readonly Outcome[] = [];

  beforeAll(async () => {
    const remote = process.env["SPARK_REMOTE"];
    if (remote === undefined) throw new Error("SPARK_REMOTE names no server: start the stack");
    outcomes = await comparePlans(topics, await installPySpark({ report: () => undefined }), remote);
  });

  it.each(topics.map(({ name, programs }) => [name, Object.keys(programs).length] as const))(
    "are PySpark's: %s, %i programs",
    (name, count) => {
      const own = outcomes.filter(({ id }) => id.startsWith(`${name}.`));

      expect(own.filter(({ kind }) => kind === "differs")).toEqual([]);
      expect(own).toHaveLength(count);
    },
  );
});
