import type { ConfigPlace, Payload } from "@dataworks/launcher";
import type { RawStartArguments } from "../args/cluster-arguments.ts";
import { flag } from "../args/run-request.ts";
import { InvalidArgumentError } from "../errors.ts";
import { dayOf, modulesNamed } from "../generate/generate-request.ts";
import { MODULE_NAMES, type ModuleName } from "../modules/kickstart.ts";

/** What a cluster is to do, checked. */
export interface StartRequest {
  readonly modules: readonly ModuleName[];
  readonly cleanUp: boolean;
  readonly e2e: boolean;
  /** What each module's step is told besides its module. */
  readonly stepArgs: readonly string[];
  readonly again: string | undefined;
  readonly correlationId: string | undefined;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** A flag, else a variable that is not empty. */
function either(given: string | undefined, variables: Variables, name: string): string | undefined {
  return given ?? (variables[name] || undefined);
}

/**
 * Checks what is asked of a cluster: by flags, else by the variables that the original's jobs set.
 *
 * @throws InvalidArgumentError naming the argument, or the variable that stands for it.
 */
export function startRequest(raw: RawStartArguments, variables: Variables): StartRequest {
  const value = (argument: string, variable: string, given: string | undefined) => ({
    name: given === undefined ? variable : argument,
    text: either(given, variables, variable),
  });
  const start = value("--start-dt", "START_DT", raw.startDt);
  const end = value("--end-dt", "END_DT", raw.endDt);
  const days = [start, end].map(({ name, text }) => (text === undefined ? undefined : dayOf(name, text)));
  const [from, to] = days;
  if (from !== undefined && to !== undefined && from > to) {
    throw new InvalidArgumentError(`${start.name} ${from} is after ${end.name} ${to}. Swap them.`);
  }
  const cleanUp = value("--clean-up-flg", "CLEAN_UP_FLG", raw.cleanUpFlg);
  const e2e = value("--e2e-test-flg", "E2E_TEST_FLG", raw.e2eTestFlg);
  const [cleans, tests] = [flag(cleanUp.name, cleanUp.text), flag(e2e.name, e2e.text)];
  const { again, correlationId } = raw;
  if (again === "") throw new InvalidArgumentError("--again is empty. Leave it out, or give a token.");
  if (correlationId === "")
    throw new InvalidArgumentError("--correlation-id is empty. Leave it out, or give an id.");
  return {
    modules: modulesNamed(raw.module),
    cleanUp: cleans,
    e2e: tests,
    stepArgs: [
      ...(from === undefined ? [] : ["--start_dt", from]),
      ...(to === undefined ? [] : ["--end_dt", to]),
      ...(cleans ? ["--clean_up_flg", "true"] : []),
      ...(tests ? ["--e2e_test_flg", "true"] : []),
      ...(correlationId === undefined ? [] : ["--correlation_id", correlationId]),
    ],
    again,
    correlationId,
  };
}

const JOB_STEP = "submit-job-";

/**
 * The launcher's payload for a request: the steps of other modules are left out, those of none (the Spark Connect
 * server's) stay.
 *
 * @param steps - names of the steps that the cluster's files have.
 * @throws InvalidArgumentError for a module that has none.
 */
export function payloadOf({ modules, stepArgs, again }: StartRequest, steps: readonly string[]): Payload {
  const wanted = modules.map((module) => `${JOB_STEP}${module}`);
  const missing = wanted.filter((name) => !steps.includes(name));
  if (missing.length > 0) {
    throw new InvalidArgumentError(
      `--module: the cluster's files have no step ${missing.join(", ")}, but ${steps.join(", ") || "none at all"}. ` +
        "Add it to steps.yaml, or leave the module out.",
    );
  }
  const kept = [...steps.filter((name) => !name.startsWith(JOB_STEP)), ...wanted];
  return {
    ...(modules.length === MODULE_NAMES.length ? {} : { only_steps: kept }),
    ...(stepArgs.length === 0
      ? {}
      : { additional_step_args: Object.fromEntries(wanted.map((step) => [step, [...stepArgs]])) }),
    ...(again === undefined ? {} : { again }),
  };
}

/** Where the launcher finds the cluster's files, and its table of launches. */
export interface LaunchPlaces {
  readonly configPlace: ConfigPlace;
  readonly stateTable: string;
}

/** What the infrastructure calls them, as everywhere. */
const DEFAULT_FOLDER = "emr/kickstart-adg";
const DEFAULT_TABLE = "kickstart-adg-launcher-state";

/**
 * Where the cluster's files are: of flags and variables, a directory counts first, as with the original.
 *
 * @throws InvalidArgumentError when nothing says it.
 */
export function launchPlaces(raw: RawStartArguments, variables: Variables): LaunchPlaces {
  const stateTable = either(raw.stateTable, variables, "EMR_LAUNCHER_STATE_TABLE") ?? DEFAULT_TABLE;
  // A flag for S3 outdoes a variable for a directory.
  const path =
    raw.configDir ??
    (raw.configS3Bucket === undefined ? variables["EMR_LAUNCHER_CONFIG_DIR"] || undefined : undefined);
  if (path !== undefined) return { configPlace: { kind: "directory", path }, stateTable };
  const bucket = either(raw.configS3Bucket, variables, "EMR_LAUNCHER_CONFIG_S3_BUCKET");
  if (bucket === undefined) {
    throw new InvalidArgumentError(
      "Where the cluster's files are, is not said. Give --config-s3-bucket, set EMR_LAUNCHER_CONFIG_S3_BUCKET, or give --config-dir.",
    );
  }
  const folder = either(raw.configS3Folder, variables, "EMR_LAUNCHER_CONFIG_S3_FOLDER") ?? DEFAULT_FOLDER;
  return { configPlace: { kind: "s3", bucket, folder: folder.replace(/^\/+|\/+$/g, "") }, stateTable };
}
