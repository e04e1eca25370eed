import { describe, expect, it } from "@jest/globals";
import { AnalysisError, ConnectionError, ExecutionError } from "../../src/errors.ts";
import type { QueryContext } from "../../src/errors.ts";

const context: QueryContext = {
  contextType: "sql",
  objectType: "",
  objectName: "",
  startIndex: 7,
  stopIndex: 10,
  fragment: "nmae",
  callSite: "",
  summary: "== SQL (line 1, position 8) ==\nSELECT nmae\n       ^^^^\n",
};
const error = new AnalysisError("[UNRESOLVED_COLUMN.WITH_SUGGESTION] No `nmae`. Did you mean [`name`]?", {
  errorClass: "UNRESOLVED_COLUMN.WITH_SUGGESTION",
  sqlState: "42703",
  messageParameters: { objectName: "`nmae`", proposal: "`name`" },
  queryContexts: [context],
  serverStackTrace: "org.apache.spark.sql.AnalysisException\n\tat a.B.c(B.scala:1)",
  serverClasses: ["org.apache.spark.sql.AnalysisException"],
  operationId: "op-1",
  grpcStatus: "INTERNAL",
  cause: new ExecutionError("disk full", { cause: new RangeError("deep") }),
});

describe("an error as JSON", () => {
  it("keeps what a program looks at, and its causes, and leaves the stacks out", () => {
    expect(JSON.parse(JSON.stringify({ error }))).toEqual({
      error: {
        name: "AnalysisError",
        code: "ANALYSIS",
        message: error.message,
        transient: false,
        errorClass: "UNRESOLVED_COLUMN.WITH_SUGGESTION",
        sqlState: "42703",
        messageParameters: { objectName: "`nmae`", proposal: "`name`" },
        queryContexts: [context],
        operationId: "op-1",
        grpcStatus: "INTERNAL",
        cause: {
          name: "ExecutionError",
          code: "EXECUTION",
          message: "disk full",
          transient: false,
          cause: { name: "RangeError", message: "deep" },
        },
      },
    });
  });

  it("has no fields that nobody filled", () => {
    expect(JSON.parse(JSON.stringify(new ConnectionError("gone")))).toEqual({
      name: "ConnectionError",
      code: "CONNECTION_FAILED",
      message: "gone",
      transient: true,
    });
  });

  it.each([
    ["a text", "stop", { name: "string", message: "stop" }],
    ["nothing", null, { name: "object", message: "null" }],
  ])("takes a cause that is %s", (_name, cause, expected) => {
    expect(new ConnectionError("x", { cause }).toJSON().cause).toEqual(expected);
  });

  it("ends where causes go round in a circle", () => {
    const first = new ExecutionError("a");
    Object.defineProperty(first, "cause", { value: first });
    expect(JSON.stringify(first).length).toBeLessThan(10_000);
    expect(first.describe().length).toBeLessThan(10_000);
  });
});

describe("an error described", () => {
  it("shows the offending line, the operation and the causes", () => {
    expect(error.describe()).toBe(
      [
        error.message,
        "== SQL (line 1, position 8) ==\nSELECT nmae\n       ^^^^",
        "Operation op-1",
        "Caused by ExecutionError: disk full",
        "Caused by RangeError: deep",
      ].join("\n\n"),
    );
  });

  it("shows the server's stack when asked", () => {
    expect(error.describe({ serverStackTrace: true })).toMatch(/\n\n.*AnalysisException\n\tat a\.B\.c/);
  });

  it("does not say the line twice when the message has it", () => {
    const told = new ExecutionError(`Division by zero.\n${context.summary}`, { queryContexts: [context] });
    expect(told.describe()).toBe(told.message);
  });

  it.each<[string, Partial<QueryContext>, string]>([
    ["marks the fragment when there is no more", { summary: "" }, "== SQL ==\nnmae\n^^^^"],
    [
      "names the line of the program",
      { summary: "", contextType: "dataframe", fragment: "div", callSite: "main.ts:7" },
      "== DataFrame ==\ndiv at main.ts:7",
    ],
  ])("%s", (_name, change, expected) => {
    const shown = new ExecutionError("m", { queryContexts: [{ ...context, ...change }] });
    expect(shown.describe()).toBe(`m\n\n${expected}`);
  });
});
