import { describe, expect, it } from "@jest/globals";
import { type AuditItem, daysPassedOver, daysToRun, parseDay, StartAfterEndError } from "../../src/index.ts";

const today = parseDay("2021-04-15");

const item = (date: string, status: string): AuditItem => ({
  Correlation_Id: "kickstart_vacancy_analytical_dataset_generation",
  DataProduct: "KICKSTART-ADG",
  Date: parseDay(date),
  Run_Id: 7,
  Status: status,
});

describe("daysToRun", () => {
  it.each([
    ["never ran: yesterday", undefined, ["2021-04-14"]],
    [
      "Completed: from the day after",
      item("2021-04-11", "Completed"),
      ["2021-04-12", "2021-04-13", "2021-04-14"],
    ],
    ["Failed: from that day again", item("2021-04-12", "Failed"), ["2021-04-12", "2021-04-13", "2021-04-14"]],
    [
      "In-Progress, a crash: from that day again",
      item("2021-04-13", "In-Progress"),
      ["2021-04-13", "2021-04-14"],
    ],
    ["a word nobody here writes: not completed", item("2021-04-14", "Queued"), ["2021-04-14"]],
    ["up to date: nothing", item("2021-04-14", "Completed"), []],
    ["ahead of the calendar: nothing", item("2021-04-20", "Failed"), []],
  ])("%s", (_name, watermark, expected) => {
    expect(daysToRun({ watermark, today })).toEqual(expected);
  });

  it("takes the days it is given, whatever the watermark says", () => {
    const range = { start: parseDay("2021-01-30"), end: parseDay("2021-02-01") };
    expect(daysToRun({ ...range, watermark: item("2021-04-14", "Completed"), today })).toEqual([
      "2021-01-30",
      "2021-01-31",
      "2021-02-01",
    ]);
  });

  it("fills in the end that is not given", () => {
    expect(daysToRun({ start: parseDay("2021-04-13"), today })).toEqual(["2021-04-13", "2021-04-14"]);
    expect(daysToRun({ end: today, today })).toEqual(["2021-04-14", "2021-04-15"]);
  });

  it.each([
    [
      "both given",
      { start: parseDay("2021-04-12"), end: parseDay("2021-04-11") },
      "The start day 2021-04-12 (as given) is after the end day 2021-04-11 (as given)",
    ],
    [
      "a start that is today",
      { start: today },
      "The start day 2021-04-15 (as given) is after the end day 2021-04-14 (yesterday, the default)",
    ],
    [
      "an end behind the watermark",
      { end: parseDay("2021-04-01"), watermark: item("2021-04-11", "Completed") },
      "The start day 2021-04-12 (the day after the last completed one, 2021-04-11) is after the end day 2021-04-01",
    ],
    [
      "an end behind a failed day",
      { end: parseDay("2021-04-01"), watermark: item("2021-04-11", "Failed") },
      "The start day 2021-04-11 (left Failed by run 7) is after the end day 2021-04-01",
    ],
  ])("names both days when the start is after the end: %s", (_name, input, message) => {
    expect(() => daysToRun({ ...input, today })).toThrow(StartAfterEndError);
    expect(() => daysToRun({ ...input, today })).toThrow(message);
  });
});

describe("daysPassedOver", () => {
  const days = [parseDay("2021-04-12"), parseDay("2021-04-13")];

  it.each([
    ["no item", undefined, []],
    ["the next day is due", item("2021-04-11", "Completed"), []],
    ["an old day again", item("2021-04-30", "Completed"), []],
    ["completed days before", item("2021-04-09", "Completed"), ["2021-04-10", "2021-04-11"]],
    ["a failed day before", item("2021-04-11", "Failed"), ["2021-04-11"]],
  ])("%s", (_name, watermark, expected) => {
    expect(daysPassedOver(days, watermark)).toEqual(expected);
  });

  it("is empty for a run of no days", () => {
    expect(daysPassedOver([], item("2021-04-09", "Completed"))).toEqual([]);
  });
});
