import { InvalidArgumentError } from "../errors.ts";
import { call, type Expression } from "../plan/expression.ts";
import type { DataFrame } from "../dataframe/dataframe.ts";
import type { DataType } from "../types/index.ts";
import { describe } from "../values/coerce.ts";
import { framePlan } from "./frame-plan.ts";
import type { WindowSpec } from "./window.ts";
import { windowState } from "./window-state.ts";
import { type LiteralValue, literalExpression } from "./literal.ts";

/** A column, or a value that stands for a constant column. */
export type ColumnOrLiteral = Column | LiteralValue;

/** A column, or the name of one: `"price"`, `"address.line1"`, `` "`odd.name`" ``. */
export type ColumnOrName = Column | string;

type Metadata = Readonly<Record<string, unknown>>;

let construct: (expression: Expression) => Column;
let expressionInside: (column: Column) => Expression;

/** Makes a column of an expression. Internal: the expression tree is not public. */
export function columnOf(expression: Expression): Column {
  return construct(expression);
}

/**
 * The expression of a column. Internal.
 *
 * @throws InvalidArgumentError when it is none, as callers without types may have it.
 */
export function expressionOf(column: Column): Expression {
  if (column instanceof Column) return expressionInside(column);
  const remedy =
    typeof column === "boolean"
      ? "JavaScript's === and < do not work on columns: use eq(), lt() and the like"
      : "a constant is lit(…), a column by its name col(…)";
  throw new InvalidArgumentError(`A Column expected, not ${describe(column)}; ${remedy}`);
}

/** The expression of an operand: the column's own, or that of a constant. Internal. */
export function operand(value: ColumnOrLiteral, at?: string): Expression {
  return value instanceof Column ? expressionInside(value) : literalExpression(value, at);
}

/**
 * An expression over the columns of a DataFrame. Immutable and unresolved: names and types are checked by the server
 * when a DataFrame that uses it is analysed or run.
 *
 * Operators are methods (`col("a").plus(1).gt(col("b"))`); a plain value as an operand is a constant, never a name.
 */
export class Column {
  readonly #expression: Expression;

  static {
    construct = (expression) => new Column(expression);
    expressionInside = (column) => column.#expression;
  }

  private constructor(expression: Expression) {
    this.#expression = expression;
  }

  /** `=`: null when either side is null. */
  eq(other: ColumnOrLiteral): Column {
    return this.#binary("==", other);
  }

  /** `<>`: null when either side is null. */
  ne(other: ColumnOrLiteral): Column {
    return this.eq(other).not();
  }

  /** `<` */
  lt(other: ColumnOrLiteral): Column {
    return this.#binary("<", other);
  }

  /** `<=` */
  le(other: ColumnOrLiteral): Column {
    return this.#binary("<=", other);
  }

  /** `>` */
  gt(other: ColumnOrLiteral): Column {
    return this.#binary(">", other);
  }

  /** `>=` */
  ge(other: ColumnOrLiteral): Column {
    return this.#binary(">=", other);
  }

  /** `<=>`: equality that takes null as a value; never null itself. */
  eqNullSafe(other: ColumnOrLiteral): Column {
    return this.#binary("<=>", other);
  }

  /** Boolean and. */
  and(other: ColumnOrLiteral): Column {
    return this.#binary("and", other);
  }

  /** Boolean or. */
  or(other: ColumnOrLiteral): Column {
    return this.#binary("or", other);
  }

  /** Boolean not. */
  not(): Column {
    return this.#apply("not");
  }

  /** `+` */
  plus(other: ColumnOrLiteral): Column {
    return this.#binary("+", other);
  }

  /** `-` */
  minus(other: ColumnOrLiteral): Column {
    return this.#binary("-", other);
  }

  /** `*` */
  times(other: ColumnOrLiteral): Column {
    return this.#binary("*", other);
  }

  /** `/`: of integers too a fraction, never an integer division. */
  div(other: ColumnOrLiteral): Column {
    return this.#binary("/", other);
  }

  /** `%`: the sign of the result is the dividend's. */
  mod(other: ColumnOrLiteral): Column {
    return this.#binary("%", other);
  }

  /** The value to the power of the other, as DOUBLE. */
  pow(other: ColumnOrLiteral): Column {
    return this.#binary("power", other);
  }

  /** The number with its sign changed. */
  neg(): Column {
    return this.#apply("negative");
  }

  /** Whether the value is null. */
  isNull(): Column {
    return this.#apply("isNull");
  }

  /** Whether the value is not null. */
  isNotNull(): Column {
    return this.#apply("isNotNull");
  }

  /** Whether the value is a floating-point NaN. */
  isNaN(): Column {
    return this.#apply("isNaN");
  }

  /**
   * Whether the value is one of these, or in the one column of a DataFrame; null when it is not, but one of them is
   * null. One array or set alone is the list of the values. With a DataFrame of several columns, the value is a
   * `struct(…)` of as many.
   *
   * @throws UnsupportedError when a plan with a DataFrame here is sent to a server before 4.1.
   */
  isin(values: readonly ColumnOrLiteral[] | ReadonlySet<ColumnOrLiteral> | DataFrame): Column;
  isin(...values: readonly ColumnOrLiteral[]): Column;
  isin(...values: readonly unknown[]): Column {
    const [only] = values;
    const relation = values.length === 1 ? framePlan(only) : undefined;
    if (relation !== undefined) {
      const e = this.#expression;
      const parts = e.kind === "function" && e.name === "struct" ? e.args : [e];
      return new Column({ kind: "subquery", type: "in", relation, values: parts });
    }
    const list = values.length === 1 && (Array.isArray(only) || only instanceof Set) ? [...only] : values;
    return invoke("in", [
      this.#expression,
      ...(list as readonly ColumnOrLiteral[]).map((value) => operand(value)),
    ]);
  }

  /** Whether the value lies between the bounds, both included. */
  between(lower: ColumnOrLiteral, upper: ColumnOrLiteral): Column {
    return this.ge(lower).and(this.le(upper));
  }

  /** SQL LIKE: `%` any text, `_` one character. */
  like(pattern: ColumnOrLiteral): Column {
    return this.#binary("like", pattern);
  }

  /** SQL LIKE whatever the case. */
  ilike(pattern: ColumnOrLiteral): Column {
    return this.#binary("ilike", pattern);
  }

  /** Whether a Java regular expression matches somewhere in the value. */
  rlike(pattern: ColumnOrLiteral): Column {
    return this.#binary("rlike", pattern);
  }

  /** Whether the text begins with this. */
  startsWith(other: ColumnOrLiteral): Column {
    return this.#binary("startsWith", other);
  }

  /** Whether the text ends with this. */
  endsWith(other: ColumnOrLiteral): Column {
    return this.#binary("endsWith", other);
  }

  /** Whether the text contains this. */
  contains(other: ColumnOrLiteral): Column {
    return this.#binary("contains", other);
  }

  /** The text from `position` (1 is the first character, negative counts from the end), `length` characters long. */
  substr(position: ColumnOrLiteral, length: ColumnOrLiteral): Column {
    return this.#apply("substr", operand(position), operand(length));
  }

  /** Converts to a type, given as a `DataType` or as Spark's DDL. In ANSI mode what does not convert is an error. */
  cast(type: DataType | string): Column {
    return new Column({ kind: "cast", child: this.#expression, type, mode: "session" });
  }

  /**
   * Converts to a type; what does not convert becomes null.
   *
   * @throws UnsupportedError when the plan is sent to a server before 4.0 and this is not a plain column.
   */
  tryCast(type: DataType | string): Column {
    return new Column({ kind: "cast", child: this.#expression, type, mode: "try" });
  }

  /**
   * Gives the column a name, and metadata if wanted (kept in the schema, as Spark keeps them); or several names to the
   * columns that a generator such as `explode` of a map makes.
   *
   * @throws InvalidArgumentError when the metadata cannot be written as JSON.
   */
  as(name: string, metadata?: Metadata): Column;
  as(...names: readonly string[]): Column;
  as(...names: readonly (string | Metadata | undefined)[]): Column {
    return this.#named(names);
  }

  /** The same as {@link Column.as}. */
  alias(name: string, metadata?: Metadata): Column;
  alias(...names: readonly string[]): Column;
  alias(...names: readonly (string | Metadata | undefined)[]): Column {
    return this.#named(names);
  }

  /** Sorts ascending, nulls first. */
  asc(): Column {
    return this.ascNullsFirst();
  }

  /** Sorts ascending, nulls first. */
  ascNullsFirst(): Column {
    return this.#sort("ascending", "first");
  }

  /** Sorts ascending, nulls last. */
  ascNullsLast(): Column {
    return this.#sort("ascending", "last");
  }

  /** Sorts descending, nulls last. */
  desc(): Column {
    return this.descNullsLast();
  }

  /** Sorts descending, nulls first. */
  descNullsFirst(): Column {
    return this.#sort("descending", "first");
  }

  /** Sorts descending, nulls last. */
  descNullsLast(): Column {
    return this.#sort("descending", "last");
  }

  /** The field of a struct, by its name as it is: dots in it need no quotes. */
  getField(name: string): Column {
    return this.getItem(name);
  }

  /**
   * The element of an array (0 is the first), the value of a map's key, or the field of a struct. PySpark's slice of a
   * text, `column[1:3]`, is {@link Column.substr}.
   */
  getItem(key: ColumnOrLiteral): Column {
    return new Column({ kind: "extract", child: this.#expression, key: operand(key) });
  }

  /** The struct with a field added or replaced; `name` may be a path (`"a.b"`). */
  withField(name: string, value: ColumnOrLiteral): Column {
    return new Column({ kind: "updateField", struct: this.#expression, field: name, value: operand(value) });
  }

  /**
   * The struct without these fields; a name may be a path (`"a.b"`).
   *
   * @throws InvalidArgumentError when no field is named.
   */
  dropFields(...names: readonly string[]): Column {
    if (names.length === 0) {
      throw new InvalidArgumentError("dropFields() takes the name of one field at least");
    }
    return new Column(
      names.reduce<Expression>((struct, field) => ({ kind: "updateField", struct, field }), this.#expression),
    );
  }

  /** What a function makes of this column: for chains. */
  transform(f: (column: Column) => Column): Column {
    const result = f(this);
    if (!(result instanceof Column)) {
      throw new InvalidArgumentError("The function given to transform() must return a Column");
    }
    return result;
  }

  /**
   * Says that a column inside a subquery is one of the query around it:
   * `shops.filter(orders.filter(F.col("shop").eq(F.col("id").outer())).exists())`. The server finds out by itself where
   * a name belongs; this says it to the reader.
   */
  outer(): Column {
    return new Column(this.#expression);
  }

  /**
   * One more branch of a `when(…)` chain.
   *
   * @throws InvalidArgumentError when this column is not a chain of `when`, or is closed by `otherwise`.
   */
  when(condition: Column, value: ColumnOrLiteral): Column {
    return invoke("when", [...this.#branches("when"), conditionOf(condition), operand(value)]);
  }

  /**
   * What a `when(…)` chain gives where no branch applies; without it that is null.
   *
   * @throws InvalidArgumentError when this column is not a chain of `when`, or is closed already.
   */
  otherwise(value: ColumnOrLiteral): Column {
    return invoke("when", [...this.#branches("otherwise"), operand(value)]);
  }

  /** Computes an aggregate or a window function for each row, over the rows that the window says. */
  over(window: WindowSpec): Column {
    return new Column({ kind: "window", function: this.#expression, ...windowState(window) });
  }

  /** `&` of the bits. */
  bitwiseAnd(other: ColumnOrLiteral): Column {
    return this.#binary("&", other);
  }

  /** `|` of the bits. */
  bitwiseOr(other: ColumnOrLiteral): Column {
    return this.#binary("|", other);
  }

  /** `^` of the bits. */
  bitwiseXor(other: ColumnOrLiteral): Column {
    return this.#binary("^", other);
  }

  /**
   * JavaScript's operators do not work on columns.
   *
   * @throws InvalidArgumentError always, as `column > 1` and `${column}` would be silently wrong.
   */
  [Symbol.toPrimitive](): never {
    throw new InvalidArgumentError(
      "A Column is no value that JavaScript could compare, add or print: use its methods, such as gt(), plus() and and()",
    );
  }

  #binary(operator: string, other: ColumnOrLiteral): Column {
    return this.#apply(operator, operand(other));
  }

  #apply(name: string, ...rest: readonly Expression[]): Column {
    return invoke(name, [this.#expression, ...rest]);
  }

  #named(names: readonly (string | Metadata | undefined)[]): Column {
    const [first, second] = names;
    if (typeof first === "string" && names.length === 2 && typeof second === "object") {
      const metadata = metadataText(second);
      return new Column({ kind: "alias", child: this.#expression, names: [first], metadata });
    }
    const texts = names.filter((name) => name !== undefined);
    if (texts.length === 0 || !texts.every((name) => typeof name === "string")) {
      throw new InvalidArgumentError(
        "as() takes a name and metadata (an object), or several names; metadata go with one name only",
      );
    }
    return new Column({ kind: "alias", child: this.#expression, names: texts });
  }

  #sort(direction: "ascending" | "descending", nulls: "first" | "last"): Column {
    return new Column({ kind: "sort", child: this.#expression, direction, nulls });
  }

  /** Conditions and values in turn: an odd number of them means that `otherwise` has been said. */
  #branches(method: string): readonly Expression[] {
    const e = this.#expression;
    if (e.kind !== "function" || e.name !== "when" || e.args.length % 2 !== 0) {
      throw new InvalidArgumentError(
        `${method}() continues a chain begun by the function when(), before otherwise()`,
      );
    }
    return e.args;
  }
}

function conditionOf(condition: unknown): Expression {
  if (!(condition instanceof Column)) {
    throw new InvalidArgumentError('when() takes a Column as its condition, such as col("price").gt(1)');
  }
  return expressionInside(condition);
}

function metadataText(metadata: Metadata): string {
  try {
    return JSON.stringify(metadata);
  } catch (error) {
    throw new InvalidArgumentError("The metadata of a column cannot be written as JSON", { cause: error });
  }
}

function invoke(name: string, args: readonly Expression[]): Column {
  return construct(call(name, args));
}
