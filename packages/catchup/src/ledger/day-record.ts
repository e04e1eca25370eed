import type { TransactWriteItem, UpdateItemCommandInput } from "@aws-sdk/client-dynamodb";
import { type Day, isDay } from "../days/day.ts";
import type { AttributeMap, AuditStatus } from "./audit-item.ts";
import type { ModuleKey } from "./module-key.ts";

/** Where each table shows a day, by the table's name; see {@link packLocations} for how it is kept. */
export type Locations = ReadonlyMap<string, string>;

/** One run's folders of a day: what its tables show, or are about to show. */
export interface Publication {
  readonly runId: number;
  readonly locations: Locations;
}

/** What the ledger knows of one day of one module. Written only under the day's lock. */
export interface DayRecord {
  readonly day: Day;
  /** The fence: the run that began last. No earlier run changes anything of the day. */
  readonly runId: number;
  /** How that run stands; undefined where only a clean-up has written the record. */
  readonly status: AuditStatus | (string & {}) | undefined;
  /** What a run has begun to show and has not recorded as Completed. Its files are staged and verified. */
  readonly publishing: Publication | undefined;
  /** What the last Completed run shows. */
  readonly published: Publication | undefined;
  /** The run whose clean-up removed the day; undefined once the day is published again. */
  readonly removedBy: number | undefined;
}

/** A day on which a statement of an earlier run may still arrive, and since when: its lock was taken over. */
export interface UnsettledDay {
  readonly day: Day;
  readonly since: Date;
}

/** The most bytes of one publication: an item holds 400 KB, and has two of them. */
const MAX_PUBLICATION_BYTES = 150_000;

/** Key of a day's record. */
export function dayItemKey(module: ModuleKey, day: Day): AttributeMap {
  return keyOf(module, day);
}

/** Key of the item that lists the unsettled days: found without a query. */
export function unsettledItemKey(module: ModuleKey): AttributeMap {
  return keyOf(module, "unsettled");
}

/** Reads a day's record. A publication that cannot be read counts as none: the next run writes it anew. */
export function parseDayRecord(day: Day, item: AttributeMap | undefined): DayRecord | undefined {
  const runId = Number(item?.["Run_Id"]?.N ?? Number.NaN);
  if (item === undefined || !Number.isSafeInteger(runId)) return undefined;
  const removedBy = item["Removed_By"]?.N;
  return {
    day,
    runId,
    status: item["Status"]?.S,
    publishing: parsePublication(item["Publishing"]?.S),
    published: parsePublication(item["Published"]?.S),
    removedBy: removedBy === undefined ? undefined : Number(removedBy),
  };
}

/** Whether a statement of the run that began last may still arrive: it never ended, or ended while it published. */
export function mayStillWrite(record: DayRecord | undefined): boolean {
  return record !== undefined && (record.status === "In-Progress" || record.publishing !== undefined);
}

/** Whether a publication is recorded as what the tables show, with nothing begun after it. */
export function hasPublished(record: DayRecord | undefined, publication: Publication): boolean {
  const { published, publishing } = record ?? {};
  return (
    publishing === undefined &&
    published !== undefined &&
    formatPublication(published) === formatPublication(publication)
  );
}

/** Raises the fence of a day for a run that begins. */
export function raiseFence(module: ModuleKey, day: Day, runId: number): TransactWriteItem {
  return {
    Update: {
      TableName: module.table,
      Key: dayItemKey(module, day),
      UpdateExpression: "SET #date = :day, #run = :run, #status = :status",
      ConditionExpression: NOT_BEYOND,
      ExpressionAttributeNames: { "#date": "Date", "#run": "Run_Id", "#status": "Status" },
      ExpressionAttributeValues: {
        ":day": { S: day },
        ":run": { N: String(runId) },
        ":status": { S: "In-Progress" satisfies AuditStatus },
      },
    },
  };
}

/** Raises the fence of a day that a clean-up is about to remove, and forgets what it showed. */
export function recordRemoval(module: ModuleKey, day: Day, runId: number): TransactWriteItem {
  return {
    Update: {
      TableName: module.table,
      Key: dayItemKey(module, day),
      UpdateExpression: "SET #date = :day, #run = :run, #removed = :run REMOVE #publishing, #published",
      ConditionExpression: NOT_BEYOND,
      ExpressionAttributeNames: {
        "#date": "Date",
        "#run": "Run_Id",
        "#removed": "Removed_By",
        "#publishing": "Publishing",
        "#published": "Published",
      },
      ExpressionAttributeValues: { ":day": { S: day }, ":run": { N: String(runId) } },
    },
  };
}

/** Records where the tables are about to show the day. */
export function recordPublishing(module: ModuleKey, day: Day, publication: Publication): TransactWriteItem {
  return {
    Update: {
      TableName: module.table,
      Key: dayItemKey(module, day),
      UpdateExpression: "SET #publishing = :publishing",
      ConditionExpression: "#run = :run",
      ExpressionAttributeNames: { "#publishing": "Publishing", "#run": "Run_Id" },
      ExpressionAttributeValues: {
        ":publishing": { S: formatPublication(publication) },
        ":run": { N: String(publication.runId) },
      },
    },
  };
}

/** Records what the tables show: all of it, and nothing of the runs before. */
export function recordPublished(module: ModuleKey, day: Day, publication: Publication): TransactWriteItem {
  const text = formatPublication(publication);
  return {
    Update: {
      TableName: module.table,
      Key: dayItemKey(module, day),
      UpdateExpression: "SET #published = :published REMOVE #publishing, #removed",
      ConditionExpression: "#publishing = :published",
      ExpressionAttributeNames: {
        "#publishing": "Publishing",
        "#published": "Published",
        "#removed": "Removed_By",
      },
      ExpressionAttributeValues: { ":published": { S: text } },
    },
  };
}

/**
 * Records how the run that began last has ended. What it showed is published once it is Completed; of a run that Failed it
 * stays as begun.
 */
export function recordEnd(
  module: ModuleKey,
  { day, runId }: { readonly day: Day; readonly runId: number },
  status: "Completed" | "Failed",
  record: DayRecord | undefined,
): TransactWriteItem {
  const publication = status === "Completed" ? record?.publishing : undefined;
  const shown = publication?.runId === runId ? publication : undefined;
  return {
    Update: {
      TableName: module.table,
      Key: dayItemKey(module, day),
      UpdateExpression:
        shown === undefined
          ? "SET #status = :status"
          : "SET #status = :status, #published = :published REMOVE #publishing, #removed",
      // A Completed day stays so: its answer may have been lost, and the run been taken for failed.
      ConditionExpression: "#run = :run AND (attribute_not_exists(#status) OR #status <> :completed)",
      ExpressionAttributeNames: {
        "#run": "Run_Id",
        "#status": "Status",
        ...(shown === undefined
          ? {}
          : { "#publishing": "Publishing", "#published": "Published", "#removed": "Removed_By" }),
      },
      ExpressionAttributeValues: {
        ":run": { N: String(runId) },
        ":status": { S: status },
        ":completed": { S: "Completed" satisfies AuditStatus },
        ...(shown === undefined ? {} : { ":published": { S: formatPublication(shown) } }),
      },
    },
  };
}

/** Lists a day as unsettled, from now on. */
export function markUnsettled(module: ModuleKey, day: Day, now: Date): TransactWriteItem {
  return {
    Update: {
      TableName: module.table,
      Key: unsettledItemKey(module),
      UpdateExpression: "SET #day = :now",
      ExpressionAttributeNames: { "#day": day },
      ExpressionAttributeValues: { ":now": { N: String(Math.floor(now.getTime() / 1000)) } },
    },
  };
}

/** Takes a day off the list, unless it was listed again meanwhile. */
export function unmarkRequest(module: ModuleKey, { day, since }: UnsettledDay): UpdateItemCommandInput {
  return {
    TableName: module.table,
    Key: unsettledItemKey(module),
    UpdateExpression: "REMOVE #day",
    ConditionExpression: "#day = :since",
    ExpressionAttributeNames: { "#day": day },
    ExpressionAttributeValues: { ":since": { N: String(since.getTime() / 1000) } },
  };
}

/** Reads the list of unsettled days, in their order. */
export function parseUnsettled(item: AttributeMap | undefined): UnsettledDay[] {
  return Object.entries(item ?? {})
    .flatMap(([day, { N: seconds }]) =>
      isDay(day) && seconds !== undefined ? [{ day, since: new Date(Number(seconds) * 1000) }] : [],
    )
    .sort((a, b) => (a.day < b.day ? -1 : 1));
}

/**
 * A publication as an item keeps it. Locations of one run differ by the table's name alone, so each place is kept once, with
 * `{}` where the names go: thousands of tables fit.
 *
 * @throws RangeError when they do not.
 */
export function formatPublication({ runId, locations }: Publication): string {
  const places = new Map<string, string[]>();
  for (const [table, location] of locations) {
    const place = location.replace(`/${table}/`, "/{}/");
    const key = fill(place, table) === location ? place : location;
    places.set(key, [...(places.get(key) ?? []), table]);
  }
  const text = JSON.stringify({ run: runId, places: [...places] });
  if (Buffer.byteLength(text) > MAX_PUBLICATION_BYTES) {
    throw new RangeError(`${locations.size} tables are more than one day's record holds.`);
  }
  return text;
}

function parsePublication(text: string | undefined): Publication | undefined {
  try {
    const { run, places } = JSON.parse(text ?? "") as { run: number; places: [string, string[]][] };
    const locations = places.flatMap(([place, tables]) =>
      tables.map((table) => [table, fill(place, table)] as const),
    );
    return { runId: run, locations: new Map(locations) };
  } catch {
    return undefined;
  }
}

const NOT_BEYOND = "attribute_not_exists(#run) OR #run <= :run";

function fill(place: string, table: string): string {
  return place.replaceAll("{}", table);
}

function keyOf(module: ModuleKey, what: string): AttributeMap {
  return {
    Correlation_Id: { S: `${module.correlationId}#day#${what}` },
    DataProduct: { S: module.dataProduct },
  };
}
