import { describe, expect, it } from "@jest/globals";
import { parseCommandLine } from "../../src/args/command-line.ts";
import { InvalidArgumentError } from "../../src/errors.ts";

const words = (line: string) => line.split(" ").filter(Boolean);
const parse = (line: string) => parseCommandLine(words(line), "1.2.3");
const parseOnCluster = (line: string) => parseCommandLine(words(line), "1.2.3", { onCluster: true });

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
      passedOver: [],
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
      passedOver: [],
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
    expect(parse(line)).toEqual({
      kind: "doctor",
      raw,
      repair,
      config: undefined,
      json: false,
      passedOver: [],
    });
  });

  it.each([
    ["run --correlation_id x --module_name vacancy", ["--correlation_id", "x"]],
    ["run --module_name vacancy --s3-prefix=a/b", ["--s3-prefix=a/b"]],
    [
      "plan --module_name vacancy --s3_prefix --dry-run --export_date",
      ["--s3_prefix", "--dry-run", "--export_date"],
    ],
    ["doctor --module_name vacancy --s3_bucket_name b", ["--s3_bucket_name", "b"]],
    ["run --module_name vacancy --module_name vacancy", []],
    ["run --module_name moon --module_name vacancy", ["--module_name", "moon"]],
  ])("passes over on a cluster what the launcher appends: %s", (line, passedOver) => {
    expect(parseOnCluster(line)).toMatchObject({ raw: { module_name: "vacancy" }, passedOver });
  });

  it.each([
    ["run --module_name vacancy --dry-run", "Unknown option --dry-run. adg plan with the same arguments"],
    ["run --dry_run", "adg plan with the same arguments"],
    [
      "run --start_date 2026-11-02",
      "Unknown option --start_date. Did you mean --start_dt? See adg run --help.",
    ],
    ["run --start-date=2026-11-02", "Did you mean --start_dt?"],
    ["plan --end 2026-11-02", "Did you mean --end_dt?"],
    ["run --cleanup true", "Did you mean --clean_up_flg?"],
    ["run --module vacancy", "Did you mean --module_name?"],
    ["run --accept-schema-changes", "Did you mean --accept_schema_change?"],
    ["run --date 2026-11-02", "For one day, give --start_dt and --end_dt that day."],
    ["doctor --module_name vacancy --repare", "Did you mean --repair?"],
    ["run --force", "Unknown option --force. Known are --module_name, --start_dt"],
    ["run -x", "Unknown option -x."],
    ["run –start_dt 2026-11-02", "Did you mean --start_dt?"],
    ["run vacancy", "Did you mean --module_name vacancy?"],
    ["run --module_name vacancy extra", 'Unexpected argument "extra". Each value follows its option.'],
    ["run --json=true", "--json takes no value."],
    [
      "run --module_name vacancy --start_dt --end_dt 2026-11-02",
      "--start_dt has no value: --end_dt follows it.",
    ],
    ["run --start_dt 2026-11-01 --start-dt=2026-11-02", "--start_dt is given twice"],
    ["--start_dt 2026-11-01 run", "Options come after the command"],
    ["cluster start --modul vacancy", "Did you mean --module? See adg cluster start --help."],
    ["generate-test-data --seed a --seed b", "--seed is given twice"],
    ["run --module_name", "option '--module_name <name>' argument missing."],
    ["walk", 'Unknown command "walk". Known are run, plan, doctor'],
    ["rum", "Did you mean run?"],
  ])("refuses %j, and says what was meant", (line, message) => {
    for (const read of [parse, parseOnCluster]) {
      // The later value counts on a cluster: the launcher's payload overrides its file.
      if (read === parseOnCluster && line.startsWith("run") && message.endsWith("twice")) continue;
      expect(() => read(line)).toThrow(InvalidArgumentError);
      expect(() => read(line)).toThrow(message);
    }
  });

  it("refuses the launcher's arguments elsewhere than on a cluster", () => {
    expect(() => parse("run --module_name vacancy --correlation_id x")).toThrow(
      "Unknown option --correlation_id.",
    );
  });

  it.each([
    ["", "Give a command; see --help.\n\nUsage: adg [options] [command]"],
    ["cluster", "Give a command; see --help.\n\nUsage: adg cluster [options] [command]"],
  ])("asks for a command: %j", (line, message) => {
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
