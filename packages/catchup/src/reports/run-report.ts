import { z } from "zod";

/** What one run of a day says of itself, for those who are told of it: small, and without a secret. */
export interface RunReport {
  /** Rows of all collections, those left out of `collections` among them. */
  readonly rows: number;
  /** Rows left out as unreadable, of all collections. */
  readonly badRows: number;
  readonly collections: readonly CollectionReport[];
  /** Collections there was no room for. */
  readonly omitted: number;
  /** Why the day failed; nothing for one that is done. */
  readonly cause?: FailureCause | undefined;
}

export interface CollectionReport {
  readonly name: string;
  readonly rows: number;
  readonly badRows: number;
  /** The schema's changes, a line each. */
  readonly changes: readonly string[];
}

/** What went wrong first, as an operator needs it. Whoever writes it has taken the secrets out. */
export interface FailureCause {
  /** The error's class, for instance `SourceFileMissingError`. */
  readonly name: string;
  /** The error's stable code, for instance `SOURCE_FILE_MISSING`. */
  readonly code: string;
  readonly message: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** The report as it is stored, in bytes of UTF-8: far below DynamoDB's 400 KB, and little to read with a run. */
export const MAX_REPORT_BYTES = 16_384;
const MAX_NAME = 128;
const MAX_MESSAGE = 2_000;
const MAX_CHANGE = 200;
const MAX_CHANGES = 20;

/** A report of these collections, with their sums. */
export function runReport(collections: readonly CollectionReport[], cause?: FailureCause): RunReport {
  const sum = (of: (each: CollectionReport) => number): number =>
    collections.reduce((total, each) => total + of(each), 0);
  return {
    rows: sum(({ rows }) => rows),
    badRows: sum(({ badRows }) => badRows),
    collections,
    omitted: 0,
    ...(cause === undefined ? {} : { cause }),
  };
}

/** The report as an item keeps it. What is too long is cut, and what there is no room for is counted. */
export function formatRunReport(report: RunReport): string {
  const collections = report.collections.map(shortened);
  let omitted = report.omitted;
  for (;;) {
    const text = JSON.stringify({
      version: 1,
      rows: report.rows,
      bad_rows: report.badRows,
      collections,
      omitted,
      ...(report.cause === undefined ? {} : { cause: shortenedCause(report.cause) }),
    });
    if (Buffer.byteLength(text) <= MAX_REPORT_BYTES || collections.length === 0) return text;
    collections.pop();
    omitted++;
  }
}

/** A cause as an item keeps it. */
export function formatCause(cause: FailureCause): string {
  return JSON.stringify(shortenedCause(cause));
}

/** Reads a stored report. Nothing for one that is none: whoever reads reports can do without one. */
export function parseRunReport(text: string): RunReport | undefined {
  return readJson(text, storedReport);
}

/** Reads a stored cause. */
export function parseCause(text: string): FailureCause | undefined {
  return readJson(text, storedCause);
}

const count: z.ZodNumber = z.int().min(0);

const storedCause: z.ZodType<FailureCause> = z.object({
  name: z.string(),
  code: z.string(),
  message: z.string(),
  remedy: z.string(),
});

const storedReport: z.ZodType<RunReport> = z
  .object({
    version: z.literal(1),
    rows: count,
    bad_rows: count,
    collections: z.array(
      z
        .object({ name: z.string(), rows: count, bad_rows: count, changes: z.array(z.string()) })
        .transform(({ bad_rows, ...rest }) => ({ ...rest, badRows: bad_rows })),
    ),
    omitted: count,
    cause: storedCause.exactOptional(),
  })
  .transform(({ version: _version, bad_rows, ...rest }) => ({ ...rest, badRows: bad_rows }));

function readJson<T>(text: string, schema: z.ZodType<T>): T | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function shortened({ name, rows, badRows, changes }: CollectionReport): object {
  const more = changes.length - MAX_CHANGES;
  const lines = changes.slice(0, MAX_CHANGES).map((line) => cut(line, MAX_CHANGE));
  return {
    name: cut(name, MAX_NAME),
    rows,
    bad_rows: badRows,
    changes: more > 0 ? [...lines, `… and ${more} more`] : lines,
  };
}

function shortenedCause({ name, code, message, remedy }: FailureCause): FailureCause {
  return {
    name: cut(name, MAX_NAME),
    code: cut(code, MAX_NAME),
    message: cut(message, MAX_MESSAGE),
    remedy: cut(remedy, MAX_MESSAGE),
  };
}

/**
 * At most `most` UTF-16 units. Control characters and halves of pairs would grow sixfold as JSON's escapes, and are of no
 * use to anybody.
 */
function cut(text: string, most: number): string {
  const whole = text.replace(/(?!\n)\p{Cc}/gu, " ").replace(/\p{Surrogate}/gu, "\uFFFD");
  return whole.length <= most ? whole : `${whole.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
