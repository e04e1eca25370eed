import type { DayNotice, ModuleNotice, Notice, PlacedCause, Verdict } from "../outcome/notice.ts";
import { cut, shown } from "./text.ts";

/** The parts of a message in plain words, cleaned; every format is made of these. */
export interface Words {
  readonly title: string;
  /** A headline a module, and what is to be said of its days. */
  readonly modules: readonly { readonly headline: string; readonly lines: readonly string[] }[];
  readonly causes: readonly { readonly where: string; readonly text: string; readonly remedy: string }[];
  readonly retry: readonly string[];
  readonly unknown: readonly string[];
  readonly origin: string;
}

const MOST_DAYS = 14;
const MOST_CHANGES = 10;
const MOST_CAUSES = 4;
const MOST_LINE = 240;
const MOST_CAUSE = 2_000;

const VERDICTS: Readonly<Record<Verdict, string>> = {
  done: "done",
  failed: "failed",
  stopped: "stopped by a user",
  "not launched": "was not launched",
};

export function wordsOf(notice: Notice): Words {
  return {
    title: titleOf(notice),
    modules: notice.modules.map((module) => ({ headline: headline(module), lines: dayLines(module) })),
    causes: causes(notice.causes),
    retry: notice.retry,
    unknown: notice.unknown.map((text) => cut(shown(text), MOST_LINE)),
    origin: origin(notice),
  };
}

/** `kickstart-adg production: vacancy, payment failed`: of several modules, those the verdict is about. */
function titleOf({ environment, verdict, modules }: Notice): string {
  const about = modules.filter((module) => verdict !== "failed" || module.verdict === "failed");
  const names = (about.length === 0 ? modules : about).map(({ module }) => module);
  const subject = names.length === 0 ? "the cluster" : names.join(", ");
  return `kickstart-adg ${environment}: ${subject} ${VERDICTS[verdict]}`;
}

function headline({ module, verdict, asked, days, earlier }: ModuleNotice): string {
  const done = days.filter((day) => day.verdict === "done");
  if (days.length === 0) {
    const range = asked === undefined ? "" : ` (${cut(shown(asked), 40)})`;
    return verdict === "done"
      ? `${module}: no day was due${range}`
      : `${module}: ${verdict}${range}, no day was begun`;
  }
  const more = earlier > 0 ? ` and ${earlier} runs before` : "";
  const counted = done.filter(({ rows }) => rows !== undefined);
  const sums = counted.length === 0 ? "" : `, ${rowsOf(total(counted, "rows"), total(counted, "badRows"))}`;
  return `${module}: ${verdict}, ${plural(done.length, "day")} done${more}${sums}`;
}

/** The days that went wrong are told, whatever else there is no room for. */
function dayLines({ days }: ModuleNotice): string[] {
  const failed = days.filter(({ verdict }) => verdict === "failed");
  const done = days.filter(({ verdict }) => verdict === "done");
  const room = Math.max(MOST_DAYS - failed.length, 0);
  const kept = room === 0 ? [] : done.slice(-room);
  const left = done.length - kept.length;
  return [
    ...(left > 0 ? [`… ${plural(left, "day")} before these, done`] : []),
    ...[...kept, ...failed.slice(0, MOST_DAYS)].flatMap(dayLine),
  ];
}

function dayLine({ day, verdict, rows, badRows, changes }: DayNotice): string[] {
  const counts = rows === undefined || verdict === "failed" ? "" : `, ${rowsOf(rows, badRows ?? 0)}`;
  const left = changes.length - MOST_CHANGES;
  return [
    `${day} ${verdict}${counts}${rows === undefined ? ", no report was kept" : ""}`,
    ...changes.slice(0, MOST_CHANGES).map((change) => `    ${cut(shown(change), MOST_LINE)}`),
    ...(left > 0 ? [`    … and ${plural(left, "schema change")} more`] : []),
  ];
}

function causes(all: readonly PlacedCause[]): Words["causes"] {
  const left = all.length - MOST_CAUSES;
  const told = all.slice(0, MOST_CAUSES).map(({ where, name, message, remedy }) => ({
    where: cut(shown(where), MOST_LINE),
    text: cut(shown(`${name}: ${message}`), MOST_CAUSE),
    remedy: cut(shown(remedy), MOST_CAUSE),
  }));
  if (left <= 0) return told;
  return [...told, { where: "elsewhere", text: `… and ${plural(left, "cause")} more`, remedy: "" }];
}

function origin({ cluster, time, launchKeys }: Notice): string {
  const parts = [
    cluster === undefined ? "no cluster" : `cluster ${cluster.id} ${cluster.name}`,
    time,
    ...launchKeys.slice(0, 6),
  ];
  return cut(shown(parts.join(" · ")), 600);
}

function rowsOf(rows: number, badRows: number): string {
  return `${plural(rows, "row")}${badRows === 0 ? "" : `, ${plural(badRows, "bad row")} left out`}`;
}

function total(days: readonly DayNotice[], of: "rows" | "badRows"): number {
  return days.reduce((sum, day) => sum + (day[of] ?? 0), 0);
}

function plural(count: number, thing: string): string {
  return `${count.toLocaleString("en-GB")} ${thing}${count === 1 ? "" : "s"}`;
}
