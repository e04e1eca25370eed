import { hostname } from "node:os";
import { previousDay } from "@dataworks/catchup";
import type { Output } from "@dataworks/etl-core";
import { dayEntry } from "../report/document.ts";
import { HumanObserver } from "../report/human-observer.ts";
import { createAws } from "../wiring/aws.ts";
import { dataKeyService } from "../wiring/data-keys.ts";
import { EtlJob } from "../wiring/etl-job.ts";
import { SparkConnection, sparkRemote } from "../wiring/spark.ts";
import type { CommandContext } from "./command.ts";
import { observers, RunRecorder } from "./day-report.ts";
import { prepare } from "./prepare.ts";
import { removeLeftovers } from "./remove-leftovers.ts";
import { runDays } from "./run-days.ts";

/** `adg run`: every day of the request, each to its end in the ledger. */
export async function runCommand(context: CommandContext): Promise<void> {
  const { request, config, log, terminal, scrubber, signal } = context;
  const remote = sparkRemote(config.spark, context.environment, scrubber);
  using aws = createAws({ region: config.region, roles: config.roles, scrubber, signal });
  const { collections, days, ledger, watermark } = await prepare({ ...context, ...aws });
  await using dataKeys = await dataKeyService(request.module, config);
  await using spark = new SparkConnection({ ...config.spark, remote, signal });
  const { published, concurrency } = config;
  const output = outputOf(published);
  const job = new EtlJob({ aws, spark, collections, output, dataKeys, concurrency, e2e: request.e2e });
  const holder = { owner: `${hostname()} (pid ${process.pid})`, ttlMs: config.lock.ttlSeconds * 1000 };
  await removeLeftovers({ area: job, ledger, holder, signal, log });
  if (days.length === 0) {
    const upTo = previousDay(context.today);
    log.info({ watermark }, "nothing to do");
    terminal.print(
      `Nothing to do: the ledger is at ${watermark?.Date ?? "no day"}, and days up to ${upTo} are run.`,
    );
    context.onResult({ days: [], nothingToDo: true });
    return;
  }
  log.info({ days, collections: collections.map(({ name }) => name) }, "days to run");
  terminal.print(
    `${request.module.name}: ${days.length === 1 ? days[0] : `${days[0]} to ${days.at(-1)}, ${days.length} days`}`,
  );

  const recorder = new RunRecorder();
  const observer = observers(
    recorder,
    new HumanObserver(
      terminal,
      collections.map(({ name }) => name),
    ),
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
      observer,
    });
  } finally {
    context.onResult({ days: recorder.days.map(dayEntry), cleanUp: recorder.removed });
  }
}

function outputOf({ kmsKeyId, ...output }: CommandContext["config"]["published"]): Output {
  return kmsKeyId === null ? output : { ...output, kmsKeyId };
}
