import { fileURLToPath } from "node:url";
import { type PySpark, runPySpark } from "@dataworks/local-stack";
import type { Sent } from "./normalise.ts";

/** What PySpark made of a program. */
export type ReferenceResult =
  | { readonly id: string; readonly error: string }
  | { readonly id: string; readonly sent: readonly Sent[]; readonly frame: boolean }
  | { readonly id: string; readonly schema: unknown; readonly rows: readonly (readonly unknown[])[] };

export interface ReferenceTask {
  readonly mode: "plans" | "rows";
  /** SQL to run first. */
  readonly setup: readonly string[];
  /** Names of programs, as Python has them, by topic. */
  readonly topics: Readonly<Record<string, readonly string[]>>;
}

interface Line {
  readonly id: string;
  readonly error?: string;
  readonly sent?: readonly { readonly kind: Sent["kind"]; readonly message: string }[];
  readonly frame?: boolean;
  readonly schema?: unknown;
  readonly rows?: readonly (readonly unknown[])[];
}

const script = fileURLToPath(new URL("reference.py", import.meta.url));

/** Runs programs in PySpark, against the server at `remote`. */
export async function runReference(
  pyspark: PySpark,
  remote: string,
  task: ReferenceTask,
): Promise<ReadonlyMap<string, ReferenceResult>> {
  const lines = await runPySpark(pyspark, {
    script,
    input: JSON.stringify(task),
    remote,
    env: { TZ: "UTC" },
  });
  const results = lines.map((line) => resultOf(line as Line));
  return new Map(results.map((result) => [result.id, result]));
}

function resultOf({ id, error, sent, frame, schema, rows }: Line): ReferenceResult {
  if (error !== undefined) return { id, error };
  if (rows !== undefined) return { id, schema, rows };
  return {
    id,
    sent: (sent ?? []).map(({ kind, message }) => ({ kind, message: Buffer.from(message, "base64") })),
    frame: frame ?? false,
  };
}
