import { describe, expect, it } from "@jest/globals";
import { InvalidConfigurationError } from "../../src/errors.ts";
import {
  checkTableNames,
  freeAsideName,
  helperTables,
  nextName,
  prevName,
} from "../../src/publish/helper-tables.ts";

describe("helper tables", () => {
  it("are named after the table, in lower case", () => {
    expect([nextName("Bids"), prevName("Bids")]).toEqual(["bids__next", "bids__prev"]);
  });

  it("are put aside under the first free number", () => {
    expect(freeAsideName("bids", new Set(["bids", "bids__prev"]))).toBe("bids__prev_1");
    expect(freeAsideName("bids", new Set(["bids__prev_1", "bids__prev_2"]))).toBe("bids__prev_3");
  });

  it("are found exactly", () => {
    const existing = [
      "bids",
      "bids__next",
      "bids__prev",
      "bids__prev_1",
      "bids__prev_12",
      "bids__prev_0",
      "bids__prev_x",
      "bids__previous",
      "bids_prev",
      "bids_archive",
      "bids_archive__prev",
      "my_bids__prev",
      "bids__next__prev",
    ];
    expect(helperTables("BIDS", existing)).toEqual([
      "bids__next",
      "bids__prev",
      "bids__prev_1",
      "bids__prev_12",
    ]);
  });
});

describe("checkTableNames", () => {
  it("takes names that are tables of their own", () => {
    expect(() => checkTableNames(["bids", "bids_archive", "bids_next", "__x"])).not.toThrow();
  });

  it.each([
    [["bids", "Bids"], "bids and Bids are one table"],
    [["bids__next"], "bids__next cannot be a table"],
    [["bids__PREV"], "cannot be a table"],
    [["bids__prev_3"], "cannot be a table"],
  ])("refuses %j", (names, message) => {
    expect(() => checkTableNames(names)).toThrow(InvalidConfigurationError);
    expect(() => checkTableNames(names)).toThrow(message);
  });
});
