import { Command, CommanderError } from "commander";
import { InvalidArgumentError } from "../errors.ts";
import {
  clusterArguments,
  type RawListArguments,
  type RawStartArguments,
  type RawStopArguments,
  type RawWaitArguments,
} from "./cluster-arguments.ts";
import { generateArguments, type RawGenerateArguments } from "./generate-arguments.ts";
import { partLauncherArguments } from "./launcher-arguments.ts";
import { onceEach, refusedCommandLine } from "./refused-command-line.ts";
import type { RawArguments } from "./run-request.ts";
import { hyphenated, TOOL_COMMANDS, underscored } from "./tool-arguments.ts";

/** A command line of the cluster's step. */
export interface StepInvocation {
  readonly kind: "run" | "plan";
  readonly raw: RawArguments;
  /** Path of the configuration file, if one is named. */
  readonly config: string | undefined;
  /** One document on stdout for a program to read. */
  readonly json: boolean;
  /** Print what people rarely need too. */
  readonly verbose: boolean;
  /** On a cluster: what the launcher appended and the job does not use, and values that a later one took the place of. */
  readonly passedOver: readonly string[];
}

/** A command line that compares tables with the ledger. */
export interface DoctorInvocation extends Omit<StepInvocation, "kind" | "verbose"> {
  readonly kind: "doctor";
  /** Put right what is wrong. */
  readonly repair: boolean;
}

interface ToolOf<Kind extends string, Raw> {
  readonly kind: Kind;
  readonly raw: Raw;
  readonly config: string | undefined;
  readonly json: boolean;
}

/** A command line of a person or a pipeline. */
export type ToolInvocation =
  | ToolOf<"generate-test-data", RawGenerateArguments>
  | ToolOf<"cluster start", RawStartArguments>
  | ToolOf<"cluster stop", RawStopArguments>
  | ToolOf<"cluster list", RawListArguments>
  | ToolOf<"cluster wait", RawWaitArguments>;

/** What a command line asks for. */
export type Invocation =
  | { readonly kind: "text"; readonly text: string }
  | StepInvocation
  | DoctorInvocation
  | ToolInvocation;

/** Where a command line is read. */
export interface Surroundings {
  /** A step of a cluster: the launcher has appended arguments of its own, and a payload's take the place of its file's. */
  readonly onCluster: boolean;
}

/**
 * Reads a command line. What is not known is refused, with what was probably meant: an argument that is passed over may
 * have been the one that should have kept a day from being run.
 *
 * @param argv - the arguments alone, without node and script.
 * @throws InvalidArgumentError
 */
export function parseCommandLine(
  argv: readonly string[],
  version: string,
  { onCluster }: Surroundings = { onCluster: false },
): Invocation {
  const isTool = TOOL_COMMANDS.includes(argv[0] ?? "");
  const parts =
    onCluster && !isTool ? partLauncherArguments(argv) : { kept: argv, passedOver: [] as string[] };
  const { kept, passedOver } = parts;
  const text: string[] = [];
  /** The help of the command that lacks one of its own. */
  const help: string[] = [];
  let invocation: Invocation | undefined;
  const take = (kind: StepInvocation["kind"], command: Command): void => {
    const { config, json, verbose, ...raw } = command.opts<
      RawArguments & { config?: string; json?: boolean; verbose?: boolean }
    >();
    invocation = {
      kind,
      raw,
      config,
      json: json ?? false,
      verbose: verbose ?? false,
      passedOver,
    };
  };
  const takeDoctor = (command: Command): void => {
    const { config, json, repair, ...raw } = command.opts<
      RawArguments & { config?: string; json?: boolean; repair?: boolean }
    >();
    invocation = {
      kind: "doctor",
      raw,
      config,
      json: json ?? false,
      repair: repair ?? false,
      passedOver,
    };
  };
  const takeTool = (kind: ToolInvocation["kind"], command: Command): void => {
    const { config, json, ...raw } = command.opts<{ config?: string; json?: boolean }>();
    // The options of a command are those that its own function declares, and so are their types.
    const given = { ...raw, clusters: command.args } as unknown;
    invocation = { kind, raw: given, config, json: json ?? false } as ToolInvocation;
  };

  const program = new Command("adg")
    .description("Kickstart's days: source files to Hive tables, through Spark Connect.")
    .version(version)
    .configureOutput({ writeOut: (out) => text.push(out), writeErr: (out) => help.push(out) })
    .addHelpText("after", `\n${EXAMPLES}\n\n${EXIT_CODES}`);
  step(program.command("run"), "Run the days: read, convert, stage, verify, publish, record.").action(
    (_options, command: Command) => take("run", command),
  );
  step(program.command("plan"), "Say what run would do with the same arguments, and write nothing.").action(
    (_options, command: Command) => take("plan", command),
  );
  doctor(program.command("doctor")).action((_options, command: Command) => takeDoctor(command));
  generateArguments(program.command("generate-test-data")).action((_options, command: Command) =>
    takeTool("generate-test-data", command),
  );
  clusterArguments(program.command("cluster"), (kind, command) => takeTool(`cluster ${kind}`, command));

  for (const command of withAllBelow(program)) {
    const isStep = command.parent === program && !TOOL_COMMANDS.includes(command.name());
    onceEach(
      command,
      onCluster && isStep ? (option, [before]) => passedOver.push(option, before) : undefined,
    );
    command.exitOverride((error) => {
      if (error.exitCode === 0 || error.code === "commander.help") throw error;
      throw refusedCommandLine(error, command);
    });
  }
  try {
    program.parse(isTool ? hyphenated(kept) : underscored(kept), { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { kind: "text", text: text.join("") };
    throw new InvalidArgumentError(`Give a command; see --help.\n\n${help.join("").trimEnd()}`);
  }
  return invocation ?? { kind: "text", text: text.join("") };
}

function withAllBelow(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withAllBelow)];
}

function step(command: Command, description: string): Command {
  return command
    .description(description)
    .option("--module_name <name>", "vacancy, application or payment; any case")
    .option("--start_dt <day>", "first day, YYYY-MM-DD (default: what the ledger says is next)")
    .option("--end_dt <day>", "last day, YYYY-MM-DD (default: yesterday)")
    .option("--clean_up_flg <true|false>", "delete the module's published history first (default: false)")
    .option("--e2e_test_flg <true|false>", "read the E2E folder instead of the source (default: false)")
    .option("--accept_schema_change", "let files through that lack most of their table's columns")
    .option("--config <file>", "configuration file (default: $ADG_CONFIG)")
    .option("--json", "one JSON document on stdout, for programs")
    .option("--verbose", "also print where the files are, and notes that were printed for an earlier day")
    .addHelpText("after", `\n${EXAMPLES}`);
}

function doctor(command: Command): Command {
  return command
    .description("Compare what the tables show of each day with the ledger; exit code 4 when they differ.")
    .option("--module_name <name>", "vacancy, application or payment; any case")
    .option("--start_dt <day>", "first day, YYYY-MM-DD (default: the first that the tables have)")
    .option("--end_dt <day>", "last day, YYYY-MM-DD (default: the last that the tables have)")
    .option("--repair", "move the partitions that are wrong to what the ledger has, each day under its lock")
    .option("--config <file>", "configuration file (default: $ADG_CONFIG)")
    .option("--json", "one JSON document on stdout, for programs")
    .addHelpText("after", `\n${DOCTOR_EXAMPLES}`);
}

const DOCTOR_EXAMPLES = `Examples:
  adg doctor --module_name vacancy
      every day of the module's tables; nothing is written
  adg doctor --module_name vacancy --start_dt 2021-04-12 --end_dt 2021-04-12 --repair
      one day, and put it right`;

const EXAMPLES = `Examples:
  adg run --module_name vacancy
      every day the ledger says is due, up to yesterday
  adg run --module_name vacancy --start_dt 2021-04-12 --end_dt 2021-04-12 --clean_up_flg False --e2e_test_flg False
      one day, again if need be
  adg plan --module_name vacancy --start_dt 2021-04-12 --end_dt 2021-04-14
      days, files and schema changes; nothing is written`;

const EXIT_CODES = `Exit codes: 0 done, 1 a source file is missing, 2 bad arguments or configuration, 3 refused for safety,
4 failed, 130 ended by SIGINT, 143 ended by SIGTERM.`;
