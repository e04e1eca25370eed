import type { Statement } from "./statement.ts";

/** Using a KMS key through one service only: the key itself cannot be called with these. */
export function keyThrough(
  sid: string,
  {
    key,
    service,
    region,
    actions,
  }: { key: string | null; service: string; region: string; actions: readonly string[] },
): Statement | undefined {
  if (key === null) return undefined;
  return {
    Sid: sid,
    Effect: "Allow",
    Action: actions,
    Resource: key,
    Condition: { StringEquals: { "kms:ViaService": `${service}.${region}.amazonaws.com` } },
  };
}
