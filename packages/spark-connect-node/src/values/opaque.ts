import { showAsText } from "./show-as-text.ts";

/** A semi-structured value in Spark's own encoding (`VARIANT`), as the two byte arrays that it consists of. */
export class Variant {
  static {
    showAsText(Variant);
  }

  readonly value: Uint8Array;
  /** The dictionary of field names that `value` refers to. */
  readonly metadata: Uint8Array;

  constructor(value: Uint8Array, metadata: Uint8Array) {
    this.value = value;
    this.metadata = metadata;
  }

  /** Both byte arrays in base 64, `value.metadata`; for the content, cast or `to_json` on the server. */
  toString(): string {
    return `${Buffer.from(this.value).toString("base64")}.${Buffer.from(this.metadata).toString("base64")}`;
  }

  /** The text, so that `JSON.stringify` gives it. */
  toJSON(): string {
    return this.toString();
  }
}

/** A shape (`GEOMETRY`, `GEOGRAPHY`): its reference system and its well-known binary form. */
export class SpatialValue {
  static {
    showAsText(SpatialValue);
  }

  readonly srid: number;
  readonly wkb: Uint8Array;

  constructor(srid: number, wkb: Uint8Array) {
    this.srid = srid;
    this.wkb = wkb;
  }

  /** `SRID=4326;` and the well-known binary form in hexadecimal digits. */
  toString(): string {
    return `SRID=${this.srid};${Buffer.from(this.wkb).toString("hex").toUpperCase()}`;
  }

  /** The text, so that `JSON.stringify` gives it. */
  toJSON(): string {
    return this.toString();
  }
}
