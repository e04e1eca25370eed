import { type AuditItem, parseAuditItem } from "../ledger/audit-item.ts";
import { ledgerError } from "../ledger/dynamo-errors.ts";
import type { DynamoPort } from "../ledger/dynamo-port.ts";
import type { ModuleKey } from "../ledger/module-key.ts";
import { runItemKey } from "../ledger/run-requests.ts";
import { clusterItemKey } from "./cluster-item.ts";
import { type FailureCause, parseCause, parseRunReport, type RunReport } from "./run-report.ts";

/** What a module did on one cluster. */
export interface ClusterRuns {
  /** In the order they began. */
  readonly runs: readonly RunRecord[];
  /** Runs before those, too many to read. */
  readonly earlier: number;
  /** Why the command ended, where it ended with an error. */
  readonly failure: FailureCause | undefined;
}

/** One run of one day, as its item has it. */
export interface RunRecord {
  readonly runId: number;
  readonly day: AuditItem["Date"];
  readonly status: AuditItem["Status"];
  /** Nothing where none was written, or it cannot be read. */
  readonly report: RunReport | undefined;
}

/** The most runs that are read: a year of days, and some. */
const MOST_RUNS = 400;
const AT_ONCE = 10;

/**
 * What a module did on a cluster: one item by its key, then the items of its runs by theirs. No query, no scan.
 *
 * @returns nothing when the module never got as far as the ledger on that cluster.
 * @throws LedgerError
 */
export async function readClusterRuns(
  dynamo: Pick<DynamoPort, "getItem">,
  module: ModuleKey,
  clusterId: string,
): Promise<ClusterRuns | undefined> {
  const get = async (Key: ReturnType<typeof clusterItemKey>) => {
    try {
      return (await dynamo.getItem({ TableName: module.table, Key, ConsistentRead: true })).Item;
    } catch (error) {
      throw ledgerError(module.table, `reading what ${clusterId} did`, error);
    }
  };
  const item = await get(clusterItemKey(module, clusterId));
  if (item === undefined) return undefined;
  const all = (item["Runs"]?.NS ?? []).map(Number).sort((a, b) => a - b);
  const wanted = all.slice(-MOST_RUNS);
  const runs: RunRecord[] = [];
  for (let from = 0; from < wanted.length; from += AT_ONCE) {
    const some = wanted.slice(from, from + AT_ONCE);
    const items = await Promise.all(some.map((runId) => get(runItemKey(module, runId))));
    runs.push(...some.flatMap((runId, index) => record(runId, items[index])));
  }
  const failure = item["Failure"]?.S;
  return {
    runs,
    earlier: all.length - wanted.length,
    failure: failure === undefined ? undefined : parseCause(failure),
  };
}

/** A run whose item never came to be, or is not ours to read, has nothing to say. */
function record(runId: number, item: Parameters<typeof parseAuditItem>[0] | undefined): RunRecord[] {
  if (item === undefined) return [];
  try {
    const { Date: day, Status: status } = parseAuditItem(item);
    const report = item["Report"]?.S;
    return [{ runId, day, status, report: report === undefined ? undefined : parseRunReport(report) }];
  } catch {
    return [];
  }
}
