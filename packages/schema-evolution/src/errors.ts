/** What went wrong, stable across releases; test for it instead of the message. */
export type SchemaEvolutionErrorCode = "AMBIGUOUS_COLUMN" | "RESERVED_COLUMN" | "INVALID_ROW";

/** Base of every error this package throws. None is transient: the input has to change. */
export class SchemaEvolutionError extends Error {
  // Literal, here and in the subclasses: minifiers rename classes.
  override readonly name: string = "SchemaEvolutionError";
  readonly code: SchemaEvolutionErrorCode;

  constructor(code: SchemaEvolutionErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** One of the columns that fall to one name. */
export interface NamedPlace {
  /** The name as the schema spells it. */
  readonly name: string;
  /** Position in its schema or struct, counted from 1. */
  readonly position: number;
}

/** Two columns, or two fields of one struct, have the same name once case is ignored, as Hive ignores it. */
export class AmbiguousColumnError extends SchemaEvolutionError {
  override readonly name: string = "AmbiguousColumnError";
  readonly first: NamedPlace;
  readonly second: NamedPlace;
  /** Where the two are: `the incoming schema`, or `address of the incoming schema`. */
  readonly place: string;

  constructor(place: string, first: NamedPlace, second: NamedPlace) {
    super(
      "AMBIGUOUS_COLUMN",
      `Columns ${String(first.position)} "${first.name}" and ${String(second.position)} "${second.name}" of ${place} ` +
        `are one name in Hive, which compares in lower case ("${first.name.toLowerCase()}"): rename one of them.`,
    );
    this.first = first;
    this.second = second;
    this.place = place;
  }
}

/** The incoming data has an `error_desc` that error texts cannot be appended to. */
export class ReservedColumnError extends SchemaEvolutionError {
  override readonly name: string = "ReservedColumnError";
  constructor(column: string, found: string) {
    super(
      "RESERVED_COLUMN",
      `Column "${column}" is ${found}, but it is where conversion errors are listed: make it array<string> or rename it.`,
    );
  }
}

/** The rows handed to `chooseTypes` are not those of `inferenceRows`. */
export class InvalidInferenceRowError extends SchemaEvolutionError {
  override readonly name: string = "InvalidInferenceRowError";

  constructor() {
    super("INVALID_ROW", "A row has no text and types: pass the rows that inferenceRows gave.");
  }
}
