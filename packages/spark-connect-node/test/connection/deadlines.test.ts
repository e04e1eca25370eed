import { describe, expect, it } from "@jest/globals";
import { deadlinesOf, defaultDeadlines } from "../../src/connection/deadlines.ts";

describe("deadlinesOf", () => {
  it("takes the default where nothing is said, and none where none is wanted", () => {
    const given = { config: 5, analyzePlan: undefined, addArtifacts: Infinity };
    expect(deadlinesOf(given)).toEqual({ ...defaultDeadlines, ...given });
  });

  it.each([0, -1, Number.NaN, "1h"])("refuses %j", (given) => {
    expect(() => deadlinesOf({ config: given as number })).toThrow(
      /deadlines: config takes milliseconds above 0/,
    );
  });
});
