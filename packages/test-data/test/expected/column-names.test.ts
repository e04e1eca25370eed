import { describe, expect, it } from "@jest/globals";
import { normaliseColumn } from "../../src/expected/column-names.ts";
import { normalisedHeaders } from "../support/normalised-headers.ts";

describe("column names", () => {
  it.each(normalisedHeaders)("%s → %s", (header, name) => {
    expect(normaliseColumn(header)).toBe(name);
  });
});
