import type { CsvOptions } from "../model/collection.ts";
import { nameOf } from "../model/object-store.ts";
import type { CsvFile } from "./csv-file.ts";
import type { RecordEnd } from "./csv-machine.ts";
import { describeDamage } from "./csv-text.ts";
import { encodingRemedy } from "./encoding.ts";
import type { CsvFault } from "./inspect-csv.ts";

const END_NAMES: Readonly<Record<RecordEnd, string>> = { "\n": "LF", "\r\n": "CRLF", "\r": "CR" };

/** A fault as its reader needs it: the file, the place in it, and what to do. */
export function describeFault(
  fault: CsvFault,
  { object, shape }: CsvFile,
  { encoding, maxValueChars }: CsvOptions,
): string {
  const where = nameOf(object);
  switch (fault.kind) {
    case "mixedRecordEnds":
      return (
        `${where} mixes record ends: its header ends in ${END_NAMES[shape.recordEnd]}, record ${fault.record} in ${END_NAMES[fault.found]}. ` +
        `Have it delivered with one kind (inside quotes any is kept).`
      );
    case "gzip":
      return describeDamage(object, fault);
    case "nul":
      return describeNul(where, fault.byte);
    case "undecodable":
      return (
        `${where} is not all ${encoding}: the line at byte ${fault.byte} holds bytes that are not characters of it. ` +
        encodingRemedy(encoding)
      );
    case "unclosedQuote":
      return `${where} ends inside a quoted value that begins in record ${fault.record}: its closing quote is missing. Have it delivered again.`;
    case "brokenQuote":
      return (
        `${where} has a quoted value in record ${fault.record} that spans lines and goes on behind its closing quote: ` +
        `an earlier quote is left open, or a quote in the text is not doubled. Have it delivered again.`
      );
    case "longValue":
      return (
        `Record ${fault.record} of ${where} has a value of ${fault.bytes} bytes, longer than the ${maxValueChars} characters that csv.maxValueChars allows. ` +
        `If that is right, raise it.`
      );
    case "ragged":
      return `Record ${fault.record} of ${where} has ${fault.fields} fields, its header ${shape.header.length}.`;
    default:
      return fault satisfies never;
  }
}

/**
 * Refuses a NUL byte, wherever it is in the file.
 *
 * @param byte - Offset of the line that holds it.
 */
export function describeNul(where: string, byte: number): string {
  return (
    `${where} holds a NUL byte in the line at byte ${byte}, as no text does: the file is damaged, binary, or UTF-16 or UTF-32. ` +
    `Have it delivered again, as UTF-8.`
  );
}
