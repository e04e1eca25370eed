import { readFile } from "node:fs/promises";
import { request } from "node:https";
import { StackError } from "../errors.ts";
import type { DksInfo, StackInfo } from "../state/info.ts";
import type { DksFaults } from "./faults.ts";

/** A data key as the service gave it. */
export interface DataKey {
  /** The id of the key it is encrypted with. */
  readonly keyId: string;
  /** 32 bytes. */
  readonly plaintext: Uint8Array;
  /** Base64: what the service opens again. */
  readonly ciphertext: string;
}

const TIMEOUT_MS = 10_000;

interface DksRequest {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** With its query. */
  readonly path: string;
  readonly body?: string;
}

/**
 * Asks an instance's service, as its client. Each call has a connection of its own.
 * @returns the answer's JSON
 * @throws StackError SETUP_FAILED when it cannot be reached or answers another status than 200
 */
async function callDks(dks: DksInfo, { method, path, body }: DksRequest): Promise<unknown> {
  const [ca, cert, key] = await Promise.all([
    readFile(dks.caFile),
    readFile(dks.certFile),
    readFile(dks.keyFile),
  ]);
  const name = `${method} ${path.replace(/\?.*$/, "")}`;
  const { status, text } = await new Promise<{ status: number | undefined; text: string }>(
    (resolve, reject) => {
      const call = request(new URL(path, dks.baseUrl), { method, ca, cert, key, agent: false }, (answer) => {
        const chunks: string[] = [];
        answer.setEncoding("utf8");
        answer.on("data", (chunk: string) => chunks.push(chunk));
        answer.on("end", () => resolve({ status: answer.statusCode, text: chunks.join("") }));
        answer.on("error", reject);
      });
      call.setTimeout(TIMEOUT_MS, () => call.destroy(new Error(`no answer in ${TIMEOUT_MS / 1000} s`)));
      call.on("error", reject);
      call.end(body);
    },
  ).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new StackError("SETUP_FAILED", `the DKS does not answer ${name}: ${why}; see ${dks.logFile}`, {
      cause: error,
    });
  });
  if (status !== 200) {
    throw new StackError("SETUP_FAILED", `the DKS answered ${status} to ${name}; see ${dks.logFile}`);
  }
  return JSON.parse(text);
}

/** A fresh data key. @throws StackError SETUP_FAILED */
export async function newDataKey(info: Pick<StackInfo, "dks">): Promise<DataKey> {
  const answer = (await callDks(info.dks, {
    method: "GET",
    path: "/datakey?correlationId=stack-sample",
  })) as {
    readonly dataKeyEncryptionKeyId: string;
    readonly plaintextDataKey: string;
    readonly ciphertextDataKey: string;
  };
  return {
    keyId: answer.dataKeyEncryptionKeyId,
    plaintext: Buffer.from(answer.plaintextDataKey, "base64"),
    ciphertext: answer.ciphertextDataKey,
  };
}

/**
 * Has an instance's DKS fail from now on at opening keys; `undefined` heals it. The faults are the instance's, for all
 * its callers.
 * @throws StackError SETUP_FAILED
 */
export async function setDksFaults(
  info: Pick<StackInfo, "dks">,
  faults: DksFaults | undefined,
): Promise<void> {
  await callDks(
    info.dks,
    faults === undefined
      ? { method: "DELETE", path: "/faults" }
      : { method: "PUT", path: "/faults", body: JSON.stringify(faults) },
  );
}

/** How many times the DKS was asked to open a key, faults included, since its start or {@link resetDksCalls}. */
export async function dksCalls(info: Pick<StackInfo, "dks">): Promise<number> {
  const { decrypt } = (await callDks(info.dks, { method: "GET", path: "/calls" })) as {
    readonly decrypt: number;
  };
  return decrypt;
}

/** Begins to count anew. @throws StackError SETUP_FAILED */
export async function resetDksCalls(info: Pick<StackInfo, "dks">): Promise<void> {
  await callDks(info.dks, { method: "DELETE", path: "/calls" });
}
