/** How the times of a column are written, where that is not ISO 8601 in the session's zone. */
export interface TimeFormats {
  /** Zone of timestamps that name none: `Region/City`, `UTC` or an offset such as `+01:00`. Default: the session's. */
  readonly timeZone?: string;
  /** Pattern of dates, as Spark's `to_date` takes it: `dd/MM/yyyy`. Default: `YYYY-MM-DD`, with the forms of a midnight. */
  readonly dateFormat?: string;
  /** Pattern of timestamps, as Spark's `to_timestamp` takes it: `dd/MM/yyyy HH:mm:ss`. Default: ISO 8601. */
  readonly timestampFormat?: string;
}

/** ISO 8601 in the session's zone. */
export const ISO_TIMES: TimeFormats = {};
