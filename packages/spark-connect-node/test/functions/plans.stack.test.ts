import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "@jest/globals";
import { ExpressionSchema } from "#gen/spark/connect/expressions_pb.js";
import { expressionOf } from "../../src/column/column.ts";
import { expressionToProto } from "../../src/plan/expression-proto.ts";
import { parseServerVersion } from "../../src/plan/server-target.ts";
import { asJson } from "../plan/recording-client.ts";
import { makeCall, samples, type Style } from "./samples.ts";

interface Reference {
  readonly function: string;
  readonly arguments: (typeof samples)[string][number];
  readonly names: unknown;
  readonly columns: unknown;
}

/** What PySpark makes of the same calls: the embedded stack's own, which needs no server for it. */
function referencePlans(): readonly Reference[] {
  const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [path("../../scripts/pyspark.mjs"), "build_plans.py", path("samples.json")],
    { encoding: "utf8", maxBuffer: 64 * 2 ** 20 },
  );
  if (status !== 0) throw new Error(`PySpark built no plans: ${stderr}`);
  return stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Reference);
}

const SEED = String(1n << 62n);
const SEEDED = new Set([
  "rand",
  "random",
  "randn",
  "uniform",
  "randstr",
  "uuid",
  "shuffle",
  "count_min_sketch",
]);

/** With keys in order, and lambda variables by the order in which they come. */
function normalised(plan: unknown): unknown {
  const variables = new Map<string, string>();
  const walk = (part: unknown, key?: string): unknown => {
    if (Array.isArray(part)) {
      return part.map((element) => {
        if (key !== "nameParts" || typeof element !== "string") return walk(element);
        if (!variables.has(element)) variables.set(element, `v${variables.size}`);
        return variables.get(element);
      });
    }
    if (typeof part !== "object" || part === null) return part;
    return Object.fromEntries(
      Object.entries(part)
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, child]) => [name, walk(child, name)]),
    );
  };
  return walk(plan);
}

/** A seed of ours, where the call gave none, written as the reference's; INT is of use with older servers. */
function withoutOwnSeed(plan: unknown, reference: unknown): unknown {
  const own = JSON.stringify(plan);
  return JSON.stringify(reference).includes(SEED)
    ? JSON.parse(own.replace(/"long":"\d+"(\}\}\])|"integer":\d+(\}\}\])/, `"long":"${SEED}"$1$2`))
    : plan;
}

function planOf(reference: Reference, style: Style): unknown {
  const column = makeCall(reference.function, reference.arguments, style);
  const plan = asJson(ExpressionSchema, expressionToProto(expressionOf(column), parseServerVersion("4.3.0")));
  return SEEDED.has(reference.function) ? withoutOwnSeed(plan, reference[style]) : plan;
}

describe("plans are PySpark's own", () => {
  const references = referencePlans();

  it("and so is the list of its functions", () => {
    const script = fileURLToPath(new URL("../../scripts/coverage.mjs", import.meta.url));
    const { status, stderr } = spawnSync(process.execPath, [script, "--pyspark", "--check"], {
      encoding: "utf8",
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  it("for all samples", () => {
    expect(references).toHaveLength(Object.values(samples).flat().length);
  });

  it.each(Object.keys(samples))("%s", (name) => {
    const calls = references.filter((reference) => reference.function === name);
    expect(calls.length).toBeGreaterThan(0);
    for (const call of calls) {
      for (const style of ["names", "columns"] as const) {
        const at = `${name}(${JSON.stringify(call.arguments)}) by ${style}`;
        expect({ at, plan: normalised(planOf(call, style)) }).toEqual({ at, plan: normalised(call[style]) });
      }
    }
  });
});
