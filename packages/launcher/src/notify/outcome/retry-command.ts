import type { LaunchFailedEvent } from "../event/event.ts";
import { isToken } from "../../payload/payload.ts";
import { day } from "../facts/job-arguments.ts";
import type { StepFact } from "../facts/facts.ts";
import { type ModuleName, moduleNamed } from "../../modules.ts";
import type { ModuleOutcome } from "./module-outcome.ts";

/** What of a module is to be done again. */
export interface Retry {
  readonly module: ModuleName;
  /** Nothing: from what the ledger says is due. */
  readonly start: string | undefined;
  /** Nothing: to yesterday. */
  readonly end: string | undefined;
  readonly cleanUp: boolean;
  readonly e2e: boolean;
  /** Asks for another cluster; nothing where there was none. */
  readonly again: string | undefined;
}

/**
 * The commands, as a person or a pipeline would type them: one for all modules that are to be run alike, which then
 * share a cluster. Every value of them was checked: they are safe to paste.
 */
export function retryCommands(retries: readonly Retry[]): string[] {
  const modules = new Map<string, string>();
  for (const retry of retries) {
    const options = optionsOf(retry);
    modules.set(options, `${modules.get(options) ?? ""} --module ${retry.module}`);
  }
  return [...modules].map(([options, names]) => `adg cluster start${names}${options}`);
}

function optionsOf({ start, end, cleanUp, e2e, again }: Retry): string {
  return [
    ...(start === undefined ? [] : [` --start-dt ${start}`]),
    ...(end === undefined ? [] : [` --end-dt ${end}`]),
    ...(cleanUp ? [" --clean-up-flg true"] : []),
    ...(e2e ? [" --e2e-test-flg true"] : []),
    ...(again === undefined ? [] : [` --again ${again}`]),
  ].join("");
}

/**
 * How to do again what a module has not done: from its first day that is not done, to the end that was asked for. The
 * token is the cluster's: the notice read twice launches once.
 */
export function retryOf(
  {
    module,
    days,
    step,
  }: Pick<ModuleOutcome, "module" | "days"> & {
    readonly step: Pick<StepFact, "job"> | undefined;
  },
  clusterId: string,
  launchKeys: readonly string[],
): Retry {
  const job = step?.job;
  const firstFailed = days.find(({ verdict }) => verdict === "failed")?.day;
  const start = day(firstFailed) ?? job?.start;
  const end = job?.end ?? dueUntil(module, launchKeys) ?? start;
  return {
    module,
    start,
    // Without a start the ledger's days are meant, and those end yesterday.
    end: start === undefined ? undefined : end === undefined || end < start ? start : end,
    // What was cleaned up is gone already once a day is done; to do so again would take that day too.
    cleanUp: (job?.cleanUp ?? false) && !days.some(({ verdict }) => verdict === "done"),
    e2e: job?.e2e ?? false,
    again: token(`after-${clusterId}`),
  };
}

/**
 * How to launch again what was not launched: the same keys, which a launch that came to nothing has given back; where it
 * came to none, the days that were asked for. A key whose cluster has ended wants a token, this news' own: the notice
 * read twice launches once.
 */
export function retryOfLaunch({ id, code, launchKeys, modules, days }: LaunchFailedEvent): Retry[] {
  // Without the flag it is another launch, of real data: nobody should have that ready to paste.
  if (code === "E2E_REFUSED") return [];
  const known = launchKeys.map(parsed).filter((key) => key !== undefined);
  const retries = known.length > 0 ? known : modules.flatMap((name) => asAsked(name, days ?? ""));
  if (code !== "CLUSTER_ENDED") return retries;
  return retries.map((retry) => ({ ...retry, again: token(`after-${id.slice(0, 8)}`) }));
}

function asAsked(name: string, days: string): Retry[] {
  const module = moduleNamed(name);
  if (module === undefined) return [];
  // One day alone is the launch's own.
  const [start, end] = days.includes("..") ? days.split("..").map(day) : [];
  return [{ module, start, end, cleanUp: false, e2e: false, again: undefined }];
}

/** `{environment}/{module}/{day | start..end | day/start..end}[/{again}]`; nothing for a key of another kind. */
function parsed(key: string): Retry | undefined {
  const [, name, ...rest] = key.split("/");
  const module = moduleNamed(name);
  if (module === undefined) return undefined;
  const range = rest.slice(0, 2).find((part) => part.includes(".."));
  const [start, end] = (range ?? "").split("..").map(day);
  const again = rest[range === undefined ? 1 : rest.indexOf(range) + 1];
  return { module, start, end, cleanUp: false, e2e: false, again: token(again) };
}

/** A launch by the schedule does what is due up to the day before. */
function dueUntil(module: ModuleName, launchKeys: readonly string[]): string | undefined {
  const key = launchKeys.find((each) => each.split("/")[1] === module);
  const launchDay = day(key?.split("/")[2]);
  if (launchDay === undefined) return undefined;
  return new Date(Date.parse(launchDay) - 86_400_000).toISOString().slice(0, 10);
}

/** As the launcher takes it; nothing for what it would refuse. */
function token(text: string | undefined): string | undefined {
  return text !== undefined && isToken(text) ? text : undefined;
}
