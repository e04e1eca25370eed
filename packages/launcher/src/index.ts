export type { ClusterFacts } from "./cluster/cluster-facts.ts";
export { listClusters, type ListClustersOptions } from "./cluster/list-clusters.ts";
export {
  type StoppedCluster,
  stopClusters,
  type StopClustersPort,
  type StopOptions,
} from "./cluster/stop-clusters.ts";
export {
  type ClusterEnd,
  type ClusterProgress,
  type StepFacts,
  waitForCluster,
  type WaitOptions,
  WATCH,
  type WatchClusterPort,
  type WatchPolicy,
} from "./cluster/wait-for-cluster.ts";
export {
  type ClusterConfig,
  CONFIG_FILES,
  type ConfigFile,
  type Configuration,
  type Step,
  type Tag,
} from "./cluster-config/cluster-config.ts";
export { mergeConfig, type MergeRequest } from "./cluster-config/merge.ts";
export { parseConfigFile } from "./cluster-config/parse.ts";
export { type ConfigPlace, type ConfigS3Port, readClusterConfig } from "./cluster-config/read.ts";
export { revealSecrets, type RevealedConfig, type SecretsPort } from "./cluster-config/secrets.ts";
export { type Environment, ENVIRONMENTS } from "./environment.ts";
export {
  ClaimLostError,
  ClaimsTableError,
  type ClaimsTableErrorCode,
  ClusterConfigError,
  ClusterError,
  type ClusterErrorCode,
  type ConfigErrorCode,
  InvalidEnvironmentError,
  InvalidPayloadError,
  LauncherError,
  type LauncherErrorCode,
  LaunchError,
  type LaunchErrorCode,
  SecretError,
  type SecretErrorCode,
} from "./errors.ts";
export { configPlaceOf, type Variables } from "./lambda/environment.ts";
export type { FailureNotice } from "./lambda/failure-notice.ts";
export {
  type LambdaContext,
  launchHandler,
  type LaunchHandlerOptions,
  type LaunchHandlerResult,
} from "./lambda/launch.ts";
export { notifyHandler, type NotifyHandlerOptions, type NotifyHandlerResult } from "./lambda/notify.ts";
export type { BatchAnswer } from "./lambda/sqs-batch.ts";
export { APPLICATION } from "./launch/check-told.ts";
export { createLaunchDeps, type LaunchDepsOptions } from "./launch/create-deps.ts";
export { type LaunchDeps, type LaunchLog, WAITING, type WaitingPolicy } from "./launch/deps.ts";
export { createEmr, type EmrClient, type EmrOptions, type HttpAgents } from "./launch/emr-client.ts";
export type { CallOptions, FindClustersPort, LaunchEmrPort } from "./launch/emr-port.ts";
export { LAUNCH_KEY_TAG, LIVE_STATES } from "./launch/find-cluster.ts";
export { launch } from "./launch/launch.ts";
export { type LaunchKeys, launchKeys, launchTag } from "./launch/launch-keys.ts";
export type { LaunchOutcome, LaunchSummary } from "./launch/outcome.ts";
export { type LaunchPreview, previewLaunch } from "./launch/plan.ts";
export { type ModuleName, MODULES } from "./modules.ts";
export { channelFor, type Severity } from "./notify/channel.ts";
export { type Retry, retryCommands } from "./notify/outcome/retry-command.ts";
export { type Delivered, notify, type NotifyDeps } from "./notify/notify.ts";
export type { Claim, ClaimState, Reservation } from "./once/claim.ts";
export type { Claims } from "./once/claims.ts";
export { DynamoClaims, type DynamoClaimsOptions } from "./once/dynamo-claims.ts";
export type { ClaimsDynamoPort } from "./once/dynamo-port.ts";
export { type LaunchRequest, parsePayload, type ParseOptions } from "./payload/parse-payload.ts";
export { isToken, type Payload, PAYLOAD_NAMES } from "./payload/payload.ts";
export type { S3Trigger } from "./payload/s3-event.ts";
export type { JsonObject, JsonValue } from "./problems/json.ts";
