import path from "node:path";
import { LocalServerError } from "../errors.ts";
import { isAtLeast, parseServerVersion } from "../plan/server-target.ts";
import type { RunCommand } from "./command.ts";
import type { Environment, LocalServerOptions } from "./options.ts";

/** The major version in what `java -version` prints (`1.8.0_402` is 8); undefined when it says none. */
export function javaVersion(output: string): number | undefined {
  const match = /version "(?:1\.)?(\d+)/.exec(output);
  return match === null ? undefined : Number(match[1]);
}

/**
 * Finds a Java for this Spark: the option `javaHome`, else `JAVA_HOME`, else `java` on the path.
 *
 * @returns the value of `JAVA_HOME` to start Spark with; undefined for the Java on the path.
 * @throws LocalServerError when there is none, or too old a one; says what to install.
 */
export async function findJava(
  options: Pick<LocalServerOptions, "javaHome">,
  sparkVersion: string,
  environment: Environment,
  run: RunCommand,
): Promise<string | undefined> {
  const home = options.javaHome ?? (environment["JAVA_HOME"] || undefined);
  const java = home === undefined ? "java" : path.join(home, "bin", "java");
  const from =
    options.javaHome !== undefined ? "javaHome" : home !== undefined ? "JAVA_HOME" : "java on the path";
  const needed = isAtLeast(parseServerVersion(sparkVersion), 4, 0) ? 17 : 8;
  const hint = `Spark ${sparkVersion} needs Java ${needed} or later (a JDK or JRE such as Temurin 17): install one and name its folder in JAVA_HOME or in the option javaHome`;
  const { code, stdout, stderr } = await run(java, ["-version"]);
  const version = javaVersion(stderr + stdout);
  if (code !== 0 || version === undefined) {
    throw new LocalServerError(
      `There is no Java to start Spark with (${from}: ${java} does not run). ${hint}`,
    );
  }
  if (version < needed) {
    throw new LocalServerError(`The Java found is too old (${from}: ${java} is Java ${version}). ${hint}`);
  }
  return home;
}
