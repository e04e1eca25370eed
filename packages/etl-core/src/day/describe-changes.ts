import { formatDataType } from "spark-connect-node";
import type { Conformed } from "../conform/conform.ts";
import { hiveName } from "../model/identifiers.ts";
import type { Published } from "../publish/publish.ts";
import type { ConversionErrors } from "../stage/conversion-errors.ts";
import type { RoundedColumn } from "../stage/rounded-counts.ts";

/**
 * What changed of a collection in a day, a line each: what was accepted that fails other days, the evolution of its columns, then the columns of which values
 * became null because they would not convert, or were rounded, and what the table needed.
 *
 * ```text
 * + remote boolean
 * ~ positions string → int: 12 values became null, see error_desc
 * ~ amount: 3 values have more digits than a double keeps, and were rounded
 * ```
 */
export function describeChanges(
  conformed: Pick<Conformed, "changes" | "columns"> & { readonly accepted: readonly string[] },
  conversions: readonly ConversionErrors[],
  rounded: readonly RoundedColumn[],
  { change, brokenViews }: Pick<Published, "change" | "brokenViews">,
): string {
  const lines = [
    ...conformed.accepted,
    conformed.changes,
    ...conversions.map(({ column, values }) => {
      const field = conformed.columns.fields.find(({ name }) => hiveName(name) === hiveName(column));
      const into = field === undefined ? "" : ` string → ${formatDataType(field.type)}`;
      return `~ ${column}${into}: ${values} ${values === 1 ? "value" : "values"} became null, see error_desc`;
    }),
    ...rounded.map(({ column, values }) => {
      const [what, were] = values === 1 ? ["value has", "was"] : ["values have", "were"];
      return `~ ${column}: ${values} ${what} more digits than a double keeps, and ${were} rounded`;
    }),
    change === "widen" ? "table rename" : "",
    brokenViews.length > 0 ? `views to be made anew: ${brokenViews.join(", ")}` : "",
  ];
  return lines.filter((line) => line !== "").join("\n");
}
