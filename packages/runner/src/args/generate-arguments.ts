import type { Command } from "commander";
import { collect, withOutput } from "./tool-arguments.ts";

/** The arguments of `generate-test-data` as the command line has them. */
export interface RawGenerateArguments {
  readonly module?: readonly string[];
  readonly records?: string;
  readonly bucket?: string;
  readonly prefix?: string;
  readonly date?: string;
  readonly startDt?: string;
  readonly endDt?: string;
  readonly seed?: string;
  readonly extract?: string;
  readonly deliveries?: string;
  readonly schemaChanges?: boolean;
  readonly seedAudit?: boolean;
  readonly environment?: string;
  readonly dksUrl?: string;
  readonly dksCertFile?: string;
  readonly dksKeyFile?: string;
  readonly dksCaFile?: string;
  readonly dryRun?: boolean;
}

/** Adds the options of `generate-test-data`. */
export function generateArguments(command: Command): Command {
  return withOutput(
    command
      .description("Make up source files of a module and put them into a bucket, as the source would.")
      .option("--module <name>", "vacancy, application, payment or all; may be repeated", collect)
      .option("--records <count>", "records of each collection on each day (default: 100)")
      .option("--bucket <name>", "where to (default: the configuration's Output bucket)")
      .option("--prefix <folder>", "folder in the bucket (default: the E2E folder in the Output bucket)")
      .option("--date <day>", "one day, YYYY-MM-DD (default: yesterday)")
      .option("--start-dt <day>", "first of several days")
      .option("--end-dt <day>", "last of several days (default: the first)")
      .option(
        "--seed <text>",
        "other data for another seed; the same seed, the same data (default: kickstart)",
      )
      .option(
        "--extract <kind>",
        "full: each file has everything; delta: a day's files share it (default: full)",
      )
      .option("--deliveries <count>", "files of a collection and day (default: 1 full extract, 3 deltas)")
      .option("--schema-changes", "drop and add columns on the second and third day")
      .option("--seed-audit", "have the module's audit item say that the first day is the next to run")
      .option("--environment <name>", "where this is, without a configuration file")
      .option(
        "--dks-url <url>",
        "Data Key Service, for application and payment (default: the configuration's)",
      )
      .option("--dks-cert-file <file>", "PEM: our certificate")
      .option("--dks-key-file <file>", "PEM: its key")
      .option("--dks-ca-file <file>", "PEM: who signed the service's certificate"),
  )
    .option("--dry-run", "say what would be written, and write nothing")
    .addHelpText("after", `\n${EXAMPLES}`);
}

const EXAMPLES = `Examples:
  adg generate-test-data --module vacancy --records 1000 --date 2026-11-20
      a day of vacancy into the E2E folder; then: adg run --module_name vacancy --start_dt 2026-11-20
      --end_dt 2026-11-20 --e2e_test_flg true
  adg generate-test-data --module all --start-dt 2026-11-18 --end-dt 2026-11-20 --schema-changes --seed-audit
      three days of every module, whose columns change; a run without dates begins at the first of them
  adg generate-test-data --module payment --bucket dataworks-kickstart-source --environment local --dry-run
      names, days and records, and nothing else`;
