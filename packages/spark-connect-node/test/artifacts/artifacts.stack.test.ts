import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { AnalysisError } from "../../src/errors.ts";
import type { UploadProgress } from "../../src/artifacts/upload.ts";
import type { SparkSession } from "../../src/session/spark-session.ts";
import { connect, Folder } from "../session/stack.ts";

const run = promisify(execFile);
let spark: SparkSession;
let folder: Folder;

beforeAll(async () => {
  spark = await connect();
  folder = await Folder.create();
});

afterAll(async () => {
  await spark.stop();
  await folder[Symbol.asyncDispose]();
});

/** The jar of a class that adds two numbers, and one that shouts; Spark's interfaces come from its own jars. */
async function udfJar(): Promise<string> {
  const source = path.join(folder.path, "scn", "Add.java");
  const api = path.join(folder.path, "org", "apache", "spark", "sql", "api", "java", "UDF2.java");
  // The interface as Spark has it: enough to compile against, and left out of the jar.
  await run("mkdir", ["-p", path.dirname(source), path.dirname(api)]);
  await writeFile(
    api,
    `package org.apache.spark.sql.api.java;
     public interface UDF2<T1, T2, R> extends java.io.Serializable { R call(T1 t1, T2 t2) throws Exception; }`,
  );
  await writeFile(
    source,
    `package scn;
     public class Add implements org.apache.spark.sql.api.java.UDF2<Long, Long, Long> {
       public Long call(Long a, Long b) { return a + b; }
     }`,
  );
  await run("javac", ["--release", "17", "-d", path.join(folder.path, "classes"), source, api]);
  // Padding makes the jar larger than one request.
  await writeFile(
    path.join(folder.path, "classes", "scn", "padding.bin"),
    Buffer.alloc(300_000, Math.PI.toString()),
  );
  const jar = path.join(folder.path, "scn-udf.jar");
  await run("jar", [
    "--create",
    "--no-compress",
    "--file",
    jar,
    "-C",
    path.join(folder.path, "classes"),
    "scn",
  ]);
  return jar;
}

describe("a Java function", () => {
  it("comes in a jar, is registered, and called by SQL", async () => {
    const progress: UploadProgress[] = [];
    const jar = await udfJar();
    await spark.addArtifacts(jar, { onUpload: (report) => progress.push(report) });
    const { byteLength } = await readFile(jar);
    expect(byteLength).toBeGreaterThan(300_000);
    expect(progress.length).toBeGreaterThan(5);
    expect(progress.at(-1)).toEqual({
      artifact: "jars/scn-udf.jar",
      sentBytes: byteLength,
      totalBytes: byteLength,
    });
    await spark.udf.registerJavaFunction("scn_add", "scn.Add", "BIGINT");
    expect(await spark.range(3).selectExpr("scn_add(id, 40L) AS sum").collect()).toEqual([
      { sum: 40n },
      { sum: 41n },
      { sum: 42n },
    ]);
    await spark.udf.registerJavaFunction("scn_add_inferred", "scn.Add");
    expect(await (await spark.sql("SELECT scn_add_inferred(1L, 2L) AS sum")).first()).toEqual({ sum: 3n });
  });

  it("whose class is unknown is refused", async () => {
    await expect(spark.udf.registerJavaFunction("scn_no", "scn.Nothing")).rejects.toThrow(AnalysisError);
    await expect(spark.udf.registerJavaUDAF("scn_no", "scn.Nothing")).rejects.toThrow(AnalysisError);
  });

  it("belongs to its session", async () => {
    const other = await spark.newSession();
    try {
      await expect(other.udf.registerJavaFunction("scn_add", "scn.Add", "BIGINT")).rejects.toThrow(
        AnalysisError,
      );
    } finally {
      await other.stop();
    }
  });
});

describe("other artifacts", () => {
  it("are taken: files, archives, modules", async () => {
    const text = path.join(folder.path, "words.txt");
    await writeFile(text, "one\ntwo\n");
    await spark.addArtifacts(text, { file: true });
    const zip = path.join(folder.path, "words.zip");
    await run("jar", ["--create", "--file", zip, "-C", folder.path, "words.txt"]);
    await spark.addArtifacts(`${zip}#words`, { archive: true });
    const module = path.join(folder.path, "words.py");
    await writeFile(module, "words = []\n");
    await spark.addArtifact(module, { pyfile: true });
  });

  it("that differ from one of the same name are refused", async () => {
    const text = path.join(folder.path, "same.txt");
    await writeFile(text, "one");
    await spark.addArtifacts(text, { file: true });
    await writeFile(text, "two");
    await expect(spark.addArtifacts(text, { file: true })).rejects.toThrow(/same\.txt/);
  });

  it("are kept by what they hold", async () => {
    const blob = Buffer.from("some bytes");
    const hash = await spark.cacheArtifact(blob);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(await spark.cacheArtifact(blob)).toBe(hash);
  });

  it("go to the server's own disk only if it was started so", async () => {
    const from = path.join(folder.path, "from.csv");
    await writeFile(from, "id\n1\n");
    const copying = spark.copyFromLocalToFs(from, path.join(folder.path, "copied.csv"));
    await expect(copying).rejects.toThrow(/local file system destination path is not supported/);
  });
});
