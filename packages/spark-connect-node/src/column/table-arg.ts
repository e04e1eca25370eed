import { InvalidArgumentError } from "../errors.ts";
import { asSortOrder, type Expression, type SubqueryExpression } from "../plan/expression.ts";
import { allNamed, type Columns } from "./named.ts";

let construct: (subquery: SubqueryExpression) => TableArg;
let subqueryInside: (argument: TableArg) => SubqueryExpression;

/** Makes a table argument. Internal. */
export function tableArgOf(subquery: SubqueryExpression): TableArg {
  return construct(subquery);
}

/** The expression of a table argument. Internal. */
export function tableArgExpression(argument: TableArg): Expression {
  return subqueryInside(argument);
}

/**
 * A DataFrame as the argument of a table-valued function: `df.asTable().partitionBy("shop").orderBy("day")`. Immutable.
 */
export class TableArg {
  readonly #subquery: SubqueryExpression;

  static {
    construct = (subquery) => new TableArg(subquery);
    subqueryInside = (argument) => argument.#subquery;
  }

  private constructor(subquery: SubqueryExpression) {
    this.#subquery = subquery;
  }

  /**
   * Rows with equal values of these columns go to one call of the function.
   *
   * @throws InvalidArgumentError when the partitioning has been said already.
   */
  partitionBy(...columns: Columns): TableArg {
    this.#refuseSecond("partitionBy");
    return new TableArg({ ...this.#subquery, partitionBy: allNamed(columns) });
  }

  /**
   * The order inside a partition; more columns add to those said before.
   *
   * @throws InvalidArgumentError before `partitionBy()` or `withSinglePartition()`.
   */
  orderBy(...columns: Columns): TableArg {
    if (!this.#isPartitioned()) {
      throw new InvalidArgumentError(
        "orderBy() of a table argument comes after partitionBy() or withSinglePartition()",
      );
    }
    const order = allNamed(columns).map(asSortOrder);
    return new TableArg({ ...this.#subquery, orderBy: [...(this.#subquery.orderBy ?? []), ...order] });
  }

  /**
   * All rows go to one call of the function.
   *
   * @throws InvalidArgumentError when the partitioning has been said already.
   */
  withSinglePartition(): TableArg {
    this.#refuseSecond("withSinglePartition");
    return new TableArg({ ...this.#subquery, singlePartition: true });
  }

  #isPartitioned(): boolean {
    const { partitionBy, singlePartition } = this.#subquery;
    return singlePartition === true || (partitionBy !== undefined && partitionBy.length > 0);
  }

  #refuseSecond(method: string): void {
    if (this.#isPartitioned()) {
      throw new InvalidArgumentError(
        `${method}() of a table argument comes once: its partitioning is said already`,
      );
    }
  }
}
