import { create } from "@bufbuild/protobuf";
import type { Plan } from "#gen/spark/connect/base_pb.js";
import {
  AnalyzePlanRequest_Explain_ExplainMode as ProtoExplainMode,
  AnalyzePlanRequest_ExplainSchema,
  AnalyzePlanRequest_GetStorageLevelSchema,
  AnalyzePlanRequest_InputFilesSchema,
  AnalyzePlanRequest_IsLocalSchema,
  AnalyzePlanRequest_IsStreamingSchema,
  AnalyzePlanRequest_PersistSchema,
  AnalyzePlanRequest_SameSemanticsSchema,
  AnalyzePlanRequest_SchemaSchema,
  AnalyzePlanRequest_SemanticHashSchema,
  AnalyzePlanRequest_TreeStringSchema,
  AnalyzePlanRequest_UnpersistSchema,
} from "#gen/spark/connect/base_pb.js";
import type { Relation as ProtoRelation } from "#gen/spark/connect/relations_pb.js";
import type { ActionOptions } from "../client/options.ts";
import { InvalidArgumentError, ProtocolError } from "../errors.ts";
import { keep, type Relation } from "../plan/relation.ts";
import type { SessionRuntime } from "../session/session-runtime.ts";
import { formatDataType, fromProtoDataType, StructType } from "../types/index.ts";
import { describe } from "../values/coerce.ts";
import { sameSession } from "./same-session.ts";
import { StorageLevel, storageLevelOf, storageLevelToProto } from "../plan/storage-level.ts";
import { print } from "./print.ts";

/** What a DataFrame is made of. Internal. */
export interface DataFrameState {
  readonly runtime: SessionRuntime;
  readonly relation: Relation;
}

/** How much `explain` says. */
export type ExplainMode = "simple" | "extended" | "codegen" | "cost" | "formatted";

const explainModes = {
  simple: ProtoExplainMode.SIMPLE,
  extended: ProtoExplainMode.EXTENDED,
  codegen: ProtoExplainMode.CODEGEN,
  cost: ProtoExplainMode.COST,
  formatted: ProtoExplainMode.FORMATTED,
} as const satisfies Record<ExplainMode, ProtoExplainMode>;

let stateInside: (frame: DataFrameAnalysis) => DataFrameState;

/**
 * The parts of a DataFrame. Internal.
 *
 * @throws InvalidArgumentError when it is none, as callers without types may have it.
 */
export function stateOf(frame: DataFrameAnalysis): DataFrameState {
  if (frame instanceof DataFrameAnalysis) return stateInside(frame);
  throw new InvalidArgumentError(`A DataFrame expected, not ${describe(frame)}`);
}

/** What is asked of the server about a DataFrame, without running it, and what it is told to keep. */
export abstract class DataFrameAnalysis {
  readonly #state: DataFrameState;

  static {
    stateInside = (frame) => frame.#state;
  }

  protected constructor(state: DataFrameState) {
    this.#state = state;
  }

  /** The schema, as the server analyses the plan; runs nothing. */
  async schema(options?: ActionOptions): Promise<StructType> {
    const value = create(AnalyzePlanRequest_SchemaSchema, { plan: await this.#plan() });
    const answer = (await this.#state.runtime.analyze("schema", { case: "schema", value }, options)).value;
    const type = answer.schema === undefined ? undefined : fromProtoDataType(answer.schema);
    if (!(type instanceof StructType)) {
      throw new ProtocolError("The server answered without a schema");
    }
    return type;
  }

  /** The names of the columns. */
  async columns(options?: ActionOptions): Promise<string[]> {
    return (await this.schema(options)).names();
  }

  /** Name and type of each column, the type as Spark prints it (`array<string>`). */
  async dtypes(options?: ActionOptions): Promise<[string, string][]> {
    return (await this.schema(options)).fields.map((field) => [field.name, formatDataType(field.type)]);
  }

  /** The plan as Spark would run it, as text; `true` is the mode `extended`. */
  async explain(mode: ExplainMode | boolean = "simple", options?: ActionOptions): Promise<string> {
    const explainMode = explainModes[typeof mode === "string" ? mode : mode ? "extended" : "simple"];
    if (explainMode === undefined) {
      throw new InvalidArgumentError(
        `No explain mode is called "${mode}"; there are ${Object.keys(explainModes).join(", ")}`,
      );
    }
    const value = create(AnalyzePlanRequest_ExplainSchema, { plan: await this.#plan(), explainMode });
    const answer = await this.#state.runtime.analyze("explain", { case: "explain", value }, options);
    return answer.value.explainString;
  }

  /** The schema as an indented tree, as Spark's printSchema shows it; cut at `level` when given. */
  async treeString(level?: number, options?: ActionOptions): Promise<string> {
    const value = create(AnalyzePlanRequest_TreeStringSchema, {
      plan: await this.#plan(),
      ...(level === undefined ? {} : { level }),
    });
    const answer = await this.#state.runtime.analyze("treeString", { case: "treeString", value }, options);
    return answer.value.treeString;
  }

  /** Prints the schema as an indented tree. */
  async printSchema(level?: number, options?: ActionOptions): Promise<void> {
    print(await this.treeString(level, options));
  }

  /** Whether its rows can be had without running anything on the cluster. */
  async isLocal(options?: ActionOptions): Promise<boolean> {
    const value = create(AnalyzePlanRequest_IsLocalSchema, { plan: await this.#plan() });
    return (await this.#state.runtime.analyze("isLocal", { case: "isLocal", value }, options)).value.isLocal;
  }

  /** Whether it reads a stream. */
  async isStreaming(options?: ActionOptions): Promise<boolean> {
    const value = create(AnalyzePlanRequest_IsStreamingSchema, { plan: await this.#plan() });
    return (await this.#state.runtime.analyze("isStreaming", { case: "isStreaming", value }, options)).value
      .isStreaming;
  }

  /** The files it reads, as far as its sources tell. */
  async inputFiles(options?: ActionOptions): Promise<string[]> {
    const value = create(AnalyzePlanRequest_InputFilesSchema, { plan: await this.#plan() });
    return [
      ...(await this.#state.runtime.analyze("inputFiles", { case: "inputFiles", value }, options)).value
        .files,
    ];
  }

  /** Whether both give the same result by the look of their plans: names of columns aside. May miss it. */
  async sameSemantics(other: DataFrameAnalysis, options?: ActionOptions): Promise<boolean> {
    const value = create(AnalyzePlanRequest_SameSemanticsSchema, {
      targetPlan: await this.#plan(),
      otherPlan: await this.#state.runtime.plan(sameSession(this.#state.runtime, stateOf(other))),
    });
    return (await this.#state.runtime.analyze("sameSemantics", { case: "sameSemantics", value }, options))
      .value.result;
  }

  /** A hash of 32 bits: equal for DataFrames of the same semantics. */
  async semanticHash(options?: ActionOptions): Promise<number> {
    const value = create(AnalyzePlanRequest_SemanticHashSchema, { plan: await this.#plan() });
    return (await this.#state.runtime.analyze("semanticHash", { case: "semanticHash", value }, options)).value
      .result;
  }

  /** Has Spark keep the rows when an action has computed them; the same as `persist()`. */
  async cache(options?: ActionOptions): Promise<this> {
    return this.persist(StorageLevel.MEMORY_AND_DISK_DESER, options);
  }

  /**
   * Has Spark keep the rows when an action has computed them. Every DataFrame with this one in its plan reads them
   * from there, until `unpersist()`, in this session and in others.
   */
  async persist(
    level: StorageLevel = StorageLevel.MEMORY_AND_DISK_DESER,
    options?: ActionOptions,
  ): Promise<this> {
    // Only plans that have this very node read what Spark keeps of it.
    keep(this.#state.relation);
    const value = create(AnalyzePlanRequest_PersistSchema, {
      relation: await this.#relation(),
      storageLevel: storageLevelToProto(level),
    });
    await this.#state.runtime.analyze("persist", { case: "persist", value }, options);
    return this;
  }

  /** Has Spark forget the rows it kept; with `blocking` waits until they are gone. */
  async unpersist(blocking = false, options?: ActionOptions): Promise<this> {
    const value = create(AnalyzePlanRequest_UnpersistSchema, { relation: await this.#relation(), blocking });
    await this.#state.runtime.analyze("unpersist", { case: "unpersist", value }, options);
    return this;
  }

  /** Where Spark keeps the rows; equal to `StorageLevel.NONE` when it does not. */
  async storageLevel(options?: ActionOptions): Promise<StorageLevel> {
    const value = create(AnalyzePlanRequest_GetStorageLevelSchema, { relation: await this.#relation() });
    const answer = (
      await this.#state.runtime.analyze("getStorageLevel", { case: "getStorageLevel", value }, options)
    ).value;
    if (answer.storageLevel === undefined) {
      throw new ProtocolError("The server answered without a storage level");
    }
    return storageLevelOf(answer.storageLevel);
  }

  /** Whether Spark is told to keep the rows. */
  async isCached(options?: ActionOptions): Promise<boolean> {
    const { useDisk, useMemory, useOffHeap } = await this.storageLevel(options);
    return useDisk || useMemory || useOffHeap;
  }

  async #plan(): Promise<Plan> {
    return this.#state.runtime.plan(this.#state.relation);
  }

  async #relation(): Promise<ProtoRelation> {
    return this.#state.runtime.relation(this.#state.relation);
  }
}
