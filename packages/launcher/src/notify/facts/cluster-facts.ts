import type {
  Cluster,
  DescribeClusterCommandInput,
  DescribeClusterCommandOutput,
  ListStepsCommandInput,
  ListStepsCommandOutput,
  StepSummary,
} from "@aws-sdk/client-emr";
import { type ClusterRuns, type DynamoPort, readClusterRuns } from "@dataworks/catchup";
import { APPLICATION } from "../../launch/check-told.ts";
import { errorName } from "../error-name.ts";
import { ClusterUnknownError } from "../errors.ts";
import type { Environment } from "../../environment.ts";
import { correlationId, DATA_PRODUCT, type ModuleName, MODULES } from "../../modules.ts";
import type { ClusterFacts, StepFact } from "./facts.ts";
import { jobArguments } from "./job-arguments.ts";

interface CallOptions {
  readonly abortSignal?: AbortSignal;
}

/** The subset of the SDK's `EMR` client that facts are found with. */
export interface NotifyEmrPort {
  describeCluster(
    input: DescribeClusterCommandInput,
    options?: CallOptions,
  ): Promise<Pick<DescribeClusterCommandOutput, "Cluster">>;
  listSteps(
    input: ListStepsCommandInput,
    options?: CallOptions,
  ): Promise<Pick<ListStepsCommandOutput, "Steps" | "Marker">>;
}

export interface FactsOptions {
  readonly emr: NotifyEmrPort;
  readonly dynamo: Pick<DynamoPort, "getItem">;
  readonly auditTable: string;
  readonly environment: Environment;
  readonly signal: AbortSignal;
}

/** EMR keeps no more steps of a cluster than it shows; pages of 50. */
const MOST_PAGES = 20;

/**
 * Finds out what a cluster did. Only whose it is must be known: what else cannot be found out is said in `unknown`, for
 * a message without details is better than none.
 *
 * @returns nothing for a cluster that is not ours, or another environment's.
 * @throws ClusterUnknownError when EMR does not say whose it is.
 */
export async function clusterFacts(
  clusterId: string,
  options: FactsOptions,
): Promise<ClusterFacts | undefined> {
  const cluster = await describe(clusterId, options);
  const tag = (key: string): string | undefined => cluster.Tags?.find(({ Key }) => Key === key)?.Value;
  if (tag("Application") !== APPLICATION) return undefined;
  if (tag("Environment") !== options.environment) return undefined;
  const unknown: string[] = [];
  const [steps, ...runs] = await Promise.all([
    listSteps(clusterId, options).catch((error: unknown) => {
      unknown.push(`The steps could not be read: ${errorName(error)}.`);
      return undefined;
    }),
    ...MODULES.map(async (module): Promise<[ModuleName, ClusterRuns | undefined]> => {
      const key = {
        table: options.auditTable,
        dataProduct: DATA_PRODUCT,
        correlationId: correlationId(module),
      };
      try {
        return [module, await readClusterRuns(options.dynamo, key, clusterId)];
      } catch (error) {
        unknown.push(`The ledger of ${module} could not be read: ${errorName(error)}.`);
        return [module, undefined];
      }
    }),
  ]);
  return {
    steps,
    launchKeys: (tag("Launch_Key") ?? "").split("+").filter((key) => key !== ""),
    runs: new Map(runs.flatMap(([module, found]) => (found === undefined ? [] : [[module, found]]))),
    unknown,
  };
}

async function describe(clusterId: string, { emr, signal }: FactsOptions): Promise<Cluster> {
  try {
    const { Cluster: cluster } = await emr.describeCluster({ ClusterId: clusterId }, { abortSignal: signal });
    return cluster ?? {};
  } catch (cause) {
    throw new ClusterUnknownError(clusterId, errorName(cause), { cause });
  }
}

async function listSteps(clusterId: string, { emr, signal }: FactsOptions): Promise<StepFact[]> {
  const found: StepSummary[] = [];
  let marker: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const { Steps = [], Marker } = await emr.listSteps(
      { ClusterId: clusterId, ...(marker === undefined ? {} : { Marker: marker }) },
      { abortSignal: signal },
    );
    found.push(...Steps);
    if (Marker === undefined || Marker === "") break;
    marker = Marker;
  }
  return inOrder(found).map(stepFact);
}

/** EMR lists the last step first; those that started say when. */
export function inOrder(steps: readonly StepSummary[]): StepSummary[] {
  const started = ({ Status }: StepSummary): number =>
    Status?.Timeline?.StartDateTime?.getTime() ?? Number.POSITIVE_INFINITY;
  return [...steps].reverse().sort((a, b) => (started(a) === started(b) ? 0 : started(a) - started(b)));
}

function stepFact({ Name = "", Status = {}, Config }: StepSummary): StepFact {
  const { FailureDetails: failure, StateChangeReason: reason } = Status;
  const log = failure?.LogFile === undefined ? "" : `Its log: ${failure.LogFile}`;
  const why = [failure?.Reason, failure?.Message ?? reason?.Message, log];
  return {
    name: Name,
    state: Status.State ?? "UNKNOWN",
    job: jobArguments(Config?.Args ?? []),
    why: why.filter((part) => part !== undefined && part !== "").join(" "),
  };
}
