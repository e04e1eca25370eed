export { toArrowTable } from "./ipc.ts";
export type { Row, RowMode } from "./row-builder.ts";
export { encodeBatches } from "./arrow-input.ts";
export { encodeRows } from "./row-encoder.ts";
export { RowDecoder, type RowDecoderOptions } from "./row-decoder.ts";
