export type { LocalConfigValue, LocalServerOptions } from "./options.ts";
export { type LocalSparkServer, startLocalServer } from "./start.ts";
