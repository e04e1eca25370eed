import { EMR } from "@aws-sdk/client-emr";
import { AWS_PROXY_HEADER, type ManagedSparkConfig } from "../../config/runner-config.ts";
import type { Scrubber } from "../../log/scrubber.ts";
import type { SparkServer } from "../spark-server.ts";
import { unlockedCalls } from "../patience.ts";
import { tokenOfEmrSession } from "./emr-session.ts";
import { freshToken, type SessionToken } from "./fresh-token.ts";
import { tokenByCommand } from "./token-command.ts";

export interface ManagedServerOptions {
  readonly region: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly scrubber: Scrubber;
  readonly signal: AbortSignal;
}

/**
 * A server that EMR manages, behind a proxy that asks for a token on each call. Tokens are scrubbed from the moment they
 * are known.
 */
export function managedServer(config: ManagedSparkConfig, options: ManagedServerOptions): SparkServer {
  const ask = asking(config, options);
  const token = freshToken(async () => {
    const issued = await ask();
    options.scrubber.add(issued.token);
    return issued;
  });
  const header = config.kind === "command" ? config.header : AWS_PROXY_HEADER;
  return {
    remote: async () => (await token()).remote,
    metadata: async () => ({ [header]: (await token()).token }),
  };
}

function asking(
  config: ManagedSparkConfig,
  { region, environment, signal }: ManagedServerOptions,
): () => Promise<SessionToken> {
  if (config.kind === "command") {
    const { endpoint: remote, tokenCommand: command } = config;
    return () => tokenByCommand({ command, remote, environment, signal });
  }
  return async () => {
    // Asked for once or twice an hour: a client of its own each time keeps no connection open.
    const emr = new EMR({ region, ...unlockedCalls() });
    try {
      return await tokenOfEmrSession(emr, config, signal);
    } finally {
      emr.destroy();
    }
  };
}
