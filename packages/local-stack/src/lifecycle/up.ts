import { rm } from "node:fs/promises";
import { StackError } from "../errors.ts";
import { install } from "../install/install.ts";
import { installVersitygw } from "../install/versitygw.ts";
import { withLock } from "../process/lock.ts";
import { isCurrent, readInfo, type StackInfo } from "../state/info.ts";
import { statePaths } from "../state/paths.ts";
import { type Settled, settle, type StackOptions, type UpOptions } from "./context.ts";
import { endAll } from "./down.ts";
import { restartDks } from "./dks.ts";
import { restartSpark } from "./spark.ts";
import { startAll } from "./start.ts";
import { servicesOf } from "./status.ts";

/**
 * Brings an instance up. What runs is reused; a Spark server that died is started again over the same metastore, a Data
 * Key Service with the same keys; when what holds the objects died, all begins anew, since its data was in memory.
 * A start that fails or is cancelled leaves nothing of its own running.
 * @throws StackError PREREQUISITE, INSTALL_FAILED, START_FAILED (with the log's end) or CANCELLED
 */
export async function up(options: UpOptions = {}): Promise<StackInfo> {
  const settled = settle(options);
  const paths = statePaths(settled.name);
  return withLock(paths.lockFile, settled, async () => {
    const info = await readInfo(paths.infoFile);
    return (info === undefined ? undefined : await reuse(info, options, settled)) ?? begin(options, settled);
  });
}

/** Takes an instance down, forgets everything about it, logs included, and brings it up again. */
export async function reset(options: UpOptions = {}): Promise<StackInfo> {
  const settled = settle(options);
  await remove(settled);
  return up(options);
}

/** Takes an instance down and removes its folder. */
export async function remove(options: StackOptions = {}): Promise<void> {
  const settled = settle(options);
  const paths = statePaths(settled.name);
  await withLock(paths.lockFile, settled, async () => {
    await endAll(paths, settled.report);
    await rm(paths.directory, { recursive: true, force: true });
  });
}

async function reuse(
  info: StackInfo,
  options: UpOptions,
  { report, signal }: Settled,
): Promise<StackInfo | undefined> {
  if (!isCurrent(info)) {
    report("what runs was started by an earlier version: starting anew");
    return undefined;
  }
  const services = await servicesOf(info);
  const down = services.filter(({ state }) => state === "down").map(({ service }) => service);
  if (down.length === services.length) return undefined;
  if (options.s3 !== undefined && options.s3 !== info.s3.kind) {
    throw new StackError(
      "INVALID_ARGUMENT",
      `instance "${info.name}" runs with ${info.s3.kind} as its S3; take it down first, or use another name`,
    );
  }
  if (down.length === 0) {
    report(`instance "${info.name}" is running already`);
    return info;
  }
  if (down.every((service) => service === "spark" || service === "dks")) {
    report(`${down.join(" and ")} ended`);
    const renewed = down.includes("dks") ? await restartDks(info, { report, signal }) : info;
    return down.includes("spark") ? restartSpark(renewed, { report, signal, conf: options.conf }) : renewed;
  }
  report(`${down.join(" and ")} ended, and what was in memory with it: starting anew`);
  return undefined;
}

async function begin(options: UpOptions, { name, report, signal }: Settled): Promise<StackInfo> {
  const paths = statePaths(name);
  const installation = await install({ report, signal });
  const versitygw = options.s3 === "versitygw" ? await installVersitygw({ report, signal }) : undefined;
  await endAll(paths, report); // what an earlier start left half-way
  await rm(paths.infoFile, { force: true });
  try {
    return await startAll({ name, paths, installation, versitygw, conf: options.conf, report, signal });
  } catch (error) {
    await endAll(paths, report);
    throw error;
  }
}
