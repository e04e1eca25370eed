import { describe, expect, it } from "@jest/globals";
import { parseDay } from "../../src/index.ts";
import { formatAuditItem, parseAuditItem } from "../../src/ledger/audit-item.ts";

const wire = {
  Correlation_Id: { S: "kickstart_vacancy_analytical_dataset_generation" },
  DataProduct: { S: "KICKSTART-ADG" },
  Date: { S: "2021-04-12" },
  Run_Id: { N: "3" },
  Status: { S: "Completed" },
};

describe("the audit item", () => {
  it("reads and writes the original's attributes", () => {
    const item = parseAuditItem(wire);
    expect(item).toEqual({
      Correlation_Id: "kickstart_vacancy_analytical_dataset_generation",
      DataProduct: "KICKSTART-ADG",
      Date: parseDay("2021-04-12"),
      Run_Id: 3,
      Status: "Completed",
    });
    expect(formatAuditItem(item)).toEqual(wire);
  });

  it.each([
    [
      { ...wire, Date: { S: "An error occurred" } },
      'has Date = "An error occurred", expected a day YYYY-MM-DD',
    ],
    [{ ...wire, Run_Id: { S: "3" } }, 'has Run_Id = "3", expected a whole number'],
    [{ ...wire, Run_Id: { N: "3.5" } }, 'has Run_Id = "3.5", expected a whole number'],
    [{ ...wire, Status: { NULL: true as const } }, 'has Status = {"NULL":true}, expected a string'],
    [{ ...wire, Date: { S: "x".repeat(500) } }, "…, expected a day"],
  ])("names the attribute that cannot be understood %#", (item, message) => {
    expect(() => parseAuditItem(item)).toThrow(message);
    expect(() => parseAuditItem(item)).toThrow("Correct the item, or give --start_dt");
  });

  it("says so when an attribute is missing", () => {
    const { Date: _, ...rest } = wire;
    expect(() => parseAuditItem(rest)).toThrow("has Date = nothing, expected a string");
  });
});
