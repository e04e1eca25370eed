import { describe, expect, it } from "@jest/globals";
import { parseCommandLine } from "../../src/args/command-line.ts";
import { InvalidArgumentError } from "../../src/errors.ts";

const parse = (line: string) => parseCommandLine(line.split(" ").filter(Boolean), "1.2.3");

describe("parseCommandLine", () => {
  it("takes exactly the original's arguments", () => {
    const line =
      "run --module_name vacancy --start_dt 2021-04-12 --end_dt 2021-04-13 --clean_up_flg False --e2e_test_flg True";
    expect(parse(line)).toEqual({
      kind: "run",
      raw: {
        module_name: "vacancy",
        start_dt: "2021-04-12",
        end_dt: "2021-04-13",
        clean_up_flg: "False",
        e2e_test_flg: "True",
      },
      config: undefined,
      json: false,
      verbose: false,
      unknown: [],
    });
  });

  it("takes them with hyphens, as the other commands do", () => {
    expect(
      parse("run --module-name vacancy --start-dt=2021-04-12 --clean-up-flg true --accept-schema-change"),
    ).toMatchObject({
      raw: {
        module_name: "vacancy",
        start_dt: "2021-04-12",
        clean_up_flg: "true",
        accept_schema_change: true,
      },
      unknown: [],
    });
  });

  it("takes a configuration file, --json and --verbose", () => {
    expect(parse("plan --module_name=vacancy --config a.json --json --verbose")).toMatchObject({
      kind: "plan",
      raw: { module_name: "vacancy" },
      config: "a.json",
      json: true,
      verbose: true,
    });
  });

  it.each([
    ["doctor --module_name vacancy", false],
    ["doctor --module-name vacancy --repair", true],
  ])("takes %s", (line, repair) => {
    const raw = { module_name: "vacancy" };
    expect(parse(line)).toEqual({ kind: "doctor", raw, repair, config: undefined, json: false, unknown: [] });
  });

  it.each([
    ["run --correlation_id x --module_name vacancy", ["--correlation_id", "x"]],
    ["run --module_name vacancy --s3_prefix=a/b extra", ["--s3_prefix=a/b", "extra"]],
    ["run --module_name vacancy -x", ["-x"]],
    ["run --module_name vacancy --start-date x", ["--start-date", "x"]],
  ])("hands back what it does not know: %s", (line, unknown) => {
    expect(parse(line)).toMatchObject({ raw: { module_name: "vacancy" }, unknown });
  });

  it.each([
    ["", "Give a command.\n\nUsage: adg [options] [command]"],
    ["cluster", "Give a command.\n\nUsage: adg cluster [options] [command]"],
    ["walk", "unknown command 'walk'. See adg --help"],
    ["rum", "unknown command 'rum' (Did you mean run?). See adg --help"],
    ["doctor --module_name vacancy --repare", "unknown option '--repare' (Did you mean --repair?)"],
    ["run --module_name", "option '--module_name <name>' argument missing"],
  ])("refuses %j", (line, message) => {
    expect(() => parse(line)).toThrow(InvalidArgumentError);
    expect(() => parse(line)).toThrow(message);
  });

  it.each(["--help", "run --help", "plan --help", "help run"])("has examples in the help: %s", (line) => {
    const invocation = parse(line);
    expect(invocation).toMatchObject({
      kind: "text",
      text: expect.stringContaining("adg plan --module_name vacancy"),
    });
  });

  it("lists the exit codes in the help, and has a version", () => {
    expect(parse("--help")).toMatchObject({ text: expect.stringContaining("3 refused for safety") });
    expect(parse("--version")).toEqual({ kind: "text", text: "1.2.3\n" });
  });
});
