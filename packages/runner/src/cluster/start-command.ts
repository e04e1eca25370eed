import { hostname } from "node:os";
import { S3 } from "@aws-sdk/client-s3";
import type * as Launcher from "@dataworks/launcher";
import type { RawStartArguments } from "../args/cluster-arguments.ts";
import { InvalidArgumentError, NotConfirmedError } from "../errors.ts";
import { checkE2e } from "../modules/environment.ts";
import type { ToolContext } from "../tool/tool-context.ts";
import { proxyAgents } from "../wiring/proxy.ts";
import { unlockedCalls } from "../wiring/patience.ts";
import { awaitCluster } from "./await-cluster.ts";
import { clusterPlace, type ClusterPlace, withLauncher } from "./cluster-context.ts";
import { describeLaunch, launchEntry } from "./describe.ts";
import {
  type LaunchPlaces,
  launchPlaces,
  payloadOf,
  type StartRequest,
  startRequest,
} from "./start-request.ts";

/** `adg cluster start`: the launcher's own code in this process. Everything is checked before anything is launched. */
export async function startCommand(raw: RawStartArguments, context: ToolContext): Promise<void> {
  const request = startRequest(raw, context.environment);
  const place = await clusterPlace(raw, context);
  checkE2e(place.environment, request.e2e);
  const places = launchPlaces(raw, context.environment);
  if (request.cleanUp && raw.dryRun !== true) await confirmCleanUp(request, place, raw.yes ?? false, context);
  await withLauncher(async (launcher) => {
    const asked = await launchRequest(launcher, request, place, places, context);
    if (raw.dryRun === true) return preview(launcher, asked, place, places, context);
    return start(launcher, asked, place, places, raw.wait ?? false, context);
  });
}

/** @throws NotConfirmedError */
async function confirmCleanUp(
  { modules }: StartRequest,
  { environment }: ClusterPlace,
  yes: boolean,
  { confirm }: ToolContext,
): Promise<void> {
  if (yes || (confirm === undefined && environment !== "production")) return;
  const what = `The clean-up removes the tables of ${modules.join(", ")} in ${environment}, and everything published of them`;
  if (confirm !== undefined && (await confirm(`${what}. Go on?`))) return;
  throw new NotConfirmedError(`${what}. Nothing was launched. Give --yes to go on.`);
}

function s3In(region: string | undefined): S3 {
  return new S3({ ...(region === undefined ? {} : { region }), ...unlockedCalls() });
}

async function launchRequest(
  { isToken, parsePayload, readClusterConfig }: typeof Launcher,
  request: StartRequest,
  { region }: ClusterPlace,
  { configPlace }: LaunchPlaces,
  { now, signal }: ToolContext,
): Promise<Launcher.LaunchRequest> {
  if (request.again !== undefined && !isToken(request.again)) {
    throw new InvalidArgumentError(
      `--again ${JSON.stringify(request.again)}: expected 1 to 32 letters, digits, dots, hyphens or underscores.`,
    );
  }
  const s3 = s3In(region);
  try {
    const { Steps = [] } = await readClusterConfig(configPlace, s3, signal);
    const payload = payloadOf(
      request,
      Steps.map(({ Name }) => Name),
    );
    const { correlationId } = request;
    const options = correlationId === undefined ? {} : { requestId: correlationId };
    const [asked] = parsePayload(payload, { now: now(), ...options });
    if (asked === undefined) throw new TypeError("a payload of its own is always one launch");
    return asked;
  } finally {
    s3.destroy();
  }
}

async function preview(
  { previewLaunch }: typeof Launcher,
  asked: Launcher.LaunchRequest,
  { environment, region }: ClusterPlace,
  { configPlace }: LaunchPlaces,
  { signal, terminal, onResult }: ToolContext,
): Promise<void> {
  const s3 = s3In(region);
  try {
    const { keys, config } = await previewLaunch(asked, { environment, configPlace, s3, signal });
    onResult({ dry_run: true, launch_keys: keys, request: config });
    terminal.print(`Would launch, for ${keys.join(", ")}:\n${JSON.stringify(config, null, 2)}`);
  } finally {
    s3.destroy();
  }
}

async function start(
  launcher: typeof Launcher,
  asked: Launcher.LaunchRequest,
  { environment, region }: ClusterPlace,
  places: LaunchPlaces,
  wait: boolean,
  context: ToolContext,
): Promise<void> {
  const { terminal, warn, onResult, signal } = context;
  using deps = launcher.createLaunchDeps({
    environment,
    ...places,
    owner: `adg cluster start on ${hostname()} (pid ${process.pid})`,
    log: { info: () => {}, warn: (_fields, message) => warn(message) },
    signal,
    agents: proxyAgents,
    ...(region === undefined ? {} : { region }),
  });
  const outcome = await launcher.launch(asked, deps);
  onResult(launchEntry(outcome));
  terminal.print(describeLaunch(outcome));
  if (!wait) return;
  await awaitCluster(deps.emr, launcher, outcome.clusterId, context, (end) =>
    onResult({ ...launchEntry(outcome), ...end }),
  );
}
