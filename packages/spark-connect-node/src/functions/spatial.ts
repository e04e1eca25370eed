import type { Column, ColumnOrName } from "../column/column.ts";
import { constant, invoke, invokeNewer, named, namedOrNumber } from "./invoke.ts";

// Places on the earth (GEOGRAPHY) and in the plane (GEOMETRY), in well-known binary (WKB).

/**
 * A value as WKB (Spark 4.1 and later).
 *
 * @param endianness - `NDR` for little endian (by default) or `XDR` for big endian (Spark 4.2 and later).
 */
export function stAsbinary(value: ColumnOrName, endianness?: Column | string): Column {
  return endianness === undefined
    ? invoke("st_asbinary", named(value))
    : invokeNewer(
        { count: 1, since: [4, 2], meaning: "stAsbinary() with endianness" },
        "st_asbinary",
        named(value),
        constant(endianness),
      );
}

/** The GEOGRAPHY of a WKB, of the reference system 4326 (Spark 4.1 and later). */
export function stGeogfromwkb(wkb: ColumnOrName): Column {
  return invoke("st_geogfromwkb", named(wkb));
}

/** The GEOMETRY of a WKB, of the reference system of this number, 0 by default (Spark 4.1 and later). */
export function stGeomfromwkb(wkb: ColumnOrName, srid?: ColumnOrName | number): Column {
  return invoke("st_geomfromwkb", named(wkb), srid === undefined ? undefined : namedOrNumber(srid));
}

/** The value with another number of its reference system (Spark 4.1 and later). */
export function stSetsrid(value: ColumnOrName, srid: ColumnOrName | number): Column {
  return invoke("st_setsrid", named(value), namedOrNumber(srid));
}

/** The number of the value's reference system (Spark 4.1 and later). */
export function stSrid(value: ColumnOrName): Column {
  return invoke("st_srid", named(value));
}
