import type { DksInfo } from "../state/info.ts";
import { names, roleArn } from "./names.ts";

/** The runner's configuration file for an instance: what it would be on a cluster, with this account's names. */
export function runnerConfig(dks: Pick<DksInfo, "url" | "caFile" | "certFile" | "keyFile">): object {
  return {
    environment: "local",
    region: names.region,
    audit: { table: names.auditTable, dataProduct: names.dataProduct },
    secretName: names.secretName,
    published: { database: names.publishedDatabase, bucket: names.publishedBucket, scheme: "s3a" },
    roles: { cluster: roleArn(names.clusterRole), source: roleArn(names.sourceRole) },
    e2eFolder: names.e2eFolder,
    dks: { url: dks.url, caFile: dks.caFile, certFile: dks.certFile, keyFile: dks.keyFile },
  };
}
