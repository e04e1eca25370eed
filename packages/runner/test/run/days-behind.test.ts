import type { AuditItem, Day } from "@dataworks/catchup";
import type { Log } from "@dataworks/etl-core";
import { describe, expect, it } from "@jest/globals";
import { daysBehind, logDaysBehind } from "../../src/run/days-behind.ts";

const today = "2026-11-23" as Day;
const item = (date: string, status: AuditItem["Status"]): AuditItem =>
  ({ Date: date, Status: status, Run_Id: 1 }) as unknown as AuditItem;

/** Keeps what is logged: level, fields, message. */
function recordingLog(): { log: Log; lines: unknown[] } {
  const lines: unknown[] = [];
  const line =
    (level: string) =>
    (fields: object, message: string): void =>
      void lines.push([level, fields, message]);
  return { log: { info: line("info"), warn: line("warn"), error: line("error") } as unknown as Log, lines };
}

describe("days behind", () => {
  it.each<[string, AuditItem | undefined, number]>([
    ["yesterday is Completed", item("2026-11-22", "Completed"), 0],
    ["yesterday failed", item("2026-11-22", "Failed"), 1],
    ["nothing ever ran", undefined, 1],
    ["five days are due", item("2026-11-17", "Completed"), 5],
    ["the first of five failed", item("2026-11-18", "Failed"), 5],
  ])("%s", (_what, watermark, expected) => {
    expect(daysBehind(watermark, today)).toBe(expected);
  });

  it("are said after a run, by what the ledger is at then", async () => {
    const { log, lines } = recordingLog();
    await logDaysBehind({ watermark: async () => item("2026-11-20", "Completed") }, today, log);
    expect(lines).toEqual([["info", { days_behind: 2 }, "days left"]]);
  });

  it("unknown, are a warning and no failure: the days are published", async () => {
    const { log, lines } = recordingLog();
    const broken = new Error("no answer");
    await logDaysBehind({ watermark: () => Promise.reject(broken) }, today, log);
    expect(lines).toEqual([["warn", { err: broken }, expect.stringContaining("did not say")]]);
  });
});
