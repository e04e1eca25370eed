import { chmod, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";

/** A folder that looks like a Spark; its spark-submit is a shell script. */
export async function fakeSpark(
  home: string,
  options: { readonly core?: string; readonly connect?: boolean; readonly submit?: string } = {},
): Promise<string> {
  const { core = "2.13-4.1.0", connect = true, submit = "" } = options;
  await mkdir(path.join(home, "jars"), { recursive: true });
  await writeFile(path.join(home, "jars", `spark-core_${core}.jar`), "");
  if (connect) await writeFile(path.join(home, "jars", `spark-connect_${core}.jar`), "");
  await script(path.join(home, "bin", "spark-submit"), submit);
  return home;
}

/** A folder whose `java -version` says this version. */
export async function fakeJava(home: string, version: string): Promise<string> {
  await script(path.join(home, "bin", "java"), `echo 'openjdk version "${version}" 2025-04-15' >&2`);
  return home;
}

async function script(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, `#!/bin/sh\n${text}\n`);
  await chmod(file, 0o700);
}
