import { parseConnectionString } from "../../src/connection/connection-string.ts";
import type { ConnectionSettings } from "../../src/connection/connection-string.ts";

/** The server that stack tests use. @throws when the environment names none. */
export function stackServer(): ConnectionSettings & { readonly remote: string } {
  const remote = process.env["SPARK_REMOTE"];
  if (remote === undefined) {
    throw new Error('SPARK_REMOTE is not set: start the stack and run eval "$(pnpm --silent stack env)"');
  }
  return { ...parseConnectionString(remote), remote };
}

/** The same server and token behind another port of this machine. */
export function behind(port: number): string {
  const { token } = stackServer();
  return `sc://localhost:${port}/${token === undefined ? "" : `;token=${encodeURIComponent(token)}`}`;
}
