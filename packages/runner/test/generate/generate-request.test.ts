import { describe, expect, it } from "@jest/globals";
import { parseDay } from "@dataworks/catchup";
import { parseCommandLine } from "../../src/args/command-line.ts";
import { InvalidArgumentError } from "../../src/errors.ts";
import { generateRequest } from "../../src/generate/generate-request.ts";

const today = parseDay("2026-11-21");

function request(line: string) {
  const invocation = parseCommandLine(["generate-test-data", ...line.split(" ").filter(Boolean)], "1");
  if (invocation.kind !== "generate-test-data") throw new Error(`took it for ${invocation.kind}`);
  return generateRequest(invocation.raw, today);
}

describe("generate-test-data's arguments", () => {
  it("have defaults: yesterday, 100 records, one full extract a collection", () => {
    expect(request("--module vacancy")).toEqual({
      modules: ["vacancy"],
      days: ["2026-11-20"],
      records: 100,
      seed: "kickstart",
      extract: "full",
      deliveries: 1,
      schemaChanges: false,
      seedAudit: false,
      dryRun: false,
    });
  });

  it.each([
    ["--module all", { modules: ["vacancy", "application", "payment"] }],
    ["--module payment --module VACANCY --module payment", { modules: ["vacancy", "payment"] }],
    [
      "--module_name vacancy --start_dt 2026-11-01 --end_dt=2026-11-02",
      { days: ["2026-11-01", "2026-11-02"] },
    ],
    ["--module vacancy --start-dt 2026-11-01", { days: ["2026-11-01"] }],
    ["--module vacancy --date 2024-02-29", { days: ["2024-02-29"] }],
    ["--module vacancy --extract delta", { extract: "delta", deliveries: 3 }],
    ["--module vacancy --deliveries 2", { extract: "full", deliveries: 2 }],
    ["--module vacancy --seed a_b", { seed: "a_b" }],
    [
      "--module vacancy --seed_audit --schema_changes --dry_run",
      { seedAudit: true, schemaChanges: true, dryRun: true },
    ],
  ])("%s", (line, expected) => {
    expect(request(line)).toMatchObject(expected);
  });

  it.each([
    ["", "--module is missing"],
    ["--module vacancies", '--module "vacancies" is not a module'],
    ["--module vacancy --records 0", '--records "0" is not a whole number from 1'],
    ["--module vacancy --records 1e3", '--records "1e3" is not a whole number'],
    ["--module vacancy --records -5", '--records "-5"'],
    ["--module vacancy --deliveries 101", "from 1 to 100"],
    ["--module vacancy --extract some", "neither full nor delta"],
    ["--module vacancy --date 2026-02-30", "--date: "],
    ["--module vacancy --date 2026-11-01 --start-dt 2026-11-01", "Give either"],
    ["--module vacancy --end-dt 2026-11-01", "without --start-dt"],
    ["--module vacancy --start-dt 2026-11-02 --end-dt 2026-11-01", "Swap them"],
    ["--module vacancy --start-dt 2020-01-01 --end-dt 2026-11-01", "at most 366"],
    ["--module vacancy --seed=", "--seed is empty"],
    ["--module vacancy --rows 5", "Unknown option --rows."],
    ["--module vacancy 2026-11-01", 'Unexpected argument "2026-11-01"'],
  ])("refuses %j", (line, message) => {
    expect(() => request(line)).toThrow(InvalidArgumentError);
    expect(() => request(line)).toThrow(message);
  });
});
