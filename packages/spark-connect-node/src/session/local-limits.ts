import { create } from "@bufbuild/protobuf";
import { ConfigRequest_GetOptionSchema } from "#gen/spark/connect/base_pb.js";
import type { ConnectClient } from "./session-runtime.ts";

/** What the server says about rows that a client brings. Sizes in bytes. */
export interface LocalLimits {
  /** From this size on rows are sent apart from the plan. */
  readonly inlineBytes: number;
  /** Most bytes of one DataFrame. */
  readonly totalBytes: number;
  /** Most rows of one piece. */
  readonly chunkRows: number;
  /** Most bytes of one piece, if its rows can be parted. */
  readonly chunkBytes: number;
  /** Most bytes of pieces that are sent with one call. */
  readonly batchBytes: number;
}

const MIB = 1024 * 1024;

/** Spark's settings, and what holds where a server does not know one. */
const settings = {
  inlineBytes: ["spark.sql.session.localRelationCacheThreshold", MIB],
  totalBytes: ["spark.sql.session.localRelationSizeLimit", 3 * 1024 * MIB],
  chunkRows: ["spark.sql.session.localRelationChunkSizeRows", 10_000],
  chunkBytes: ["spark.sql.session.localRelationChunkSizeBytes", 16 * MIB],
  batchBytes: ["spark.sql.session.localRelationBatchOfChunksSizeBytes", 1024 * MIB],
} as const satisfies Record<keyof LocalLimits, readonly [string, number]>;

/** Asks the server. */
export async function readLocalLimits(client: Pick<ConnectClient, "config">): Promise<LocalLimits> {
  const keys = Object.values(settings).map(([key]) => key);
  const value = create(ConfigRequest_GetOptionSchema, { keys });
  const { pairs } = await client.config({ case: "getOption", value });
  const texts = new Map(pairs.map(({ key, value: text }) => [key, text]));
  const read = (name: keyof LocalLimits): number => {
    const [key, fallback] = settings[name];
    return bytesOf(texts.get(key)) ?? fallback;
  };
  return {
    inlineBytes: read("inlineBytes"),
    totalBytes: read("totalBytes"),
    chunkRows: read("chunkRows"),
    chunkBytes: read("chunkBytes"),
    batchBytes: read("batchBytes"),
  };
}

/** Spark prints sizes as `1048576` or `1048576b`. */
function bytesOf(text: string | undefined): number | undefined {
  const digits = /^(\d+)b?$/i.exec(text ?? "")?.[1];
  const bytes = digits === undefined ? 0 : Number(digits);
  return bytes > 0 ? bytes : undefined;
}
