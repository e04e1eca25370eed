/** What differs between EMR's releases. */
export interface Release {
  /** EMR's own name of it. */
  readonly label: string;
  /** Major and minor version of its Spark. */
  readonly spark: string;
  readonly applications: readonly string[];
  /** Classifications of configurations that it does not know, since it lacks their application. */
  readonly without: readonly string[];
  /** Where EMR documents it. */
  readonly documentation: string;
}

export type ReleaseName = "emr-7" | "emr-spark-8";

/**
 * The releases that a cluster may have. Both read S3 by S3A (EMR does since 7.10), and both bring the CloudWatch agent.
 * From EMR 8 on labels are an engine's: `emr-spark-8` has neither Hadoop nor Hive as applications of their own.
 */
export const RELEASES: Readonly<Record<ReleaseName, Release>> = {
  "emr-7": {
    label: "emr-7.13.0",
    spark: "3.5",
    applications: ["Hadoop", "Hive", "Spark", "AmazonCloudWatchAgent"],
    without: [],
    documentation: "https://docs.aws.amazon.com/emr/latest/ReleaseGuide/Spark-release-history.html",
  },
  "emr-spark-8": {
    label: "emr-spark-8.0.0",
    spark: "4.0",
    applications: ["Spark", "AmazonCloudWatchAgent"],
    without: ["hive-site"],
    documentation: "https://docs.aws.amazon.com/emr/latest/ReleaseGuide/emr-spark800-release.html",
  },
};
