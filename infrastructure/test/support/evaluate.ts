import { listOf, type StatementJson } from "./policies.ts";

/** A call as IAM sees it. `context` has the condition keys that are there; absent ones are absent. */
export interface Call {
  readonly action: string;
  readonly resource: string;
  readonly principal: string;
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

export type Verdict = "allowed" | "denied" | "not allowed";

/**
 * What IAM answers within one account: a Deny anywhere wins, then an Allow anywhere. Moto looks at no bucket policy
 * and takes every condition of an identity's policy for unmet, hence this. Operators it does not know are errors.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluate(statements: readonly StatementJson[], call: Call): Verdict {
  const applying = statements.filter((statement) => applies(statement, call));
  if (applying.some(({ Effect }) => Effect === "Deny")) return "denied";
  return applying.length > 0 ? "allowed" : "not allowed";
}

function applies(statement: StatementJson, call: Call): boolean {
  return (
    principalMatches(statement, call) &&
    listOf(statement.Action).some((pattern) => like(pattern.toLowerCase(), call.action.toLowerCase())) &&
    (statement.Resource === undefined ||
      listOf(statement.Resource).some((pattern) => like(pattern, call.resource))) &&
    Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
      Object.entries(keys).every(([key, wanted]) =>
        conditionHolds(operator, listOf(wanted), valuesOf(call, key)),
      ),
    )
  );
}

function principalMatches({ Principal }: StatementJson, { principal }: Call): boolean {
  if (Principal === undefined || Principal === "*") return true;
  return Object.values(Principal)
    .flatMap(listOf)
    .some((named) => named === "*" || named === principal);
}

function valuesOf({ principal, context }: Call, key: string): readonly string[] | undefined {
  if (key === "aws:PrincipalArn") return [principal];
  const value = context?.[key];
  return value === undefined ? undefined : listOf(value);
}

/** `*` any run of characters, `?` any one. */
export function like(pattern: string, text: string): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "s").test(text);
}

type Test = (wanted: string, is: string) => boolean;
const equal: Test = (wanted, is) => wanted === is;
const equalIgnoringCase: Test = (wanted, is) => wanted.toLowerCase() === is.toLowerCase();

/** Operators that ask for a match with any of the wanted values, and those that ask for none. */
const positive: Readonly<Record<string, Test>> = {
  StringEquals: equal,
  StringEqualsIgnoreCase: equalIgnoringCase,
  StringLike: like,
  ArnEquals: like,
  ArnLike: like,
  Bool: equalIgnoringCase,
};
const negative: Readonly<Record<string, Test>> = { StringNotEquals: equal, ArnNotEquals: like };

function conditionHolds(
  operator: string,
  wanted: readonly string[],
  is: readonly string[] | undefined,
): boolean {
  if (operator === "Null") return wanted.every((absent) => (absent === "true") === (is === undefined));
  if (operator.startsWith("ForAllValues:")) {
    const test = positive[operator.slice("ForAllValues:".length)];
    if (test === undefined) throw new Error(`the evaluator does not know ${operator}`);
    return (is ?? []).every((value) => wanted.some((one) => test(one, value)));
  }
  const asks = positive[operator];
  if (asks !== undefined)
    return is !== undefined && is.some((value) => wanted.some((one) => asks(one, value)));
  const refuses = negative[operator];
  if (refuses !== undefined)
    return is === undefined || !is.some((value) => wanted.some((one) => refuses(one, value)));
  throw new Error(`the evaluator does not know ${operator}`);
}
