import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { PySpark } from "@dataworks/local-stack";
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
  const env = { ...pyspark.env, SPARK_REMOTE: remote, TZ: "UTC" };
  const child = spawn(pyspark.python, [script], { env, stdio: ["pipe", "pipe", "pipe"] });
  child.stdin.end(JSON.stringify(task));
  const output: string[] = [];
  const complaint: string[] = [];
  child.stdout.setEncoding("utf8").on("data", (text: string) => output.push(text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => complaint.push(text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  if (code !== 0) {
    throw new Error(`PySpark ended with code ${code}:\n${complaint.join("").slice(-4_000)}`);
  }
  const lines = output.join("").split("\n");
  const results = lines.filter((line) => line !== "").map((line) => resultOf(JSON.parse(line) as Line));
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
