import type { Agent as HttpAgent } from "node:http";
import type { Agent as HttpsAgent } from "node:https";
import { EMR, type EMRClientConfig } from "@aws-sdk/client-emr";
import type { StopClustersPort } from "../cluster/stop-clusters.ts";
import type { WatchClusterPort } from "../cluster/wait-for-cluster.ts";
import type { LaunchEmrPort } from "./emr-port.ts";

/** How connections are made; for one client, which ends them with itself. */
export interface HttpAgents {
  readonly httpAgent: HttpAgent;
  readonly httpsAgent: HttpsAgent;
}

export interface EmrOptions {
  /** Default: the environment's. */
  readonly region?: string;
  /** Calls for one answer, the first among them. Default: 5, over some ten seconds where EMR throttles. */
  readonly maxAttempts?: number;
  /** How long one call may take. Default: 30 seconds. */
  readonly requestTimeoutMs?: number;
  /** Makes a client's agents, to go through a proxy for one: the SDK heeds no variables. Default: the SDK's own. */
  readonly agents?: (() => HttpAgents) | undefined;
}

/** EMR for launching, listing, stopping and watching clusters. Dispose of it after use. */
export type EmrClient = LaunchEmrPort & StopClustersPort & WatchClusterPort & Disposable;

const MAX_ATTEMPTS = 5;
const REQUEST_TIMEOUT_MS = 30_000;
const CONNECTION_TIMEOUT_MS = 5_000;

/**
 * EMR as a launch needs it. The SDK sends a request again when its answer is lost; RunJobFlow would then launch a
 * second cluster, so of its failures only throttling is tried again.
 */
export function createEmr(options: EmrOptions = {}): EmrClient {
  const { region, agents, maxAttempts = MAX_ATTEMPTS, requestTimeoutMs = REQUEST_TIMEOUT_MS } = options;
  const config = (): EMRClientConfig => ({
    ...(region === undefined ? {} : { region }),
    maxAttempts,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: requestTimeoutMs,
      // Without it the SDK warns of a time limit, and goes on waiting.
      throwOnRequestTimeout: true,
      ...agents?.(),
    },
  });
  const emr = new EMR(config());
  let once: Promise<EMR> | undefined;
  const launching = async (): Promise<EMR> => {
    const retryStrategy = onlyThrottling(await emr.config.retryStrategy());
    return new EMR({ ...config(), retryStrategy });
  };
  return {
    listClusters: (input, call) => emr.listClusters(input, call),
    describeCluster: (input, call) => emr.describeCluster(input, call),
    describeSecurityConfiguration: (input) => emr.describeSecurityConfiguration(input),
    createSecurityConfiguration: (input) => emr.createSecurityConfiguration(input),
    deleteSecurityConfiguration: (input) => emr.deleteSecurityConfiguration(input),
    listSteps: (input, call) => emr.listSteps(input, call),
    terminateJobFlows: (input) => emr.terminateJobFlows(input),
    setTerminationProtection: (input) => emr.setTerminationProtection(input),
    runJobFlow: async (input) => (await (once ??= launching())).runJobFlow(input),
    [Symbol.dispose]() {
      emr.destroy();
      void once?.then((client) => client.destroy());
    },
  };
}

type RetryStrategy = Awaited<ReturnType<EMR["config"]["retryStrategy"]>>;

/** The SDK's own way of trying again, for throttling alone: EMR has then not begun to do what it was asked. */
function onlyThrottling(strategy: RetryStrategy): RetryStrategy {
  if (!("refreshRetryTokenForRetry" in strategy))
    throw new TypeError("the SDK's retry strategy is of an old kind");
  return {
    acquireInitialRetryToken: (scope) => strategy.acquireInitialRetryToken(scope),
    recordSuccess: (token) => strategy.recordSuccess(token),
    refreshRetryTokenForRetry: (token, error) => {
      if (error.errorType !== "THROTTLING") throw new Error("not to be tried again");
      return strategy.refreshRetryTokenForRetry(token, error);
    },
  };
}
