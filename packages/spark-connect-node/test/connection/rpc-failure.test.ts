import { create, toBinary } from "@bufbuild/protobuf";
import { anyPack } from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "@jest/globals";
import { Metadata, status } from "@grpc/grpc-js";
import { ErrorInfoSchema, RetryInfoSchema } from "#gen/google/rpc/error_details_pb.js";
import { StatusSchema } from "#gen/google/rpc/status_pb.js";
import { Redactor } from "../../src/connection/redact.ts";
import { toRpcFailure } from "../../src/connection/rpc-failure.ts";

const withDetails = (bytes: Uint8Array): Metadata => {
  const metadata = new Metadata();
  metadata.set("grpc-status-details-bin", Buffer.from(bytes));
  return metadata;
};

describe("toRpcFailure", () => {
  it("reads google.rpc.Status, ErrorInfo and RetryInfo", () => {
    const info = { errorClass: "TABLE_OR_VIEW_NOT_FOUND", errorId: "e1" };
    const rich = create(StatusSchema, {
      message: "the whole message",
      details: [
        anyPack(ErrorInfoSchema, create(ErrorInfoSchema, { reason: "AnalysisException", metadata: info })),
        anyPack(RetryInfoSchema, create(RetryInfoSchema, { retryDelay: { seconds: 2n, nanos: 1 } })),
      ],
    });
    const error = {
      code: status.INTERNAL,
      details: "cut",
      metadata: withDetails(toBinary(StatusSchema, rich)),
    };
    expect(toRpcFailure("ExecutePlan", error)).toEqual({
      method: "ExecutePlan",
      status: "INTERNAL",
      message: "the whole message",
      errorClass: "TABLE_OR_VIEW_NOT_FOUND",
      errorInfo: info,
      connectionLost: false,
      retryDelayMs: 2001,
    });
  });

  it("does with what there is", () => {
    const error = {
      code: status.INTERNAL,
      details: "[INVALID_HANDLE.OPERATION_NOT_FOUND] gone",
      metadata: new Metadata(),
    };
    expect(toRpcFailure("X", error)).toMatchObject({
      message: "[INVALID_HANDLE.OPERATION_NOT_FOUND] gone",
      errorClass: "INVALID_HANDLE.OPERATION_NOT_FOUND",
      errorInfo: undefined,
      retryDelayMs: undefined,
    });
  });

  it.each([
    [true, "No connection established. Last error: connect ECONNREFUSED 127.0.0.1:1"],
    [true, "Connection dropped"],
    [true, "read ECONNRESET"],
    [true, "Name resolution failed for target dns:nohost:15002"],
    [false, "no healthy upstream"],
    [false, "fake UNAVAILABLE"],
  ])("takes it for a lost connection: %s, %s", (connectionLost, details) => {
    const error = { code: status.UNAVAILABLE, details, metadata: new Metadata() };
    expect(toRpcFailure("X", error)).toMatchObject({ connectionLost });
    expect(toRpcFailure("X", { ...error, code: status.INTERNAL })).toMatchObject({ connectionLost: false });
  });

  it("keeps the status when the details cannot be read", () => {
    const error = {
      code: status.UNAVAILABLE,
      details: "plain",
      metadata: withDetails(Uint8Array.of(255, 255)),
    };
    expect(toRpcFailure("X", error)).toMatchObject({ status: "UNAVAILABLE", message: "plain" });
  });

  it("takes secrets out of every text", () => {
    const redactor = new Redactor();
    redactor.add("Bearer hunter22");
    redactor.add("abc");
    const rich = create(StatusSchema, {
      message: "bad token hunter22",
      details: [
        anyPack(ErrorInfoSchema, create(ErrorInfoSchema, { metadata: { stackTrace: "at hunter22(abc)" } })),
      ],
    });
    const error = {
      code: status.UNAUTHENTICATED,
      details: "",
      metadata: withDetails(toBinary(StatusSchema, rich)),
    };
    expect(toRpcFailure("X", error, redactor.redact)).toMatchObject({
      message: "bad token ***",
      errorInfo: { stackTrace: "at ***(abc)" },
    });
  });
});
