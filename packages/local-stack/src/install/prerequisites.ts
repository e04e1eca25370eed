import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { StackError } from "../errors.ts";

const execute = promisify(execFile);

const PYTHONS = ["python3", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10", "python"];

/** Stdout and stderr of a command, or `undefined` when it cannot be run. */
async function outputOf(command: string, args: readonly string[]): Promise<string | undefined> {
  try {
    const { stdout, stderr } = await execute(command, args, { timeout: 30_000 });
    return `${stdout}${stderr}`;
  } catch {
    return undefined; // not installed, or not working: the caller says what is asked for
  }
}

/** Whether a version such as "3.11.7" is at least major.minor. */
export function atLeast(version: string, major: number, minor: number): boolean {
  const [first = 0, second = 0] = version.split(".").map(Number);
  return first > major || (first === major && second >= minor);
}

/** The major version in what `java -version` says: 17 of "17.0.15", 8 of "1.8.0_392", 25 of "25-ea". */
export function javaMajor(text: string): number | undefined {
  const match = /version "(?:1\.)?(\d+)/.exec(text);
  return match?.[1] === undefined ? undefined : Number(match[1]);
}

/**
 * A Python of at least 3.10 that can make virtual environments. `ADG_PYTHON` names one to use.
 * @throws StackError PREREQUISITE saying what was found instead
 */
export async function findPython(env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const named = env["ADG_PYTHON"];
  const seen: string[] = [];
  for (const candidate of named === undefined ? PYTHONS : [named]) {
    const probe = "import sys, venv, ensurepip; print('%d.%d.%d' % sys.version_info[:3])";
    const version = await outputOf(candidate, ["-c", "import sys; print('%d.%d.%d' % sys.version_info[:3])"]);
    if (version === undefined) continue;
    const whole = await outputOf(candidate, ["-c", probe]);
    if (whole !== undefined && atLeast(whole.trim(), 3, 10)) return candidate;
    seen.push(`${candidate} is ${version.trim()}${whole === undefined ? " without venv" : ""}`);
  }
  const found = seen.length > 0 ? seen.join(", ") : `none of ${named ?? PYTHONS.join(", ")} runs`;
  throw new StackError(
    "PREREQUISITE",
    `Python 3.10 or newer with venv is needed (${found}). Install it (on Debian: apt install python3 python3-venv) or name one in ADG_PYTHON.`,
  );
}

/** @throws StackError PREREQUISITE unless the Java that Spark will use is 17 or newer */
export async function checkJava(env: NodeJS.ProcessEnv = process.env): Promise<void> {
  const home = env["JAVA_HOME"];
  // As Spark's own launcher: JAVA_HOME first, then the path.
  const java = home === undefined || home === "" ? "java" : join(home, "bin", "java");
  const text = await outputOf(java, ["-version"]);
  const major = text === undefined ? undefined : javaMajor(text);
  if (major !== undefined && major >= 17) return;
  const found = major === undefined ? `${java} does not run` : `${java} is version ${major}`;
  throw new StackError(
    "PREREQUISITE",
    `Java 17 or newer is needed (${found}). Install it (on Debian: apt install openjdk-17-jre-headless) or point JAVA_HOME at one.`,
  );
}

/** @throws StackError PREREQUISITE unless this Node is 20.19 or newer */
export function checkNode(version: string = process.versions.node): void {
  if (atLeast(version, 20, 19)) return;
  throw new StackError("PREREQUISITE", `Node 20.19 or newer is needed (this is ${version}).`);
}
