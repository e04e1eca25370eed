export { addDays, type Day, daysFromTo, isDay, nextDay, parseDay, previousDay, todayIn } from "./days/day.ts";
export { daysPassedOver, daysToRun, type DaysToRunInput } from "./days/days-to-run.ts";
export {
  CatchupError,
  DayLockedError,
  InvalidAuditItemError,
  InvalidDayError,
  LeaseLostError,
  LedgerError,
  type LedgerErrorCode,
  StartAfterEndError,
} from "./errors.ts";
export type { AuditItem, AuditStatus } from "./ledger/audit-item.ts";
export { type DayRecord, type Locations, type Publication, type UnsettledDay } from "./ledger/day-record.ts";
export { DynamoLedger, type DynamoLedgerOptions } from "./ledger/dynamo-ledger.ts";
export type { DynamoPort } from "./ledger/dynamo-port.ts";
export { type HeartbeatOptions, keepAlive } from "./ledger/heartbeat.ts";
export type { DayLease, DayRecords, Ledger, LockHolder, Run, RunEnd } from "./ledger/ledger.ts";
export type { ModuleKey } from "./ledger/module-key.ts";
export { type ClusterRuns, readClusterRuns, type RunRecord } from "./reports/cluster-runs.ts";
export {
  type CollectionReport,
  type FailureCause,
  runReport,
  type RunReport,
} from "./reports/run-report.ts";
