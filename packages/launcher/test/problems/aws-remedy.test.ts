import { describe, expect, it } from "@jest/globals";
import { awsRemedy } from "../../src/problems/aws-remedy.ts";

const error = (message: string, more: object = {}): Error => Object.assign(new Error(message), more);

describe("what to do where AWS gave no answer to what was asked", () => {
  it.each([
    [error("Could not load credentials", { name: "CredentialsProviderError" }), "Set valid keys of AWS"],
    [error("The security token is expired", { name: "ExpiredTokenException" }), "Set valid keys of AWS"],
    [error("Region is missing"), "Set AWS_REGION"],
    [error('Region not accepted: region="" is not a valid hostname component.'), "Set AWS_REGION"],
    [error("connect ECONNREFUSED 127.0.0.1:9", { code: "ECONNREFUSED" }), "check HTTPS_PROXY"],
    [error("no answer within 10 s", { name: "TimeoutError" }), "check HTTPS_PROXY"],
  ])("%s", (cause, remedy) => {
    expect(awsRemedy(cause)).toContain(remedy);
  });

  it.each([undefined, null, "text", new Error("something else"), { name: "ValidationException" }])(
    "nothing for %p",
    (cause) => {
      expect(awsRemedy(cause)).toBe("");
    },
  );
});
