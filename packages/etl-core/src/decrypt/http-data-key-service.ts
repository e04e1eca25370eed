import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { Agent, interceptors, ProxyAgent, request } from "undici";
import { DataKeyError, EtlError, InvalidConfigurationError } from "../errors.ts";
import { nameOf } from "../model/object-store.ts";
import { DATA_KEY_BYTES, type DataKeyService } from "./data-key-service.ts";
import type { EncryptedFile } from "./encryption.ts";

/** Where the Data Key Service is and how it is asked. */
export interface DataKeyServiceOptions {
  /** `https://…`, to which `keyId` and `correlationId` are added. */
  readonly url: string;
  /** PEM files of mutual TLS: our certificate, its key, and who signed the service's. */
  readonly certFile: string;
  readonly keyFile: string;
  readonly caFile: string;
  /** Goes with every request, so that the service's log can be read beside ours. */
  readonly correlationId: string;
  /** Calls for one key, the first among them. Default 10. */
  readonly attempts?: number;
  /** How long one call may take, in ms. Default 10,000. */
  readonly timeoutMs?: number;
  /** `http://host:port` of a proxy on the way; TLS is with the service nevertheless. Default: none. */
  readonly proxy?: string;
  /** How long to wait after the first failure, in ms; doubled each time up to 30,000. Default 250. */
  readonly backoffMs?: number;
}

/** A Data Key Service reached by HTTPS. Close it after use. */
export interface HttpDataKeyService extends DataKeyService, AsyncDisposable {}

/** Worth another try: too many requests, and whatever is the server's own fault. */
const RETRIED_STATUSES = [429, 500, 502, 503, 504];
/** Connections that broke. A certificate that is refused breaks none: it stays refused. */
const RETRIED_CODES = [
  "ECONNRESET",
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ENETDOWN",
  "ENETUNREACH",
  "EHOSTDOWN",
  "EHOSTUNREACH",
  "EPIPE",
  "ETIMEDOUT",
  "UND_ERR_SOCKET",
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_HEADERS_TIMEOUT",
  "UND_ERR_BODY_TIMEOUT",
];
/** Also the longest that `Retry-After` is heeded. */
const MAX_BACKOFF_MS = 30_000;
/** Answers that are no key, from something on the way or because the address is another service's: then they do not end. */
const MOST_GARBLED = 4;
/** An answer is some hundred bytes; one that is not must not fill the memory. */
const MAX_ANSWER_BYTES = 64 * 1024;

/**
 * The Data Key Service over mutual TLS: `POST {url}?keyId=…&correlationId=…` with the encrypted key as its body. Retried
 * with backoff, or after as long as the service says by `Retry-After` (at most 30 s), on 429, 5xx and broken
 * connections; a few times also when the answer is no key.
 *
 * @throws InvalidConfigurationError when a PEM file cannot be read.
 */
export async function httpDataKeyService(options: DataKeyServiceOptions): Promise<HttpDataKeyService> {
  const { url, correlationId, attempts = 10, timeoutMs = 10_000, backoffMs = 250 } = options;
  const [cert, key, ca] = await Promise.all([
    pem("certFile", options.certFile),
    pem("keyFile", options.keyFile),
    pem("caFile", options.caFile),
  ]);
  const tls = { cert, key, ca, timeout: timeoutMs };
  const limits = { headersTimeout: timeoutMs, bodyTimeout: timeoutMs, maxResponseSize: MAX_ANSWER_BYTES };
  const agent =
    options.proxy === undefined
      ? new Agent({ ...limits, connect: tls })
      : new ProxyAgent({ ...limits, uri: options.proxy, requestTls: tls });
  const dispatcher = agent.compose(
    interceptors.retry({
      maxRetries: attempts - 1,
      minTimeout: backoffMs,
      maxTimeout: MAX_BACKOFF_MS,
      timeoutFactor: 2,
      methods: ["POST"],
      statusCodes: RETRIED_STATUSES,
      errorCodes: RETRIED_CODES,
    }),
  );
  /** @returns undefined for an answer that is no key, or the beginning of one. */
  const ask = async (
    file: EncryptedFile,
    signal: AbortSignal | undefined,
  ): Promise<Uint8Array | undefined> => {
    const { keyId, encryptedKey } = file.encryption;
    const target = new URL(url);
    target.searchParams.set("keyId", keyId);
    target.searchParams.set("correlationId", correlationId);
    let answer: Buffer | undefined;
    try {
      const response = await orAborted(
        signal,
        request(target, {
          dispatcher,
          method: "POST",
          headers: { "content-type": "text/plain", accept: "application/json" },
          body: encryptedKey,
          signal: signal ?? null,
        }),
      );
      if (response.statusCode !== 200) {
        await response.body.dump();
        throw refused(file, response.statusCode, url);
      }
      answer = Buffer.from(await response.body.arrayBuffer().catch(() => new ArrayBuffer(0)));
      signal?.throwIfAborted();
      return plaintextKey(answer);
    } catch (error) {
      signal?.throwIfAborted();
      throw error instanceof EtlError ? error : unreachable(file, error, url, attempts);
    } finally {
      answer?.fill(0);
    }
  };
  return {
    async open(file, { signal } = {}) {
      for (let tries = 1; ; tries += 1) {
        const key = await ask(file, signal);
        if (key !== undefined) {
          return key;
        }
        if (tries >= Math.min(attempts, MOST_GARBLED)) {
          throw nonsense(file, url);
        }
        await sleep(backoffMs * 2 ** tries, undefined, signal === undefined ? {} : { signal }).catch(
          () => {},
        );
        signal?.throwIfAborted();
      }
    },
    // Whatever still waits for another try is given up.
    [Symbol.asyncDispose]: () => agent.destroy(),
  };
}

/** An answer, or the signal's reason as soon as it is aborted: a wait before another try does not heed it by itself. */
async function orAborted<Answer>(signal: AbortSignal | undefined, answer: Promise<Answer>): Promise<Answer> {
  if (signal === undefined) {
    return answer;
  }
  answer.catch(() => {});
  let stop = (): void => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    signal.throwIfAborted();
    return await Promise.race([answer, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

async function pem(option: string, file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new InvalidConfigurationError(
      `The ${option} of the Data Key Service, ${file}, cannot be read. Correct the path, or have the file made.`,
      { cause },
    );
  }
}

/** The key in an answer, undefined when there is none. */
function plaintextKey(answer: Buffer): Uint8Array | undefined {
  try {
    const parsed: unknown = JSON.parse(answer.toString("latin1"));
    if (typeof parsed !== "object" || parsed === null || !("plaintextDataKey" in parsed)) {
      return undefined;
    }
    const { plaintextDataKey: text } = parsed;
    const key = typeof text === "string" ? Buffer.from(text, "base64") : undefined;
    return key?.length === DATA_KEY_BYTES ? key : undefined;
  } catch {
    // The parser's message would quote the answer.
    return undefined;
  }
}

function subject({ object, encryption: { keyId } }: EncryptedFile, url: string): string {
  return `The data key of ${nameOf(object)} (keyId ${keyId}) could not be opened by ${hostOf(url)}`;
}

function hostOf(url: string): string {
  return `the Data Key Service at ${new URL(url).host}`;
}

function refused(file: EncryptedFile, status: number, url: string): DataKeyError {
  const remedy =
    status === 400
      ? "The object's metadata belongs to another key: have the file delivered again"
      : status === 401 || status === 403
        ? "Have this job's certificate allowed there"
        : status === 404
          ? "Correct dks.url"
          : status === 429 || status >= 500
            ? "Run the day again when it has recovered"
            : "See its log";
  return new DataKeyError(`${subject(file, url)}: it answered ${status}. ${remedy}.`);
}

function nonsense(file: EncryptedFile, url: string): DataKeyError {
  return new DataKeyError(
    `${subject(file, url)}: its answer is no key of ${DATA_KEY_BYTES} bytes. See that dks.url is the address of a Data Key Service.`,
  );
}

function unreachable(file: EncryptedFile, error: unknown, url: string, attempts: number): DataKeyError {
  const code = codeOf(error);
  if (code === "UND_ERR_REQ_RETRY" && typeof error === "object" && error !== null && "statusCode" in error) {
    return refused(file, Number(error.statusCode), url);
  }
  if (/CERT|SSL|TLS|SIGNATURE|SELF_SIGNED|UNABLE_TO/.test(code)) {
    return new DataKeyError(
      `${subject(file, url)}: the certificates do not fit (${code}). Check dks.certFile, dks.keyFile and dks.caFile, and that they have not expired.`,
    );
  }
  const runs =
    code === "UND_ERR_SOCKET" || code === "ECONNRESET"
      ? "it runs and accepts dks.certFile (some refuse a certificate without a word)"
      : "it runs";
  return new DataKeyError(
    `${subject(file, url)}: no answer in ${attempts} ${attempts === 1 ? "try" : "tries"} (${code}). See that ${runs}, then run the day again.`,
  );
}

function codeOf(error: unknown): string {
  if (typeof error === "object" && error !== null && "code" in error && typeof error.code === "string") {
    return error.code;
  }
  return error instanceof Error ? error.name : "unknown";
}
