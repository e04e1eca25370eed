import { create } from "@bufbuild/protobuf";
import { describe, expect, it } from "@jest/globals";
import { FetchErrorDetailsResponseSchema } from "#gen/spark/connect/base_pb.js";
import { localFailure } from "../../src/connection/rpc-failure.ts";
import type { RpcFailure } from "../../src/connection/rpc-failure.ts";
import type { SparkConnectError } from "../../src/errors.ts";
import { toSparkConnectError } from "../../src/execution/error-conversion.ts";
import type { ErrorSituation } from "../../src/execution/error-conversion.ts";
import { readServerError } from "../../src/execution/error-details.ts";

const situation: ErrorSituation = {
  endpoint: "spark.example:15002",
  credentials: "token",
  transport: "plaintext",
  everConnected: true,
  operationId: "op-1",
};
const failed = (
  status: RpcFailure["status"],
  message = "text",
  rest: Partial<RpcFailure> = {},
): RpcFailure => ({
  ...localFailure("ExecutePlan", status, message),
  ...rest,
});
const convert = (failure: RpcFailure, more: Partial<ErrorSituation> = {}): SparkConnectError =>
  toSparkConnectError(failure, undefined, { ...situation, ...more });

describe("a failure without a server's exception", () => {
  it.each<[string, string, RegExp, RpcFailure, Partial<ErrorSituation>]>([
    [
      "ConnectionError",
      "CONNECTION_FAILED",
      /Cannot reach a Spark Connect server at spark.example:15002 \(ECONNREFUSED\).*host and port/,
      failed("UNAVAILABLE", "ECONNREFUSED."),
      { everConnected: false },
    ],
    [
      "ConnectionError",
      "CONNECTION_FAILED",
      /at spark.example:15002 \(No connection established. Last error: x.c:350:\)\. Check/,
      failed("UNAVAILABLE", "No connection established. Last error: x.c:350:\n. Resolution note: "),
      { everConnected: false },
    ],
    [
      "ConnectionError",
      "CONNECTION_FAILED",
      /speaks TLS/,
      failed("UNAVAILABLE"),
      { everConnected: false, transport: "tls" },
    ],
    [
      "ConnectionError",
      "CONNECTION_FAILED",
      /Lost the connection .* retrying did not/,
      failed("UNAVAILABLE"),
      {},
    ],
    [
      "AuthenticationError",
      "UNAUTHENTICATED",
      /refused.*check the token of the connection string, or SPARK_CONNECT_AUTHENTICATE_TOKEN/,
      failed("UNAUTHENTICATED"),
      {},
    ],
    [
      "AuthenticationError",
      "UNAUTHENTICATED",
      /no token was sent/,
      failed("UNAUTHENTICATED"),
      { credentials: "none" },
    ],
    [
      "AuthenticationError",
      "UNAUTHENTICATED",
      /metadata provider/,
      failed("PERMISSION_DENIED"),
      { credentials: "provider" },
    ],
    ["TimeoutError", "TIMEOUT", /passed its deadline/, failed("DEADLINE_EXCEEDED"), {}],
    ["CancelledError", "CANCELLED", /was cancelled/, failed("CANCELLED"), {}],
    ["UnsupportedError", "UNSUPPORTED", /does not know ExecutePlan/, failed("UNIMPLEMENTED"), {}],
    [
      "ExecutionError",
      "EXECUTION",
      /grpc_max_message_size/,
      failed("RESOURCE_EXHAUSTED", "Received message larger than max (5 vs 4)"),
      {},
    ],
    [
      "ExecutionError",
      "EXECUTION",
      /grpc_max_message_size/,
      failed("RESOURCE_EXHAUSTED", "Attempted to send message with a size larger than 134217728"),
      {},
    ],
    [
      "ProtocolError",
      "PROTOCOL",
      /parsing error/,
      failed("INTERNAL", "Response message parsing error: x"),
      {},
    ],
    ["ExecutionError", "EXECUTION", /failed on the server/, failed("INTERNAL"), {}],
    ["ExecutionError", "EXECUTION", /UNKNOWN\): text/, failed("UNKNOWN"), {}],
    ["ExecutionError", "EXECUTION", /gave no reason.*checkpoint/, failed("UNKNOWN", ""), {}],
  ])("becomes %s %s: %s", (name, code, message, failure, more) => {
    const error = convert(failure, more);
    expect(error).toMatchObject({ name, code, operationId: "op-1", grpcStatus: failure.status });
    expect(error.message).toMatch(message);
  });
});

describe("a server's exception", () => {
  const info = (classes: string[], more: Record<string, string> = {}): RpcFailure =>
    failed("INTERNAL", "[X] boom", {
      errorClass: "X",
      errorInfo: { classes: JSON.stringify(classes), errorClass: "X", ...more },
    });

  it.each([
    [
      "ParseError",
      ["org.apache.spark.sql.catalyst.parser.ParseException", "org.apache.spark.sql.AnalysisException"],
    ],
    [
      "AnalysisError",
      ["org.apache.spark.sql.catalyst.ExtendedAnalysisException", "org.apache.spark.sql.AnalysisException"],
    ],
    [
      "UnsupportedError",
      ["org.apache.spark.SparkUnsupportedOperationException", "java.lang.UnsupportedOperationException"],
    ],
    ["ExecutionError", ["org.apache.spark.SparkArithmeticException", "java.lang.ArithmeticException"]],
    ["ExecutionError", []],
  ])("becomes %s", (name, classes) => {
    expect(convert(info(classes))).toMatchObject({
      name,
      message: "[X] boom",
      errorClass: "X",
      serverClasses: classes,
    });
  });

  it("says it was cancelled when it was", () => {
    const failure = { ...info([]), errorClass: "OPERATION_CANCELED" };
    expect(convert(failure)).toMatchObject({ code: "CANCELLED" });
  });

  it("carries what ErrorInfo has, and forgives what it has not", () => {
    const more = { sqlState: "42703", messageParameters: '{"objectName":"`a`"}', stackTrace: "at x" };
    const error = convert(info([], more));
    expect(error).toMatchObject({ sqlState: "42703", messageParameters: { objectName: "`a`" } });
    expect(error.serverStackTrace).toBe("at x");
    expect(Object.keys(error)).not.toContain("serverStackTrace");
    expect(convert(info([], { messageParameters: '{"cut' })).messageParameters).toBeUndefined();
    expect(convert(failed("INTERNAL", "m", { errorInfo: {} }))).toMatchObject({
      code: "EXECUTION",
      message: "m",
    });
  });

  it("takes message, contexts, stack and causes from FetchErrorDetails", () => {
    const frame = { declaringClass: "a.B", methodName: "run", fileName: "B.scala", lineNumber: 7 };
    const context = { fragment: "1/0", summary: "== SQL ==\n1/0\n^^^", startIndex: 7, stopIndex: 9 };
    const { errors, rootErrorIdx } = create(FetchErrorDetailsResponseSchema, {
      rootErrorIdx: 1,
      errors: [
        { errorTypeHierarchy: ["java.io.IOException"], message: "disk full" },
        {
          errorTypeHierarchy: ["org.apache.spark.sql.AnalysisException"],
          message: "the long message",
          causeIdx: 0,
          stackTrace: [frame, { declaringClass: "a.C", methodName: "go", lineNumber: 1 }],
          sparkThrowable: {
            errorClass: "LONG",
            sqlState: "22012",
            messageParameters: { a: "b" },
            queryContexts: [context],
          },
        },
      ],
    });
    const error = toSparkConnectError(info([]), readServerError(errors, rootErrorIdx), situation);
    expect(error).toMatchObject({
      code: "ANALYSIS",
      message: "the long message",
      errorClass: "LONG",
      sqlState: "22012",
      messageParameters: { a: "b" },
      queryContexts: [{ contextType: "sql", fragment: "1/0", startIndex: 7, stopIndex: 9 }],
      operationId: "op-1",
      cause: { name: "ExecutionError", message: "disk full" },
    });
    expect(error.serverStackTrace).toBe(
      "org.apache.spark.sql.AnalysisException: the long message\n\tat a.B.run(B.scala:7)\n\tat a.C.go(Unknown Source)",
    );
  });

  it("does not run in circles with a wrong cause", () => {
    const { errors } = create(FetchErrorDetailsResponseSchema, {
      errors: [{ message: "self", causeIdx: 0 }],
    });
    expect(readServerError(errors, 0)?.message).toBe("self");
    expect(readServerError(errors, 9)).toBeUndefined();
    expect(readServerError(errors, undefined)).toBeUndefined();
  });
});
