import { describe, expect, it } from "@jest/globals";
import { abortedError } from "../../src/connection/aborted-error.ts";

const aborted = (reason?: unknown): AbortSignal => AbortSignal.abort(reason);

describe("an action that its caller aborts", () => {
  it.each<[string, AbortSignal, string]>([
    ["no reason of the caller's", aborted(), ""],
    ["an error", aborted(new Error("the user left")), ": Error: the user left"],
    ["a text", aborted("too late"), ": too late"],
    ["a number", aborted(7), ""],
    ["null", aborted(null), ""],
    [
      "a timeout",
      aborted(new DOMException("The operation was aborted due to timeout", "TimeoutError")),
      ": TimeoutError: The operation was aborted due to timeout",
    ],
  ])("says why: %s", (_name, signal, why) => {
    const error = abortedError("The action", signal, { operationId: "1" });
    expect(error).toMatchObject({
      code: "CANCELLED",
      message: `The action was cancelled: its signal was aborted${why}`,
      operationId: "1",
    });
    expect(error.cause).toBe(signal.reason);
  });
});
