import { expect, it } from "@jest/globals";
import type { RpcFailure } from "../../src/connection/rpc-failure.ts";
import type { ServerError } from "../../src/execution/error-details.ts";
import { isServerShutdown } from "../../src/execution/server-shutdown.ts";

const failure = (message: string, errorClass?: string): RpcFailure => ({
  method: "ExecutePlan",
  status: "INTERNAL",
  message,
  errorClass,
  errorInfo: {},
  connectionLost: false,
  retryDelayMs: undefined,
});

const thrown = (message: string, more: Partial<ServerError> = {}): ServerError => ({
  classes: ["org.apache.spark.SparkException"],
  message,
  errorClass: undefined,
  sqlState: undefined,
  messageParameters: {},
  queryContexts: [],
  stackTrace: "",
  cause: undefined,
  ...more,
});

const OF_JOBS = "Job 0 cancelled because SparkContext was shut down";

it.each<[string, RpcFailure, ServerError | undefined, boolean]>([
  ["a job's end", failure(""), thrown(OF_JOBS), true],
  ["a stopped context", failure(""), thrown("Cannot call methods on a stopped SparkContext.\nThis …"), true],
  ["what caused a write's", failure(""), thrown("Job aborted.", { cause: thrown(OF_JOBS) }), true],
  ["details that the server could not give any more", failure(OF_JOBS), undefined, true],
  ["another error", failure(""), thrown("Division by zero"), false],
  [
    "an error of a class, whatever it quotes",
    failure(""),
    thrown(OF_JOBS, { errorClass: "USER_RAISED" }),
    false,
  ],
  ["words of a value in a message", failure(`cannot cast '${OF_JOBS}'`), undefined, false],
])("knows a server that shuts down by %s", (_name, failed, details, is) => {
  expect(isServerShutdown(failed, details)).toBe(is);
});
