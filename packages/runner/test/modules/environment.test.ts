import { describe, expect, it } from "@jest/globals";
import { E2eRefusedError, exitCodeOf } from "../../src/errors.ts";
import { checkE2e, ENVIRONMENTS } from "../../src/modules/environment.ts";

describe("the E2E flag", () => {
  it.each(["local", "development", "qa"] as const)("is allowed in %s", (environment) => {
    expect(() => checkE2e(environment, true)).not.toThrow();
  });

  it.each(["integration", "preprod", "production"] as const)("is refused in %s, exit 3", (environment) => {
    expect(() => checkE2e(environment, true)).toThrow(E2eRefusedError);
    expect(() => checkE2e(environment, true)).toThrow(`--e2e_test_flg true is refused in ${environment}`);
    expect(exitCodeOf(new E2eRefusedError(""))).toBe(3);
  });

  it("matters only when it is set", () => {
    for (const environment of ENVIRONMENTS) expect(() => checkE2e(environment, false)).not.toThrow();
  });
});
