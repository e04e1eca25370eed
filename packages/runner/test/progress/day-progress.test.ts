import type { DayEvent } from "@dataworks/etl-core";
import { describe, expect, it } from "@jest/globals";
import { Scrubber } from "../../src/log/scrubber.ts";
import { bar, bytes, count, describeProgress, progressOf } from "../../src/progress/collection-progress.ts";
import { DayProgress } from "../../src/progress/day-progress.ts";
import { Terminal } from "../../src/report/terminal.ts";

const of = { day: "2021-04-12", collection: "bids" };
const events: DayEvent[] = [
  { ...of, kind: "located", files: ["a.csv"], unread: [], bytes: 1_234_567 },
  { ...of, kind: "extracting" },
  { ...of, kind: "staging", fraction: 0.25 },
  { ...of, kind: "staging", fraction: 0.75 },
  { ...of, kind: "staged", rows: 1200, badRows: 1 },
  { ...of, kind: "verified", rows: 1199, files: 2 },
  { ...of, kind: "published", rows: 1199, badRows: 1, changes: "", location: "s3a://b/x" },
];

function screen(isTTY: boolean) {
  let text = "";
  const stream = { write: (part: string) => (text += part), isTTY, columns: 60 };
  return { terminal: new Terminal(stream, new Scrubber()), text: () => text };
}

describe("a day's progress", () => {
  it("is a plain line a stage where there is no terminal", () => {
    const { terminal, text } = screen(false);
    const progress = new DayProgress(terminal, "2021-04-12", ["bids", "vacancies"]);
    for (const event of events) progress.on(event);
    progress.end();
    expect(text().split("\n")).toEqual([
      "2021-04-12  bids       found 1 file, 1.2 MB",
      "2021-04-12  bids       extracting",
      "2021-04-12  bids       staging 25%",
      "2021-04-12  bids       staged 1,200 rows, left out 1",
      "2021-04-12  bids       verified 1,199 rows in 2 files",
      "2021-04-12  bids       published 1,199 rows, left out 1",
      "",
    ]);
  });

  it("is a line per collection on a terminal, drawn again in place", () => {
    const { terminal, text } = screen(true);
    const progress = new DayProgress(terminal, "2021-04-12", ["bids", "vacancies"]);
    expect(text()).toBe("2021-04-12  bids       waiting\n2021-04-12  vacancies  waiting\n");
    progress.on({ ...of, kind: "staging", fraction: 0.5 });
    expect(text()).toContain("\u001B[2A\u001B[0J2021-04-12  bids       █████····· staging 50%\n");
    terminal.print("a warning");
    expect(text()).toContain("\u001B[2A\u001B[0Ja warning\n2021-04-12  bids");
    progress.end();
    expect(text().endsWith("2021-04-12  bids       staging 50%\n2021-04-12  vacancies  waiting\n")).toBe(
      false,
    );
    expect(text().split("\u001B[0J").at(-1)).toBe(
      "2021-04-12  bids       █████····· staging 50%\n2021-04-12  vacancies  waiting\n",
    );
  });

  it("never draws a line wider than the terminal", () => {
    const { terminal, text } = screen(true);
    terminal.live(["x".repeat(200)]);
    expect(text()).toBe(`${"x".repeat(58)}…\n`);
  });
});

describe("words of progress", () => {
  it.each([
    [0, "··········"],
    [0.34, "███·······"],
    [1, "██████████"],
    [7, "██████████"],
    [-1, "··········"],
  ])("bar(%d)", (fraction, expected) => {
    expect(bar(fraction)).toBe(expected);
  });

  it.each([
    [0, "0 B"],
    [999, "999 B"],
    [1000, "1.0 kB"],
    [70_000_000, "70.0 MB"],
  ])("bytes(%d)", (size, expected) => {
    expect(bytes(size)).toBe(expected);
  });

  it("counts one thing and several", () => {
    expect([count(1, "row"), count(0, "row"), count(12_345, "row")]).toEqual([
      "1 row",
      "0 rows",
      "12,345 rows",
    ]);
  });

  it("says nothing of a percentage Spark does not know", () => {
    expect(describeProgress(progressOf({ ...of, kind: "converting" }))).toBe("converting");
    expect(describeProgress({ kind: "waiting" })).toBe("waiting");
  });
});
