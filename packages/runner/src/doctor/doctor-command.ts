import { hostname } from "node:os";
import {
  type Day,
  DayLockedError,
  daysFromTo,
  type DayRecord,
  isDay,
  type Ledger,
  previousDay,
} from "@dataworks/catchup";
import {
  findFaults,
  hiveName,
  listTables,
  type Metastore,
  type ObjectStore,
  partitionDays,
  readableTable,
  s3ObjectStore,
  sparkMetastore,
} from "@dataworks/etl-core";
import type { RunRequest } from "../args/run-request.ts";
import { DaysWrongError } from "../errors.ts";
import { diagnosisEntry, formatDiagnoses } from "../report/diagnoses.ts";
import type { CommandContext } from "../run/command.ts";
import { targetOf } from "../run/day-fence.ts";
import type { DayJob } from "../run/day-job.ts";
import { hold } from "../run/hold-day.ts";
import { readCollections } from "../run/prepare.ts";
import { settle } from "../run/settle-days.ts";
import { createAws } from "../wiring/aws.ts";
import { followTables } from "../wiring/etl-job.ts";
import { moduleLedger } from "../wiring/module-ledger.ts";
import { SparkConnection, sparkServer } from "../wiring/spark.ts";
import { type Diagnosis, diagnose, sameRecord, type Wrong } from "./diagnosis.ts";

/**
 * `adg doctor`: compares what the module's tables show of each day with what the ledger has. Without `repair` it reads only.
 *
 * @throws DaysWrongError when a day is not as it should be, after the repair if there is one.
 */
export async function doctorCommand(context: CommandContext, { repair }: { repair: boolean }): Promise<void> {
  const { request, config, log, terminal, scrubber, signal } = context;
  const server = sparkServer(config, context);
  using aws = createAws({ ...config, lockMs: config.lock.ttlSeconds * 1000, scrubber, signal, log });
  const ledger = moduleLedger({ ...context, ...aws, audit: config.audit, module: request.module.name });
  const collections = await readCollections({ ...context, ...aws });
  const tables = collections.map(({ name }) => hiveName(name));
  await using spark = new SparkConnection({ ...config.spark, server, signal, terminal });
  const session = await spark.session();
  const metastore = sparkMetastore(session);
  const { database } = config.published;
  const store = s3ObjectStore(aws.s3);
  const clinic: Clinic = {
    ledger,
    metastore,
    database,
    tables,
    store,
    job: { follow: followTables({ spark: session, store, database, tables }) },
    holder: { owner: `doctor on ${hostname()} (pid ${process.pid})`, ttlMs: config.lock.ttlSeconds * 1000 },
    log,
  };
  const diagnoses: Diagnosis[] = [];
  try {
    const days = await daysToExamine(context, clinic);
    for (const [done, day] of days.entries()) {
      signal.throwIfAborted();
      terminal.live([`examining ${day}, ${done + 1} of ${days.length} days`]);
      const diagnosis = await examine(day, clinic);
      diagnoses.push(repair && diagnosis.kind === "wrong" ? await cure(diagnosis, clinic) : diagnosis);
    }
  } finally {
    terminal.live([]);
    context.onResult({ days: diagnoses.map(diagnosisEntry) });
  }
  terminal.print(formatDiagnoses(diagnoses, terminal.colors));
  const wrong = diagnoses.filter(({ kind }) => kind === "wrong").map(({ day }) => day);
  if (wrong.length > 0) throw new DaysWrongError(request.module.name, wrong, repair);
}

/** What the doctor works with. */
export interface Clinic {
  readonly ledger: Ledger;
  readonly metastore: Metastore;
  readonly database: string;
  /** The module's tables, in lower case. */
  readonly tables: readonly string[];
  /** The Output bucket's. */
  readonly store: Pick<ObjectStore, "list">;
  readonly job: Pick<DayJob, "follow">;
  readonly holder: Parameters<Ledger["lockDay"]>[1];
  readonly log: CommandContext["log"];
}

/** Every day that a table has, that is unsettled, or that was asked for by its range. */
export async function daysToExamine(
  {
    request: { start, end },
    today,
  }: { readonly request: Pick<RunRequest, "start" | "end">; readonly today: Day },
  { ledger, metastore, database, tables }: Clinic,
): Promise<Day[]> {
  const days = new Set<Day>((await ledger.unsettledDays()).map(({ day }) => day));
  const existing = await listTables(metastore, hiveName(database));
  for (const each of tables) {
    const table = readableTable(each, existing);
    if (table === undefined) continue;
    for (const day of await partitionDays(metastore, { database: hiveName(database), table })) {
      if (isDay(day)) days.add(day);
    }
  }
  const last = end ?? previousDay(today);
  if (start !== undefined && start <= last) for (const day of daysFromTo(start, last)) days.add(day);
  return [...days]
    .filter((day) => (start === undefined || day >= start) && (end === undefined || day <= end))
    .sort();
}

/** How often a day is looked at that somebody writes meanwhile. */
const LOOKS = 3;

/** Looks at a day; once more when it was published meanwhile. */
export async function examine(day: Day, clinic: Clinic): Promise<Diagnosis> {
  const { ledger } = clinic;
  for (let look = 1; ; look += 1) {
    const record = await ledger.dayRecord(day);
    if (record === undefined) return diagnose({ day, record, holder: undefined, faults: [] });
    const faults = await faultsOf(day, record, clinic);
    const holder = await ledger.holderOf(day);
    if (look === LOOKS || sameRecord(record, await ledger.dayRecord(day))) {
      return diagnose({ day, record, holder, faults });
    }
  }
}

/** Puts a day right, under its lock. One that another runner has taken meanwhile is left to it. */
export async function cure(wrong: Wrong, clinic: Clinic): Promise<Diagnosis> {
  const { ledger, log } = clinic;
  const { day } = wrong;
  const lock = await hold(day, clinic).catch((error: unknown) => {
    if (error instanceof DayLockedError) return error;
    throw error;
  });
  if (lock instanceof DayLockedError) {
    return { kind: "running", day, owner: lock.owner, until: lock.expiresAt };
  }
  try {
    await settle(lock.lease, clinic);
    const record = await ledger.dayRecord(day);
    const faults = await faultsOf(day, record, clinic);
    const after = diagnose({ day, record, holder: undefined, faults });
    return after.kind === "wrong" ? after : { ...wrong, kind: "repaired" };
  } finally {
    await lock.release(log);
  }
}

function faultsOf(day: Day, record: DayRecord | undefined, clinic: Clinic): ReturnType<typeof findFaults> {
  return findFaults({ ...clinic, day, target: async () => targetOf(record) });
}
