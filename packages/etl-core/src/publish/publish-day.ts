import { sideBySide } from "../concurrency/side-by-side.ts";
import { PublishError } from "../errors.ts";
import { hiveName } from "../model/identifiers.ts";
import type { Log } from "../model/log.ts";
import type { Metastore } from "./metastore.ts";
import {
  decideChange,
  movePartition,
  prepareDatabase,
  prepareTable,
  type Published,
  type PublishRequest,
  refuseUnknownRun,
  runOfRequest,
} from "./publish.ts";
import { fencedMetastore, type PublishFence } from "./publish-fence.ts";
import { trimLocation } from "./statements.ts";

/** All tables of a day, staged and verified. */
export interface PublishDayRequest {
  readonly metastore: Metastore;
  /** One request for each table; at least one, all of one day, run and output. */
  readonly tables: readonly PublishRequest[];
  /** Default: none, for a job whose days nobody else runs. */
  readonly fence?: PublishFence | undefined;
  /** The last look at what is staged, before the first partition moves. Default: none. */
  readonly lastLook?: () => Promise<void>;
  /** Told of each table that shows the day, by its place in `tables`. */
  readonly onPublished?: (published: Published, index: number) => void;
  readonly log: Log;
}

/**
 * Shows a day: makes every table ready, takes a last look, records where the tables will show it, then moves the partitions
 * side by side, so that these moves happen close together.
 *
 * @returns what became of each table, in the order of the request.
 * @throws PublishError, which says that some tables may show the day; SupersededError when another runner has it.
 */
export async function publishDay(request: PublishDayRequest): Promise<Published[]> {
  const { metastore, tables, fence, log, onPublished } = request;
  const [first] = tables;
  if (first === undefined) {
    return [];
  }
  const concurrency = tables.length;
  const childLog = (table: PublishRequest): Log => log.child({ collection: table.collection });
  const fenced = fencedMetastore(metastore, fence, runOfRequest(first));

  const existing = await prepareDatabase(fenced, first.output.database);
  const present = tables.filter(({ collection }) => existing.has(hiveName(collection)));
  await sideBySide(present, { concurrency }, (table) => refuseUnknownRun(metastore, table, fence));
  const changes = await sideBySide(tables, { concurrency }, (table) =>
    decideChange(metastore, table, existing),
  );
  const views = await sideBySide(changes, { concurrency }, async (change, _signal, index) => {
    const table = tables[index];
    return table === undefined
      ? []
      : prepareTable(metastore, table, existing, change, childLog(table), fence);
  });
  await request.lastLook?.();
  await fence?.publishing(
    new Map(tables.map(({ collection, location }) => [hiveName(collection), trimLocation(location)])),
  );
  try {
    return await sideBySide(tables, { concurrency }, async (table, _signal, index) => {
      const moved = await movePartition(metastore, table, childLog(table), fence);
      const published: Published = {
        change: changes[index]?.kind ?? "keep",
        brokenViews: views[index] ?? [],
        ...moved,
      };
      onPublished?.(published, index);
      return published;
    });
  } catch (error) {
    if (!(error instanceof PublishError)) {
      throw error;
    }
    const names = tables.map(({ collection }) => collection).join(", ");
    throw new PublishError(`${error.message} Until then each table of ${names} may show the day or not.`, {
      cause: error.cause,
    });
  }
}
