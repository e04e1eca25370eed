/**
 * A document that is not what it should be, and where. Nothing of the document is quoted: it is people's data. Whoever
 * knows the object's name makes a SourceDataError of it.
 */
export class DocumentError extends Error {
  override readonly name = "DocumentError";
  /** Bytes into the document. */
  readonly offset: number;

  constructor(problem: string, offset: number) {
    super(`${problem} (byte ${offset})`);
    this.offset = offset;
  }
}
