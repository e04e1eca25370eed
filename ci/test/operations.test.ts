import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "@jest/globals";
import { scriptOf, scriptsIn, understood, wordsOf } from "./support.ts";

const pages = ["docs/operations.md", "infrastructure/README.md"].map((name) => {
  const file = fileURLToPath(new URL(`../../${name}`, import.meta.url));
  return { name, file, text: readFileSync(file, "utf8") };
});

/** Commands in blocks and between backticks, their lines joined. */
function commandsOf(text: string, program: string): string[] {
  const joined = text.replaceAll(/\\\n\s*/g, "");
  const found = joined.matchAll(
    new RegExp(String.raw`(?:^\s*|\x60|=\S+ |&& )(${program} [a-z@-][^\x60\n#]*)`, "gm"),
  );
  return [...new Set([...found].map(([, command = ""]) => command.split(" && ")[0]?.trim() ?? ""))];
}

describe.each(pages)("what $name tells people to do exists", ({ name, file, text }) => {
  const adg = commandsOf(text, "adg").filter((command) => !/ [|…]/.test(command));

  it("commands are found", () => {
    expect(commandsOf(text, "npx").length).toBeGreaterThan(0);
    if (name === "docs/operations.md") expect(adg.length).toBeGreaterThan(15);
  });

  it.each(adg.length === 0 ? [["adg --help"]] : adg.map((command) => [command]))("%s", (command) => {
    const words = wordsOf(command).slice(1);
    expect(() => understood(words)).not.toThrow();
  });

  it.each(commandsOf(text, "npx"))("%s", (command) => {
    const words = wordsOf(command);
    if (!words.includes("pnpm@12"))
      throw new Error("npx is for pnpm alone: other tools have their versions in the catalog");
    const { folder, script } = scriptOf(words);
    expect([...scriptsIn(folder), "install"]).toContain(script);
    // Relative paths would be looked for in the package's folder.
    for (const [, value = ""] of command.matchAll(/--(?:parameters|bundle) (\S+)/g))
      expect(value).toMatch(/^"?\$PWD\//);
  });

  it.each([...text.matchAll(/\]\(([^)#]+\.(?:md|txt))/g)].map(([, link = ""]) => link))(
    "the page %s",
    (link) => expect(existsSync(join(dirname(file), link))).toBe(true),
  );
});
