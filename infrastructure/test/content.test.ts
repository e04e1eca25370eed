import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "@jest/globals";
import { bundleFiles } from "../src/content/bundle-files.ts";
import { clusterFiles } from "../src/content/cluster-files.ts";
import { parseConfig } from "@dataworks/runner";
import { runnerConfigFile } from "../src/content/runner-config.ts";
import { environments } from "../src/names.ts";
import { withStagingRule } from "../src/published/staging-lifecycle.ts";
import { changed, exampleOf } from "./support/synth.ts";

const folder = mkdtempSync(join(tmpdir(), "adg-bundle-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const sumOf = (text: string): string => createHash("sha256").update(text).digest("hex");
const textOf = (body: Uint8Array | undefined): string => Buffer.from(body ?? []).toString("utf8");

describe("a bundle", () => {
  beforeEach(() => {
    rmSync(folder, { recursive: true });
    mkdirSync(join(folder, "bin"), { recursive: true });
    writeFileSync(join(folder, "adg.mjs"), "main();");
    writeFileSync(join(folder, "bin/run-step.sh"), "exec node");
    writeFileSync(join(folder, "VERSION"), "1.2.0\n");
    writeFileSync(
      join(folder, "SHA256SUMS"),
      `${sumOf("main();")}  adg.mjs\n${sumOf("exec node")}  bin/run-step.sh\n${sumOf("1.2.0\n")}  VERSION\n`,
    );
  });

  it("is what its list says, under its version, the list last", () => {
    expect(bundleFiles(folder, "1.2.0").map(({ key }) => key)).toEqual([
      "component/kickstart-adg/1.2.0/adg.mjs",
      "component/kickstart-adg/1.2.0/bin/run-step.sh",
      "component/kickstart-adg/1.2.0/VERSION",
      "component/kickstart-adg/1.2.0/SHA256SUMS",
    ]);
  });

  it.each<[string, () => void, RegExp]>([
    ["without its list", () => rmSync(join(folder, "SHA256SUMS")), /SHA256SUMS cannot be read/],
    ["without a file", () => rmSync(join(folder, "adg.mjs")), /adg\.mjs cannot be read/],
    [
      "with another file",
      () => writeFileSync(join(folder, "adg.mjs"), "other();"),
      /adg\.mjs is not the file/,
    ],
    ["with an empty list", () => writeFileSync(join(folder, "SHA256SUMS"), ""), /lists no file/],
    [
      "that reaches out of its folder",
      () => writeFileSync(join(folder, "SHA256SUMS"), `${sumOf("x")}  ../../etc/passwd\n`),
      /no checksum of a file beside it/,
    ],
    [
      "that names a file of the system",
      () => writeFileSync(join(folder, "SHA256SUMS"), `${sumOf("x")}  /etc/passwd\n`),
      /no checksum of a file beside it/,
    ],
  ])("%s is refused", (_what, spoil, complaint) => {
    spoil();
    expect(() => bundleFiles(folder, "1.2.0")).toThrow(complaint);
  });

  it("of another version is refused: its files would lie under a name that is not theirs", () => {
    expect(() => bundleFiles(folder, "1.3.0")).toThrow(
      /holds version 1\.2\.0, not 1\.3\.0\. Make the bundle of 1\.3\.0/,
    );
  });
});

describe("the cluster's configuration", () => {
  it.each(environments)("of %s is four files, of which none is left to fill in", (environment) => {
    const files = clusterFiles(exampleOf(environment), "1.2.0");
    expect(files.map(({ key }) => key).sort()).toEqual(
      ["cluster", "configurations", "instances", "steps"].map((name) => `emr/kickstart-adg/${name}.yaml`),
    );
    for (const { body } of files) expect(textOf(body)).not.toMatch(/\$\{/);
  });

  it("names the roles, the security configuration and the tags that the policies expect", () => {
    const [cluster] = clusterFiles(exampleOf("production"), "1.2.0").filter(({ key }) =>
      key.endsWith("/cluster.yaml"),
    );
    const text = textOf(cluster?.body);
    expect(text).toContain("ServiceRole: kickstart_adg_emr_service_role");
    expect(text).toContain("JobFlowRole: kickstart_adg_emr_ec2_role");
    expect(text).toContain("SecurityConfiguration: kickstart-adg\n");
    expect(text).toMatch(/Key: Application\n\s+Value: kickstart-adg/);
    expect(text).toMatch(/Key: Environment\n\s+Value: production/);
    expect(text).toMatch(/Key: for-use-with-amazon-emr-managed-policies\n\s+Value: "true"/);
    expect(text).toContain("s3://example-production-config/component/kickstart-adg/1.2.0/");
  });

  it("names the metastore's secret, whose value is nobody's but the launcher's", () => {
    const text = clusterFiles(exampleOf("production"), "1.2.0")
      .map(({ body }) => textOf(body))
      .join("\n");
    expect(text).toContain("javax.jdo.option.ConnectionPassword: arn:aws:secretsmanager:");
  });

  it("fetches the authority's certificate from the Config bucket", () => {
    const { dks } = exampleOf("qa");
    const files = clusterFiles(changed("qa", { dks: { ...dks, caCertificatesKey: "tls/ca.pem" } }), "1");
    expect(files.map(({ body }) => textOf(body)).join("\n")).toContain("s3://example-qa-config/tls/ca.pem");
  });
});

describe("the job's own configuration", () => {
  it.each(environments)("of %s is one that the runner takes", (environment) => {
    const { key, body } = runnerConfigFile(exampleOf(environment));
    expect(key).toBe("emr/kickstart-adg/config.json");
    expect(parseConfig(key, textOf(body))).toMatchObject({
      environment,
      audit: { table: "data_pipeline_metadata", dataProduct: "KICKSTART-ADG" },
      published: { bucket: exampleOf(environment).buckets.published, scheme: "s3" },
    });
  });
});

describe("the staging area's lifecycle", () => {
  const theirs = {
    ID: "theirs",
    Status: "Enabled",
    Filter: { Prefix: "tmp/" },
    Expiration: { Days: 3 },
  } as const;

  it("stands among the bucket's other rules", () => {
    const rules = withStagingRule([theirs]);
    expect(rules).toEqual([
      theirs,
      {
        ID: "kickstart-adg-staging",
        Status: "Enabled",
        Filter: { Prefix: "staging/" },
        Expiration: { Days: 1 },
        NoncurrentVersionExpiration: { NoncurrentDays: 1 },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
      },
    ]);
  });

  it("stands there once", () => {
    expect(withStagingRule(withStagingRule([theirs]))).toEqual(withStagingRule([theirs]));
  });
});
