import { E2eRefusedError } from "../errors.ts";

/** Where a job runs, names as the original's. */
export const ENVIRONMENTS = ["local", "development", "qa", "integration", "preprod", "production"] as const;

export type Environment = (typeof ENVIRONMENTS)[number];

/** Where end-to-end test data must never become tables. */
const NO_E2E: ReadonlySet<Environment> = new Set(["integration", "preprod", "production"]);

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
