import type * as Launcher from "@dataworks/launcher";
import type * as TestData from "@dataworks/test-data";
import { NotInBundleError } from "../errors.ts";

// What only people and pipelines need is loaded when they ask for it: the cluster's step starts without it, and its
// bundle leaves it out.

/** The generator of source files. @throws NotInBundleError */
export async function loadTestData(): Promise<typeof TestData> {
  return import("@dataworks/test-data").catch((cause: unknown) => {
    throw notHere("@dataworks/test-data", cause);
  });
}

/** Launching, listing, stopping and watching clusters. @throws NotInBundleError */
export async function loadLauncher(): Promise<typeof Launcher> {
  return import("@dataworks/launcher").catch((cause: unknown) => {
    throw notHere("@dataworks/launcher", cause);
  });
}

function notHere(name: string, cause: unknown): unknown {
  const missing = cause instanceof Error && "code" in cause && cause.code === "ERR_MODULE_NOT_FOUND";
  return missing ? new NotInBundleError(name, { cause }) : cause;
}
