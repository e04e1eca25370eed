export { toArrowTable } from "./ipc.ts";
export type { Row, RowMode } from "./row-builder.ts";
export { type ColumnNulls, nullsAnywhere, nullsOfBatches, nullsOfSchema } from "./nullability.ts";
export { encodeBatches } from "./arrow-input.ts";
export { encodeRows } from "./row-encoder.ts";
export { RowDecoder, type RowDecoderOptions } from "./row-decoder.ts";
