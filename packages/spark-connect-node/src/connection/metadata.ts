import { Metadata } from "@grpc/grpc-js";
import { ConnectionError, InvalidArgumentError, SparkConnectError } from "../errors.ts";
import type { CallInterceptor } from "./call-interceptor.ts";
import { checkMetadataEntry } from "./connection-parameters.ts";
import { onAbort } from "./on-abort.ts";
import type { Redactor } from "./redact.ts";
import { cancelledCall } from "./rpc-failure.ts";
import { MAX_TIMER_MS } from "./runtime.ts";

/** Key and value pairs sent with a call as gRPC metadata. */
export type MetadataEntries = Readonly<Record<string, string>>;

/**
 * Asked before every call, retries and reattaches included, so that credentials which expire stay fresh.
 * Its values are never logged and never part of an error.
 */
export type MetadataProvider = () => MetadataEntries | Promise<MetadataEntries>;

/** Where the metadata of a call comes from; later sources win. */
export interface MetadataSources {
  readonly token: string | undefined;
  readonly entries: MetadataEntries;
  readonly provider: MetadataProvider | undefined;
  readonly interceptors: readonly CallInterceptor[];
  /** Learns every secret that is sent. */
  readonly redactor: Redactor;
  /** Aborted when the channel is closed. */
  readonly closing: AbortSignal;
}

/** How long the metadata of a call may be waited for. */
interface Wait {
  readonly deadlineMs: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The metadata of one call. grpc-js has no call credentials on plain channels, so the token is set by hand.
 *
 * @throws RpcError when the signal aborts; ConnectionError when the provider fails, or the call's time is over before
 *   everyone has answered; InvalidArgumentError for what cannot be sent; what an interceptor throws.
 */
export async function callMetadata(sources: MetadataSources, method: string, wait: Wait): Promise<Metadata> {
  const entries = new Map(Object.entries(sources.entries));
  if (sources.token !== undefined) entries.set("authorization", `Bearer ${sources.token}`);
  if (sources.provider !== undefined || sources.interceptors.length > 0) {
    await whileWanted(complete(entries, sources, method), method, wait, sources.closing);
  }
  const metadata = new Metadata();
  for (const [key, value] of entries) {
    const [checked] = checkMetadataEntry(key, value);
    sources.redactor.addMetadata(checked, value);
    metadata.set(checked, value);
  }
  return metadata;
}

/** Has the provider and the interceptors fill in theirs. */
async function complete(
  entries: Map<string, string>,
  { provider, interceptors }: MetadataSources,
  method: string,
): Promise<void> {
  if (provider !== undefined) {
    for (const [key, value] of Object.entries(await askProvider(provider))) {
      entries.set(...checkMetadataEntry(key, value));
    }
  }
  for (const interceptor of interceptors) await interceptor.before?.({ method, metadata: entries });
}

async function askProvider(provider: MetadataProvider): Promise<MetadataEntries> {
  let given: unknown;
  try {
    given = await provider();
  } catch (cause) {
    if (cause instanceof SparkConnectError) throw cause;
    throw new ConnectionError("The metadata provider failed, so the call was not sent; see the cause", {
      cause,
    });
  }
  if (typeof given === "object" && given !== null) return given as MetadataEntries;
  throw new InvalidArgumentError(
    `The metadata provider must return an object of names and texts, not ${typeof given}`,
  );
}

/** Others' code may never answer: it is waited for no longer than the call is wanted. */
async function whileWanted(
  work: Promise<void>,
  method: string,
  { deadlineMs, signal }: Wait,
  closing: AbortSignal,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let off: (() => void)[] = [];
  const unwanted = new Promise<never>((_resolve, reject) => {
    if (deadlineMs !== undefined) {
      const late = (): void =>
        reject(
          new ConnectionError(
            `${method} was not sent: the metadata provider or an interceptor did not answer within ${deadlineMs / 1000} s`,
          ),
        );
      timer = setTimeout(late, Math.min(deadlineMs, MAX_TIMER_MS));
    }
    off = [signal ?? closing, closing].map((each) => onAbort(each, () => reject(cancelledCall(method))));
  });
  try {
    await Promise.race([work, unwanted]);
  } finally {
    clearTimeout(timer);
    for (const stopListening of off) stopListening();
  }
}
