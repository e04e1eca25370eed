import { writeSync } from "node:fs";

/**
 * Writes all of a text to a file. The system may take only its beginning, where a disk is about to be full, and says
 * so in the count alone.
 *
 * @throws Error of the system, ENOSPC for a full disk.
 */
export function writeWhole(fd: number, text: string): void {
  let rest = Buffer.from(text);
  while (rest.length > 0) rest = rest.subarray(writeSync(fd, rest));
}
