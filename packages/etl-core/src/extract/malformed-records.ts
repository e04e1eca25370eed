import type { EncryptedFile } from "../decrypt/encryption.ts";
import type { StoreOptions } from "../model/object-store.ts";
import { type StageDocumentsOptions, splitDocument } from "../staging-area/stage-documents.ts";

const LF = 0x0a;

/** A record that Spark could not read. */
export interface MalformedRecord {
  /** Its place among the document's `data`, from 1. */
  readonly position: number;
  readonly reason: "is not JSON" | "has a number of more than 1,000 characters";
}

/**
 * Reads a document once more, to say where records are that Spark could not read: for when it counted more of them than
 * splitting had left out; a good day never comes here.
 *
 * @param most - How many are looked for.
 */
export async function malformedRecords(
  file: EncryptedFile,
  access: Pick<StageDocumentsOptions, "source" | "keys">,
  most: number,
  options: StoreOptions = {},
): Promise<MalformedRecord[]> {
  const found: MalformedRecord[] = [];
  let position = 0;
  let begun: Uint8Array[] = [];
  const look = (line: Uint8Array): void => {
    position += 1;
    const reason = found.length < most ? wrongWith(line) : undefined;
    if (reason !== undefined) {
      found.push({ position, reason });
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

/** Texts, to be passed over. */
const TEXTS = /"[^"\\]*(?:\\.[^"\\]*)*"/gsu;
/** Spark's reader takes no number of more characters. */
const LONG_NUMBER = /[-+.\deE]{1001,}/u;

/** What Spark's reader has against a line. One that splitting spoilt is no JSON either, and is known already. */
function wrongWith(line: Uint8Array): MalformedRecord["reason"] | undefined {
  const text = Buffer.from(line).toString("utf8");
  try {
    JSON.parse(text);
  } catch {
    return "is not JSON";
  }
  return LONG_NUMBER.test(text.replace(TEXTS, "")) ? "has a number of more than 1,000 characters" : undefined;
}
