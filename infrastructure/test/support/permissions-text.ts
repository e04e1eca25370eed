import { listOf, type Policy, type StatementJson } from "./policies.ts";

/** All policies as a text that a person can review: who, what, on what, if what. */
export function permissionsText(policies: readonly Policy[]): string {
  return policies
    .toSorted((a, b) => `${a.kind} ${a.holder}`.localeCompare(`${b.kind} ${b.holder}`))
    .map(({ kind, holder, statements }) => [`${kind} ${holder}`, ...statements.map(statementText)].join("\n"))
    .join("\n\n")
    .concat("\n");
}

function statementText({ Sid, Effect, Principal, Action, Resource, Condition }: StatementJson): string {
  const principals =
    typeof Principal === "string"
      ? [Principal]
      : Object.entries(Principal ?? {}).flatMap(([kind, who]) => listOf(who).map((one) => `${kind} ${one}`));
  return [
    `  ${Effect.toLowerCase()} ${Sid ?? "(unnamed)"}`,
    ...principals.map((principal) => `    to ${principal}`),
    ...listOf(Action).map((action) => `    ${action}`),
    ...listOf(Resource).map((resource) => `    on ${resource}`),
    ...Object.entries(Condition ?? {}).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]) => `    if ${operator} ${key}: ${listOf(values).join(", ")}`),
    ),
  ].join("\n");
}
