import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { StackInfo } from "@dataworks/local-stack";
import type { DataKey } from "@dataworks/test-data";

// What must not be found, and where to look for it.

/** Which of the secrets are in the text, by their first characters: a failing test must not print them. */
export function found(text: string, among: readonly string[]): string[] {
  return among.filter((secret) => text.includes(secret)).map((secret) => `${secret.slice(0, 4)}…`);
}

/** The UI's pages that link to one another, at most 1,000. */
export async function crawl(start: string): Promise<Map<string, string>> {
  const pages = new Map<string, string>();
  const waiting = [`${start}/jobs/`, `${start}/connect/`, `${start}/environment/`, `${start}/SQL/`];
  for (let url = waiting.shift(); url !== undefined && pages.size < 1_000; url = waiting.shift()) {
    if (pages.has(url)) continue;
    const response = await fetch(url);
    const text = await response.text();
    pages.set(url, text);
    for (const [, href = ""] of text.matchAll(/href="([^"#]+)"/g)) {
      const link = new URL(href.replaceAll("&amp;", "&"), url);
      if (link.origin === start && !/\/(static|kill|api)\b|threadDump|sort=|desc=/.test(link.href)) {
        waiting.push(link.href);
      }
    }
  }
  return pages;
}

/** What Spark wrote into its event logs. */
export async function eventLog({ spark }: StackInfo): Promise<string> {
  const names = await readdir(spark.eventLogDir, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return (await Promise.all(files.map((file) => readFile(file, "utf8")))).join("\n");
}

/** An opened data key as texts. */
export function textsOf({ plaintext }: DataKey): string[] {
  const bytes = Buffer.from(plaintext);
  return [bytes.toString("base64").replace(/=+$/, ""), bytes.toString("base64url"), bytes.toString("hex")];
}

/** The lines of PEM files, their bodies alone; a short last one says nothing. */
export async function pemLines(files: readonly string[]): Promise<string[]> {
  const texts = await Promise.all(files.map((file) => readFile(file, "utf8")));
  return texts.flatMap((text) =>
    text.split(/\r?\n/).filter((line) => !line.startsWith("-----") && line.length >= 32),
  );
}
