import { describe, expect, it } from "@jest/globals";
import { sourceCredentials } from "../../src/credentials/source-credentials.ts";
import { TemporaryCredentials } from "../../src/credentials/temporary-credentials.ts";

const MINUTE = 60_000;

/** A clock and a source of one-hour sessions. */
function setUp() {
  const clock = { ms: Date.parse("2026-11-01T00:00:00Z") };
  let made = 0;
  const fetch = async (): Promise<TemporaryCredentials> => {
    made += 1;
    await new Promise((resolve) => setImmediate(resolve));
    return new TemporaryCredentials({
      accessKeyId: `AK${made}`,
      secretAccessKey: "s",
      sessionToken: "t",
      expiration: new Date(clock.ms + 60 * MINUTE),
    });
  };
  return { clock, fetch, now: () => new Date(clock.ms), made: () => made };
}

describe("sourceCredentials", () => {
  it("renews five minutes before the session ends, and not earlier", async () => {
    const { clock, fetch, now } = setUp();
    const credentials = sourceCredentials(fetch, now);
    expect((await credentials.provider()).accessKeyId).toBe("AK1");
    clock.ms += 55 * MINUTE;
    expect((await credentials.provider()).accessKeyId).toBe("AK1");
    clock.ms += 1;
    expect((await credentials.provider()).accessKeyId).toBe("AK2");
  });

  it("gives what cannot ask again nearly all of a session", async () => {
    const { clock, fetch, now } = setUp();
    const credentials = sourceCredentials(fetch, now);
    await credentials.provider();
    clock.ms += 10 * MINUTE;
    expect((await credentials.lasting()).reveal().accessKeyId).toBe("AK1");
    clock.ms += 1;
    expect((await credentials.provider()).accessKeyId).toBe("AK1");
    expect((await credentials.lasting()).reveal().accessKeyId).toBe("AK2");
    expect((await credentials.provider()).accessKeyId).toBe("AK2");
  });

  it("gives the best there is where a role's sessions are shorter", async () => {
    const { clock, now } = setUp();
    const expiration = new Date(clock.ms + 15 * MINUTE);
    const keys = { accessKeyId: "AK", secretAccessKey: "s", sessionToken: "t", expiration };
    const credentials = sourceCredentials(async () => new TemporaryCredentials(keys), now);
    expect((await credentials.lasting()).expiration).toBe(expiration);
  });

  it("asks once for all who ask together", async () => {
    const { fetch, now, made } = setUp();
    const credentials = sourceCredentials(fetch, now);
    const all = await Promise.all([credentials.lasting(), credentials.lasting(), credentials.provider()]);
    expect(all[0]).toBe(all[1]);
    expect(made()).toBe(1);
  });

  it("tries again after a failure", async () => {
    const { fetch, now } = setUp();
    let failures = 1;
    const credentials = sourceCredentials(async () => {
      if (failures-- > 0) {
        throw new Error("denied");
      }
      return await fetch();
    }, now);
    await expect(credentials.lasting()).rejects.toThrow("denied");
    await expect(credentials.provider()).resolves.toMatchObject({ accessKeyId: "AK1" });
  });
});
