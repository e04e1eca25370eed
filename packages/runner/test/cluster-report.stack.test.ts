import { readClusterRuns } from "@dataworks/catchup";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { Sandbox } from "./support/sandbox.ts";

const cluster = "j-REPORT0000001";
const on = { ADG_CLUSTER_ID: cluster };
let box: Sandbox;

beforeAll(async () => {
  box = await Sandbox.create();
});

afterAll(async () => {
  await box[Symbol.asyncDispose]();
});

const clusterRuns = (id = cluster) =>
  readClusterRuns(
    box.dynamo,
    {
      table: box.auditTable,
      dataProduct: "KICKSTART-ADG",
      correlationId: "kickstart_vacancy_analytical_dataset_generation",
    },
    id,
  );

describe("on a cluster, the ledger knows afterwards", () => {
  it("what each day came to, and why the last one failed", async () => {
    await box.put("2026-11-01_bids_1.csv", "id,amount,colour\n1,10,red\n2,20,blue\n");
    const config = await box.config();
    const { code, stderr } = await box.adg(
      [
        "run",
        "--module_name",
        "vacancy",
        "--start_dt",
        "2026-11-01",
        "--end_dt",
        "2026-11-03",
        "--config",
        config,
      ],
      on,
    );
    expect({ code, stderr }).toMatchObject({ code: 1 });
    const missing = {
      code: "SOURCE_FILE_MISSING",
      message: expect.stringMatching(/^File Not Found for 2026-11-02_bids in s3:.*similar name/u),
    };
    const found = await clusterRuns();
    expect(found?.runs).toMatchObject([
      {
        runId: 1,
        day: "2026-11-01",
        status: "Completed",
        report: { rows: 2, badRows: 0, collections: [{ name: "bids", rows: 2 }] },
      },
      { runId: 2, day: "2026-11-02", status: "Failed", report: { rows: 0, cause: missing } },
    ]);
    expect(found?.runs[0]?.report?.collections[0]?.changes.join()).toContain("colour");
    expect(found?.failure).toMatchObject(missing);
  });

  it("which schema change was accepted, and that without it the day fails", async () => {
    await box.put("2026-11-02_bids_1.csv", "amount;colour\n1;red\n");
    const config = await box.config();
    const args = ["--module_name", "vacancy", "--start_dt", "2026-11-02", "--end_dt", "2026-11-02"];
    const adg = (...first: string[]) =>
      box.adg([...first, ...args, "--config", config], { ADG_CLUSTER_ID: "j-REPORT0000004" });
    for (const command of ["plan", "run"]) {
      const { code, stderr } = await adg(command);
      expect({ command, code }).toEqual({ command, code: 4 });
      expect(stderr.trim().split("\n").at(-1)).toMatch(
        /^adg: s3:.*none of the 3 columns.*looks like ';' as the delimiter.*--accept-schema-change/u,
      );
    }
    const { stdout } = await adg("run", "--accept-schema-change");
    expect(stdout).toContain("! accepted: s3://");
    const runs = (await clusterRuns("j-REPORT0000004"))?.runs;
    expect(runs?.map(({ status }) => status)).toEqual(["Failed", "Completed"]);
    expect(runs?.[1]?.report?.collections[0]?.changes).toEqual([
      expect.stringMatching(/^! accepted: s3:.* of bids has none of the 3 columns of its table/u),
      "- id → null of string",
      "- amount → null of int",
      "- colour → null of string",
      "+ amount_colour string",
    ]);
  });

  it.each([
    ["the secret is missing", { secretName: "/no/such" }, "j-REPORT0000002", "SECRET_UNAVAILABLE"],
    [
      "Spark is away",
      { spark: { remote: "sc://127.0.0.1:1", connectTimeoutSeconds: 1 } },
      "j-REPORT0000003",
      undefined,
    ],
  ])("why no day was begun: %s", async (_name, overrides, id, code) => {
    const config = await box.config(overrides);
    const args = ["run", "--module_name", "vacancy", "--start_dt", "2026-11-01", "--end_dt", "2026-11-01"];
    const run = await box.adg([...args, "--config", config], { ADG_CLUSTER_ID: id });
    expect(run.code).not.toBe(0);
    const found = await clusterRuns(id);
    expect(found?.failure?.message).toBeTruthy();
    expect(run.stderr).toContain(found?.failure?.message);
    if (code !== undefined) expect(found).toMatchObject({ runs: [], failure: { code } });
  });

  it("nothing where the id cannot be a cluster's, which is a warning", async () => {
    const config = await box.config({ secretName: "/no/such" });
    const run = await box.adg(["run", "--module_name", "vacancy", "--config", config], {
      ADG_CLUSTER_ID: "../x",
    });
    expect(run.stderr).toContain("ADG_CLUSTER_ID is not the id of a cluster");
    expect(run.stderr).toContain("adg: ");
    expect(await clusterRuns("../x")).toBeUndefined();
  });
});
