import { homedir } from "node:os";
import { join } from "node:path";
import {
  PYTHON_REQUIREMENTS,
  requirementsHash,
  S3A_EXCLUSIONS,
  S3A_PACKAGES,
  SPARK_VERSION,
  VERSITYGW_MODULE,
} from "./requirements.ts";

/** Where the heavy, shareable parts live, outside any checkout. */
export interface CachePaths {
  readonly root: string;
  readonly lockFile: string;
  readonly logs: string;
  readonly venv: string;
  /** The Python of the venv. */
  readonly python: string;
  readonly s3a: string;
  readonly versitygw: string;
}

/** `${XDG_CACHE_HOME:-~/.cache}/dataworks-adg`, its folders named by what is pinned. */
export function cachePaths(env: NodeJS.ProcessEnv = process.env): CachePaths {
  // The XDG specification says to ignore a value that is not absolute.
  const configured = env["XDG_CACHE_HOME"];
  const base = configured?.startsWith("/") === true ? configured : join(homedir(), ".cache");
  const root = join(base, "dataworks-adg");
  const venv = join(root, `venv-${requirementsHash(PYTHON_REQUIREMENTS)}`);
  return {
    root,
    lockFile: join(root, "install.lock"),
    logs: join(root, "logs"),
    venv,
    python: join(venv, "bin", "python"),
    s3a: join(root, `s3a-${requirementsHash([SPARK_VERSION, ...S3A_PACKAGES, ...S3A_EXCLUSIONS])}`),
    versitygw: join(root, `versitygw-${requirementsHash([VERSITYGW_MODULE])}`),
  };
}
