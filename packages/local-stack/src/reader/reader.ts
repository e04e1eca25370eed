import { spawn } from "node:child_process";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { StackError } from "../errors.ts";
import { cachePaths } from "../install/cache.ts";
import type { InstallContext } from "../install/context.ts";
import { install } from "../install/install.ts";
import { readMarker, writeMarker } from "../install/marker.ts";
import { requirementsHash, SPARK_VERSION } from "../install/requirements.ts";
import { cleanEnvironment } from "../process/environment.ts";
import { withLock } from "../process/lock.ts";
import { run } from "../process/run.ts";

/** What PySpark's Connect client wants beside pyspark. Unpinned above: newer releases drop older Pythons. */
const READER_REQUIREMENTS: readonly string[] = [
  "grpcio>=1.76",
  "grpcio-status>=1.76",
  "googleapis-common-protos>=1.71",
  "pandas>=2.2",
  "pyarrow>=18",
  "zstandard>=0.25",
];

const script = fileURLToPath(new URL("../../python/read_rows.py", import.meta.url));

/** A row as PySpark has it: what JSON has no form for is text. */
export type ReaderRow = Readonly<Record<string, unknown>>;

/**
 * Reads a query's rows with PySpark's own Connect client: an eye on published tables that shares no code with
 * the client of this project. Installs what that client needs into the cache, the first time.
 *
 * @param remote - `sc://…`, with its token.
 * @throws StackError INSTALL_FAILED, or READ_FAILED with what PySpark said.
 */
export async function readWithPySpark(
  remote: string,
  query: string,
  context: InstallContext,
): Promise<ReaderRow[]> {
  const pyspark = await installPySpark(context);
  const lines = await runPySpark(pyspark, { script, input: query, remote, signal: context.signal });
  return lines as ReaderRow[];
}

/** A Python in which PySpark's Connect client works, and the environment to start it in. */
export interface PySpark {
  readonly python: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Sees to PySpark's own Connect client, of the stack's version of Spark; installs what it needs into the cache, the
 * first time.
 *
 * @throws StackError INSTALL_FAILED
 */
export async function installPySpark(context: InstallContext): Promise<PySpark> {
  const { python } = await install(context);
  const libraries = await installReader(python, context);
  return { python, env: cleanEnvironment({ PYTHONPATH: libraries, PYTHONWARNINGS: "ignore" }) };
}

/** A program of PySpark. */
export interface PySparkProgram {
  /** The file. */
  readonly script: string;
  /** What it finds on its standard input. */
  readonly input: string;
  /** `sc://…`, with its token. */
  readonly remote: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs a program of PySpark, and reads what it prints: one JSON value a line.
 *
 * @throws StackError READ_FAILED with what PySpark said.
 */
export async function runPySpark(pyspark: PySpark, program: PySparkProgram): Promise<unknown[]> {
  const { script: file, input, remote, env, signal } = program;
  const child = spawn(pyspark.python, [file], {
    env: { ...pyspark.env, ...env, SPARK_REMOTE: remote },
    stdio: ["pipe", "pipe", "pipe"],
    signal,
  });
  child.stdin.end(input);
  const output: string[] = [];
  const complaint: string[] = [];
  child.stdout.setEncoding("utf8").on("data", (text: string) => output.push(text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => complaint.push(text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  if (code !== 0) {
    throw new StackError(
      "READ_FAILED",
      `PySpark ended with code ${code}:\n${complaint.join("").slice(-4_000)}`,
    );
  }
  const lines = output.join("").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as unknown);
}

/** @returns the folder to put on Python's path */
async function installReader(python: string, context: InstallContext): Promise<string> {
  const cache = cachePaths();
  const folder = join(cache.root, `reader-${requirementsHash([SPARK_VERSION, ...READER_REQUIREMENTS])}`);
  if ((await readMarker(folder)) !== undefined) return folder;
  return withLock(cache.lockFile, context, async () => {
    if ((await readMarker(folder)) !== undefined) return folder;
    context.report("installing what PySpark's Connect client needs (about 80 MB, once)");
    await rm(folder, { recursive: true, force: true });
    await run(python, ["-m", "pip", "install", "--target", folder, ...READER_REQUIREMENTS], {
      title: "installing the reader",
      env: cleanEnvironment({ PIP_DISABLE_PIP_VERSION_CHECK: "1", PIP_NO_INPUT: "1" }),
      logFile: join(cache.logs, "reader.log"),
      report: context.report,
      signal: context.signal,
    });
    await writeMarker(folder, [join(folder, "grpc", "__init__.py"), join(folder, "pyarrow", "__init__.py")]);
    return folder;
  });
}
