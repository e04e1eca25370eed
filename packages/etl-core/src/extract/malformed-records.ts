import type { EncryptedFile } from "../decrypt/encryption.ts";
import type { StoreOptions } from "../model/object-store.ts";
import { type StageDocumentsOptions, splitDocument } from "../staging-area/stage-documents.ts";

const LF = 0x0a;

/**
 * Reads a document once more, to say where records are that Spark could not read: for when it counted more of them than
 * splitting had left out; a good day never comes here.
 *
 * @param most - How many are looked for.
 * @returns their places among the document's `data`, from 1.
 */
export async function malformedRecords(
  file: EncryptedFile,
  access: Pick<StageDocumentsOptions, "source" | "keys">,
  most: number,
  options: StoreOptions = {},
): Promise<number[]> {
  const found: number[] = [];
  let position = 0;
  let begun: Uint8Array[] = [];
  const look = (line: Uint8Array): void => {
    position += 1;
    if (found.length < most && !isRecord(line)) {
      found.push(position);
    }
  };
  await splitDocument(file, access, options, {
    onLines: (lines) => {
      let from = 0;
      for (let end = lines.indexOf(LF); end >= 0; end = lines.indexOf(LF, from)) {
        look(Buffer.concat([...begun, lines.subarray(from, end)]));
        begun = [];
        from = end + 1;
      }
      if (from < lines.length) {
        begun.push(lines.slice(from));
      }
    },
  });
  return found;
}

/** Whether a line is an object, or was left out by splitting already and is known: its mark is no JSON either. */
function isRecord(line: Uint8Array): boolean {
  try {
    const value: unknown = JSON.parse(Buffer.from(line).toString("utf8"));
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
