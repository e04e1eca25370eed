import { create, type DescMessage, type MessageShape, toJson } from "@bufbuild/protobuf";
import {
  type AddArtifactsResponse,
  AddArtifactsResponseSchema,
  type AnalyzePlanRequest,
  type AnalyzePlanResponse,
  type ConfigRequest_Operation,
  type ConfigResponse,
  ConfigResponseSchema,
  type Plan,
  PlanSchema,
} from "#gen/spark/connect/base_pb.js";
import type { ArtifactPayload } from "../../src/artifacts/payloads.ts";
import type { ExecuteEvent } from "../../src/execution/events.ts";
import type { ConnectClient } from "../../src/session/session-runtime.ts";
import { sparkSessionOf, type SparkSession } from "../../src/session/spark-session.ts";

export type Answer = (plan: Plan) => Iterable<ExecuteEvent>;

/** A server that remembers what it was sent and answers as a test says. */
export class RecordingClient implements ConnectClient {
  readonly sessionId = "11111111-2222-3333-4444-555555555555";
  readonly plans: Plan[] = [];
  readonly analyses: AnalyzePlanRequest["analyze"][] = [];
  readonly configs: ConfigRequest_Operation["opType"][] = [];
  readonly calls: string[] = [];
  readonly payloads: ArtifactPayload[] = [];
  readonly existing = new Set<string>();
  answer: Answer = () => [];
  analysis: AnalyzePlanResponse["result"] = { case: undefined };
  config_: ConfigResponse = create(ConfigResponseSchema);
  readonly #version: string;

  constructor(version = "4.3.0") {
    this.#version = version;
  }

  async *execute(plan: Plan): AsyncGenerator<ExecuteEvent, void, undefined> {
    this.plans.push(plan);
    yield* this.answer(plan);
  }
  async analyze(analyze: AnalyzePlanRequest["analyze"]): Promise<AnalyzePlanResponse["result"]> {
    this.analyses.push(analyze);
    return this.analysis;
  }
  async config(operation: ConfigRequest_Operation["opType"]): Promise<ConfigResponse> {
    this.configs.push(operation);
    return this.config_;
  }
  async serverVersion(): Promise<string> {
    this.calls.push("serverVersion");
    return this.#version;
  }
  async interruptAll(): Promise<string[]> {
    return ["all"];
  }
  async interruptTag(tag: string): Promise<string[]> {
    return [tag];
  }
  async interruptOperation(operationId: string): Promise<string[]> {
    return [operationId];
  }
  addTag(tag: string): void {
    this.calls.push(`addTag ${tag}`);
  }
  removeTag(tag: string): void {
    this.calls.push(`removeTag ${tag}`);
  }
  getTags(): string[] {
    return ["tag"];
  }
  clearTags(): void {
    this.calls.push("clearTags");
  }
  async addArtifacts(payloads: () => AsyncIterable<ArtifactPayload>): Promise<AddArtifactsResponse> {
    for await (const payload of payloads()) this.payloads.push(payload);
    return create(AddArtifactsResponseSchema);
  }
  async existingArtifacts(names: readonly string[]): Promise<ReadonlySet<string>> {
    return new Set(names.filter((name) => this.existing.has(name)));
  }
  addProgressHandler(): void {
    this.calls.push("addProgressHandler");
  }
  removeProgressHandler(): void {
    this.calls.push("removeProgressHandler");
  }
  clearProgressHandlers(): void {
    this.calls.push("clearProgressHandlers");
  }
  get closed(): boolean {
    return this.calls.includes("close");
  }
  async cloneSession(sessionId?: string): Promise<ConnectClient> {
    this.calls.push(`cloneSession ${sessionId ?? ""}`);
    return new RecordingClient(this.#version);
  }
  newSession(): ConnectClient {
    return new RecordingClient(this.#version);
  }
  async close(): Promise<void> {
    this.calls.push("close");
  }
}

/** A session on such a server. */
export function recordingSession(version?: string): { spark: SparkSession; client: RecordingClient } {
  const client = new RecordingClient(version);
  return { spark: sparkSessionOf(client), client };
}

/** A message as JSON, its plan ids renumbered from 1 in the order in which they appear. */
export function asJson<D extends DescMessage>(schema: D, message: MessageShape<D>): unknown {
  const numbers = new Map<unknown, number>();
  const renumber = (value: unknown): unknown => {
    if (Array.isArray(value)) {
      return value.map(renumber);
    }
    if (typeof value !== "object" || value === null) {
      return value;
    }
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => {
        if (key !== "planId") {
          return [key, renumber(inner)];
        }
        if (!numbers.has(inner)) {
          numbers.set(inner, numbers.size + 1);
        }
        return [key, numbers.get(inner)];
      }),
    );
  };
  return renumber(toJson(schema, message));
}

/** The one plan that was sent, as JSON. */
export function onlyPlan(client: RecordingClient): unknown {
  const [plan] = client.plans;
  if (plan === undefined || client.plans.length !== 1) {
    throw new Error(`${client.plans.length} plans were sent`);
  }
  return asJson(PlanSchema, plan);
}
