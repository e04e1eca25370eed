import type { Command, CommanderError } from "commander";
import { InvalidArgumentError } from "../errors.ts";
import { MODULE_NAMES } from "../modules/kickstart.ts";
import { didYouMean } from "./did-you-mean.ts";

/** What people try, and what does it instead. */
const INSTEAD: Readonly<Record<string, string>> = {
  "--dry-run": "adg plan with the same arguments says what run would do, and writes nothing.",
  "--date": "For one day, give --start_dt and --end_dt that day.",
};

/** What is wrong with a command line, and what was probably meant. */
export function refusedCommandLine(error: CommanderError, command: Command): InvalidArgumentError {
  const help = `See ${pathOf(command)} --help.`;
  const refused = (...parts: (string | undefined)[]): InvalidArgumentError =>
    new InvalidArgumentError([...parts.filter((part) => part !== undefined), help].join(" "), {
      cause: error,
    });
  switch (error.code) {
    case "commander.unknownOption":
      return refused(...unknownOption(quoted(error.message), command));
    case "commander.excessArguments":
      return refused(...unexpected(command.args[0] ?? "", command));
    case "commander.unknownCommand": {
      const names = command.commands.map((each) => each.name());
      const name = quoted(error.message);
      return refused(`Unknown command ${JSON.stringify(name)}.`, meant(name, names) ?? oneOf(names));
    }
    default:
      return refused(`${error.message.replace(/^error: /, "").replaceAll("\n", " ")}.`);
  }
}

function unknownOption(given: string, command: Command): (string | undefined)[] {
  const [name = given] = given.split("=");
  const unknown = `Unknown option ${name}.`;
  const known = optionsOf(command);
  const instead = INSTEAD[hyphened(name)];
  if (instead !== undefined && !known.includes(name)) return [unknown, instead];
  // The same option, which the command line has elsewhere: `--json=true`, or before the command.
  if (known.includes(name)) return [`${name} takes no value.`];
  const elsewhere = command.commands.flatMap((each) => optionsOf(each));
  if (didYouMean(name, elsewhere) !== undefined) {
    return [unknown, `Options come after the command: adg run ${name} …`];
  }
  return [unknown, meant(name, known) ?? oneOf(known)];
}

function hyphened(name: string): string {
  return name.replaceAll("_", "-").toLowerCase();
}

/** A positional argument where there is none: a value without its option, or an option with a dash for its hyphens. */
function unexpected(argument: string, command: Command): (string | undefined)[] {
  const module = MODULE_NAMES.find((name) => name === argument.toLowerCase());
  const option = optionsOf(command).find((each) => each.startsWith("--module"));
  const named = module === undefined ? undefined : `Did you mean ${option} ${module}?`;
  const dashed = /^\p{Pd}/u.test(argument) ? meant(argument, optionsOf(command)) : undefined;
  return [
    `Unexpected argument ${JSON.stringify(argument)}.`,
    named ?? dashed ?? "Each value follows its option.",
  ];
}

/**
 * Has every option with a value be given once, or as often with the same value: the schedule repeats `--module_name`.
 * Of two values, one would be ignored.
 *
 * @param onTwo - Called in place of an error, with the values before and after: the later one counts then.
 */
export function onceEach(command: Command, onTwo?: (option: string, values: [string, string]) => void): void {
  for (const option of command.options) {
    if (!option.required || option.parseArg !== undefined) continue;
    const name = option.long ?? option.flags;
    option.argParser((value: string, before: string | undefined) => {
      if (value.startsWith("--")) {
        throw new InvalidArgumentError(`${name} has no value: ${value} follows it. Give ${option.flags}.`);
      }
      if (before !== undefined && before !== value) {
        if (onTwo === undefined) {
          throw new InvalidArgumentError(
            `${name} is given twice, as ${JSON.stringify(before)} and as ${JSON.stringify(value)}. Give it once.`,
          );
        }
        onTwo(name, [before, value]);
      }
      return value;
    });
  }
}

function optionsOf(command: Command): string[] {
  return command.options.flatMap(({ long, hidden }) => (long === undefined || hidden ? [] : [long]));
}

function meant(word: string, candidates: readonly string[]): string | undefined {
  const candidate = didYouMean(word, candidates);
  return candidate === undefined ? undefined : `Did you mean ${candidate}?`;
}

function oneOf(names: readonly string[]): string {
  return `Known are ${names.join(", ")}.`;
}

/** `adg cluster start`. */
function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}

/** Commander names what it refuses between quotes. */
function quoted(message: string): string {
  return /'(.*)'/s.exec(message)?.[1] ?? message;
}
