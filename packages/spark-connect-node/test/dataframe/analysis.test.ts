import { beforeEach, describe, expect, it } from "@jest/globals";
import { create, toJson } from "@bufbuild/protobuf";
import {
  type AnalyzePlanRequest,
  AnalyzePlanRequestSchema,
  type AnalyzePlanResponse,
  AnalyzePlanResponse_ExplainSchema,
  AnalyzePlanResponse_GetStorageLevelSchema,
  AnalyzePlanResponse_InputFilesSchema,
  AnalyzePlanResponse_IsLocalSchema,
  AnalyzePlanResponse_IsStreamingSchema,
  AnalyzePlanResponse_PersistSchema,
  AnalyzePlanResponse_SameSemanticsSchema,
  AnalyzePlanResponse_SemanticHashSchema,
  AnalyzePlanResponse_UnpersistSchema,
} from "#gen/spark/connect/base_pb.js";
import type { DataFrame } from "../../src/dataframe/dataframe.ts";
import { InvalidArgumentError, ProtocolError } from "../../src/errors.ts";
import { StorageLevel } from "../../src/plan/storage-level.ts";
import { type RecordingClient, recordingSession } from "../plan/recording-client.ts";

let client: RecordingClient;
let df: DataFrame;

beforeEach(() => {
  const session = recordingSession();
  ({ client } = session);
  df = session.spark.table("t");
});

const relation = {
  common: { planId: expect.any(String) },
  read: { namedTable: { unparsedIdentifier: "t" } },
};
const plan = { root: relation };
const memoryAndDisk = { useDisk: true, useMemory: true, deserialized: true, replication: 1 };
const asked = (analyze: AnalyzePlanRequest["analyze"] | undefined): unknown =>
  toJson(
    AnalyzePlanRequestSchema,
    create(AnalyzePlanRequestSchema, { analyze: analyze ?? { case: undefined } }),
  );

type Answer = AnalyzePlanResponse["result"];

describe("what is asked about a DataFrame, and the answer", () => {
  it.each<[string, (df: DataFrame) => Promise<unknown>, object, Answer, unknown]>([
    [
      "isLocal",
      (d) => d.isLocal(),
      { isLocal: { plan } },
      { case: "isLocal", value: create(AnalyzePlanResponse_IsLocalSchema, { isLocal: true }) },
      true,
    ],
    [
      "isStreaming",
      (d) => d.isStreaming(),
      { isStreaming: { plan } },
      { case: "isStreaming", value: create(AnalyzePlanResponse_IsStreamingSchema, { isStreaming: true }) },
      true,
    ],
    [
      "inputFiles",
      (d) => d.inputFiles(),
      { inputFiles: { plan } },
      { case: "inputFiles", value: create(AnalyzePlanResponse_InputFilesSchema, { files: ["a", "b"] }) },
      ["a", "b"],
    ],
    [
      "sameSemantics",
      (d) => d.sameSemantics(d),
      { sameSemantics: { targetPlan: plan, otherPlan: plan } },
      { case: "sameSemantics", value: create(AnalyzePlanResponse_SameSemanticsSchema, { result: true }) },
      true,
    ],
    [
      "semanticHash",
      (d) => d.semanticHash(),
      { semanticHash: { plan } },
      { case: "semanticHash", value: create(AnalyzePlanResponse_SemanticHashSchema, { result: -7 }) },
      -7,
    ],
    [
      "storageLevel",
      (d) => d.storageLevel(),
      { getStorageLevel: { relation } },
      {
        case: "getStorageLevel",
        value: create(AnalyzePlanResponse_GetStorageLevelSchema, { storageLevel: memoryAndDisk }),
      },
      StorageLevel.MEMORY_AND_DISK_DESER,
    ],
    [
      "isCached",
      (d) => d.isCached(),
      { getStorageLevel: { relation } },
      {
        case: "getStorageLevel",
        value: create(AnalyzePlanResponse_GetStorageLevelSchema, { storageLevel: { replication: 1 } }),
      },
      false,
    ],
    [
      "explain by a mode",
      (d) => d.explain("cost"),
      { explain: { plan, explainMode: "EXPLAIN_MODE_COST" } },
      { case: "explain", value: create(AnalyzePlanResponse_ExplainSchema, { explainString: "x" }) },
      "x",
    ],
    [
      "explain(true) is extended",
      (d) => d.explain(true),
      { explain: { plan, explainMode: "EXPLAIN_MODE_EXTENDED" } },
      { case: "explain", value: create(AnalyzePlanResponse_ExplainSchema, { explainString: "x" }) },
      "x",
    ],
  ])("%s", async (_, ask, request, answer, expected) => {
    client.analysis = answer;
    expect(await ask(df)).toEqual(expected);
    expect(client.analyses.map(asked)).toEqual([request]);
    expect(client.plans).toEqual([]);
  });

  it.each<[string, (df: DataFrame) => Promise<unknown>, object, Answer]>([
    [
      "cache",
      (d) => d.cache(),
      { persist: { relation, storageLevel: memoryAndDisk } },
      { case: "persist", value: create(AnalyzePlanResponse_PersistSchema) },
    ],
    [
      "persist at a level",
      (d) => d.persist(StorageLevel.MEMORY_ONLY_2),
      { persist: { relation, storageLevel: { useMemory: true, replication: 2 } } },
      { case: "persist", value: create(AnalyzePlanResponse_PersistSchema) },
    ],
    [
      "unpersist",
      (d) => d.unpersist(),
      { unpersist: { relation, blocking: false } },
      { case: "unpersist", value: create(AnalyzePlanResponse_UnpersistSchema) },
    ],
    [
      "unpersist and wait",
      (d) => d.unpersist(true),
      { unpersist: { relation, blocking: true } },
      { case: "unpersist", value: create(AnalyzePlanResponse_UnpersistSchema) },
    ],
  ])("%s gives the DataFrame itself", async (_, tell, request, answer) => {
    client.analysis = answer;
    expect(await tell(df)).toBe(df);
    expect(client.analyses.map(asked)).toEqual([request]);
  });

  it("refuses a mode that there is not, and a DataFrame of another session", async () => {
    await expect(df.explain("plain" as never)).rejects.toThrow(InvalidArgumentError);
    await expect(df.sameSemantics(recordingSession().spark.table("t"))).rejects.toThrow(InvalidArgumentError);
    expect(client.analyses).toEqual([]);
  });

  it("does not take an answer to another question", async () => {
    client.analysis = {
      case: "isLocal",
      value: create(AnalyzePlanResponse_IsLocalSchema, { isLocal: true }),
    };
    await expect(df.isStreaming()).rejects.toThrow(ProtocolError);
  });
});
