import { open } from "node:fs/promises";
import { hasErrno } from "../errors.ts";

const TAIL_BYTES = 65_536;

/** Text of a log from a byte offset on; empty when the file is not there yet. */
export async function readFrom(file: string, offset: number): Promise<string> {
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    handle = await open(file, "r");
  } catch (error) {
    if (hasErrno(error, "ENOENT")) return "";
    throw error;
  }
  try {
    const { size } = await handle.stat();
    const length = Math.max(0, size - offset);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, offset);
    return buffer.toString("utf8", 0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** Size of a file in bytes, 0 when it is not there. */
export async function sizeOf(file: string): Promise<number> {
  try {
    const handle = await open(file, "r");
    try {
      return (await handle.stat()).size;
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (hasErrno(error, "ENOENT")) return 0;
    throw error;
  }
}

/** The last lines of a log, indented, for an error message. Java's stack frames are left out: they push out the reason. */
export async function tailOf(file: string, lines = 25): Promise<string> {
  const text = await readFrom(file, Math.max(0, (await sizeOf(file)) - TAIL_BYTES));
  const telling = text
    .trimEnd()
    .split("\n")
    .filter((line) => !/^\s+(?:at |\.\.\. \d+ more)/.test(line));
  return telling
    .slice(-lines)
    .map((line) => `  | ${line}`)
    .join("\n");
}
