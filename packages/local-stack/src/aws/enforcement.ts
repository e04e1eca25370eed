import { StackError } from "../errors.ts";
import type { StackInfo } from "../state/info.ts";

/**
 * Switches moto's enforcement of IAM policies. Off (the default), every call is allowed.
 * On, each call needs a known key, a right signature and a policy that allows it. Trust policies are not enforced
 * for callers that are roles. The switch is the instance's, for all its callers.
 * @see https://docs.getmoto.org/en/latest/docs/iam.html
 */
export async function setIamEnforcement(
  info: { readonly moto: Pick<StackInfo["moto"], "endpoint"> },
  on: boolean,
): Promise<void> {
  // moto reads the raw body as "calls still let through": it must be bytes that are no form.
  const response = await fetch(`${info.moto.endpoint}/moto-api/reset-auth`, {
    method: "POST",
    headers: { "content-type": "application/octet-stream" },
    body: new TextEncoder().encode(on ? "0" : "inf"),
  });
  if (!response.ok) {
    throw new StackError("SETUP_FAILED", `moto answered ${response.status} to reset-auth`);
  }
  await response.arrayBuffer();
}
