import type { FileMetaData } from "parquetjs-lite";

/**
 * How many values that are not null each leaf column holds, by its dotted path (`error_desc.list.element`), from a
 * footer's statistics. A column whose writer kept none is missing.
 */
export function leafValues({ row_groups: groups }: Pick<FileMetaData, "row_groups">): Map<string, number> {
  const counted = new Map<string, number>();
  const unknown = new Set<string>();
  for (const { columns } of groups) {
    for (const { meta_data: column } of columns) {
      const path = column.path_in_schema.join(".");
      const nulls = column.statistics?.null_count;
      if (nulls === undefined || nulls === null) {
        unknown.add(path);
      } else {
        counted.set(path, (counted.get(path) ?? 0) + Number(column.num_values) - Number(nulls));
      }
    }
  }
  for (const path of unknown) {
    counted.delete(path);
  }
  return counted;
}
