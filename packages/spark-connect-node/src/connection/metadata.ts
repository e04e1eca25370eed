import { Metadata } from "@grpc/grpc-js";
import { ConnectionError, SparkConnectError } from "../errors.ts";
import type { CallInterceptor } from "./call-interceptor.ts";
import { checkMetadataEntry } from "./connection-parameters.ts";
import type { Redactor } from "./redact.ts";

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
}

/** The metadata of one call. grpc-js has no call credentials on plain channels, so the token is set by hand. */
export async function callMetadata(sources: MetadataSources, method: string): Promise<Metadata> {
  const entries = new Map(Object.entries(sources.entries));
  if (sources.token !== undefined) entries.set("authorization", `Bearer ${sources.token}`);
  if (sources.provider !== undefined) {
    for (const [key, value] of Object.entries(await askProvider(sources.provider))) {
      sources.redactor.add(value);
      entries.set(...checkMetadataEntry(key, value));
    }
  }
  for (const interceptor of sources.interceptors) await interceptor.before?.({ method, metadata: entries });
  const metadata = new Metadata();
  for (const [key, value] of entries) metadata.set(...checkMetadataEntry(key, value));
  return metadata;
}

async function askProvider(provider: MetadataProvider): Promise<MetadataEntries> {
  try {
    return await provider();
  } catch (cause) {
    if (cause instanceof SparkConnectError) throw cause;
    throw new ConnectionError("The metadata provider failed, so the call was not sent; see the cause", {
      cause,
    });
  }
}
