import { setImmediate as nextTurn } from "node:timers/promises";
import { create, toBinary } from "@bufbuild/protobuf";
import { LocalRelationSchema } from "#gen/spark/connect/relations_pb.js";
import { type ArtifactClient, cacheBlobs } from "../artifacts/upload.ts";
import { abortedError } from "../connection/aborted-error.ts";
import { CancelledError, InvalidArgumentError } from "../errors.ts";
import type { RelType } from "../plan/relations/context.ts";
import type { UploadedRows } from "../plan/relations/sources.ts";
import { isAtLeast, type ServerTarget } from "../plan/server-target.ts";
import type { LocalLimits } from "./local-limits.ts";
import type { Chunks, RowSource } from "./row-source.ts";

/** The session that rows are sent to. */
export interface RowsReceiver {
  readonly client: ArtifactClient;
  target(): Promise<ServerTarget>;
  localLimits(): Promise<LocalLimits>;
  /** Changes when the server turns out to have lost what was sent. */
  readonly generation: number;
}

/** Pieces are sent in groups of about this many bytes: a group is in memory, the rest of the rows is not yet encoded. */
const GROUP_BYTES = 16 * 1024 * 1024;

/** Rows that go to the server before the first plan that reads them; once, however many plans there are. */
export class SentRows implements UploadedRows {
  readonly #source: RowSource;
  readonly #receiver: RowsReceiver;
  #sending: Promise<void> | undefined;
  #sent: { readonly generation: number; readonly placeholder: RelType } | undefined;

  constructor(source: RowSource, receiver: RowsReceiver) {
    this.#source = source;
    this.#receiver = receiver;
  }

  get placeholder(): RelType | undefined {
    return this.#sent?.generation === this.#receiver.generation ? this.#sent.placeholder : undefined;
  }

  async send(signal?: AbortSignal): Promise<void> {
    while (this.placeholder === undefined) {
      const mine = this.#sending === undefined;
      this.#sending ??= this.#send(signal).finally(() => (this.#sending = undefined));
      try {
        await this.#sending;
      } catch (error) {
        // Whoever began it has cancelled it; this action has not.
        if (mine || !(error instanceof CancelledError) || signal?.aborted === true) throw error;
      }
    }
  }

  async #send(signal: AbortSignal | undefined): Promise<void> {
    const { generation } = this.#receiver;
    const [target, limits] = await Promise.all([this.#receiver.target(), this.#receiver.localLimits()]);
    const placeholder =
      this.#inline(limits) ??
      (isAtLeast(target, 4, 1) ? await this.#chunked(limits, signal) : await this.#cached(limits, signal));
    this.#sent = { generation, placeholder };
  }

  #inline({ inlineBytes }: LocalLimits): RelType | undefined {
    const data = this.#source.whole(inlineBytes);
    return data === undefined ? undefined : { case: "localRelation", value: this.#relation(data) };
  }

  /** Servers before 4.1 take one message only. */
  async #cached(limits: LocalLimits, signal: AbortSignal | undefined): Promise<RelType> {
    const message = create(LocalRelationSchema, this.#relation(this.#source.single()));
    const blob = toBinary(LocalRelationSchema, message);
    checkTotal(blob.byteLength, limits);
    const [hash = ""] = await cacheBlobs(this.#receiver.client, [blob], { signal });
    return { case: "cachedLocalRelation", value: { hash } };
  }

  async #chunked(limits: LocalLimits, signal: AbortSignal | undefined): Promise<RelType> {
    const { schema } = this.#source;
    const first = schema === undefined ? [] : [new TextEncoder().encode(schema)];
    const hashes = await cacheInGroups(
      this.#receiver.client,
      first,
      this.#source.chunks(limits),
      limits,
      signal,
    );
    return schema === undefined
      ? { case: "chunkedCachedLocalRelation", value: { dataHashes: hashes } }
      : {
          case: "chunkedCachedLocalRelation",
          value: { schemaHash: hashes[0] ?? "", dataHashes: hashes.slice(1) },
        };
  }

  #relation(data: Uint8Array): { readonly data: Uint8Array; readonly schema?: string } {
    const { schema } = this.#source;
    return schema === undefined ? { data } : { data, schema };
  }
}

/** Sends pieces group by group: while one is on its way, the next is made. */
async function cacheInGroups(
  client: ArtifactClient,
  first: readonly Uint8Array[],
  chunks: Chunks,
  limits: LocalLimits,
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const hashes: string[] = [];
  const groupBytes = Math.min(GROUP_BYTES, limits.batchBytes);
  let group = [...first];
  let size = group.reduce((sum, blob) => sum + blob.byteLength, 0);
  let total = size;
  let sending: Promise<string[]> = Promise.resolve([]);
  const flush = async (): Promise<void> => {
    hashes.push(...(await sending));
    sending = cacheBlobs(client, group, { signal });
    // Its failure is seen when it is waited for; until then it must not count as unhandled.
    sending.catch(() => undefined);
    group = [];
    size = 0;
  };
  for await (const chunk of chunks) {
    total += chunk.byteLength;
    checkTotal(total, limits);
    if (group.length > 0 && size + chunk.byteLength > groupBytes) await flush();
    group.push(chunk);
    size += chunk.byteLength;
    // Making pieces takes the processor as a whole; what is on its way needs some of it.
    await nextTurn();
    if (signal?.aborted === true) throw abortedError("Sending rows", signal);
  }
  await flush();
  hashes.push(...(await sending));
  return hashes;
}

function checkTotal(bytes: number, { totalBytes }: LocalLimits): void {
  if (bytes > totalBytes) {
    throw new InvalidArgumentError(
      `The rows take more than ${totalBytes} bytes, the most that this server takes from a client ` +
        "(spark.sql.session.localRelationSizeLimit): write them to files, and read those",
    );
  }
}
