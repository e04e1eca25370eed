import type { Expression_Literal } from "#gen/spark/connect/expressions_pb.js";
import { requireVersion } from "./require-version.ts";
import type { ServerTarget } from "./server-target.ts";

/**
 * A constant, for this server.
 *
 * @throws UnsupportedError when the server does not know its type: it would take it for no value at all.
 */
export function literalToProto(literal: Expression_Literal, target: ServerTarget): Expression_Literal {
  if (holdsTime(literal)) requireVersion(target, 4, 1, "a constant of type TIME");
  return literal;
}

function holdsTime({ literalType: kind }: Expression_Literal): boolean {
  if (kind.case === "array" || kind.case === "struct") return kind.value.elements.some(holdsTime);
  if (kind.case === "map") return kind.value.keys.some(holdsTime) || kind.value.values.some(holdsTime);
  return kind.case === "time" || (kind.case === "null" && kind.value.kind.case === "time");
}
