import { renderClusterConfig } from "@dataworks/emr-step";
import { names } from "../names.ts";
import type { Parameters } from "../parameters/parameters.ts";
import type { ContentFile } from "./content-file.ts";

/**
 * The cluster's four YAML files, as the launcher reads them.
 *
 * @param version - The bundle that a cluster fetches: `component/kickstart-adg/{version}/`.
 */
export function clusterFiles(parameters: Parameters, version: string): ContentFile[] {
  const { network, metastore, buckets, cluster, dks, proxy } = parameters;
  // EMR takes one subnet for instance groups: the first.
  const [subnet = ""] = network.subnetIds;
  const rendered = renderClusterConfig({
    environment: parameters.environment,
    region: parameters.region,
    release: cluster.release,
    clusterName: names.application,
    configBucket: buckets.config,
    bundleVersion: version,
    logBucket: buckets.logs,
    publishedBucket: buckets.published,
    serviceRole: names.serviceRole,
    instanceProfile: names.jobRole,
    securityConfiguration: names.securityConfiguration,
    network: {
      subnet,
      masterSecurityGroup: network.securityGroups.master,
      coreSecurityGroup: network.securityGroups.worker,
      serviceSecurityGroup: network.securityGroups.serviceAccess,
    },
    instances: {
      masterType: cluster.masterInstanceType,
      coreType: cluster.coreInstanceType,
      coreCount: cluster.coreInstances,
    },
    metastore: {
      url: `jdbc:mysql://${metastore.host}:${metastore.port}/${metastore.database}`,
      user: metastore.user,
      passwordSecret: metastore.secretArn,
    },
    dks: {
      certificateArn: dks.certificateArn,
      caCertificates:
        dks.caCertificatesKey === null ? null : `s3://${buckets.config}/${dks.caCertificatesKey}`,
    },
    node: parameters.node,
    proxy: { url: proxy?.url ?? null, noProxy: proxy?.noProxy ?? [] },
    logGroup: names.clusterLogs,
  });
  return Object.entries(rendered).map(([name, text]) => ({
    key: `${names.configFolder}/${name}`,
    body: Buffer.from(text),
  }));
}
