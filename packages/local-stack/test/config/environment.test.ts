import { describe, expect, it } from "@jest/globals";
import { execFileSync } from "node:child_process";
import { shellExports, shellQuote } from "../../src/config/environment.ts";

describe("exports for a shell", () => {
  it.each([
    ["plain", "'plain'"],
    ["", "''"],
    ["it's", String.raw`'it'\''s'`],
  ])("%s", (text, quoted) => {
    expect(shellQuote(text)).toBe(quoted);
  });

  it.each([
    "sc://localhost:1/;token=a-b_c",
    "two words",
    'it\'s $HOME `id` "x" \\ !',
    "two\nlines",
    "naïve 日本",
  ])("survive the shell: %j", (value) => {
    const script = `${shellExports({ VALUE: value })}printf %s "$VALUE"`;
    expect(execFileSync("sh", ["-c", script], { encoding: "utf8" })).toBe(value);
  });
});
