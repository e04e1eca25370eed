import type { Table } from "apache-arrow";
import { UnsupportedError } from "../errors.ts";
import type { StructType } from "../types/index.ts";

export class RowDecoder {
  constructor(_schema: StructType, _options: { readonly rowMode: "object" | "array" }) {
    throw new UnsupportedError("not decoded yet");
  }
  decode(_data: Uint8Array): unknown[] {
    return [];
  }
}
export function toArrowTable(_batches: readonly Uint8Array[]): Table {
  throw new UnsupportedError("not decoded yet");
}
