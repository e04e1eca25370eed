import { hostname } from "node:os";
import { type Ledger, previousDay } from "@dataworks/catchup";
import type { Output } from "@dataworks/etl-core";
import { sourceFolder } from "../config/collections.ts";
import { keysElsewhere } from "../modules/kickstart.ts";
import { dayEntry } from "../report/document.ts";
import { HumanObserver } from "../report/human-observer.ts";
import { failureCause } from "../report/run-report.ts";
import { type Aws, createAws } from "../wiring/aws.ts";
import { dataKeyService } from "../wiring/data-keys.ts";
import { EtlJob } from "../wiring/etl-job.ts";
import { moduleLedger } from "../wiring/module-ledger.ts";
import { SparkConnection, sparkServer } from "../wiring/spark.ts";
import type { CommandContext } from "./command.ts";
import { observers, RunRecorder } from "./day-report.ts";
import { daysBehind, logDaysBehind } from "./days-behind.ts";
import { prepare } from "./prepare.ts";
import { removeLeftovers } from "./remove-leftovers.ts";
import { runDays } from "./run-days.ts";
import { settleDays } from "./settle-days.ts";

/** `adg run`: every day of the request, each to its end in the ledger. What it fails with, the ledger is told as well. */
export async function runCommand(context: CommandContext): Promise<void> {
  const { request, config, log, scrubber, signal } = context;
  using aws = createAws({ ...config, lockMs: config.lock.ttlSeconds * 1000, scrubber, signal, log });
  const ledger = moduleLedger({ ...context, ...aws, audit: config.audit, module: request.module.name });
  try {
    await runDue(context, aws, ledger);
  } catch (error) {
    const cause = failureCause(error, (text) => scrubber.scrub(text));
    await ledger.recordFailure(cause).catch((unrecorded: unknown) => {
      log.warn({ err: unrecorded }, "the cluster's notice will not know why: the ledger could not be told");
    });
    throw error;
  }
}

async function runDue(context: CommandContext, aws: Aws, ledger: Ledger): Promise<void> {
  const { request, config, log, terminal, scrubber, signal } = context;
  const server = sparkServer(config, context);
  const { collections, days, watermark } = await prepare({ ...context, ...aws, ledger });
  await using dataKeys = await dataKeyService(request.module, config);
  await using spark = new SparkConnection({ ...config.spark, server, signal, terminal });
  const { published, concurrency } = config;
  const output = outputOf(published);
  const { e2e } = request;
  const elsewhere = keysElsewhere(request.module, sourceFolder(config, e2e));
  const job = new EtlJob({ aws, spark, collections, elsewhere, output, dataKeys, concurrency, e2e });
  const holder = { owner: `${hostname()} (pid ${process.pid})`, ttlMs: config.lock.ttlSeconds * 1000 };
  await removeLeftovers({ area: job, ledger, holder, signal, log });
  await settleDays({ job, ledger, holder, signal, log, now: () => new Date() });
  if (days.length === 0) {
    const upTo = previousDay(context.today);
    log.info({ watermark, days_behind: daysBehind(watermark, context.today) }, "nothing to do");
    terminal.print(
      `Nothing to do: the ledger is at ${watermark?.Date ?? "no day"}, and days up to ${upTo} are run.`,
    );
    context.onResult({ days: [], nothingToDo: true });
    return;
  }
  log.info(
    {
      days,
      collections: collections.map(({ name }) => name),
      days_behind: daysBehind(watermark, context.today),
    },
    "days to run",
  );
  terminal.print(
    `${request.module.name}: ${days.length === 1 ? days[0] : `${days[0]} to ${days.at(-1)}, ${days.length} days`}`,
  );

  const recorder = new RunRecorder();
  const people = new HumanObserver(
    terminal,
    collections.map(({ name }) => name),
  );
  try {
    await runDays({
      ledger,
      job,
      days,
      cleanUp: request.cleanUp,
      alsoHeld: watermark === undefined ? [] : [watermark.Date],
      holder,
      signal,
      log,
      observer: observers(recorder, people),
      scrub: (text) => scrubber.scrub(text),
    });
    await logDaysBehind(ledger, context.today, log);
  } finally {
    people.ended(days.length);
    context.onResult({ days: recorder.days.map(dayEntry), cleanUp: recorder.removed });
  }
}

function outputOf({ kmsKeyId, ...output }: CommandContext["config"]["published"]): Output {
  return kmsKeyId === null ? output : { ...output, kmsKeyId };
}
