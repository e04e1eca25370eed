import { create } from "@bufbuild/protobuf";
import {
  ConfigRequest_GetAllSchema,
  ConfigRequest_GetOptionSchema,
  ConfigRequest_IsModifiableSchema,
  ConfigRequest_SetSchema,
  ConfigRequest_UnsetSchema,
} from "#gen/spark/connect/base_pb.js";
import type { ActionOptions } from "../client/options.ts";
import type { ConnectClient } from "./session-runtime.ts";

/** A value of a setting; Spark takes them as text. */
export type ConfigValue = string | number | bigint | boolean;

let construct: (client: ConnectClient) => RuntimeConfig;

/** Makes the settings of a session. Internal. */
export function runtimeConfig(client: ConnectClient): RuntimeConfig {
  return construct(client);
}

/** The settings of one session on the server. */
export class RuntimeConfig {
  readonly #client: ConnectClient;

  static {
    construct = (client) => new RuntimeConfig(client);
  }

  private constructor(client: ConnectClient) {
    this.#client = client;
  }

  /** The value of a setting; undefined, or `fallback`, when it is not set and has no default. */
  async get(key: string): Promise<string | undefined>;
  async get(key: string, fallback: string): Promise<string>;
  async get(key: string, fallback?: string): Promise<string | undefined> {
    // GetOption, not Get: one unknown key makes Get fail as a whole.
    const value = create(ConfigRequest_GetOptionSchema, { keys: [key] });
    const { pairs } = await this.#client.config({ case: "getOption", value });
    return pairs.find((pair) => pair.key === key)?.value ?? fallback;
  }

  /** The values of all settings whose key begins with `prefix`; the keys come without it. */
  async getAll(prefix?: string): Promise<Record<string, string>> {
    const value = create(ConfigRequest_GetAllSchema, prefix === undefined ? {} : { prefix });
    const { pairs } = await this.#client.config({ case: "getAll", value });
    return Object.fromEntries(pairs.map((pair) => [pair.key, pair.value ?? ""]));
  }

  /**
   * Changes a setting for this session. What Spark warns of (that it is deprecated, say) is a warning of the process,
   * of type `SparkWarning`.
   *
   * @throws AnalysisError when the server does not let a session change it.
   */
  async set(key: string, value: ConfigValue): Promise<void> {
    await this.setAll({ [key]: value });
  }

  /** Changes several settings with one request. */
  async setAll(settings: Readonly<Record<string, ConfigValue>>, options?: ActionOptions): Promise<void> {
    const pairs = Object.entries(settings).map(([key, value]) => ({ key, value: String(value) }));
    if (pairs.length > 0) {
      const value = create(ConfigRequest_SetSchema, { pairs });
      passOn((await this.#client.config({ case: "set", value }, options)).warnings);
    }
  }

  /** Gives a setting back its default. */
  async unset(key: string): Promise<void> {
    const value = create(ConfigRequest_UnsetSchema, { keys: [key] });
    passOn((await this.#client.config({ case: "unset", value })).warnings);
  }

  /** Whether a session may change this setting. */
  async isModifiable(key: string): Promise<boolean> {
    const value = create(ConfigRequest_IsModifiableSchema, { keys: [key] });
    const { pairs } = await this.#client.config({ case: "isModifiable", value });
    return pairs[0]?.value === "true";
  }
}

/** What Spark has to say about a setting: that it is deprecated, or without effect. */
function passOn(warnings: readonly string[]): void {
  for (const warning of warnings) process.emitWarning(warning, "SparkWarning");
}
