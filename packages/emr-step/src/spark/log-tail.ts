import { open } from "node:fs/promises";

const TAIL_BYTES = 8_192;
const TAIL_LINES = 40;

/**
 * The last lines of a file that may be large, with secrets blotted out.
 *
 * @returns a sentence instead where it cannot be read: it stands beside an error that matters more.
 */
export async function logTail(file: string, secrets: readonly string[] = []): Promise<string> {
  try {
    await using handle = await open(file);
    const { size } = await handle.stat();
    const buffer = Buffer.alloc(Math.min(size, TAIL_BYTES));
    await handle.read(buffer, 0, buffer.length, size - buffer.length);
    const text = buffer.toString("utf8").trimEnd().split("\n").slice(-TAIL_LINES).join("\n");
    return secrets.reduce((rest, secret) => rest.replaceAll(secret, "[redacted]"), text);
  } catch (error) {
    return `(${file} cannot be read: ${String(error)})`;
  }
}
