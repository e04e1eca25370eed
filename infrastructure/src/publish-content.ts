#!/usr/bin/env node
import { S3Client } from "@aws-sdk/client-s3";
import { bundleFiles } from "./content/bundle-files.ts";
import { clusterFiles } from "./content/cluster-files.ts";
import { publishContent } from "./content/publish.ts";
import { runnerConfigFile } from "./content/runner-config.ts";
import { s3Store } from "./content/s3-store.ts";
import { InfrastructureError } from "./errors.ts";
import { parseOptions } from "./parse-options.ts";
import { parametersFileOf } from "./parameters/file-of.ts";
import { loadParameters } from "./parameters/load.ts";
import { putStagingLifecycle } from "./published/staging-lifecycle.ts";

/** Fills the Config bucket, and sees to the published bucket's staging area. Without a bundle: with one that is there. */
async function main(): Promise<void> {
  const values = parseOptions(process.argv.slice(2), ["environment", "parameters", "bundle", "version"]);
  const { bundle, version } = values;
  if (version === undefined || !/^[\w.+-]{1,128}$/.test(version)) {
    throw new InfrastructureError(
      "INVALID_ARGUMENT",
      "Give --version, letters, digits, dots, + and -; and for a new one --bundle FOLDER, what packages/emr-step made.",
    );
  }
  const parameters = loadParameters(parametersFileOf(values));
  const content = {
    version,
    bundle: bundle === undefined ? undefined : bundleFiles(bundle, version),
    cluster: [runnerConfigFile(parameters), ...clusterFiles(parameters, version)],
  };
  const s3 = new S3Client({ region: parameters.region });
  try {
    const { config, published } = parameters.buckets;
    const done = await publishContent(s3Store(s3), config, content);
    await putStagingLifecycle(s3, published);
    console.error(
      `${parameters.environment}: ${done} ${version} in s3://${config}; lifecycle of s3://${published}/staging/ is set`,
    );
  } finally {
    s3.destroy();
  }
}

try {
  await main();
} catch (error) {
  if (!(error instanceof InfrastructureError)) throw error;
  console.error(`infrastructure: ${error.message}`);
  process.exitCode = error.code === "S3_FAILED" ? 4 : 2;
}
