import { Column, expressionOf } from "../column/column.ts";
import { literalExpression } from "../column/literal.ts";
import { call, type Expression } from "../plan/expression.ts";

/** What a hint takes: names and numbers, or columns. */
export type HintParameter = string | number | Column;

/** The expressions of a hint's parameters. A list alone stands for its elements; beside others it is an array. */
export function hintParameters(
  parameters: readonly (HintParameter | readonly HintParameter[])[],
): readonly Expression[] {
  const [only] = parameters;
  const all = parameters.length === 1 && isList(only) ? only : parameters;
  return all.map((parameter) =>
    isList(parameter) ? call("array", parameter.map(parameterExpression)) : parameterExpression(parameter),
  );
}

function isList(
  parameter: HintParameter | readonly HintParameter[] | undefined,
): parameter is readonly HintParameter[] {
  return Array.isArray(parameter);
}

function parameterExpression(parameter: HintParameter): Expression {
  return parameter instanceof Column ? expressionOf(parameter) : literalExpression(parameter);
}
