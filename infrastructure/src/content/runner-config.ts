import { roleArnOf } from "../arns.ts";
import { names } from "../names.ts";
import type { Parameters } from "../parameters/parameters.ts";
import type { ContentFile } from "./content-file.ts";

/** Where the bootstrap action puts the certificate's files on a node. */
const TLS = "/opt/emr/kickstart-adg/tls";

/** The job's own configuration, as packages/runner reads it on a node. It holds no secret. */
export function runnerConfigFile(parameters: Parameters): ContentFile {
  const config = {
    environment: parameters.environment,
    region: parameters.region,
    audit: { table: parameters.auditTable },
    secretName: parameters.secrets.jobArn,
    published: {
      bucket: parameters.buckets.published,
      database: parameters.database,
      scheme: "s3",
      kmsKeyId: parameters.bucketKeys.published,
    },
    dks: {
      url: parameters.dks.url,
      certFile: `${TLS}/dks.crt.pem`,
      keyFile: `${TLS}/dks.key.pem`,
      caFile: `${TLS}/dks.ca.pem`,
    },
    roles: {
      cluster: roleArnOf(parameters, names.sourceReaderRole),
      source: roleArnOf(parameters.source, parameters.source.roleName),
    },
    e2eFolder: parameters.e2eFolder,
  };
  return { key: names.runnerConfig, body: Buffer.from(`${JSON.stringify(config, null, 2)}\n`) };
}
