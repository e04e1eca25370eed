import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { setIamEnforcement } from "@dataworks/local-stack";
import type { Finished } from "./support/command.ts";
import { Sandbox } from "./support/sandbox.ts";

let box: Sandbox;
const day = "2026-11-01";

beforeAll(async () => {
  box = await Sandbox.create();
  await box.put(`${day}_bids_1.csv`, "Id,Amount\n1,1\n");
});

afterAll(() => box[Symbol.asyncDispose]());

afterEach(() => setIamEnforcement(box.info, false));

const oneDay = ["--module_name", "vacancy", "--start_dt", day, "--end_dt", day];

/** Exit code and the last line on stderr: what an operator sees. */
async function verdict(
  args: readonly string[],
  config: object,
  environment?: NodeJS.ProcessEnv,
): Promise<[number | null, string]> {
  const { code, stderr }: Finished = await box.adg(
    ["run", ...args, "--config", await box.config(config)],
    environment,
  );
  return [code, stderr.slice(stderr.lastIndexOf("adg: "))];
}

describe("what bad arguments and configuration get", () => {
  it.each<[string, readonly string[], object, number, string | RegExp]>([
    ["unknown module", ["--module_name", "vacancies"], {}, 2, "Give one of vacancy, application, payment"],
    [
      "start after end",
      ["--module_name", "vacancy", "--start_dt", "2021-04-13", "--end_dt", "2021-04-12"],
      {},
      2,
      /start day 2021-04-13 .* after the end day 2021-04-12/,
    ],
    ["no such day", ["--module_name", "vacancy", "--start_dt", "2021-02-30"], {}, 2, "there is no such day"],
    ["no such secret", oneDay, { secretName: "/no/such/secret" }, 2, "There is no secret /no/such/secret"],
    [
      "no such audit table",
      oneDay,
      { audit: { table: "no-such-table" } },
      2,
      'no audit table "no-such-table"',
    ],
    [
      "a database name that is no identifier",
      oneDay,
      { published: { database: "a b", bucket: "b" } },
      2,
      "published.database: expected a database name",
    ],
    [
      "E2E in production",
      [...oneDay, "--e2e_test_flg", "true"],
      { environment: "production" },
      3,
      "refused in production",
    ],
    [
      "E2E in preprod",
      [...oneDay, "--e2e_test_flg", "TRUE"],
      { environment: "preprod" },
      3,
      "refused in preprod",
    ],
    [
      "E2E in integration",
      [...oneDay, "--e2e_test_flg", "True"],
      { environment: "integration" },
      3,
      "refused in integration",
    ],
  ])("%s", async (_name, args, config, expected, message) => {
    const [code, last] = await verdict(args, config);
    expect([code, last]).toEqual([
      expected,
      expect.stringMatching(typeof message === "string" ? escaped(message) : message),
    ]);
    expect(await box.item()).toBeUndefined();
  });

  it("a collection name that is no identifier, before Spark is asked", async () => {
    const secretName = `${box.secretName}-names`;
    const secret = box.secret({ collections: { vacancy: ["bids`; DROP TABLE x"] } });
    await box.secrets.createSecret({ Name: secretName, SecretString: JSON.stringify(secret) });
    const [code, last] = await verdict(oneDay, { secretName }, { SPARK_REMOTE: "sc://localhost:9" });
    expect([code, last]).toEqual([
      2,
      expect.stringContaining("may only hold letters, digits and underscores"),
    ]);
    expect(await box.item()).toBeUndefined();
  });

  it("a configuration file that is not there", async () => {
    const { code, stderr } = await box.adg(["run", ...oneDay, "--config", "/no/such.json"]);
    expect([code, stderr]).toEqual([
      2,
      "adg: The configuration file /no/such.json does not exist. Check --config or ADG_CONFIG.\n",
    ]);
  });

  it("no such source bucket: the day fails", async () => {
    const secretName = `${box.secretName}-bucket`;
    const secret = box.secret({ src_bucket_names: { vacancy: "runner-no-such-source" } });
    await box.secrets.createSecret({ Name: secretName, SecretString: JSON.stringify(secret) });
    const [code, last] = await verdict(oneDay, { secretName });
    expect([code, last]).toEqual([4, expect.stringContaining("there is no bucket runner-no-such-source")]);
    expect(await box.item()).toMatchObject({ Date: day, Status: "Failed" });
  });

  it("what the launcher appends, on a cluster: a warning, and the command goes on", async () => {
    const args = ["plan", ...oneDay, "--correlation_id", "abc", "--config", await box.config()];
    const { code, stderr } = await box.adg(args, { ADG_CLUSTER_ID: "j-LAUNCHED00001" });
    expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
    expect(stderr).toContain("arguments are passed over: --correlation_id abc");
  });
});

describe("access denied", () => {
  it("on the first hop", async () => {
    await setIamEnforcement(box.info, true);
    const cluster = "arn:aws:iam::123456789012:role/not-for-the-cluster";
    const [code, last] = await verdict(oneDay, { roles: { ...box.info.roles, cluster } });
    expect([code, last]).toEqual([
      4,
      expect.stringMatching(/The first hop .*denied: arn:aws:iam::123456789012:role\/not-for-the-cluster/),
    ]);
    await setIamEnforcement(box.info, false);
    expect(await box.item()).toMatchObject({ Date: day, Status: "Failed" });
  });

  it("on the second hop", async () => {
    await setIamEnforcement(box.info, true);
    const source = "arn:aws:iam::123456789012:role/not-for-the-first-role";
    const [code, last] = await verdict(oneDay, { roles: { ...box.info.roles, source } });
    expect([code, last]).toEqual([
      4,
      expect.stringMatching(
        /The second hop .*denied: arn:aws:iam::123456789012:role\/not-for-the-first-role/,
      ),
    ]);
  });

  it("at the source bucket", async () => {
    await setIamEnforcement(box.info, true);
    const [code, last] = await verdict(oneDay, {});
    expect([code, last]).toEqual([4, expect.stringMatching(/s3:\/\/runner-source-\w+\/.*: access denied/)]);
  });

  it("at the secret", async () => {
    // The first role opens nothing but the second.
    const sts = new STSClient({ credentials: box.info.adminKeys });
    const { Credentials: keys } = await sts.send(
      new AssumeRoleCommand({ RoleArn: box.info.roles.cluster, RoleSessionName: "runner-test" }),
    );
    sts.destroy();
    await setIamEnforcement(box.info, true);
    const [code, last] = await verdict(
      oneDay,
      {},
      {
        AWS_ACCESS_KEY_ID: keys?.AccessKeyId,
        AWS_SECRET_ACCESS_KEY: keys?.SecretAccessKey,
        AWS_SESSION_TOKEN: keys?.SessionToken,
      },
    );
    expect([code, last]).toEqual([
      4,
      expect.stringMatching(
        /The secret .* may not be read: access denied. Grant .*secretsmanager:GetSecretValue/,
      ),
    ]);
  });
});

function escaped(text: string): RegExp {
  return new RegExp(text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
}
