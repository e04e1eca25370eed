import type {
  AnalyzePlanRequest,
  AnalyzePlanResponse,
  ConfigRequest_Operation,
  ConfigResponse,
  Plan,
} from "#gen/spark/connect/base_pb.js";
import { UnsupportedError } from "../errors.ts";
import type { ExecuteEvent } from "../execution/events.ts";
import type { ClientOptions } from "./client-options.ts";
import type { ActionOptions } from "./options.ts";

const later = (): never => {
  throw new UnsupportedError("not connected yet");
};

/** One session on a Spark Connect server. Internal: `SparkSession` is what users see. */
export class SparkConnectClient implements AsyncDisposable {
  readonly sessionId: string = "";

  static connect(_options: ClientOptions): SparkConnectClient {
    return later();
  }
  execute(_plan: Plan, _options?: ActionOptions): AsyncGenerator<ExecuteEvent, void, undefined> {
    return later();
  }
  async analyze(
    _analyze: AnalyzePlanRequest["analyze"],
    _options?: ActionOptions,
  ): Promise<AnalyzePlanResponse["result"]> {
    return later();
  }
  async config(
    _operation: ConfigRequest_Operation["opType"],
    _options?: ActionOptions,
  ): Promise<ConfigResponse> {
    return later();
  }
  async interruptAll(): Promise<string[]> {
    return later();
  }
  async interruptTag(_tag: string): Promise<string[]> {
    return later();
  }
  async interruptOperation(_operationId: string): Promise<string[]> {
    return later();
  }
  addTag(_tag: string): void {
    later();
  }
  removeTag(_tag: string): void {
    later();
  }
  getTags(): string[] {
    return later();
  }
  clearTags(): void {
    later();
  }
  async serverVersion(): Promise<string> {
    return later();
  }
  newSession(): SparkConnectClient {
    return later();
  }
  async close(): Promise<void> {
    later();
  }
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
