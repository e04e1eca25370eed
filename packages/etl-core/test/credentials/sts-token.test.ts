import { inspect } from "node:util";
import { describe, expect, it } from "@jest/globals";
import type { AssumeRole, AssumeRoleRequest } from "../../src/credentials/assume-role.ts";
import { sourceSessionConfig, uniqueScheme } from "../../src/credentials/session-config.ts";
import { getStsToken, type StsTokenOptions } from "../../src/credentials/sts-token.ts";
import { TemporaryCredentials } from "../../src/credentials/temporary-credentials.ts";
import { CredentialsError, InvalidConfigurationError } from "../../src/errors.ts";

const roles = {
  cluster: "arn:aws:iam::123456789012:role/kickstart_s3_readonly",
  source: "arn:aws:iam::210987654321:role/dataworks-ksr",
};

function keysOf(role: string): TemporaryCredentials {
  return new TemporaryCredentials({
    accessKeyId: `AK-${role}`,
    secretAccessKey: `SECRET-${role}`,
    sessionToken: `TOKEN-${role}`,
    expiration: new Date("2026-11-01T01:00:00Z"),
  });
}

function fakeSts(failing: Readonly<Record<string, Error>> = {}): {
  asked: AssumeRoleRequest[];
  assumeRole: AssumeRole;
} {
  const asked: AssumeRoleRequest[] = [];
  return {
    asked,
    assumeRole: async (request) => {
      asked.push(request);
      const failure = failing[request.roleArn];
      if (failure !== undefined) {
        throw failure;
      }
      return keysOf(request.roleArn.split("/").at(-1) ?? "");
    },
  };
}

const options = (more: Partial<StsTokenOptions>): StsTokenOptions => ({
  roles,
  region: "eu-west-2",
  ...more,
});

describe("getStsToken", () => {
  it("assumes the second role with the first one's keys", async () => {
    const { asked, assumeRole } = fakeSts();
    const token = await getStsToken(options({ assumeRole }));
    expect(token.reveal().accessKeyId).toBe("AK-dataworks-ksr");
    expect(asked).toHaveLength(2);
    expect(asked[0]).toEqual({ roleArn: roles.cluster, sessionName: "kickstart-adg", durationSeconds: 3600 });
    expect(asked[1]).toMatchObject({ roleArn: roles.source, durationSeconds: 3600 });
    expect(asked[1]?.credentials?.reveal().accessKeyId).toBe("AK-kickstart_s3_readonly");
  });

  const denied = Object.assign(new Error("User is not authorized; key AKIASECRET"), { name: "AccessDenied" });
  const noRole = Object.assign(new Error("not found"), { name: "NoSuchEntity" });
  const noIdentity = Object.assign(new Error("none"), { name: "CredentialsProviderError" });
  const failures: Array<[role: string, error: Error, message: RegExp]> = [
    [
      roles.cluster,
      denied,
      /first hop .* was denied: .*kickstart_s3_readonly\. Allow the cluster's own identity/,
    ],
    [
      roles.source,
      denied,
      /second hop .* was denied: .*dataworks-ksr\. Allow .*kickstart_s3_readonly sts:AssumeRole/,
    ],
    [roles.source, noRole, /there is no role .*dataworks-ksr/],
    [roles.cluster, noIdentity, /no AWS identity of its own/],
    [roles.source, new Error("socket hang up"), /second hop .* failed/],
  ];
  it.each(failures)("says which hop failed: %s", async (role, error, message) => {
    const failure: unknown = await getStsToken(
      options({ assumeRole: fakeSts({ [role]: error }).assumeRole }),
    ).catch((thrown: unknown) => thrown);
    expect(failure).toBeInstanceOf(CredentialsError);
    expect(failure).toMatchObject({ exitCode: 4 });
    expect(String(failure)).toMatch(message);
    expect(String(failure)).not.toMatch(/SECRET|TOKEN|AK-/);
  });

  it("lets a cancellation pass", async () => {
    const aborted = Object.assign(new Error("aborted"), { name: "AbortError" });
    const { assumeRole } = fakeSts({ [roles.cluster]: aborted });
    await expect(getStsToken(options({ assumeRole }))).rejects.toBe(aborted);
  });

  const wrong: Array<[what: string, more: Partial<StsTokenOptions>]> = [
    ["a role that is no ARN", { roles: { ...roles, source: "dataworks-ksr" } }],
    ["more than a chained session may last", { durationSeconds: 3601 }],
    ["a session name with a space", { sessionName: "kick start" }],
  ];
  it.each(wrong)("refuses %s before asking", async (_what, more) => {
    const { asked, assumeRole } = fakeSts();
    await expect(getStsToken(options({ assumeRole, ...more }))).rejects.toThrow(InvalidConfigurationError);
    expect(asked).toEqual([]);
  });
});

describe("TemporaryCredentials", () => {
  it("prints no key, however it is printed", () => {
    const keys = keysOf("role");
    const printed = [
      String(keys),
      JSON.stringify({ keys }),
      inspect({ keys }, { depth: 9, showHidden: true }),
    ];
    for (const text of printed) {
      expect(text).not.toMatch(/AK-|SECRET|TOKEN/);
    }
  });
});

describe("sourceSessionConfig", () => {
  it("gives keys for one bucket, under a scheme of their own", () => {
    const scheme = uniqueScheme(42, 1, "0a1b2c3d");
    expect(scheme).toBe("src42x1x0a1b2c3d");
    expect(sourceSessionConfig("source", keysOf("r"), scheme)).toEqual({
      "fs.src42x1x0a1b2c3d.impl": "org.apache.hadoop.fs.s3a.S3AFileSystem",
      "fs.s3a.bucket.source.aws.credentials.provider":
        "org.apache.hadoop.fs.s3a.TemporaryAWSCredentialsProvider",
      "fs.s3a.bucket.source.access.key": "AK-r",
      "fs.s3a.bucket.source.secret.key": "SECRET-r",
      "fs.s3a.bucket.source.session.token": "TOKEN-r",
    });
  });

  it("never repeats a scheme, for run ids do", () => {
    expect(uniqueScheme(1, 1)).not.toBe(uniqueScheme(1, 1));
    expect(uniqueScheme(1, 1)).toMatch(/^src1x1x[0-9a-f]{8}$/);
  });
});
