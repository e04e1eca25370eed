import { describe, expect, it } from "@jest/globals";
import { readSecret } from "../../src/wiring/secret-reader.ts";

const signal = new AbortController().signal;

const failing = (name: string, message = "no", statusCode = 400) => ({
  getSecretValue: () =>
    Promise.reject(Object.assign(new Error(message), { name, $response: { statusCode } })),
});

describe("a secret that cannot be read", () => {
  it.each([
    ["ResourceNotFoundException", 2, "There is no secret adg in this account and region. Check secretName"],
    ["AccessDeniedException", 4, "Grant the cluster's role secretsmanager:GetSecretValue on it"],
    ["CredentialsProviderError", 4, "no AWS identity of its own. Run it where an instance profile is"],
    ["TimeoutError", 4, "could not be read: TimeoutError: no. See that Secrets Manager can be reached"],
  ])("%s says what to do", async (name, exitCode, message) => {
    const reading = readSecret(failing(name), "adg", signal);
    await expect(reading).rejects.toMatchObject({ exitCode, message: expect.stringContaining(message) });
  });

  it("is told by HTTP's 403 as well", async () => {
    await expect(readSecret(failing("Error", "?", 403), "adg", signal)).rejects.toThrow("access denied");
  });
});
