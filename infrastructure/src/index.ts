export { type AdgApp, type AppOptions, buildApp } from "./build-app.ts";
export { InfrastructureError, type InfrastructureErrorCode } from "./errors.ts";
export { loadParameters, parseParameters } from "./parameters/load.ts";
export type { Parameters, Schedule } from "./parameters/parameters.ts";
export { scheduleMessage, type ScheduleMessage } from "./schedule/message.ts";
