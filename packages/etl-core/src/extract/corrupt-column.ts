/**
 * The column in which Spark keeps a bad row's text; null for a good row. No source has it: normalised names do not
 * begin with an underscore.
 */
export const CORRUPT_COLUMN = "_corrupt_record";
