import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "@jest/globals";
import * as f from "../../src/functions/index.ts";
import { columns, keyOf, pysparkFunctions, samples } from "./samples.ts";

const wanted = pysparkFunctions.filter((fn) => fn.typescript !== undefined);
/** It takes and gives a DataFrame, so that it has no samples. */
const WITHOUT_SAMPLES = ["broadcast"];
/** PySpark reads that file for its caller; here its bytes are given. */
const WITHOUT_PARAMETER: Readonly<Record<string, readonly string[]>> = {
  "protobuf.from_protobuf": ["descFilePath"],
  "protobuf.to_protobuf": ["descFilePath"],
};

type Parameters = NonNullable<(typeof wanted)[number]["parameters"]>;

/** The names of the parameters that a sample gives. */
function argumentsByName(parameters: Parameters): (call: (typeof samples)[string][number]) => Set<string> {
  return (call) =>
    new Set(
      call.flatMap((argument, index) => {
        if (argument === null) return [];
        const keywords =
          typeof argument === "object" && "keywords" in argument ? argument["keywords"] : undefined;
        return keywords === undefined ? [parameters[index]?.name ?? ""] : Object.keys(keywords as object);
      }),
    );
}

describe("coverage of PySpark's functions", () => {
  it("is all of them, with TSDoc, as the committed table says", () => {
    const script = fileURLToPath(new URL("../../scripts/coverage.mjs", import.meta.url));
    const { status, stderr } = spawnSync(process.execPath, [script, "--check"], { encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  it("is functions that can be called", () => {
    const exported = f as unknown as Record<string, unknown>;
    expect(wanted.filter((fn) => typeof exported[fn.typescript ?? ""] !== "function")).toEqual([]);
    expect(wanted.length).toBeGreaterThan(560);
  });

  it("leaves out only what runs Python code, each with the reason", () => {
    const left = pysparkFunctions.filter((fn) => fn.typescript === undefined);
    expect(left.filter((fn) => !/Python/.test(fn.outOfScope ?? ""))).toEqual([]);
  });
});

describe("samples", () => {
  it("are there for each function, and for no other", () => {
    expect([...Object.keys(samples), ...WITHOUT_SAMPLES].toSorted()).toEqual(wanted.map(keyOf).toSorted());
  });

  it.each(wanted.filter((fn) => !WITHOUT_SAMPLES.includes(fn.name)).map((fn) => [keyOf(fn), fn] as const))(
    "of %s give each optional argument, and leave it out",
    (key, { parameters = [] }) => {
      const calls = (samples[key] ?? []).map(argumentsByName(parameters));
      const given = (name: string) => calls.some((call) => call.has(name));
      const leftOut = (name: string) => calls.some((call) => !call.has(name));
      expect(
        parameters
          .filter(({ name, optional }) => !given(name) || (optional === true && !leftOut(name)))
          .map(({ name }) => name),
      ).toEqual(WITHOUT_PARAMETER[key] ?? []);
    },
  );

  it("name only columns that there are", () => {
    const named = [...JSON.stringify(samples).matchAll(/"@(\w+)"|"col": ?"(\w+)"/g)].map(
      ([, a, b]) => a ?? b ?? "",
    );
    expect([...new Set(named)].filter((name) => !(name in columns))).toEqual(["win"]);
  });
});
