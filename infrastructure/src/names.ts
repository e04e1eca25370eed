/** The six environments, in the order of promotion. */
export const environments = ["local", "development", "qa", "integration", "preprod", "production"] as const;
export type Environment = (typeof environments)[number];

/** Kickstart's modules. A cluster has one step for each. */
export const modules = ["vacancy", "application", "payment"] as const;
export type Module = (typeof modules)[number];

/** Names of what this app makes. An account holds one environment, so they do not differ between them. */
export const names = {
  application: "kickstart-adg",
  serviceRole: "kickstart_adg_emr_service_role",
  /** Role and instance profile alike: what the job's process on the cluster is. */
  jobRole: "kickstart_adg_emr_ec2_role",
  sourceReaderRole: "kickstart_s3_readonly",
  launcherRole: "kickstart_adg_launcher_role",
  notifierRole: "kickstart_adg_notifier_role",
  schedulerRole: "kickstart_adg_scheduler_role",
  launcherFunction: "kickstart-adg-launcher",
  notifierFunction: "kickstart-adg-notifier",
  launchTopic: "kickstart-adg-launch",
  /** Launches that failed, from the launcher to the notifier. Not the notices: those are for people, and the notifier's own. */
  launchFailuresTopic: "kickstart-adg-launch-failed",
  noticesTopic: "kickstart-adg-notices",
  alarmsTopic: "kickstart-adg-alarms",
  /** What could not be delivered to the launcher, or was and failed; likewise the notifier's. */
  launcherFailures: "kickstart-adg-launcher-failures",
  notifierFailures: "kickstart-adg-notifier-failures",
  scheduleGroup: "kickstart-adg",
  stateTable: "kickstart-adg-launcher-state",
  /** Log group that a cluster ships the job's lines to. */
  clusterLogs: "/app/kickstart-adg",
  metricNamespace: "kickstart-adg",
  configFolder: "emr/kickstart-adg",
  /** The job's own configuration, which a node fetches. */
  runnerConfig: "emr/kickstart-adg/config.json",
  /** Jars of Spark Connect's server, for releases of EMR that lack it. */
  sparkConnectFolder: "component/spark-connect",
  artefactFolder: "component/kickstart-adg",
  nodeFolder: "component/node",
  securityConfiguration: "kickstart-adg",
  emrLogFolder: "emr/kickstart-adg",
} as const;

/** The audit item of a module: what the ledger and the log lines call it. */
export const correlationId = (module: Module): string => `kickstart_${module}_analytical_dataset_generation`;

/** Keys of a module's audit items: its own, its runs', its locks', those of its clusters. */
export const auditKeys = (module: Module): Record<"own" | "runs" | "locks" | "days" | "clusters", string> => {
  const id = correlationId(module);
  return {
    own: id,
    runs: `${id}_*`,
    locks: `${id}#lock#*`,
    days: `${id}#day#*`,
    clusters: `${id}#cluster#*`,
  };
};

/** The step of a cluster that runs a module. */
export const stepOf = (module: Module): string => `submit-job-${module}`;
export const CONNECT_STEP = "start-spark-connect";

/** The log group of a function. */
export const logGroupOf = (functionName: string): string => `/aws/lambda/${functionName}`;
