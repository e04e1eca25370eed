/**
 * The column in which Spark keeps a bad row's text; null for a good row. A header's names cannot be it once they are
 * normalised, and documents with such a field are refused.
 */
export const CORRUPT_COLUMN = "_corrupt_record";
