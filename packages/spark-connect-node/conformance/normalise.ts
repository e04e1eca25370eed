import { fromBinary, type JsonValue, toJson } from "@bufbuild/protobuf";
import { AnalyzePlanRequestSchema, PlanSchema } from "#gen/spark/connect/base_pb.js";
import { RowDecoder, toArrowTable } from "../src/arrow/index.ts";
import { StructType } from "../src/index.ts";
import { rowText } from "./rows.ts";

/** A message that a program sent, as bytes of its protobuf. */
export interface Sent {
  readonly kind: "execute" | "analyze";
  readonly message: Uint8Array;
}

export interface NormaliseOptions {
  /** Hides seeds, where the client makes them up. */
  readonly hideSeeds: boolean;
}

/** Fields of which the server says that nothing means false; one side writes it, the other does not. */
const falseUnlessSet = new Set(["allColumnsAsKeys", "isMetadataColumn", "withinWatermark"]);

const seeded = new Set(["rand", "randn", "randstr", "shuffle", "uniform", "uuid"]);

/**
 * What a program sent, as JSON without what may differ between two writings of the same program: plan ids and lambda
 * variables are numbered as they appear, maps are in the order of their keys, places in the source are left out, and
 * rows inside a plan are shown as values.
 */
export function normalise(sent: readonly Sent[], options: NormaliseOptions): JsonValue {
  const planIds = new Numbers();
  const variables = new Numbers();

  const walk = (value: JsonValue): JsonValue => {
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== "object" || value === null) return value;
    const result: Record<string, JsonValue> = {};
    for (const key of Object.keys(value).sort()) {
      const changed = entry(key, value[key] as JsonValue);
      if (changed !== undefined) result[key] = changed;
    }
    return result;
  };

  const entry = (key: string, value: JsonValue): JsonValue | undefined => {
    switch (key) {
      case "planId":
        return planIds.of(JSON.stringify(value));
      case "common": {
        const { origin: _origin, ...rest } = value as Record<string, JsonValue>;
        return Object.keys(rest).length === 0 ? undefined : walk(rest);
      }
      case "lambdaFunction": {
        const lambda = value as { function: JsonValue; arguments: JsonValue[] };
        // Arguments first, as variables are numbered in the order in which they are introduced.
        return { arguments: lambda.arguments.map(variable), function: walk(lambda.function) };
      }
      case "unresolvedNamedLambdaVariable":
        return variable(value);
      case "localRelation":
        return local(value as { data?: string; schema?: string });
      case "schema":
        // No schema is said in both ways.
        return value === "" ? undefined : walk(maybeJson(value));
      case "metadata":
      case "string":
        return walk(maybeJson(value));
      case "seed":
        return options.hideSeeds ? "made up" : value;
      case "unresolvedFunction":
        return options.hideSeeds ? withoutSeed(value as Record<string, JsonValue>) : walk(value);
      case "collation":
        // The collation of all text that names none.
        return value === "UTF8_BINARY" ? undefined : value;
      default:
        return value === false && falseUnlessSet.has(key) ? undefined : walk(value);
    }
  };

  const variable = (value: JsonValue): JsonValue => {
    const { nameParts } = value as { nameParts: string[] };
    return variables.of(nameParts.join("."));
  };

  const withoutSeed = (value: Record<string, JsonValue>): JsonValue => {
    const args = value["arguments"];
    if (!seeded.has(value["functionName"] as string) || !Array.isArray(args)) return walk(value);
    return walk({ ...value, arguments: [...args.slice(0, -1), "made up"] });
  };

  return sent.map(({ kind, message }) => {
    if (kind === "execute") {
      return walk(toJson(PlanSchema, fromBinary(PlanSchema, message, { recursionLimit: 1024 })));
    }
    const request = fromBinary(AnalyzePlanRequestSchema, message, { recursionLimit: 1024 });
    const { case: question } = request.analyze;
    const json = toJson(AnalyzePlanRequestSchema, request) as Record<string, JsonValue>;
    return { question: question ?? "none", of: walk(json[question ?? ""] ?? {}) };
  });
}

/** What a text says, where it is JSON: the order of its keys is nobody's business. */
function maybeJson(value: JsonValue): JsonValue {
  if (typeof value !== "string" || !value.startsWith("{")) return value;
  try {
    return JSON.parse(value) as JsonValue;
  } catch {
    return value;
  }
}

/** The rows of a local relation: the types they are sent as, and their values. */
function local({ data, schema }: { data?: string; schema?: string }): JsonValue {
  if (schema === undefined) return { data: data ?? null };
  const type = JSON.parse(schema) as Record<string, JsonValue>;
  if (data === undefined) return { schema: type };
  const bytes = Buffer.from(data, "base64");
  const struct = StructType.fromJSON(type);
  const decoder = new RowDecoder(struct, { rowMode: "array" });
  return {
    schema: type,
    sentAs: toArrowTable([bytes]).schema.fields.map((field) => `${field.name}: ${String(field.type)}`),
    rows: decoder.decode(bytes).map((row) => rowText(row as unknown[], struct)),
  };
}

/** Numbers things from 1 in the order in which they are first seen. */
class Numbers {
  readonly #known = new Map<string, number>();

  of(name: string): number {
    const number = this.#known.get(name) ?? this.#known.size + 1;
    this.#known.set(name, number);
    return number;
  }
}
