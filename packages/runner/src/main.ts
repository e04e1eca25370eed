import { todayIn } from "@dataworks/catchup";
import {
  type DoctorInvocation,
  type Invocation,
  parseCommandLine,
  type StepInvocation,
  type ToolInvocation,
} from "./args/command-line.ts";
import { type RunRequest, runRequest } from "./args/run-request.ts";
import { listCommand } from "./cluster/list-command.ts";
import { startCommand } from "./cluster/start-command.ts";
import { stopCommand } from "./cluster/stop-command.ts";
import { waitCommand } from "./cluster/wait-command.ts";
import { loadConfig } from "./config/load-config.ts";
import type { RunnerConfig } from "./config/runner-config.ts";
import { codeOf, type ExitCode, exitCodeOf, OutputLostError, RunnerError } from "./errors.ts";
import { doctorCommand } from "./doctor/doctor-command.ts";
import { generateCommand } from "./generate/generate-command.ts";
import { logOutput } from "./log/log-output.ts";
import { boundLog } from "./log/bound-log.ts";
import { createLogger } from "./log/logger.ts";
import { onNodeWarnings, type WarningSource } from "./log/node-warnings.ts";
import { Scrubber } from "./log/scrubber.ts";
import type { Output } from "./output/process-output.ts";
import { checkE2e } from "./modules/environment.ts";
import { correlationId } from "./modules/kickstart.ts";
import { messageWithRemedy } from "./report/run-report.ts";
import { type CommandDocument, errorEntry, statusOf } from "./report/document.ts";
import { Terminal, type TextStream } from "./report/terminal.ts";
import { onOneLine, visible, visibleJson, visibleLines } from "./report/visible.ts";
import type { CommandContext, CommandResult } from "./run/command.ts";
import { planCommand } from "./run/plan-command.ts";
import { checkRange } from "./run/resolve-days.ts";
import { runCommand } from "./run/run-command.ts";
import { abortOnSignals, type SignalSource } from "./run/signals.ts";
import { environmentSecrets } from "./wiring/aws.ts";
import { isOnCluster } from "./wiring/module-ledger.ts";
import type { ToolContext } from "./tool/tool-context.ts";
import { VERSION } from "./version.ts";

/** What the command needs of the process it runs in. */
export interface Host {
  /** The arguments alone, without node and script. */
  readonly argv: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stdout: Output;
  readonly stderr: TextStream;
  /** Learns every secret of the command, for whoever else writes for this process. */
  readonly scrubber?: Scrubber;
  readonly signals: SignalSource & WarningSource;
  readonly now: () => Date;
  /** Ends the process at once: a second Ctrl-C. */
  readonly exitNow: (code: ExitCode) => void;
  /** Asks the person at the terminal, yes or no. Left out where there is none. */
  readonly confirm?: (question: string, signal: AbortSignal) => Promise<boolean>;
}

/** Runs a command line to its end. Never throws: what went wrong is said on stderr and in the exit code. */
export async function main(host: Host): Promise<ExitCode> {
  const scrubber = host.scrubber ?? new Scrubber();
  scrubber.add(...environmentSecrets(host.environment));
  const json = host.argv.includes("--json");
  let invocation: Invocation | undefined;
  let result: CommandResult = { days: [] };
  let toolResult: object = {};
  let failure: { readonly error: unknown } | undefined;
  try {
    invocation = parseCommandLine(host.argv, VERSION, { onCluster: isOnCluster(host.environment) });
    if (invocation.kind === "text") {
      host.stdout.write(invocation.text);
    } else if (isStep(invocation)) {
      await step(invocation, host, scrubber, (latest) => {
        result = latest;
      });
    } else {
      await tool(invocation, host, scrubber, (latest) => {
        toolResult = latest;
      });
    }
  } catch (error) {
    failure = { error };
  }
  if (json && invocation?.kind !== "text") {
    const exitCode = failure === undefined ? 0 : exitCodeOf(failure.error);
    const told =
      invocation === undefined || isStep(invocation)
        ? document(invocation, result, exitCode, failure)
        : toolDocument(invocation, toolResult, exitCode, failure);
    host.stdout.write(`${visibleJson(scrubber.scrub(JSON.stringify(told, null, 2)))}\n`);
  }
  const lost = await host.stdout.settled?.();
  // What people see of a run is its log; everything else was asked for.
  if (lost !== undefined && (json || invocation?.kind !== "run")) {
    failure ??= { error: new OutputLostError(lost) };
  }
  if (failure === undefined) return 0;
  host.stderr.write(lastLine(failure.error, host.stderr, scrubber));
  return exitCodeOf(failure.error);
}

/** What stderr ends with when a command fails. A program finds one line there, whatever the error quotes; a person at a terminal finds lists laid out. */
export function lastLine(error: unknown, { isTTY }: TextStream, scrubber: Scrubber): string {
  const text = scrubber.scrub(describe(error));
  // A message about files has no layout: a line feed in it is one of a key's own.
  const quotesKeys = ["SOURCE_DATA", "SOURCE_FILE_MISSING"].includes(codeOf(error));
  const shown = quotesKeys ? visible : isTTY === true ? visibleLines : onOneLine;
  return `adg: ${shown(text)}\n`;
}

/** A command of one module, by the configuration of its step. */
type ModuleInvocation = StepInvocation | DoctorInvocation;

function isStep(invocation: Invocation): invocation is ModuleInvocation {
  return invocation.kind === "run" || invocation.kind === "plan" || invocation.kind === "doctor";
}

async function tool(
  invocation: ToolInvocation,
  host: Host,
  scrubber: Scrubber,
  onResult: (result: object) => void,
): Promise<void> {
  using interruption = abortOnSignals(host.signals, {
    onFirst: () => {},
    onAgain: (reason) => host.exitNow(reason.exitCode),
    aftermath: "What was done before it stays done; run the command again for the rest.",
  });
  const { signal } = interruption;
  const { config, json } = invocation;
  const { confirm } = host;
  const warn = (text: string): void => void host.stderr.write(`warning: ${visible(scrubber.scrub(text))}\n`);
  using _ = onNodeWarnings(host.signals, ({ name, message }) => warn(`${name}: ${message}`));
  const context: ToolContext = {
    config,
    environment: host.environment,
    terminal: new Terminal(json ? silentStream : host.stdout, scrubber),
    warn,
    confirm: confirm === undefined || json ? undefined : (question) => confirm(visible(question), signal),
    scrubber,
    signal,
    now: host.now,
    onResult,
  };
  switch (invocation.kind) {
    case "generate-test-data":
      return await generateCommand(invocation.raw, context);
    case "cluster start":
      return await startCommand(invocation.raw, context);
    case "cluster stop":
      return await stopCommand(invocation.raw, context);
    case "cluster list":
      return await listCommand(invocation.raw, context);
    case "cluster wait":
      return await waitCommand(invocation.raw, context);
    default:
      return invocation satisfies never;
  }
}

async function step(
  invocation: ModuleInvocation,
  host: Host,
  scrubber: Scrubber,
  onResult: (result: CommandResult) => void,
): Promise<void> {
  const request = runRequest(invocation.raw);
  const today = todayIn("UTC", host.now());
  checkRange(request, today);
  const config = await loadConfig(invocation.config, host.environment);
  checkE2e(config.environment, request.e2e);

  const terminal = new Terminal(invocation.json ? silentStream : host.stdout, scrubber, {
    verbose: invocation.kind !== "doctor" && invocation.verbose,
  });
  const output = logOutput(config.log, host.stderr, terminal);
  const fields = { correlation_id: correlationId(request.module.name) };
  const log = boundLog(createLogger({ ...output, scrubber, fields }));
  using _ = onNodeWarnings(host.signals, (warning) => log.warn({ err: warning }, "Node warns"));
  using interruption = abortOnSignals(host.signals, {
    onFirst: (reason) => {
      log.warn(
        { signal: reason.signal },
        "stopping: cancelling what Spark runs; once more ends at once, the day's lock then expires by itself",
      );
    },
    onAgain: (reason) => host.exitNow(reason.exitCode),
  });
  // After that: who sees this line may send a signal.
  logArguments(log, invocation, request, config);
  const { signal } = interruption;
  const context: CommandContext = {
    request,
    config,
    today,
    log,
    terminal,
    scrubber,
    signal,
    environment: host.environment,
    onResult,
  };
  try {
    await command(invocation, context);
    const lost = await host.stdout.settled?.();
    if (lost !== undefined)
      log.warn({ err: lost }, "stdout cannot be written; the command went on without it");
  } catch (error) {
    log.error({ err: error, code: codeOf(error), exit_code: exitCodeOf(error) }, "ended with an error");
    throw error;
  }
}

function command(invocation: ModuleInvocation, context: CommandContext): Promise<void> {
  switch (invocation.kind) {
    case "run":
      return runCommand(context);
    case "plan":
      return planCommand(context);
    case "doctor":
      return doctorCommand(context, invocation);
    default:
      return invocation satisfies never;
  }
}

function logArguments(
  log: CommandContext["log"],
  invocation: ModuleInvocation,
  request: RunRequest,
  config: RunnerConfig,
): void {
  const { passedOver } = invocation;
  if (passedOver.length > 0) {
    log.warn({ passed_over: passedOver }, `arguments are passed over: ${passedOver.join(" ")}`);
  }
  const { start, end, cleanUp, e2e, acceptSchemaChange } = request;
  log.info(
    {
      command: invocation.kind,
      version: VERSION,
      environment: config.environment,
      start,
      end,
      clean_up: cleanUp,
      e2e,
      accept_schema_change: acceptSchemaChange,
    },
    `adg ${invocation.kind}`,
  );
}

function toolDocument(
  invocation: Exclude<Invocation, ModuleInvocation>,
  result: object,
  exitCode: ExitCode,
  failure: { readonly error: unknown } | undefined,
): object {
  return {
    command: invocation.kind,
    status: statusOf(exitCode),
    exit_code: exitCode,
    ...result,
    ...(failure === undefined ? {} : { error: errorEntry(failure.error) }),
  };
}

function document(
  asked: ModuleInvocation | undefined,
  { days, cleanUp, nothingToDo, notPlanned = [] }: CommandResult,
  exitCode: ExitCode,
  failure: { readonly error: unknown } | undefined,
): CommandDocument {
  const module = moduleOf(asked);
  return {
    command: asked?.kind ?? null,
    module: module?.name ?? null,
    correlation_id: module === undefined ? null : correlationId(module.name),
    status: exitCode === 0 && nothingToDo === true ? "nothing-to-do" : statusOf(exitCode),
    exit_code: exitCode,
    days,
    ...(cleanUp === undefined ? {} : { clean_up: cleanUp }),
    ...(notPlanned.length === 0 ? {} : { not_planned: notPlanned }),
    ...(failure === undefined ? {} : { error: errorEntry(failure.error) }),
  };
}

function moduleOf(invocation: ModuleInvocation | undefined): RunRequest["module"] | undefined {
  try {
    return invocation === undefined
      ? undefined
      : runRequest({ module_name: invocation.raw.module_name }).module;
  } catch (error) {
    if (error instanceof RunnerError) return undefined;
    throw error;
  }
}

/** A failure in words; of one that nobody here foresaw, its kind too. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return codeOf(error) === "FAILED" ? `${error.name}: ${error.message}` : messageWithRemedy(error);
}

const silentStream: TextStream = { write: () => {} };
