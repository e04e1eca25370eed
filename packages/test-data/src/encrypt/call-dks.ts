import { readFile } from "node:fs/promises";
import { request } from "node:https";
import { TestDataError } from "../errors.ts";

/** Where a Data Key Service is, and as whom it is asked. The runner's own `dks` options are one. */
export interface DksAccess {
  /** Where ciphertexts of data keys are opened: `https://…/datakey/actions/decrypt`. */
  readonly url: string;
  /** PEM files of mutual TLS: who signed the service's certificate, our certificate, its key. */
  readonly caFile: string;
  readonly certFile: string;
  readonly keyFile: string;
}

export interface DksCall {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly url: URL;
  readonly body?: string;
  /** How long the service may be silent. Default 10,000. */
  readonly timeoutMs?: number;
}

/**
 * Asks a Data Key Service, as its client. Each call has a connection of its own; nothing is tried twice.
 *
 * @returns the answer's JSON.
 * @throws TestDataError NO_DATA_KEY when it cannot be reached or answers another status than 200.
 */
export async function callDks(dks: Omit<DksAccess, "url">, call: DksCall): Promise<unknown> {
  const name = `${call.method} ${call.url.origin}${call.url.pathname}`;
  const [ca, cert, key] = await Promise.all([pem(dks.caFile), pem(dks.certFile), pem(dks.keyFile)]);
  const { status, text } = await exchange(call, { ca, cert, key }).catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw noKey(
      `the Data Key Service does not answer ${name}: ${why}. Check its URL and certificates`,
      cause,
    );
  });
  if (status !== 200) {
    throw noKey(
      `the Data Key Service answered ${status} to ${name}. Its own log says why; 403: check the certificate`,
    );
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw noKey(`the Data Key Service answered ${name} with what is no JSON. Check its URL`, cause);
  }
}

async function pem(file: string): Promise<Buffer> {
  return readFile(file).catch((cause: unknown) => {
    throw noKey(`the Data Key Service's PEM file ${file} cannot be read. Check its path and mode`, cause);
  });
}

function exchange(
  { method, url, body, timeoutMs = 10_000 }: DksCall,
  tls: { readonly ca: Buffer; readonly cert: Buffer; readonly key: Buffer },
): Promise<{ readonly status: number | undefined; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const call = request(url, { method, ...tls, agent: false }, (answer) => {
      const chunks: string[] = [];
      answer.setEncoding("utf8");
      answer.on("data", (chunk: string) => chunks.push(chunk));
      answer.on("end", () => resolve({ status: answer.statusCode, text: chunks.join("") }));
      answer.on("error", reject);
    });
    call.setTimeout(timeoutMs, () => call.destroy(new Error(`no answer in ${timeoutMs / 1000} s`)));
    call.on("error", reject);
    call.end(body);
  });
}

function noKey(message: string, cause?: unknown): TestDataError {
  return new TestDataError("NO_DATA_KEY", message, { cause });
}
