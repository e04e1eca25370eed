import type { Column, ColumnOrName } from "../column/column.ts";
import { invoke, named, optionalName } from "./invoke.ts";

// URLs.

/** Decodes `application/x-www-form-urlencoded` text. */
export function urlDecode(column: ColumnOrName): Column {
  return invoke("url_decode", named(column));
}

/** Encodes as `application/x-www-form-urlencoded`. */
export function urlEncode(column: ColumnOrName): Column {
  return invoke("url_encode", named(column));
}

/** A part of a URL: HOST, PATH, QUERY, REF, PROTOCOL, FILE, AUTHORITY or USERINFO. */
export function parseUrl(column: ColumnOrName, part: ColumnOrName, key?: ColumnOrName): Column {
  return invoke("parse_url", named(column), named(part), optionalName(key));
}

/** As {@link parseUrl}, null where the text is no URL (Spark 4.0 and later). */
export function tryParseUrl(column: ColumnOrName, part: ColumnOrName, key?: ColumnOrName): Column {
  return invoke("try_parse_url", named(column), named(part), optionalName(key));
}

/** As {@link urlDecode}, null where the text is not so encoded (Spark 4.0 and later). */
export function tryUrlDecode(column: ColumnOrName): Column {
  return invoke("try_url_decode", named(column));
}
