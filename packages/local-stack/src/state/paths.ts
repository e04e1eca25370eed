import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { StackError } from "../errors.ts";

/** Files of one instance, all below one folder. */
export interface StatePaths {
  readonly directory: string;
  readonly infoFile: string;
  /** What was started, written as it starts: also there while `info.json` is not yet. */
  readonly processesFile: string;
  readonly lockFile: string;
  readonly configFile: string;
  readonly logs: string;
  readonly eventLog: string;
  readonly warehouse: string;
  readonly metastore: string;
  readonly temporary: string;
  readonly sparkConfig: string;
  readonly objects: string;
  /** Certificates and keys of the Data Key Service. */
  readonly dks: string;
}

/** The checkout's `.stack`, or `ADG_STACK_DIR`. */
function stateRoot(env: NodeJS.ProcessEnv = process.env): string {
  const configured = env["ADG_STACK_DIR"];
  if (configured !== undefined && configured !== "") return resolve(configured);
  // src/state/ and dist/state/ are equally deep.
  return fileURLToPath(new URL("../../../../.stack", import.meta.url));
}

/** @throws StackError INVALID_ARGUMENT for a name that is no plain folder name */
export function statePaths(name: string, env: NodeJS.ProcessEnv = process.env): StatePaths {
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/.test(name)) {
    throw new StackError(
      "INVALID_ARGUMENT",
      `an instance's name is up to 40 letters, digits, - and _, not "${name}"`,
    );
  }
  const root = stateRoot(env);
  const directory = join(root, name);
  return {
    directory,
    infoFile: join(directory, "info.json"),
    processesFile: join(directory, "processes.json"),
    // Beside the folder, so that `reset` can remove the folder while it holds the lock.
    lockFile: join(root, `${name}.lock`),
    configFile: join(directory, "adg.json"),
    logs: join(directory, "logs"),
    eventLog: join(directory, "events"),
    warehouse: join(directory, "warehouse"),
    metastore: join(directory, "metastore"),
    temporary: join(directory, "tmp"),
    sparkConfig: join(directory, "spark-conf"),
    objects: join(directory, "objects"),
    dks: join(directory, "dks"),
  };
}
