import type { Day } from "@dataworks/catchup";
import {
  type CollectionSpec,
  type EtlError,
  type Metastore,
  planDay,
  planFailure,
  RefusedError,
  s3ObjectStore,
  sparkMetastore,
  type SourceFileMissingError,
} from "@dataworks/etl-core";
import { sourceFolder } from "../config/collections.ts";
import { keysElsewhere } from "../modules/kickstart.ts";
import { formatPlan, planEntry } from "../report/plan.ts";
import { showWaiting } from "../report/waiting.ts";
import { createAws } from "../wiring/aws.ts";
import { moduleLedger } from "../wiring/module-ledger.ts";
import { SparkConnection, sparkServer } from "../wiring/spark.ts";
import type { CommandContext } from "./command.ts";
import { daysToPlan, describeLeft } from "./days-to-plan.ts";
import { prepare } from "./prepare.ts";

/**
 * `adg plan`: says what run would do, day by day against the tables as they are now, and writes nothing, the ledger
 * included. It ends at the first day that would fail, as run does; before a clean-up all days are looked at, since any of them makes
 * it refuse.
 *
 * @throws SourceFileMissingError, SourceDataError or SourceFaultsError of the first day that would fail; RefusedError when clean-up would be refused for it.
 */
export async function planCommand(context: CommandContext): Promise<void> {
  const { request, config, log, terminal, scrubber, signal } = context;
  const server = sparkServer(config, context);
  using aws = createAws({ ...config, lockMs: config.lock.ttlSeconds * 1000, scrubber, signal, log });
  const ledger = moduleLedger({ ...context, ...aws, audit: config.audit, module: request.module.name });
  const { collections, days: due, watermark } = await prepare({ ...context, ...aws, ledger });
  const days = daysToPlan(due, request);
  if (due.length === 0) {
    terminal.print(`Nothing to do: the ledger is at ${watermark?.Date ?? "no day"}.`);
    context.onResult({ days: [], nothingToDo: true });
    return;
  }
  if (request.cleanUp) {
    const tables = collections.map(({ name }) => `${config.published.database}.${name.toLowerCase()}`);
    terminal.print(`Clean-up first: ${tables.join(", ")} and everything published of them would be removed.`);
  }
  await using spark = new SparkConnection({ ...config.spark, server, signal, terminal });
  const session = await spark.session();
  const metastore = sparkMetastore(session);
  const store = s3ObjectStore(request.e2e ? aws.s3 : aws.sourceS3);
  const missing: { readonly day: Day; readonly error: SourceFileMissingError }[] = [];
  let failure: EtlError | undefined;
  const entries: object[] = [];
  const printed = new Set<string>();
  for (const [index, day] of days.planned.entries()) {
    signal.throwIfAborted();
    const nth = due.length === 1 ? "" : `, day ${index + 1} of ${days.planned.length}`;
    const asking = `asking ${sourceOf(collections)} for the files of ${day}${nth}`;
    const planned = planDay({
      day,
      collections,
      elsewhere: keysElsewhere(request.module, sourceFolder(config, request.e2e)),
      output: config.published,
      metastore: request.cleanUp ? withoutTables : metastore,
      store: s3ObjectStore(aws.s3),
      source: { store },
      log,
      signal,
    });
    const plan = await showWaiting(terminal, asking, planned);
    terminal.print(formatPlan(plan, terminal, printed));
    log.info({ day, collections: plan.collections.length }, "day planned");
    entries.push(planEntry(plan));
    context.onResult({ days: entries, notPlanned: days.left });
    missing.push(
      ...plan.collections.flatMap((each) => (each.kind === "missing" ? [{ day, error: each.error }] : [])),
    );
    failure ??= planFailure(plan);
    if (failure !== undefined && !request.cleanUp) throw failure;
  }
  if (failure === undefined) {
    const left = describeLeft(days);
    if (left !== "") terminal.print(left);
    return;
  }
  if (missing.length === 0) throw failure;
  const lost = missing.map(({ day, error }) => `${day} (${error.prefix})`).join("; ");
  throw new RefusedError(
    `Clean-up would be refused: these days have no source files and would be lost: ${lost}.`,
  );
}

/** Where the files are asked for. */
function sourceOf(collections: readonly CollectionSpec[]): string {
  return [...new Set(collections.map(({ bucket }) => `s3://${bucket}`))].join(", ");
}

/** What a clean-up leaves: the days are made anew, from the initial schemas. */
const withoutTables: Metastore = {
  run: async () => [],
  columns: async ({ table }) => Promise.reject(new Error(`${table} is cleaned up`)),
};
