import { daysFromTo, parseDay } from "@dataworks/catchup";
import { expect, it } from "@jest/globals";
import { daysToPlan, describeLeft } from "../../src/run/days-to-plan.ts";

const days = (end: string) => daysFromTo(parseDay("2021-01-01"), parseDay(end));

it.each([
  ["2021-01-01", false, 1, ""],
  ["2021-04-10", false, 100, ""],
  ["2021-04-11", false, 100, "1 more day (2021-04-11) would run as well"],
  ["2027-11-04", false, 100, "2,399 more days (2021-04-11 to 2027-11-04) would run as well"],
  ["2027-11-04", true, 2_499, ""],
] as const)("of the days to %s (clean-up: %s) plans %d", (end, cleanUp, planned, said) => {
  const plan = daysToPlan(days(end), { cleanUp });
  expect(plan.planned).toHaveLength(planned);
  expect([...plan.planned, ...plan.left]).toEqual(days(end));
  expect(describeLeft(plan)).toContain(said);
  expect(describeLeft(plan) === "").toBe(said === "");
});
