export { type Host, main } from "./main.ts";
export { loadConfig, parseConfig } from "./config/load-config.ts";
export type {
  CollectionConfig,
  CsvConfig,
  LogLevel,
  ModuleConfig,
  RunnerConfig,
} from "./config/runner-config.ts";
export {
  E2eRefusedError,
  type ExitCode,
  exitCodeOf,
  InterruptedError,
  InvalidArgumentError,
  InvalidConfigError,
  InvalidSecretError,
  RunnerError,
  type RunnerErrorCode,
  SecretUnavailableError,
  SparkUnavailableError,
} from "./errors.ts";
export { correlationId, type KickstartModule, MODULE_NAMES, type ModuleName } from "./modules/kickstart.ts";
export { type Environment, ENVIRONMENTS } from "./modules/environment.ts";
export type { CommandDocument, Status } from "./report/document.ts";
export { type ProxyAgents, proxyAgents, proxyFor } from "./wiring/proxy.ts";
