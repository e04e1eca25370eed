import { expect, it } from "@jest/globals";
import { Scrubber } from "../../src/log/scrubber.ts";
import { Terminal } from "../../src/report/terminal.ts";
import { onOneLine, visible, visibleJson, visibleLines } from "../../src/report/visible.ts";

it.each([
  ["\u001B[2Ja", "\\x1b[2Ja"],
  ["a\nadg: b\r\t", "a\\nadg: b\\r\\t"],
  ["\u0000\u007F\u009B", "\\x00\\x7f\\x9b"],
  ["\u202Eab\u2066\u2028", "\\u{202e}ab\\u{2066}\\u{2028}"],
  ["é 漢 👩‍👧", "é 漢 👩‍👧"],
])("shows %j as %s", (text, shown) => {
  expect(visible(text)).toBe(shown);
});

it("keeps the lines of a text that has some", () => {
  expect(visibleLines("a\u0007\nb")).toBe("a\\x07\nb");
});

it.each([
  [
    "The file is not right:\n  a: missing\n  b: no number\nCorrect it.",
    "The file is not right: a: missing; b: no number. Correct it.",
  ],
  ["It failed.\n\n== SQL ==\nSELECT x\n^^^", "It failed."],
  ["a\r\nadg: done\u001B[2J\n", "a. adg: done\\x1b[2J"],
  ["one line", "one line"],
  ["", ""],
])("puts %j on one line", (text, line) => {
  expect(onOneLine(text)).toBe(line);
});

it("escapes in JSON what JSON lets through, and changes no value", () => {
  const value = { "a\u007F": ["\u009B\u202E\u2028\n"] };
  const json = visibleJson(JSON.stringify(value, null, 1));
  expect(json).toBe('{\n "a\\u007f": [\n  "\\u009b\\u202e\\u2028\\n"\n ]\n}');
  expect(JSON.parse(json)).toEqual(value);
});

it.each([
  [true, "\u001B[31mred\u001B[39m \\x1b[2J\n"],
  [false, "\\x1b[31mred\\x1b[39m \\x1b[2J\n"],
])("lets colours pass on a terminal alone: %s", (isTTY, written) => {
  let text = "";
  new Terminal({ isTTY, write: (part) => (text += part) }, new Scrubber()).print(
    "\u001B[31mred\u001B[39m \u001B[2J",
  );
  expect(text).toBe(written);
});
