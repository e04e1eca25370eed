import type { ClusterConfig } from "../cluster-config/cluster-config.ts";
import { mergeConfig } from "../cluster-config/merge.ts";
import { type ConfigPlace, readClusterConfig } from "../cluster-config/read.ts";
import { revealSecrets } from "../cluster-config/secrets.ts";
import { withTags } from "../cluster-config/steps.ts";
import type { LaunchRequest } from "../payload/parse-payload.ts";
import type { Payload } from "../payload/payload.ts";
import { checkE2e } from "./check-e2e.ts";
import { APPLICATION, checkTold } from "./check-told.ts";
import type { LaunchDeps } from "./deps.ts";
import { LAUNCH_KEY_TAG } from "./find-cluster.ts";
import { type LaunchKeys, launchKeys, launchTag } from "./launch-keys.ts";

/** What a launch would be, for people to look at. */
export interface LaunchPreview extends LaunchKeys {
  /** What RunJobFlow would be told, with the names of secrets where their values will stand. */
  readonly config: ClusterConfig;
}

/** All that is decided before anything is reserved or launched. */
export interface LaunchPlan extends LaunchKeys {
  /** What RunJobFlow will be told, passwords among it. */
  readonly config: ClusterConfig;
  readonly secrets: readonly string[];
}

/**
 * Reads and checks everything that can be wrong with a launch. Nothing is written anywhere.
 *
 * @throws LauncherError
 */
export async function planLaunch(request: LaunchRequest, deps: LaunchDeps): Promise<LaunchPlan> {
  const preview = await previewLaunch(request, deps);
  return { ...preview, ...(await revealSecrets(preview.config, deps.secrets, deps.signal)) };
}

/**
 * As {@link planLaunch}, without reading a secret.
 *
 * @throws LauncherError
 */
export async function previewLaunch(
  request: LaunchRequest,
  deps: Pick<LaunchDeps, "environment" | "configPlace" | "s3" | "signal">,
): Promise<LaunchPreview> {
  const { environment, s3, signal } = deps;
  const place = placeFor(deps.configPlace, request.payload);
  const merged = mergeConfig(await readClusterConfig(place, s3, signal), request);
  checkTold(environment, merged);
  checkE2e(environment, merged);
  const named = launchKeys(environment, merged, request);
  const tagged = withTags(merged, {
    [LAUNCH_KEY_TAG]: launchTag(named.keys),
    Environment: environment,
    Application: APPLICATION,
  });
  return { ...named, config: tagged };
}

/** A directory is for development and counts before all else, as with the original. */
function placeFor(place: ConfigPlace, { s3_overrides: overrides }: Payload): ConfigPlace {
  if (place.kind === "directory") return place;
  return {
    kind: "s3",
    bucket: overrides?.emr_launcher_config_s3_bucket ?? place.bucket,
    folder: (overrides?.emr_launcher_config_s3_folder ?? place.folder).replace(/^\/+|\/+$/g, ""),
  };
}
