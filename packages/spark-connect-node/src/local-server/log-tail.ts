import { open } from "node:fs/promises";

const TAIL_BYTES = 65_536;

/** The end of a log, at most 64 KiB; empty when there is none. */
export async function readTail(file: string): Promise<string> {
  const handle = await open(file, "r").catch(() => undefined);
  if (handle === undefined) return "";
  try {
    const { size } = await handle.stat();
    const length = Math.min(size, TAIL_BYTES);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.toString("utf8", 0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** The last lines for an error message. Java's stack frames are left out: they push out the reason. */
export function tellingLines(log: string, lines = 20): string {
  return log
    .trimEnd()
    .split("\n")
    .filter((line) => !/^\s+(?:at |\.\.\. \d+ more)/.test(line))
    .slice(-lines)
    .map((line) => `  | ${line}`)
    .join("\n");
}
