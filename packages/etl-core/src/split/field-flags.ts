import { DocumentError } from "./document-error.ts";

/** What a document says of its fields: which are personal data. */
export interface FieldFlags {
  /** Names that are said not to be personal data. */
  readonly open: ReadonlySet<string>;
  /** Names that are said to be. */
  readonly personal: ReadonlySet<string>;
}

/**
 * Reads a document's `fields`, `[{"fieldName": "…", "pii": true}]`; `pii` is a boolean, or its text. A flag that is
 * neither is as if the field were not there, and so taken for personal data.
 *
 * @throws DocumentError when it is no such list.
 */
export function fieldFlags(text: string): FieldFlags {
  const open = new Set<string>();
  const personal = new Set<string>();
  for (const entry of list(text)) {
    if (typeof entry !== "object" || entry === null) {
      throw new DocumentError("has a `fields` with an entry that is not an object", 0);
    }
    const { fieldName, pii }: { readonly fieldName?: unknown; readonly pii?: unknown } = entry;
    if (typeof fieldName !== "string") {
      throw new DocumentError("has a `fields` with an entry without a fieldName", 0);
    }
    const flag = typeof pii === "string" ? pii.trim().toLowerCase() : pii;
    if (flag === true || flag === "true") {
      personal.add(fieldName);
    } else if (flag === false || flag === "false") {
      open.add(fieldName);
    }
  }
  return { open, personal };
}

function list(text: string): readonly unknown[] {
  try {
    const parsed: unknown = JSON.parse(text);
    if (Array.isArray(parsed)) {
      return parsed;
    }
  } catch {
    // The parser's message would quote the document.
  }
  throw new DocumentError("has a `fields` that is not a list", 0);
}

/** Whether a document is personal data, and why: for the log. */
export type Classification =
  | { readonly pii: false }
  | {
      readonly pii: true;
      readonly because: "a field is" | "it has no `fields`" | "fields are not classified";
      readonly fields: readonly string[];
    };

/**
 * Classifies a document: personal data if any field is, if there is no `fields`, or if a record has a field that
 * `fields` does not classify.
 *
 * @param names - The names that records have.
 */
export function classify(flags: FieldFlags | undefined, names: readonly string[]): Classification {
  if (flags === undefined) {
    return { pii: true, because: "it has no `fields`", fields: [] };
  }
  if (flags.personal.size > 0) {
    return { pii: true, because: "a field is", fields: [...flags.personal] };
  }
  const unknown = names.filter((name) => !flags.open.has(name));
  return unknown.length === 0
    ? { pii: false }
    : { pii: true, because: "fields are not classified", fields: unknown };
}
