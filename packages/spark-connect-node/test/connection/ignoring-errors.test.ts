import { expect, it, jest } from "@jest/globals";
import { ignoringErrors } from "../../src/connection/ignoring-errors.ts";

it("what only watches may throw, and may fail later", () => {
  ignoringErrors(() => {
    throw new Error("at once");
  });
  const later = Promise.reject(new Error("later"));
  // Else it would be an unhandled rejection, which ends the process.
  const handled = jest.spyOn(later, "catch");
  ignoringErrors(() => later);
  expect(handled).toHaveBeenCalledTimes(1);
});
