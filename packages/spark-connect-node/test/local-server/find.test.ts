import { mkdir } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { LocalServerError } from "../../src/errors.ts";
import type { CommandOutput, RunCommand } from "../../src/local-server/command.ts";
import { findJava, javaVersion } from "../../src/local-server/find-java.ts";
import { findSpark } from "../../src/local-server/find-spark.ts";
import { Folder } from "../session/stack.ts";
import { fakeSpark } from "./fake-spark.ts";

let folder: Folder;
let spark41: string;
let spark35: string;

beforeAll(async () => {
  folder = await Folder.create();
  spark41 = await fakeSpark(path.join(folder.path, "4.1"));
  spark35 = await fakeSpark(path.join(folder.path, "3.5"), { core: "2.12-3.5.5", connect: false });
});

afterAll(async () => {
  await folder[Symbol.asyncDispose]();
});

/** Commands by name, with what they print; all others cannot be started. */
function commands(known: Readonly<Record<string, Partial<CommandOutput>>>): RunCommand & { asked: string[] } {
  const asked: string[] = [];
  const run: RunCommand = async (command) => {
    asked.push(command);
    const output = known[command];
    return { code: output === undefined ? undefined : 0, stdout: "", stderr: "", ...output };
  };
  return Object.assign(run, { asked });
}

describe("findSpark", () => {
  it("takes sparkHome before all, and reads its jars", async () => {
    const run = commands({});
    const found = await findSpark({ sparkHome: spark35, python: "py" }, { SPARK_HOME: spark41 }, run);
    expect(found).toEqual({ home: spark35, version: "3.5.5", scala: "2.12", hasConnect: false });
    expect(run.asked).toEqual([]);
  });

  it("takes the pyspark of the Python named before SPARK_HOME", async () => {
    const run = commands({ "/venv/bin/python": { stdout: `${spark41}\n` } });
    const found = await findSpark({ python: "/venv/bin/python" }, { SPARK_HOME: spark35 }, run);
    expect(found).toEqual({ home: spark41, version: "4.1.0", scala: "2.13", hasConnect: true });
  });

  it("takes SPARK_HOME before the python3 on the path", async () => {
    const run = commands({ python3: { stdout: spark41 } });
    expect(await findSpark({}, { SPARK_HOME: spark35 }, run)).toMatchObject({ home: spark35 });
    expect(await findSpark({}, { SPARK_HOME: "" }, run)).toMatchObject({ home: spark41 });
  });

  it.each<[string, Readonly<Record<string, Partial<CommandOutput>>>, RegExp]>([
    ["no Python", {}, /python3 could not be started.*pip install pyspark/],
    ["no pyspark", { python3: { stdout: "\n" } }, /python3 has no pyspark.*pip install pyspark/],
    ["a broken Python", { python3: { code: 1, stderr: "x\nboom\n" } }, /ended with 1: boom/],
    ["a pyspark without Spark", { python3: { stdout: "/nowhere" } }, /holds no Spark.*pyspark-client/],
  ])("says what to install: %s", async (_, known, message) => {
    const failure = findSpark({}, {}, commands(known));
    await expect(failure).rejects.toThrow(LocalServerError);
    await expect(failure).rejects.toThrow(message);
  });

  it("refuses a folder that is no Spark", async () => {
    const empty = path.join(folder.path, "empty");
    await mkdir(path.join(empty, "jars"), { recursive: true });
    await expect(findSpark({ sparkHome: empty }, {}, commands({}))).rejects.toThrow(
      `sparkHome (${empty}) holds no Spark`,
    );
  });

  it("takes the version wanted only", async () => {
    const find = (version: string): Promise<unknown> =>
      findSpark({ sparkHome: spark41, version }, {}, commands({}));
    await expect(find("4.1")).resolves.toMatchObject({ version: "4.1.0" });
    await expect(find("4.1.0")).resolves.toMatchObject({ version: "4.1.0" });
    await expect(find("4")).resolves.toMatchObject({ version: "4.1.0" });
    await expect(find("4.10")).rejects.toThrow(
      /4\.10 is wanted.*has 4\.1\.0.*"pip install pyspark==4\.10\.\*"/,
    );
    await expect(find("4.1.1")).rejects.toThrow('"pip install pyspark==4.1.1"');
  });
});

describe("findJava", () => {
  const java = (version: string): Partial<CommandOutput> => ({ stderr: `openjdk version "${version}" 2025` });

  it.each([
    ['openjdk version "17.0.15" 2025-04-15', 17],
    ['java version "1.8.0_402"', 8],
    ['openjdk version "21" 2023-09-19', 21],
    ["The operation couldn’t be completed. Unable to locate a Java Runtime.", undefined],
  ])("reads %s", (output, version) => {
    expect(javaVersion(output)).toBe(version);
  });

  it("takes javaHome, then JAVA_HOME, then the path", async () => {
    const run = commands({ "/a/bin/java": java("17"), "/b/bin/java": java("21"), java: java("17.0.1") });
    expect(await findJava({ javaHome: "/a" }, "4.1.0", { JAVA_HOME: "/b" }, run)).toBe("/a");
    expect(await findJava({}, "4.1.0", { JAVA_HOME: "/b" }, run)).toBe("/b");
    expect(await findJava({}, "4.1.0", { JAVA_HOME: "" }, run)).toBeUndefined();
    expect(run.asked).toEqual(["/a/bin/java", "/b/bin/java", "java"]);
  });

  it("is content with Java 8 for Spark 3.5", async () => {
    const run = commands({ java: java("1.8.0_402") });
    await expect(findJava({}, "3.5.5", {}, run)).resolves.toBeUndefined();
    await expect(findJava({}, "4.0.0", {}, run)).rejects.toThrow(
      /too old \(java on the path: java is Java 8\).*needs Java 17 or later.*JAVA_HOME/,
    );
  });

  it("says what to install when there is none", async () => {
    await expect(findJava({}, "4.1.0", {}, commands({}))).rejects.toThrow(
      /no Java to start Spark with.*Spark 4\.1\.0 needs Java 17 or later/,
    );
    const broken = commands({ "/j/bin/java": { code: 1, stderr: "Unable to locate a Java Runtime" } });
    await expect(findJava({ javaHome: "/j" }, "4.1.0", {}, broken)).rejects.toThrow(LocalServerError);
  });
});
