import { InvalidArgumentError } from "../errors.ts";

/** What the parameters of a connection string say; undefined where they are silent. */
export interface ConnectionParameters {
  readonly token: string | undefined;
  readonly useSsl: boolean | undefined;
  readonly userId: string | undefined;
  readonly userAgent: string | undefined;
  readonly sessionId: string | undefined;
  /** Largest message in either direction, in bytes. */
  readonly maxMessageBytes: number | undefined;
  readonly keepalive: {
    readonly enabled: boolean | undefined;
    readonly timeMs: number | undefined;
    readonly timeoutMs: number | undefined;
    readonly withoutCalls: boolean | undefined;
  };
  /** All other parameters: sent with each call. */
  readonly metadata: Readonly<Record<string, string>>;
}

const MAX_INT = 2_147_483_647;
const MAX_USER_AGENT = 2048;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const METADATA_KEY = /^[0-9a-z_.-]+$/;
const VISIBLE_ASCII = /^[\x20-\x7e]*$/;

/** Checks each parameter. Errors name the parameter and, unless it may be secret, its value. */
export function readParameters(given: ReadonlyMap<string, string>): ConnectionParameters {
  const rest = new Map(given);
  const take = <T>(key: string, read: (key: string, value: string) => T): T | undefined => {
    const value = rest.get(key);
    rest.delete(key);
    return value === undefined ? undefined : read(key, value);
  };
  for (const key of given.keys()) refuseMisspelt(key);
  return {
    token: take("token", readToken),
    useSsl: take("use_ssl", readBoolean),
    userId: take("user_id", readText),
    userAgent: take("user_agent", (_key, value) => checkUserAgent(value)),
    sessionId: take("session_id", (_key, value) => checkSessionId(value)),
    maxMessageBytes: take("grpc_max_message_size", readPositiveInteger),
    keepalive: {
      enabled: take("grpc_keepalive_enabled", readBoolean),
      timeMs: take("grpc_keepalive_time_ms", readPositiveInteger),
      timeoutMs: take("grpc_keepalive_timeout_ms", readPositiveInteger),
      withoutCalls: take("grpc_keepalive_without_calls", readBoolean),
    },
    metadata: Object.fromEntries([...rest].map(([key, value]) => checkMetadataEntry(key, value))),
  };
}

const KNOWN = [
  "token",
  "use_ssl",
  "user_id",
  "user_agent",
  "session_id",
  "grpc_max_message_size",
  "grpc_keepalive_enabled",
  "grpc_keepalive_time_ms",
  "grpc_keepalive_timeout_ms",
  "grpc_keepalive_without_calls",
] as const;

/** A key a few letters away from a known one would silently become metadata, and its setting would be lost. */
function refuseMisspelt(key: string): void {
  if (KNOWN.some((known) => known === key)) return;
  const meant = KNOWN.find((known) => distance(key.toLowerCase(), known) <= (known.length > 12 ? 4 : 2));
  if (meant !== undefined) {
    fail(key, `is unknown. Did you mean ${meant}? Send metadata of that name with metadataProvider`);
  }
}

/** How many letters are to be added, left out or replaced. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

function fail(key: string, why: string): never {
  throw new InvalidArgumentError(`The connection parameter ${key} ${why}`);
}

function readText(key: string, value: string): string {
  return value === "" ? fail(key, "must not be empty") : value;
}

function readToken(key: string, value: string): string {
  if (value === "") fail(key, "must not be empty");
  if (!VISIBLE_ASCII.test(value) || value.trim() !== value) {
    fail(key, "holds characters that cannot be sent in a header (is there a line end or a space in it?)");
  }
  return value;
}

function readBoolean(key: string, value: string): boolean {
  const lower = value.toLowerCase();
  if (lower !== "true" && lower !== "false") fail(key, `must be true or false, not "${value}"`);
  return lower === "true";
}

function readPositiveInteger(key: string, value: string): number {
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < 1 || number > MAX_INT) {
    fail(key, `must be a whole number from 1 to ${MAX_INT}, not "${value}"`);
  }
  return number;
}

/** Servers refuse longer ones; the limit counts the text as it is sent. */
export function checkUserAgent(value: string): string {
  if (value === "") fail("user_agent", "must not be empty");
  const length = encodeURIComponent(value).length;
  if (length > MAX_USER_AGENT) {
    fail(
      "user_agent",
      `must not be longer than ${MAX_USER_AGENT} characters when encoded, and has ${length}`,
    );
  }
  return value;
}

/** Session ids name the session on the server: a UUID, so that two clients never share one by accident. */
export function checkSessionId(value: string): string {
  return UUID.test(value)
    ? value
    : fail("session_id", `must be a UUID such as 00112233-4455-6677-8899-aabbccddeeff, not "${value}"`);
}

/** Keys and values that HTTP/2 headers can carry; keys of gRPC itself and binary ones are refused. */
export function checkMetadataEntry(key: string, value: string): [string, string] {
  const lower = key.toLowerCase();
  if (!METADATA_KEY.test(lower) || lower.startsWith("grpc-") || lower.endsWith("-bin")) {
    fail(key, "is neither a parameter of Spark Connect nor a name that can be sent as gRPC metadata");
  }
  if (typeof value !== "string") fail(key, `must be a text, not ${typeof value}`);
  if (!VISIBLE_ASCII.test(value)) fail(key, "holds characters that cannot be sent as gRPC metadata");
  return [lower, value];
}
