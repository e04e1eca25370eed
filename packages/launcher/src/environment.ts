/** Where a job runs, names as the original's. */
export const ENVIRONMENTS = ["local", "development", "qa", "integration", "preprod", "production"] as const;

export type Environment = (typeof ENVIRONMENTS)[number];
