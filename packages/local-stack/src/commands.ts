import { resolve } from "node:path";
import {
  generateJsonDays,
  generateVacancyDays,
  type JsonModule,
  jsonModules,
  TestDataError,
  vacancyCollections,
} from "@dataworks/test-data";
import { type Command, InvalidArgumentError, Option } from "commander";
import { shellExports, stackEnvironment } from "./config/environment.ts";
import { StackError } from "./errors.ts";
import { install, installConnectJar } from "./install/install.ts";
import { DEFAULT_NAME } from "./lifecycle/context.ts";
import { down } from "./lifecycle/down.ts";
import { restartSpark } from "./lifecycle/spark.ts";
import { type StackStatus, status } from "./lifecycle/status.ts";
import { reset, up } from "./lifecycle/up.ts";
import type { Report } from "./process/run.ts";
import { putFile } from "./source-bucket/put-file.ts";
import { changeCollections } from "./source-bucket/secret-collections.ts";
import { uploadDays } from "./source-bucket/upload-days.ts";
import { uploadJsonDays } from "./source-bucket/upload-json-days.ts";
import type { S3Kind, StackInfo } from "./state/info.ts";

/** The command line's edges, passed in. */
export interface CommandContext {
  readonly print: (text: string) => void;
  readonly report: Report;
  readonly signal: AbortSignal;
}

interface InstanceOptions {
  readonly name: string;
  readonly json?: true;
  readonly s3?: S3Kind;
}

type Module = "vacancy" | JsonModule;

interface PutOptions {
  readonly collection: string;
  readonly day?: string;
}

interface GenerateOptions {
  readonly module: Module | "all";
  readonly start: string;
  readonly days: number;
  readonly rows: number;
  readonly seed: string;
  readonly extract: "full" | "delta";
}

const modules: readonly Module[] = ["vacancy", ...(Object.keys(jsonModules) as JsonModule[])];

/** Adds the stack's commands. Results go to `print`, everything else is progress. */
export function addCommands(program: Command, context: CommandContext): void {
  const { print, report, signal } = context;
  const instance = (name: string, description: string): Command =>
    program
      .command(name)
      .description(description)
      .option("--name <name>", "the instance", DEFAULT_NAME)
      .option("--json", "print JSON");

  const s3 = new Option("--s3 <kind>", "what serves S3 (default moto)").choices(["moto", "versitygw"]);

  instance("up", "start what is not running, and wait until it answers")
    .addOption(s3)
    .option("--conf <key=value>", "a Spark property, for a server that this starts; repeatable", readConf, {})
    .action(async ({ name, json, s3, conf }: InstanceOptions & { conf: Record<string, string> }) => {
      print(describeInfo(await up({ name, s3, report, signal, conf }), json));
    });
  instance("reset", "down, forget everything, up")
    .addOption(s3)
    .action(async ({ name, json, s3 }: InstanceOptions) => {
      print(describeInfo(await reset({ name, s3, report, signal }), json));
    });
  instance("restart-spark", "end the Spark server and start it again, at the same address")
    .option("--conf <key=value>", "a Spark property, until the next restart; may be repeated", readConf, {})
    .action(async ({ name, json, conf }: InstanceOptions & { conf: Record<string, string> }) => {
      const info = await runningInfo(name);
      print(describeInfo(await restartSpark(info, { report, signal, conf }), json));
    });
  instance("down", "end what the instance started").action(async ({ name, json }: InstanceOptions) => {
    const ended = await down({ name, report, signal });
    if (json === true) print(toJson({ name, ended }));
    else if (ended.length === 0) report(`instance "${name}" is not running`);
  });
  instance("status", "what runs; exit code 0 when all is up").action(
    async ({ name, json }: InstanceOptions) => {
      const state = await status({ name });
      print(json === true ? toJson({ name, up: state.up, services: state.services }) : describeStatus(state));
      if (!state.up) process.exitCode = 1;
    },
  );
  instance("env", "shell exports for tools to use the instance with").action(
    async ({ name, json }: InstanceOptions) => {
      const environment = stackEnvironment(await runningInfo(name));
      print(json === true ? toJson(environment) : shellExports(environment));
    },
  );
  instance("generate", "put made-up days into the source bucket")
    .addOption(new Option("--module <module>", "whose").choices([...modules, "all"]).default("vacancy"))
    .option("--start <day>", "first day", "2026-11-01")
    .option("--days <count>", "how many days", parseCount, 3)
    .option("--rows <count>", "records a collection and day", parseCount, 200)
    .option("--seed <text>", "other data for another seed", "kickstart")
    .addOption(new Option("--extract <kind>", "kind of files").choices(["full", "delta"]).default("full"))
    .action(async ({ name, json, module, ...options }: InstanceOptions & GenerateOptions) => {
      const info = await runningInfo(name);
      const keys: string[] = [];
      for (const one of module === "all" ? modules : [module]) {
        keys.push(...(await generate(info, one, options)));
      }
      const urls = keys.map((key) => `s3://${info.buckets.source}/${key}`);
      print(json === true ? toJson(urls) : `${urls.join("\n")}\n`);
    });
  instance("put", "put a CSV file of yours into the source bucket, and its collection into the secret")
    .argument("<file>", "a CSV file, as it is or compressed by gzip")
    .requiredOption("--collection <name>", "its collection, which becomes a table of that name")
    .option("--day <day>", "whose delivery it is, YYYY-MM-DD (default yesterday in UTC)")
    .addHelpText("after", "\nExample:\n  pnpm stack put people.csv --collection people")
    .action(async (file: string, { name, json, collection, day }: InstanceOptions & PutOptions) => {
      const info = await runningInfo(name);
      const of = day ?? yesterday();
      const { key, leftOut } = await putFile(info, { file: resolve(file), collection, day: of });
      if (leftOut.length > 0)
        report(
          `the secret no longer names ${leftOut.join(", ")}, which have no file of that day; \`pnpm stack generate\` adds them again`,
        );
      report(`the job reads it: pnpm adg run --module_name vacancy --start_dt ${of} --end_dt ${of}`);
      const url = `s3://${info.buckets.source}/${key}`;
      print(json === true ? toJson({ url, leftOut }) : `${url}\n`);
    });
  // Here for its help alone: the client of Spark is built with what this package installs, so scripts/stack.mjs runs it.
  instance("sql", "run a query in the instance's Spark and show its rows")
    .argument("<query>", "in quotes")
    .option("--rows <count>", "how many rows to show", parseCount, 20)
    .addHelpText("after", '\nExample:\n  pnpm stack sql "SELECT * FROM uc_kickstart.people"')
    .action(() => {
      throw new StackError("INVALID_ARGUMENT", "start it as `pnpm stack sql`");
    });
  program
    .command("install")
    .description("install Spark, moto and S3A into the cache")
    .action(async () => {
      await install({ report, signal });
      report("installed");
    });
  program
    .command("jar")
    .description("path of Spark Connect's jar, installing Spark when missing")
    .action(async () => print(`${await installConnectJar({ report, signal })}\n`));
}

/** Puts a module's days into the source bucket. @returns the keys @throws StackError INVALID_ARGUMENT, SETUP_FAILED */
async function generate(
  info: StackInfo,
  module: Module,
  options: Omit<GenerateOptions, "module">,
): Promise<string[]> {
  if (module === "vacancy") {
    await changeCollections(info, (names) => [...new Set([...vacancyCollections, ...names])]);
  }
  try {
    return await (module === "vacancy"
      ? uploadDays(info, generateVacancyDays(options))
      : uploadJsonDays(info, generateJsonDays({ module, ...options })));
  } catch (cause) {
    if (!(cause instanceof TestDataError)) throw cause;
    const code = cause.code === "INVALID_ARGUMENT" ? cause.code : "SETUP_FAILED";
    throw new StackError(code, cause.message, { cause });
  }
}

/** @throws StackError NOT_RUNNING */
async function runningInfo(name: string): Promise<StackInfo> {
  const { info, up } = await status({ name });
  if (info !== undefined && up) return info;
  const start = name === DEFAULT_NAME ? "pnpm stack up" : `pnpm stack up --name ${name}`;
  throw new StackError("NOT_RUNNING", `instance "${name}" is not running; start it with \`${start}\``);
}

function readConf(text: string, before: Readonly<Record<string, string>>): Record<string, string> {
  const equals = text.indexOf("=");
  const key = text.slice(0, Math.max(equals, 0));
  if (!key.startsWith("spark.")) throw new InvalidArgumentError("spark.some.key=value.");
  return { ...before, [key]: text.slice(equals + 1) };
}

function parseCount(text: string): number {
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 1) throw new InvalidArgumentError("a whole number from 1 on.");
  return count;
}

function yesterday(): string {
  return new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
}

const toJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** Where things are, without keys and without the token: `env` gives those to who asks for them. */
function describeInfo(info: StackInfo, json: true | undefined): string {
  const facts = {
    name: info.name,
    spark: `sc://localhost:${info.spark.port}`,
    "spark ui": info.spark.uiUrl,
    aws: info.moto.endpoint,
    ...(info.s3.kind === "moto" ? {} : { s3: info.s3.endpoint }),
    dks: info.dks.baseUrl,
    source: `s3://${info.buckets.source}`,
    published: `s3://${info.buckets.published}`,
    config: info.configFile,
    info: info.infoFile,
  };
  if (json === true) return toJson(facts);
  return Object.entries(facts)
    .map(([fact, value]) => `${fact.padEnd(10)} ${value}\n`)
    .join("");
}

function describeStatus(state: StackStatus): string {
  if (state.services.length === 0) return `instance "${state.name}" has not been started\n`;
  const rows = [
    ["SERVICE", "STATE", "PID", "ADDRESS", "LOG"],
    ...state.services.map((service) => [
      service.service,
      service.state,
      String(service.pid),
      service.address,
      service.logFile,
    ]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) => `${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}\n`)
    .join("");
}
