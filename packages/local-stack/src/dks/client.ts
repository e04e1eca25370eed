import { callDks, type DksCall } from "@dataworks/test-data";
import type { StackInfo } from "../state/info.ts";
import type { DksFaults } from "./faults.ts";

/** Asks an instance's service for what only this one has. @throws TestDataError NO_DATA_KEY */
async function control(
  { dks }: Pick<StackInfo, "dks">,
  path: string,
  call: Omit<DksCall, "url">,
): Promise<unknown> {
  return callDks(dks, { ...call, url: new URL(path, dks.baseUrl) });
}

/**
 * Has an instance's DKS fail from now on at opening keys; `undefined` heals it. The faults are the instance's, for all
 * its callers.
 * @throws TestDataError NO_DATA_KEY
 */
export async function setDksFaults(
  info: Pick<StackInfo, "dks">,
  faults: DksFaults | undefined,
): Promise<void> {
  await control(
    info,
    "/faults",
    faults === undefined ? { method: "DELETE" } : { method: "PUT", body: JSON.stringify(faults) },
  );
}

/** How many times the DKS was asked to open a key, faults included, since its start or {@link resetDksCalls}. */
export async function dksCalls(info: Pick<StackInfo, "dks">): Promise<number> {
  const { decrypt } = (await control(info, "/calls", { method: "GET" })) as {
    readonly decrypt: number;
  };
  return decrypt;
}

/** Begins to count anew. @throws TestDataError NO_DATA_KEY */
export async function resetDksCalls(info: Pick<StackInfo, "dks">): Promise<void> {
  await control(info, "/calls", { method: "DELETE" });
}
