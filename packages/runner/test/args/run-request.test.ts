import { describe, expect, it } from "@jest/globals";
import { runRequest } from "../../src/args/run-request.ts";
import { InvalidArgumentError } from "../../src/errors.ts";
import { correlationId, keysElsewhere, moduleNamed } from "../../src/modules/kickstart.ts";

describe("the other modules' keys", () => {
  it.each([
    ["vacancy", "", ["{date}_application-", "{date}_payment-"]],
    ["payment", "e2e/", ["e2e/{date}_application-"]],
  ])("of %s, in %j", (name, folder, elsewhere) => {
    expect(keysElsewhere(moduleNamed(name), folder)).toEqual(elsewhere);
  });
});

describe("runRequest", () => {
  it("has the original's defaults", () => {
    expect(runRequest({ module_name: "vacancy" })).toEqual({
      module: expect.objectContaining({ name: "vacancy" }),
      start: undefined,
      end: undefined,
      cleanUp: false,
      e2e: false,
      acceptSchemaChange: false,
    });
  });

  it.each(["vacancy", "Vacancy", "VACANCY"])("takes a module in any case: %s", (name) => {
    expect(runRequest({ module_name: name }).module.name).toBe("vacancy");
  });

  it.each([
    ["true", true],
    ["True", true],
    ["TRUE", true],
    ["false", false],
    ["False", false],
  ])("takes a flag in any case: %s", (text, expected) => {
    expect(runRequest({ module_name: "vacancy", clean_up_flg: text, e2e_test_flg: text })).toMatchObject({
      cleanUp: expected,
      e2e: expected,
    });
  });

  it.each([
    [{}, "--module_name is missing"],
    [
      { module_name: "vacancies" },
      '--module_name "vacancies" is not a module of Kickstart. Give one of vacancy, application, payment.',
    ],
    [{ module_name: "" }, '--module_name "" is not a module'],
    [
      { module_name: "vacancy", start_dt: "2021-02-30" },
      '--start_dt: "2021-02-30" is not a calendar day: there is no such day',
    ],
    [
      { module_name: "vacancy", end_dt: "12/04/2021" },
      '--end_dt: "12/04/2021" is not a calendar day: it is not written YYYY-MM-DD',
    ],
    [{ module_name: "vacancy", clean_up_flg: "yes" }, '--clean_up_flg "yes" is neither true nor false'],
    [{ module_name: "vacancy", e2e_test_flg: "" }, '--e2e_test_flg "" is neither true nor false'],
  ])("refuses %j", (raw, message) => {
    expect(() => runRequest(raw)).toThrow(InvalidArgumentError);
    expect(() => runRequest(raw)).toThrow(message);
  });
});

describe("Kickstart's modules", () => {
  it("have the original's correlation ids", () => {
    expect(correlationId("vacancy")).toBe("kickstart_vacancy_analytical_dataset_generation");
  });

  it("say how their files are written", () => {
    expect(["vacancy", "application", "Payment"].map((name) => moduleNamed(name).format)).toEqual([
      "csv",
      "encrypted-json",
      "encrypted-json",
    ]);
  });
});
