import { type ColumnOrLiteral, Column, expressionOf, operand } from "../column/column.ts";
import { reference } from "../column/reference.ts";
import { literalExpression } from "../column/literal.ts";
import { InvalidArgumentError } from "../errors.ts";
import { call, type Expression } from "../plan/expression.ts";
import { keep, type Relation, relation } from "../plan/relation.ts";
import type { AggregateOp, GroupType } from "../plan/relations/aggregate.ts";
import { describe } from "../values/coerce.ts";
import type { DataFrame } from "./dataframe.ts";

/** What a grouping is made of. */
export interface Grouping {
  readonly input: Relation;
  readonly groupType: GroupType;
  readonly grouping: readonly Expression[];
  readonly groupingSets?: NonNullable<AggregateOp["groupingSets"]>;
  readonly pivot?: NonNullable<AggregateOp["pivot"]>;
}

/** Aggregates: columns, or one object from the name of a column to that of a function. */
export type Aggregates = readonly Column[] | readonly [Readonly<Record<string, string>>];

let construct: (grouping: Grouping, toDataFrame: (node: Relation) => DataFrame) => GroupedData;

/** Makes a grouping. Internal. */
export function groupedData(grouping: Grouping, toDataFrame: (node: Relation) => DataFrame): GroupedData {
  return construct(grouping, toDataFrame);
}

/** Rows put into groups, waiting for what is to be made of each: the result of `groupBy`, `rollup`, `cube`, `pivot`. */
export class GroupedData {
  readonly #grouping: Grouping;
  readonly #toDataFrame: (node: Relation) => DataFrame;

  static {
    construct = (grouping, toDataFrame) => new GroupedData(grouping, toDataFrame);
  }

  private constructor(grouping: Grouping, toDataFrame: (node: Relation) => DataFrame) {
    this.#grouping = grouping;
    this.#toDataFrame = toDataFrame;
  }

  /**
   * One row for each group: the grouping columns, then these aggregates.
   *
   * @param aggregates - Columns, or an object such as `{ price: "max", "*": "count" }`, which makes `max(price)` and
   *   `count(1)`.
   */
  agg(...aggregates: Aggregates): DataFrame {
    const expressions = aggregates.flatMap((aggregate) =>
      isByName(aggregate)
        ? Object.entries(aggregate).map(([column, name]) => call(functionName(name), [reference(column)]))
        : [expressionOf(aggregate)],
    );
    if (expressions.length === 0) {
      throw new InvalidArgumentError("agg() needs at least one aggregate");
    }
    return this.#aggregate(expressions);
  }

  /** The number of rows of each group, as the column `count`. */
  count(): DataFrame {
    const counted = call("count", [literalExpression(1)]);
    return this.#aggregate([{ kind: "alias", child: counted, names: ["count"] }]);
  }

  /** The sum of each of these columns, as `sum(name)`. */
  sum(...columns: readonly string[]): DataFrame {
    return this.#each("sum", columns);
  }

  /** The least value of each of these columns, as `min(name)`. */
  min(...columns: readonly string[]): DataFrame {
    return this.#each("min", columns);
  }

  /** The greatest value of each of these columns, as `max(name)`. */
  max(...columns: readonly string[]): DataFrame {
    return this.#each("max", columns);
  }

  /** The mean of each of these columns, as `avg(name)`. */
  avg(...columns: readonly string[]): DataFrame {
    return this.#each("avg", columns);
  }

  /** The mean of each of these columns; the same as {@link GroupedData.avg}. */
  mean(...columns: readonly string[]): DataFrame {
    return this.avg(...columns);
  }

  /**
   * Makes a column of each value of `column`, which holds the aggregate of the rows with that value.
   *
   * @param values - The values wanted, in the order of their columns; without them Spark first runs a query to find them.
   */
  pivot(column: string | Column, values: readonly ColumnOrLiteral[] = []): GroupedData {
    if (this.#grouping.groupType !== "groupBy") {
      throw new InvalidArgumentError(`pivot() follows groupBy(), not ${this.#grouping.groupType}()`);
    }
    const literals = values.map((value) => operand(value));
    if (literals.some((value) => value.kind !== "literal")) {
      throw new InvalidArgumentError("The values of a pivot are plain values, not columns");
    }
    const pivotColumn =
      column instanceof Column ? expressionOf(column) : reference(column, keep(this.#grouping.input).planId);
    return new GroupedData(
      { ...this.#grouping, groupType: "pivot", pivot: { column: pivotColumn, values: literals } },
      this.#toDataFrame,
    );
  }

  #each(name: string, columns: readonly string[]): DataFrame {
    if (columns.length === 0) {
      throw new InvalidArgumentError(
        `${name}() needs the names of the columns: nothing is asked of the server here`,
      );
    }
    return this.#aggregate(columns.map((column) => call(name, [reference(column)])));
  }

  #aggregate(aggregates: readonly Expression[]): DataFrame {
    return this.#toDataFrame(relation({ kind: "aggregate", ...this.#grouping, aggregates }));
  }
}

function isByName(aggregate: Column | Readonly<Record<string, string>>): aggregate is Record<string, string> {
  return typeof aggregate === "object" && aggregate !== null && !(aggregate instanceof Column);
}

function functionName(name: unknown): string {
  if (typeof name === "string") return name;
  throw new InvalidArgumentError(
    `agg({ column: function }) takes the names of functions, not ${describe(name)}; columns are given one after another`,
  );
}
