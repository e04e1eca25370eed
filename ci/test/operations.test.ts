import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "@jest/globals";
import { helpOf, scriptsIn } from "./support.ts";

const file = fileURLToPath(new URL("../../docs/operations.md", import.meta.url));
const page = readFileSync(file, "utf8");
const commands = [...page.replaceAll(/\\\n\s*/g, "").matchAll(/(?:^\s*|`|=\S+ )(adg [a-z][^`\n#]*)/gm)].map(
  ([, command = ""]) => command.trim(),
);

describe("what operators are told to do exists", () => {
  it("commands are found on the page", () => expect(commands.length).toBeGreaterThan(10));

  it.each([...new Set(commands)])("%s", async (command) => {
    const words = command.split(/\s+/).slice(1);
    const [name = "", sub = ""] = words;
    const path = name === "cluster" ? [name, sub] : [name];
    const help = await helpOf(...path);
    expect(help).toContain("Usage: adg");
    for (const [option] of command.matchAll(/--[a-z_-]+/g)) expect(help).toMatch(new RegExp(`${option}\\b`));
  });

  it.each([...page.matchAll(/run ([a-z-]+) -- /g)].map(([, script = ""]) => script))(
    "infrastructure's script %s",
    (script) => expect(scriptsIn("infrastructure")).toContain(script),
  );

  it.each([...page.matchAll(/\]\(([^)#]+\.md)/g)].map(([, link = ""]) => link))("the page %s", (link) =>
    expect(existsSync(join(dirname(file), link))).toBe(true),
  );
});
