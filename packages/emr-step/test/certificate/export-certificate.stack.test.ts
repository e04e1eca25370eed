import { execFile } from "node:child_process";
import { createPrivateKey, X509Certificate } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { ACM } from "@aws-sdk/client-acm";
import { makeBundle } from "../support/bundle.ts";
import { instance } from "../support/instance.ts";

const run = promisify(execFile);

let acm: ACM;
let bundle: string;
let folder: string;
let environment: NodeJS.ProcessEnv;

beforeAll(async () => {
  const { adminKeys } = await instance();
  acm = new ACM({ credentials: adminKeys });
  environment = {
    ...process.env,
    AWS_ACCESS_KEY_ID: adminKeys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: adminKeys.secretAccessKey,
  };
  bundle = await makeBundle();
  folder = await mkdtemp(join(tmpdir(), "adg-certificate-"));
});

afterAll(async () => {
  acm.destroy();
  await rm(folder, { recursive: true, force: true });
  await rm(bundle, { recursive: true, force: true });
});

/** The tool as the bootstrap action runs it. */
const tool = (arn: string, out: string) =>
  run(
    process.execPath,
    [join(bundle, "export-certificate.mjs"), "--arn", arn, "--region", "eu-west-2", "--out", out],
    {
      env: environment,
    },
  );

async function exportable(): Promise<string> {
  const { CertificateArn = "" } = await acm.requestCertificate({
    DomainName: "kickstart-adg.example",
    Options: { Export: "ENABLED" },
  });
  return CertificateArn;
}

describe("the certificate of ACM", () => {
  test("becomes a pair of PEM files for their owner alone; a second time replaces them", async () => {
    const out = join(folder, "tls");
    const arn = await exportable();
    for (const _time of [1, 2]) {
      const { stdout } = await tool(arn, out);
      expect(stdout).toContain(join(out, "dks.key.pem"));
      expect((await readdir(out)).sort()).toEqual(["dks.ca.pem", "dks.crt.pem", "dks.key.pem"]);
      for (const file of await readdir(out)) expect((await stat(join(out, file))).mode & 0o777).toBe(0o600);
      expect((await stat(out)).mode & 0o777).toBe(0o700);
      const key = createPrivateKey(await readFile(join(out, "dks.key.pem")));
      expect(new X509Certificate(await readFile(join(out, "dks.crt.pem"))).checkPrivateKey(key)).toBe(true);
    }
  });

  test("that cannot be exported leaves nothing, and says what to do", async () => {
    const { CertificateArn = "" } = await acm.requestCertificate({ DomainName: "closed.example" });
    const out = join(folder, "none");
    await expect(tool(CertificateArn, out)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining(
        "Name one that a private authority issued, or that was made exportable",
      ),
    });
    await expect(stat(out)).rejects.toMatchObject({ code: "ENOENT" });
  });

  test("that is not there is named", async () => {
    const arn = "arn:aws:acm:eu-west-2:123456789012:certificate/00000000-0000-0000-0000-000000000000";
    await expect(tool(arn, join(folder, "none"))).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining(
        `${arn} could not be exported: there is none in this account and region`,
      ),
    });
  });
});
