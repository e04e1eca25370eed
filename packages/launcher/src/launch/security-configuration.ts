import { LaunchError } from "../errors.ts";
import { said } from "./emr-errors.ts";
import type { LaunchEmrPort } from "./emr-port.ts";
import { digest } from "./launch-keys.ts";

type SecurityConfigurations = Pick<
  LaunchEmrPort,
  "describeSecurityConfiguration" | "createSecurityConfiguration" | "deleteSecurityConfiguration"
>;

/**
 * Copies a security configuration under a name that its content and the launch's keys make: a second try of the same
 * launch finds the first one's copy.
 *
 * @returns the copy's name.
 * @throws LaunchError SECURITY_CONFIGURATION_FAILED
 */
export async function copySecurityConfiguration(
  emr: SecurityConfigurations,
  name: string,
  keys: readonly string[],
): Promise<string> {
  try {
    const { SecurityConfiguration: content = "{}" } = await emr.describeSecurityConfiguration({ Name: name });
    const copy = `${name}_${digest([...keys, content].join("\n")).slice(0, 16)}`;
    try {
      await emr.createSecurityConfiguration({ Name: copy, SecurityConfiguration: content });
    } catch (error) {
      if (!(await isThere(emr, copy, content))) throw error;
    }
    return copy;
  } catch (cause) {
    throw new LaunchError(
      "SECURITY_CONFIGURATION_FAILED",
      keys,
      `The security configuration ${name} could not be copied, nothing was launched: ${said(cause)}`,
      "See that it exists and that the role may elasticmapreduce:DescribeSecurityConfiguration and CreateSecurityConfiguration; or launch without copy_secconfig.",
      { cause },
    );
  }
}

/** A first try made it. EMR says so of a name that is taken, but in words alone. */
async function isThere(emr: SecurityConfigurations, copy: string, content: string): Promise<boolean> {
  try {
    return (await emr.describeSecurityConfiguration({ Name: copy })).SecurityConfiguration === content;
  } catch {
    return false;
  }
}
