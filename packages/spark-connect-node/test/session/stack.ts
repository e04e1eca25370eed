import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { SparkSession } from "../../src/session/spark-session.ts";

/** A session on the stack's server. */
export async function connect(): Promise<SparkSession> {
  const remote = process.env["SPARK_REMOTE"];
  if (remote === undefined || remote === "") {
    throw new Error(
      "SPARK_REMOTE is not set: start the stack (pnpm stack up) and evaluate `pnpm --silent stack env`",
    );
  }
  return SparkSession.builder().remote(remote).config("spark.sql.shuffle.partitions", 2).getOrCreate();
}

/** A name that no other test uses. */
export function uniqueName(prefix: string): string {
  return `${prefix}_${randomBytes(4).toString("hex")}`;
}

/** A folder for one test, which the server, being on this machine, shares. */
export class Folder implements AsyncDisposable {
  readonly path: string;

  private constructor(folder: string) {
    this.path = folder;
  }

  static async create(): Promise<Folder> {
    return new Folder(await mkdtemp(path.join(tmpdir(), "spark-connect-node-")));
  }

  /** The URI of something inside it, as Spark takes it. */
  uri(name: string): string {
    return `file:${path.join(this.path, name)}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }
}
