import { E2eRefusedError, InvalidArgumentError } from "../errors.ts";

/** Where a job runs, names as the original's. */
export const ENVIRONMENTS = ["local", "development", "qa", "integration", "preprod", "production"] as const;

export type Environment = (typeof ENVIRONMENTS)[number];

/** Where end-to-end test data must never become tables. */
const NO_E2E: ReadonlySet<Environment> = new Set(["integration", "preprod", "production"]);

/**
 * Where a command works: what is said last counts least.
 *
 * @param said - what a flag, a variable and a configuration say, in the order in which they count.
 * @throws InvalidArgumentError when none says it, or the first that does says no environment.
 */
export function environmentNamed(...said: readonly (string | undefined)[]): Environment {
  const first = said.find((name) => name !== undefined && name !== "");
  const known = ENVIRONMENTS.find((name) => name === first?.toLowerCase());
  if (known !== undefined) return known;
  throw new InvalidArgumentError(
    first === undefined
      ? "Where this is, is not said. Give --environment, set ENVIRONMENT, or name a configuration by --config or ADG_CONFIG."
      : `${JSON.stringify(first)} is no environment. Give one of ${ENVIRONMENTS.join(", ")}.`,
  );
}

/** Whether test data may be there at all. */
export function isForTests(environment: Environment): boolean {
  return !NO_E2E.has(environment);
}

/**
 * Refuses test data where real data lives.
 *
 * @throws E2eRefusedError
 */
export function checkE2e(environment: Environment, e2e: boolean): void {
  if (e2e && !isForTests(environment)) {
    throw new E2eRefusedError(
      `--e2e_test_flg true is refused in ${environment}: it would publish test data as real. ` +
        `Run without it, or in one of ${ENVIRONMENTS.filter(isForTests).join(", ")}.`,
    );
  }
}
