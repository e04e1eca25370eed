import type {
  CreateSecurityConfigurationCommandInput,
  DeleteSecurityConfigurationCommandInput,
  DescribeClusterCommandInput,
  DescribeClusterCommandOutput,
  DescribeSecurityConfigurationCommandInput,
  DescribeSecurityConfigurationCommandOutput,
  ListClustersCommandInput,
  ListClustersCommandOutput,
  RunJobFlowCommandInput,
  RunJobFlowCommandOutput,
} from "@aws-sdk/client-emr";

/** What a call may be ended by. */
export interface CallOptions {
  readonly abortSignal?: AbortSignal;
}

/** The subset of the SDK's `EMR` client that finds clusters. */
export interface FindClustersPort {
  listClusters(
    input: ListClustersCommandInput,
    options?: CallOptions,
  ): Promise<Pick<ListClustersCommandOutput, "Clusters" | "Marker">>;
  describeCluster(
    input: DescribeClusterCommandInput,
    options?: CallOptions,
  ): Promise<Pick<DescribeClusterCommandOutput, "Cluster">>;
}

/** The subset of the SDK's `EMR` client that a launch needs; `createEmr` makes one. */
export interface LaunchEmrPort extends FindClustersPort {
  /** Must not be sent again by itself but where EMR says that it was throttled: EMR has no token that would make two one. */
  runJobFlow(input: RunJobFlowCommandInput): Promise<Pick<RunJobFlowCommandOutput, "JobFlowId">>;
  describeSecurityConfiguration(
    input: DescribeSecurityConfigurationCommandInput,
  ): Promise<Pick<DescribeSecurityConfigurationCommandOutput, "SecurityConfiguration">>;
  createSecurityConfiguration(input: CreateSecurityConfigurationCommandInput): Promise<unknown>;
  deleteSecurityConfiguration(input: DeleteSecurityConfigurationCommandInput): Promise<unknown>;
}
