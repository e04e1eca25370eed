import { PublishError } from "../errors.ts";
import { runOf } from "../model/layout.ts";
import type { Log } from "../model/log.ts";
import { listTables, type Metastore, partitionLocation } from "./metastore.ts";
import type { DayTarget, TargetOfDay } from "./publish-fence.ts";
import { addPartitions, dropPartition, setLocation, type TableName } from "./statements.ts";

/** A table that does not show a day as it should. */
export interface DayFault {
  /** YYYY-MM-DD */
  readonly day: string;
  readonly table: string;
  /** Where the table reads the day; undefined when it has no such day. */
  readonly found: string | undefined;
  /** Where it should; undefined when it should not have the day. */
  readonly expected: string | undefined;
  /**
   * `moved`: a statement puts it right. `no table`: only a run of the day makes the table. `unknown run`: the table shows a
   * newer run than any that is recorded, which nobody replaces: the ledger was reset or restored. `not removed`: a clean-up has
   * not come to the end that it recorded; a day that has its files still is not taken out of a table.
   */
  readonly kind: "moved" | "no table" | "unknown run" | "not removed";
}

/** Whether a removed day, shown at a location, may be taken out of its table. */
export type IsGhost = (location: string) => boolean | Promise<boolean>;

/** How often a day is looked at again while others move it. */
const ATTEMPTS = 5;

/** Compares what a table shows of a day with what it should. */
export async function findFault(
  metastore: Metastore,
  name: TableName,
  day: string,
  target: DayTarget,
  existing: ReadonlySet<string>,
  isGhost: IsGhost,
): Promise<DayFault | undefined> {
  const expected = target.kind === "shown" ? target.locations.get(name.table) : undefined;
  if (target.kind === "unknown" || (target.kind === "shown" && expected === undefined)) {
    return undefined;
  }
  const fault = { day, table: name.table, expected };
  if (!existing.has(name.table)) {
    return target.kind === "removed" ? undefined : { ...fault, found: undefined, kind: "no table" };
  }
  const found = await partitionLocation(metastore, name, day);
  const run = found === undefined ? undefined : runOf(found);
  if (target.kind === "removed") {
    if (found === undefined || run === undefined || run.runId >= target.runId) {
      return undefined;
    }
    return { ...fault, found, kind: (await isGhost(found)) ? "moved" : "not removed" };
  }
  if (found === expected) {
    return undefined;
  }
  return { ...fault, found, kind: run !== undefined && run.runId > target.runId ? "unknown run" : "moved" };
}

/** What a look at one table has found. */
export interface Followed {
  readonly fault: DayFault;
  readonly repaired: boolean;
}

/**
 * Moves a table's partition to where the ledger has the day. That is asked again after each statement, so that it is right even
 * when a newer run publishes meanwhile.
 *
 * @param isGhost - Default: none is.
 * @returns the first fault that was found, and whether it is put right; undefined when there was none.
 * @throws PublishError when the day does not come to rest.
 */
export async function followPartition(
  metastore: Metastore,
  name: TableName,
  day: string,
  target: TargetOfDay,
  log: Log,
  isGhost: IsGhost = () => false,
): Promise<Followed | undefined> {
  let first: DayFault | undefined;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const existing = await listTables(metastore, name.database);
    const fault = await findFault(metastore, name, day, await target(day), existing, isGhost);
    first ??= fault;
    if (first === undefined) {
      return undefined;
    }
    if (fault === undefined) {
      log.warn({ ...first }, "a table showed another run of the day than the ledger; put right");
      return { fault: first, repaired: true };
    }
    if (fault.kind !== "moved") {
      return { fault, repaired: false };
    }
    await metastore.run(repair(name, fault));
  }
  throw new PublishError(
    `Day ${day} of ${name.database}.${name.table} changes while it is put right: other runs publish it. Run \`adg doctor\` when they have ended.`,
  );
}

function repair(name: TableName, { day, found, expected }: DayFault): string {
  if (expected === undefined) {
    return dropPartition(name, day);
  }
  return found === undefined
    ? addPartitions(name, [{ day, location: expected }])
    : setLocation(name, { day, location: expected });
}
