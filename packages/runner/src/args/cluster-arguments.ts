import type { Command } from "commander";
import { collect, withOutput } from "./tool-arguments.ts";

/** What every cluster command takes. */
export interface RawClusterArguments {
  readonly environment?: string;
}

/** The arguments of `cluster start`; what is left out may stand in the environment. */
export interface RawStartArguments extends RawClusterArguments {
  readonly module?: readonly string[];
  readonly startDt?: string;
  readonly endDt?: string;
  readonly cleanUpFlg?: string;
  readonly e2eTestFlg?: string;
  readonly again?: string;
  readonly correlationId?: string;
  readonly configS3Bucket?: string;
  readonly configS3Folder?: string;
  readonly configDir?: string;
  readonly stateTable?: string;
  readonly dryRun?: boolean;
  readonly wait?: boolean;
  readonly yes?: boolean;
}

export interface RawStopArguments extends RawClusterArguments {
  readonly clusters: readonly string[];
  readonly module?: readonly string[];
  readonly unprotect?: boolean;
  readonly yes?: boolean;
}

export interface RawListArguments extends RawClusterArguments {
  readonly since?: string;
}

export interface RawWaitArguments extends RawClusterArguments {
  readonly clusters: readonly string[];
  readonly module?: readonly string[];
}

/** Takes a command that was given, with its positional arguments. */
type Take = (kind: "start" | "stop" | "list" | "wait", command: Command) => void;

/** Adds `start`, `stop`, `list` and `wait`. */
export function clusterArguments(cluster: Command, take: Take): Command {
  const add = (kind: Parameters<Take>[0], usage: string, description: string): Command =>
    withOutput(cluster.command(usage).description(description))
      .option("--environment <name>", "where this is (default: $ENVIRONMENT, else the configuration's)")
      .addHelpText("after", `\n${EXAMPLES}`)
      .action((...given: unknown[]) => take(kind, given.at(-1) as Command));

  cluster.description("Start, stop, list the job's clusters, and wait for one.");
  add("start", "start", "Launch a cluster for modules and days, once: the Lambda's own code.")
    .option("--module <name>", "vacancy, application, payment or all; may be repeated", collect)
    .option("--start-dt <day>", "first day, YYYY-MM-DD (default: $START_DT, else what the ledger says)")
    .option("--end-dt <day>", "last day (default: $END_DT, else yesterday)")
    .option("--clean-up-flg <true|false>", "delete the history first (default: $CLEAN_UP_FLG, else false)")
    .option("--e2e-test-flg <true|false>", "read the E2E folder (default: $E2E_TEST_FLG, else false)")
    .option(
      "--again <token>",
      "another cluster for a module and days that have one; a token, the same launch",
    )
    .option("--correlation-id <id>", "goes to every step as --correlation_id")
    .option("--config-s3-bucket <name>", "of the cluster's files (default: $EMR_LAUNCHER_CONFIG_S3_BUCKET)")
    .option(
      "--config-s3-folder <folder>",
      "theirs (default: $EMR_LAUNCHER_CONFIG_S3_FOLDER, else emr/kickstart-adg)",
    )
    .option("--config-dir <folder>", "files on disk instead (default: $EMR_LAUNCHER_CONFIG_DIR)")
    .option(
      "--state-table <name>",
      "of launches (default: $EMR_LAUNCHER_STATE_TABLE, else kickstart-adg-launcher-state)",
    )
    .option("--dry-run", "print what RunJobFlow would be told, secrets by their names, and launch nothing")
    .option("--wait", "wait until the cluster has ended")
    .option("--yes", "do not ask before a clean-up");
  add("stop", "stop [clusters...]", "Stop clusters, by their ids or a module's.")
    .option("--module <name>", "every cluster of the module; may be repeated", collect)
    .option("--unprotect", "take a termination protection off first")
    .option("--yes", "do not ask, also when there are several");
  add("list", "list", "List the clusters that live.").option(
    "--since <day>",
    "also those that have ended, made on this day or later",
  );
  add(
    "wait",
    "wait [clusters...]",
    "Wait until a cluster has ended; exit code 4 when a step of it failed.",
  ).option("--module <name>", "the module's cluster", collect);
  return cluster.addHelpText("after", `\n${EXAMPLES}`);
}

const EXAMPLES = `Examples:
  adg cluster start --module vacancy --wait
      every day that is due; the same command again finds the same cluster
  adg cluster start --module vacancy --start-dt 2026-11-20 --end-dt 2026-11-21 --again monday
      days once more, though they have had a cluster
  START_DT=2026-11-20 END_DT=2026-11-20 adg cluster start --module all --dry-run
      what EMR would be asked for
  adg cluster list --since 2026-11-01
  adg cluster wait j-1ABCDEFGHIJKL
  adg cluster stop --module vacancy --yes

Exit codes: 0 done, 2 bad arguments or configuration, no such cluster, 3 refused for safety, 4 failed, 130, 143 ended by a signal;
the cluster goes on then.`;
