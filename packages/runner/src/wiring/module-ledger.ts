import { DynamoLedger, type DynamoPort, type Ledger } from "@dataworks/catchup";
import type { Log } from "@dataworks/etl-core";
import type { RunnerConfig } from "../config/runner-config.ts";
import { correlationId, type ModuleName } from "../modules/kickstart.ts";

/** The variable by which the cluster's step says which cluster it is on. */
const CLUSTER_ID = "ADG_CLUSTER_ID";

/** Whether this is a step of a cluster. */
export function isOnCluster(environment: ModuleLedgerOptions["environment"]): boolean {
  return (environment[CLUSTER_ID] ?? "") !== "";
}

export interface ModuleLedgerOptions {
  readonly module: ModuleName;
  readonly audit: RunnerConfig["audit"];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly dynamo: DynamoPort;
  readonly log: Log;
}

/** A module's ledger. On a cluster it notes there which runs are the cluster's, for the notice at its end. */
export function moduleLedger({ module, audit, environment, dynamo, log }: ModuleLedgerOptions): Ledger {
  const clusterId = clusterIdOf(environment, log);
  return new DynamoLedger(dynamo, {
    ...audit,
    correlationId: correlationId(module),
    clusterId,
    onUnnoted: (error) => log.warn({ err: error }, "the notice at the cluster's end will not have this run"),
  });
}

/** An id that cannot be one costs the notice its details, never the day. */
function clusterIdOf(environment: ModuleLedgerOptions["environment"], log: Log): string | undefined {
  const id = environment[CLUSTER_ID];
  if (id === undefined || id === "") return undefined;
  if (/^j-[A-Z0-9]{1,64}$/.test(id)) return id;
  log.warn({}, `${CLUSTER_ID} is not the id of a cluster (j-…): the notice at its end will have no details`);
  return undefined;
}
