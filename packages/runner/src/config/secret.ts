import { z } from "zod";
import { InvalidSecretError } from "../errors.ts";
import type { ModuleName } from "../modules/kickstart.ts";
import { describeIssues } from "./issues.ts";
import { parseOrderedJson, RepeatedNameError } from "./ordered-json.ts";
import { pythonLiteralToJson } from "./python-literal.ts";

/** What the secret says, of every module. */
export interface KickstartSecret {
  /** Module → names of its collections. */
  readonly collections: Readonly<Record<string, readonly string[]>>;
  /** Module → source bucket. */
  readonly src_bucket_names: Readonly<Record<string, string>>;
  /** Module → collection → column → type, for tables that do not exist yet. */
  readonly initial_spark_schema: ReadonlyMap<string, ReadonlyMap<string, InitialSchema | null> | null>;
}

/** Column → type, in the order of the columns. */
export type InitialSchema = ReadonlyMap<string, string>;

/** What the secret says of one module. */
export interface ModuleSecret {
  readonly collections: readonly string[];
  readonly sourceBucket: string;
  readonly initialSchemas: ReadonlyMap<string, InitialSchema>;
}

export interface ParsedSecret {
  readonly secret: KickstartSecret;
  /** How it is written; a Python literal is read, and should be written as JSON. */
  readonly notation: "json" | "python";
}

/** An object in which the order of names means nothing. */
const plain = <T extends z.ZodType>(type: T): z.ZodPreprocess<T> =>
  z.preprocess((value) => (value instanceof Map ? Object.fromEntries(value) : value), type);

const schema: z.ZodType<KickstartSecret> = plain(
  z.object({
    collections: plain(
      z.record(
        z.string(),
        z.array(z.string({ error: "expected the name of a collection" }), {
          error: "expected a list of collection names",
        }),
        {
          error: "expected an object, module → list of collection names",
        },
      ),
    ),
    src_bucket_names: plain(
      z.record(z.string(), z.string({ error: "expected the name of a bucket" }), {
        error: "expected an object, module → name of its source bucket",
      }),
    ),
    initial_spark_schema: z
      .map(
        z.string(),
        z
          .map(
            z.string(),
            z
              .map(z.string(), z.string({ error: "expected the name of a type" }), {
                error: "expected an object, column → type",
              })
              .nullable(),
            { error: "expected an object, collection → columns" },
          )
          .nullable(),
        { error: "expected an object, module → collections" },
      )
      .nullish()
      .transform((schemas) => schemas ?? new Map()),
  }),
);

/**
 * Reads the secret's text: JSON, or the Python literal that the original took. Nothing is evaluated.
 *
 * @param name - of the secret, for messages.
 * @throws InvalidSecretError; of the text, names and paths alone are in its message.
 */
export function parseSecret(name: string, text: string): ParsedSecret {
  const { value, notation } = parseNotation(name, text);
  const result = schema.safeParse(value);
  if (result.success) return { secret: result.data, notation };
  throw new InvalidSecretError(`The secret ${name} is not right:\n${describeIssues(result.error)}`);
}

/**
 * What the secret says of a module.
 *
 * @throws InvalidSecretError when it says too little.
 */
export function moduleSecret(name: string, secret: KickstartSecret, module: ModuleName): ModuleSecret {
  const collections = secret.collections[module];
  if (collections === undefined || collections.length === 0) {
    throw new InvalidSecretError(
      `The secret ${name} names no collections for ${module}: add them as collections.${module}, a list of names.`,
    );
  }
  const sourceBucket = secret.src_bucket_names[module];
  if (sourceBucket === undefined || sourceBucket === "") {
    throw new InvalidSecretError(
      `The secret ${name} names no source bucket for ${module}: add it as src_bucket_names.${module}.`,
    );
  }
  const schemas = [...(secret.initial_spark_schema.get(module) ?? [])];
  return {
    collections,
    sourceBucket,
    initialSchemas: new Map(schemas.flatMap(([key, columns]) => (columns === null ? [] : [[key, columns]]))),
  };
}

function parseNotation(name: string, text: string): { value: unknown; notation: "json" | "python" } {
  const json = tryJson(name, text);
  if (json !== undefined) return { value: json.value, notation: "json" };
  const python = tryJson(name, pythonLiteralToJson(text));
  if (python !== undefined) return { value: python.value, notation: "python" };
  // The parser's own message would quote the secret.
  throw new InvalidSecretError(
    `The secret ${name} is neither JSON nor a Python literal. Write it as JSON: ` +
      `{"collections": {"vacancy": [...]}, "src_bucket_names": {"vacancy": "..."}, "initial_spark_schema": {...}}.`,
  );
}

function tryJson(name: string, text: string): { value: unknown } | undefined {
  try {
    return { value: parseOrderedJson(text) };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    if (error instanceof RepeatedNameError) {
      throw new InvalidSecretError(`In the secret ${name}, ${error.message}.`);
    }
    throw error;
  }
}
