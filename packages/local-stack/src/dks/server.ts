import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { type DksFaultKind, type DksFaults, faultPlan, parseFaults } from "./faults.ts";
import { MASTER_KEY_ID, openDataKey, sealDataKey } from "./master-key.ts";

/** No body that the service is sent is longer than this. */
const MAX_BODY_BYTES = 65_536;
const DATA_KEY_BYTES = 32;

/** What a call is answered with: JSON, or a connection torn down. */
type Answer =
  | { readonly status: number; readonly body: object; readonly headers?: Readonly<Record<string, string>> }
  | "reset";

interface Call {
  readonly query: URLSearchParams;
  readonly body: string;
}

/**
 * The service's behaviour: gives and opens data keys, counts what it was asked to open, and fails as told.
 * @param masterKey - 32 bytes.
 * @param log - gets a line a call: neither keys nor ciphertexts are in it.
 */
export function dksHandler(
  masterKey: Uint8Array,
  log: (line: string) => void,
): (request: IncomingMessage, response: ServerResponse) => void {
  let decrypts = 0;
  let nextFault: () => DksFaults | undefined = () => undefined;

  const decrypt = async (call: Call): Promise<Answer> => {
    decrypts += 1;
    const fault = nextFault();
    if (fault?.delayMs !== undefined) await sleep(fault.delayMs);
    return (fault === undefined ? undefined : faulty[fault.kind](fault)) ?? opened(masterKey, call);
  };
  const routes: Readonly<Record<string, (call: Call) => Answer | Promise<Answer>>> = {
    "GET /datakey": () => fresh(masterKey),
    "POST /datakey/actions/decrypt": decrypt,
    "PUT /faults": ({ body }) => {
      const faults = parseFaults(body);
      nextFault = faultPlan(faults);
      return { status: 200, body: faults };
    },
    "DELETE /faults": () => {
      nextFault = () => undefined;
      return { status: 200, body: {} };
    },
    "GET /calls": () => ({ status: 200, body: { decrypt: decrypts } }),
    "DELETE /calls": () => {
      decrypts = 0;
      return { status: 200, body: { decrypt: decrypts } };
    },
  };
  return (request, response) => {
    void serve(routes, request, response, log);
  };
}

async function serve(
  routes: Readonly<Record<string, (call: Call) => Answer | Promise<Answer>>>,
  request: IncomingMessage,
  response: ServerResponse,
  log: (line: string) => void,
): Promise<void> {
  const url = new URL(request.url ?? "/", "https://localhost");
  const name = `${request.method} ${url.pathname}`;
  const route = Object.hasOwn(routes, name) ? routes[name] : undefined;
  let answer: Answer;
  try {
    const body = await bodyOf(request);
    if (body === undefined) answer = refusal(413, "the body is too long");
    else if (route === undefined) answer = refusal(404, "no such thing here");
    else answer = await route({ query: url.searchParams, body });
  } catch (error) {
    answer = refusal(400, error instanceof TypeError ? error.message : "the request broke off");
  }
  // A path that is not known is not written down either: who knows what was pasted into it.
  const told = answer === "reset" ? "reset" : answer.status;
  log(`${route === undefined ? "unknown" : name} ${told}${correlation(url.searchParams)}`);
  if (answer === "reset") {
    request.socket.destroy();
    return;
  }
  response.writeHead(answer.status, { "content-type": "application/json", ...answer.headers });
  response.end(JSON.stringify(answer.body));
}

/** A request's body; `undefined` when it is longer than any should be. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  return bytes > MAX_BODY_BYTES ? undefined : Buffer.concat(chunks).toString("utf8");
}

const refusal = (status: number, error: string): Answer => ({ status, body: { error } });

function fresh(masterKey: Uint8Array): Answer {
  const dataKey = randomBytes(DATA_KEY_BYTES);
  return {
    status: 200,
    body: {
      dataKeyEncryptionKeyId: MASTER_KEY_ID,
      plaintextDataKey: dataKey.toString("base64"),
      ciphertextDataKey: sealDataKey(masterKey, dataKey),
    },
  };
}

function opened(masterKey: Uint8Array, { query, body }: Call): Answer {
  if (query.get("keyId") !== MASTER_KEY_ID) return refusal(400, "there is no such key");
  const dataKey = openDataKey(masterKey, body);
  if (dataKey === undefined) return refusal(400, "the ciphertext cannot be opened");
  return {
    status: 200,
    body: {
      dataKeyEncryptionKeyId: MASTER_KEY_ID,
      plaintextDataKey: Buffer.from(dataKey).toString("base64"),
    },
  };
}

/** What each kind of fault is answered with; `undefined` when the right answer is to follow. */
const faulty: Readonly<Record<DksFaultKind, (faults: DksFaults) => Answer | undefined>> = {
  delay: () => undefined,
  reset: () => "reset",
  nonsense: () => ({ status: 200, body: { unexpected: true } }),
  status: ({ status = 503, retryAfterSeconds }) => ({
    status,
    body: { error: "a fault, as asked for" },
    headers: retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) },
  }),
};

/** Only what looks like an id is written down. */
function correlation(query: URLSearchParams): string {
  const id = query.get("correlationId");
  return id !== null && /^[\w.:/-]{1,80}$/.test(id) ? ` correlation ${id}` : "";
}
