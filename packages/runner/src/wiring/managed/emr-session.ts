import type { GetSessionEndpointCommandInput, GetSessionEndpointCommandOutput } from "@aws-sdk/client-emr";
import { SparkUnavailableError } from "../../errors.ts";
import type { SessionToken } from "./fresh-token.ts";

/** The subset of the SDK's `EMR` client that is needed. */
export interface EmrSessionsPort {
  getSessionEndpoint(
    input: GetSessionEndpointCommandInput,
    options?: { abortSignal?: AbortSignal },
  ): Promise<Pick<GetSessionEndpointCommandOutput, "Endpoint" | "AuthToken" | "AuthTokenExpirationTime">>;
}

/** A session that was started on a cluster (`aws emr start-session`). */
export interface EmrSession {
  readonly clusterId: string;
  readonly sessionId: string;
}

/**
 * Asks EMR on EC2 (from emr-spark-8.0.0 on) for a session's address and a token.
 *
 * @throws SparkUnavailableError
 */
export async function tokenOfEmrSession(
  emr: EmrSessionsPort,
  { clusterId, sessionId }: EmrSession,
  signal: AbortSignal,
): Promise<SessionToken> {
  const input = { ClusterId: clusterId, SessionId: sessionId };
  const { Endpoint, AuthToken, AuthTokenExpirationTime } = await emr
    .getSessionEndpoint(input, { abortSignal: signal })
    .catch((cause: unknown) => {
      if (signal.aborted) throw signal.reason;
      const why = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
      throw unavailable(clusterId, sessionId, why, cause);
    });
  if (Endpoint === undefined || AuthToken === undefined || AuthTokenExpirationTime === undefined) {
    throw unavailable(clusterId, sessionId, "EMR answered without endpoint, token or time");
  }
  return { token: AuthToken, expiresAt: AuthTokenExpirationTime, remote: remoteOf(Endpoint) };
}

/** EMR writes `https://host`, or a bare host, or Spark's own `sc://host:port`; it speaks TLS, at 443 unless it says otherwise. */
export function remoteOf(endpoint: string): string {
  const [, host = endpoint, port = "443"] =
    /^(?:\w+:\/\/)?([^/:;]+)(?::(\d+))?(?:\/.*)?$/.exec(endpoint) ?? [];
  return `sc://${host}:${port}/;use_ssl=true`;
}

function unavailable(
  clusterId: string,
  sessionId: string,
  why: string,
  cause?: unknown,
): SparkUnavailableError {
  return new SparkUnavailableError(
    `No token for the session ${sessionId} of the cluster ${clusterId}: ${why}. See that the session is started ` +
      "(aws emr list-sessions), and grant elasticmapreduce:GetSessionEndpoint.",
    { cause },
  );
}
