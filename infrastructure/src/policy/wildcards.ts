import { arnOf, objectArnsOf } from "../arns.ts";
import { logGroupOf, names } from "../names.ts";
import type { Parameters } from "../parameters/parameters.ts";

/** A grant with a `*` in its resource or action, and why it has one. */
export interface Wildcard {
  /** The role, or `key` for the key's policy. */
  readonly holder: string;
  /** The statement. */
  readonly sid: string;
  /** The resources with a wildcard, or `kms:*`, as they stand in the statement. */
  readonly wildcards: readonly string[];
  readonly reason: string;
}

/**
 * Every wildcard that any policy may have. The test of least privilege fails on others, and on entries that nothing
 * needs; cdk-nag is told these and no more.
 */
export function allowedWildcards(parameters: Parameters): Wildcard[] {
  return [...ofEmr(parameters), ...ofTheJob(parameters), ...ofFunctions(parameters), ...ofTheKey()];
}

function ofEmr(parameters: Parameters): Wildcard[] {
  const { serviceRole: holder } = names;
  const ec2 = (...kinds: string[]): string[] => kinds.map((kind) => arnOf(parameters, "ec2", `${kind}/*`));
  const unknownYet = "made with the cluster, so its id is not known";
  const tagged = ["instance", "launch-template", "network-interface", "volume"];
  return [
    {
      holder,
      sid: "CreateFromTaggedTemplates",
      wildcards: ec2("launch-template"),
      reason: `${unknownYet}; only those with EMR's tag`,
    },
    {
      holder,
      sid: "CreateTaggedTemplates",
      wildcards: ec2("launch-template"),
      reason: `${unknownYet}; only with EMR's tag`,
    },
    {
      holder,
      sid: "CreateTaggedInstances",
      wildcards: ec2("instance", "volume"),
      reason: `${unknownYet}; only with EMR's tag`,
    },
    {
      holder,
      sid: "CreateTaggedInterfaces",
      wildcards: ec2("network-interface"),
      reason: `${unknownYet}; only with EMR's tag`,
    },
    {
      holder,
      sid: "WhatInstancesAreMadeOf",
      wildcards: [...ec2("fleet", "network-interface"), `arn:aws:ec2:${parameters.region}::image/ami-*`],
      reason:
        "EMR chooses its own images, which change with its releases; fleet and interface are made with the cluster",
    },
    {
      holder,
      sid: "TagWhatIsMade",
      wildcards: ec2(...tagged),
      reason: `${unknownYet}; only while it is being made`,
    },
    {
      holder,
      sid: "ManageWhatIsTagged",
      wildcards: ec2(...tagged),
      reason: `${unknownYet}; only those with EMR's tag`,
    },
    {
      holder,
      sid: "LookAround",
      wildcards: ["*"],
      reason: "EC2 takes no resource for these; they change nothing",
    },
  ];
}

function ofTheJob(parameters: Parameters): Wildcard[] {
  const { jobRole: holder } = names;
  const { buckets, e2eFolder } = parameters;
  const below = (bucket: string, ...folders: string[]): string[] =>
    objectArnsOf(
      bucket,
      folders.map((folder) => `${folder}/*`),
    );
  return [
    {
      holder,
      sid: "ReadAndWritePublished",
      wildcards: below(buckets.published, "data", "staging"),
      reason: "objects are named by day and run; these are the two folders that the job writes",
    },
    {
      holder,
      sid: "ReadE2eFiles",
      wildcards: below(buckets.published, e2eFolder),
      reason: "files are named by day",
    },
    {
      holder,
      sid: "FetchTheBundle",
      wildcards: below(buckets.config, names.artefactFolder, names.nodeFolder, names.sparkConnectFolder),
      reason: "files are named by version, and a cluster may be started with an older one",
    },
    {
      holder,
      sid: "WriteEmrLogs",
      wildcards: below(buckets.logs, names.emrLogFolder),
      reason: "EMR names its logs by cluster",
    },
    {
      holder,
      sid: "ShipLines",
      wildcards: [arnOf(parameters, "logs", `log-group:${names.clusterLogs}:log-stream:*`)],
      reason: "streams are named by instance",
    },
    {
      holder,
      sid: "ShipMetrics",
      wildcards: ["*"],
      reason: "CloudWatch takes no resource for metrics; the condition keeps it to our namespace",
    },
    {
      holder,
      sid: "SessionManager",
      wildcards: ["*"],
      reason: "Systems Manager takes no resource for an instance's own channels",
    },
  ];
}

function ofFunctions(parameters: Parameters): Wildcard[] {
  const { launcherRole, notifierRole } = names;
  const clusters = [arnOf(parameters, "elasticmapreduce", "cluster/*")];
  const log = (holder: string, functionName: string): Wildcard => ({
    holder,
    sid: "WriteItsLog",
    wildcards: [arnOf(parameters, "logs", `log-group:${logGroupOf(functionName)}:log-stream:*`)],
    reason: "Lambda names its streams itself",
  });
  return [
    {
      holder: launcherRole,
      sid: "ReadTheClustersConfiguration",
      wildcards: objectArnsOf(parameters.buckets.config, [`${names.configFolder}/*`]),
      reason: "four files, of which a payload may name others beside them",
    },
    {
      holder: launcherRole,
      sid: "StartTaggedClusters",
      wildcards: ["*"],
      reason: "EMR takes no resource for a cluster that is not there yet; only with our tags",
    },
    {
      holder: launcherRole,
      sid: "TagAtTheStart",
      wildcards: clusters,
      reason: "the id comes with the cluster; only with our tags",
    },
    {
      holder: launcherRole,
      sid: "FindOurClusters",
      wildcards: clusters,
      reason: "ours are told from others by a tag that only a description has; it changes nothing",
    },
    {
      holder: launcherRole,
      sid: "ListClusters",
      wildcards: ["*"],
      reason: "EMR takes no resource for a list",
    },
    {
      holder: launcherRole,
      sid: "CopyTheSecurityConfiguration",
      wildcards: ["*"],
      reason: "EMR takes no resource for security configurations",
    },
    log(launcherRole, names.launcherFunction),
    {
      holder: notifierRole,
      sid: "LookAtOurClusters",
      wildcards: clusters,
      reason: "ids are EMR's; only those with our tag",
    },
    log(notifierRole, names.notifierFunction),
  ];
}

function ofTheKey(): Wildcard[] {
  const itself = "in a key's policy * is the key itself";
  return [
    {
      holder: "key",
      sid: "TheAccountsPoliciesDecide",
      wildcards: ["kms:*", "*"],
      reason: `${itself}; without the account's root nobody could ever change the key again`,
    },
    ...[
      "snsPublishesEncrypted",
      "eventsPublishesEncrypted",
      "cloudwatchPublishesEncrypted",
      "LogsAreEncrypted",
    ].map((sid) => ({ holder: "key", sid, wildcards: ["*"], reason: itself })),
  ];
}
