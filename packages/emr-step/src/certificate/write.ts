import { randomUUID } from "node:crypto";
import { chmod, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ExportedCertificate } from "./export.ts";

/**
 * Writes `dks.crt.pem`, `dks.key.pem` and `dks.ca.pem` into a folder, readable by their owner alone. Each file is whole
 * or not there; nothing of a failed attempt stays.
 */
export async function writeCertificate(
  folder: string,
  { certificate, chain, key }: ExportedCertificate,
): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  // The key last: who waits for it finds the certificate there.
  const files = { "dks.ca.pem": chain, "dks.crt.pem": certificate, "dks.key.pem": key };
  for (const [name, text] of Object.entries(files)) await writePrivate(folder, name, text);
  return Object.keys(files).map((name) => join(folder, name));
}

async function writePrivate(folder: string, name: string, text: string): Promise<void> {
  const temporary = join(folder, `.${name}.${randomUUID()}`);
  try {
    await writeFile(temporary, text.endsWith("\n") ? text : `${text}\n`, { mode: 0o600, flag: "wx" });
    await rename(temporary, join(folder, name));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
