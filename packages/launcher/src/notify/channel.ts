import type { Environment } from "../environment.ts";

/** What a message is: good news or bad. */
export type Severity = "success" | "failure";

const SERVICE = "#dataworks-aws-service-notifications";

/** Which channel hears of what. A person who ended a run by hand need not be woken: that is no failure. */
const CHANNELS: Readonly<Record<Environment, Readonly<Record<Severity, string>>>> = {
  local: { success: SERVICE, failure: SERVICE },
  development: { success: SERVICE, failure: SERVICE },
  qa: { success: SERVICE, failure: SERVICE },
  integration: { success: SERVICE, failure: SERVICE },
  preprod: { success: SERVICE, failure: SERVICE },
  production: {
    success: "#dataworks-aws-production-notifications",
    failure: "#dataworks-aws-critical-alerts",
  },
};

/** The Slack channel, `#` included. */
export function channelFor(environment: Environment, severity: Severity): string {
  return CHANNELS[environment][severity];
}
