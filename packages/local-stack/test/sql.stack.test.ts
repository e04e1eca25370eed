import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { stackInfo } from "./stack-info.ts";

const SCRIPT = fileURLToPath(new URL("../../../scripts/stack.mjs", import.meta.url));
let instance: string;

beforeAll(async () => {
  instance = (await stackInfo()).name;
});

/** `pnpm stack sql …`: its exit code and what it prints. */
async function sql(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const { code, stdout, stderr } = await promisify(execFile)(process.execPath, [
    SCRIPT,
    "sql",
    ...args,
    "--name",
    instance,
  ]).then(
    (done) => ({ code: 0, ...done }),
    (error: unknown) => error as { code: number; stdout: string; stderr: string },
  );
  return { code, stdout, stderr };
}

describe("pnpm stack sql", () => {
  it("shows the rows of a query, as many as it is asked for", async () => {
    const { code, stdout } = await sql("SELECT id, 'a' AS a FROM range(3)", "--rows", "2");
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining("|0  |a  |\n|1  |a  |\n+") });
    expect(stdout).toContain("only showing top 2 rows");
  });

  it("prints them as JSON", async () => {
    const { stdout } = await sql("SELECT id, CAST(NULL AS INT) AS none FROM range(1)", "--json");
    expect(JSON.parse(stdout)).toEqual([{ id: 0, none: null }]);
  });

  it.each([
    [["SELECT nothing"], 1, /^stack: \[UNRESOLVED_COLUMN.*\n$/],
    [[], 2, /^stack: give one query, in quotes\. Example: /],
    [["SELECT 1", "--rows", "none"], 2, /^stack: --rows takes a whole number from 1 on\. Example: /],
  ] as const)("says in a line what is wrong with %j", async (args, code, line) => {
    expect(await sql(...args)).toMatchObject({ code, stderr: expect.stringMatching(line) });
  });
});
