import type { TableDescription } from "./table-description.ts";

/** What hangs on a table besides its columns and days: what making it anew must not lose. */
export interface TableTraits {
  /** `hive`, or the data source. */
  readonly provider: string;
  readonly location: string;
  readonly comment: string | undefined;
  readonly partitionComment: string | undefined;
  readonly properties: ReadonlyMap<string, string>;
  /** Of the storage: a serde's properties, or a data source's options. */
  readonly options: ReadonlyMap<string, string>;
  /** Properties whose values Spark does not show, because their names look like a secret's. */
  readonly hidden: readonly string[];
}

/** What the metastore and Spark write themselves, or refuse to be given. */
const NOT_CARRIED =
  /^(?:transient_lastDdlTime|last_modified_(?:by|time)|numFiles|numRows|numPartitions|rawDataSize|totalSize|COLUMN_STATS_ACCURATE|STATS_GENERATED.*|provider|location|owner|external|is_managed_location|comment|collation|spark\.sql\..*)$/iu;
const REDACTED = "*********(redacted)";
const OPTION = "option.";

/**
 * Puts together what hangs on a table.
 *
 * @param properties - The rows of `SHOW TBLPROPERTIES`, which has the options of the storage among them.
 */
export function tableTraits(
  { provider, location, comment, partitionColumns }: TableDescription,
  properties: readonly (readonly [key: string, value: string])[],
): TableTraits {
  const shown = properties.filter(([, value]) => value !== REDACTED);
  const partitionComment = partitionColumns[0]?.comment;
  return {
    provider: provider.toLowerCase(),
    location,
    comment,
    partitionComment,
    properties: new Map(shown.filter(([key]) => !key.startsWith(OPTION) && !NOT_CARRIED.test(key))),
    options: new Map(
      shown.flatMap(([key, value]) => {
        const option = key.startsWith(OPTION) ? key.slice(OPTION.length) : "";
        return ["", "path", "serialization.format"].includes(option) ? [] : [[option, value] as const];
      }),
    ),
    hidden: properties.flatMap(([key, value]) => (value === REDACTED ? [key] : [])),
  };
}
