import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { type ClusterParametersInput, renderClusterConfig } from "../../src/index.ts";
import { PARAMETERS } from "../support/parameters.ts";

const BOOTSTRAP = fileURLToPath(new URL("../../bin/bootstrap.sh", import.meta.url));

interface Cluster {
  readonly BootstrapActions: readonly [
    { readonly ScriptBootstrapAction: { readonly Args: readonly string[] } },
  ];
}

describe("the arguments that the cluster's template gives to the bootstrap action", () => {
  test.each<[string, Partial<ClusterParametersInput>]>([
    ["with defaults", {}],
    [
      "with all that may be given",
      {
        dks: { ...PARAMETERS.dks, caCertificates: "s3://certificates/ca.pem" },
        proxy: {
          url: "http://proxy.example:3128",
          noProxy: [".s3.eu-west-2.amazonaws.com", "dks.example", "10.0.0.1:8443"],
        },
        logGroup: "/app/kickstart-adg/development",
        adgHome: "/mnt/kickstart.adg",
      },
    ],
  ])("are those it takes, %s", async (_what, overrides) => {
    const cluster = parse(renderClusterConfig({ ...PARAMETERS, ...overrides })["cluster.yaml"]) as Cluster;
    const [{ ScriptBootstrapAction: action }] = cluster.BootstrapActions;
    // It looks where it runs only when its arguments are right; then it finds that this is no node of EMR.
    await expect(
      promisify(execFile)(BOOTSTRAP, [...action.Args], {
        env: { PATH: "/usr/bin:/bin", EMR_INFO_DIR: "/nowhere" },
      }),
    ).rejects.toMatchObject({
      code: 1,
      stderr:
        "bootstrap: /nowhere/instance.json cannot be read: this is no node of EMR, or EMR_INFO_DIR is wrong\n",
    });
  });
});
