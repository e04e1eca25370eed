import { beforeAll, describe, expect, it } from "@jest/globals";
import { readFile, stat } from "node:fs/promises";
import { terminate } from "../src/process/terminate.ts";
import { stopSpark } from "../src/lifecycle/spark.ts";
import { status } from "../src/lifecycle/status.ts";
import { up } from "../src/lifecycle/up.ts";
import { uploadDays } from "../src/source-bucket/upload-days.ts";
import { s3Client } from "../src/aws/clients.ts";
import { logFiles, readInfo, type StackInfo } from "../src/state/info.ts";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import { generateVacancyDays, newDataKey } from "@dataworks/test-data";
import { stackInfo } from "./stack-info.ts";

let info: StackInfo;
beforeAll(async () => {
  info = await stackInfo();
});

describe("a running instance", () => {
  it("is reused by a second start: same processes, same keys", async () => {
    const told: string[] = [];
    expect(await up({ name: info.name, report: (line) => told.push(line) })).toEqual(info);
    expect(told).toEqual([`instance "${info.name}" is running already`]);
  });

  it("keeps its keys for its owner", async () => {
    const { keyFile, strangerKeyFile } = info.dks;
    for (const file of [info.infoFile, info.configFile, keyFile, strangerKeyFile, ...logFiles(info)]) {
      const { mode } = await stat(file);
      expect([file, mode & 0o077]).toEqual([file, 0]);
    }
  });

  it("writes neither its token nor its keys into its logs", async () => {
    for (const file of logFiles(info)) {
      const log = await readFile(file, "utf8");
      for (const secret of [
        info.spark.token,
        info.clusterKeys.secretAccessKey,
        info.adminKeys.secretAccessKey,
      ]) {
        expect(log.includes(secret)).toBe(false);
      }
    }
  });

  it("takes generated days as they are, byte by byte", async () => {
    const days = generateVacancyDays({ start: "1999-12-31", days: 1, rows: 60 });
    const keys = await uploadDays(info, days);
    expect(keys).toHaveLength(4);
    const s3 = s3Client({ endpoint: info.s3.endpoint, keys: info.s3.adminKeys });
    for (const { files } of days.flatMap(({ collections }) => collections)) {
      for (const { key, content } of files) {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: info.buckets.source, Key: key }));
        expect(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(content)).toBe(true);
      }
    }
    s3.destroy();
  });

  it("gets its Data Key Service back when that died, at the same address, with the same keys", async () => {
    const dataKey = await newDataKey(info.dks);
    await terminate(info.dks.process);
    expect((await status({ name: info.name })).services).toMatchObject([
      { service: "moto", state: "up" },
      { service: "dks", state: "down", pid: info.dks.process.pid },
      { service: "spark", state: "up" },
    ]);
    const renewed = await up({ name: info.name });
    expect(renewed.dks.process).not.toEqual(info.dks.process);
    expect(renewed).toEqual({ ...info, dks: { ...info.dks, process: renewed.dks.process } });
    expect(JSON.parse(await readFile(info.configFile, "utf8"))).toMatchObject({
      dks: { url: renewed.dks.url },
    });
    expect((await newDataKey(renewed.dks)).keyId).toBe(dataKey.keyId);
    info = renewed;
  });

  it("gets its Spark server back when that died, at the same address, all else untouched", async () => {
    await stopSpark(info);
    expect((await status({ name: info.name })).services).toMatchObject([
      { service: "moto", state: "up" },
      { service: "dks", state: "up" },
      { service: "spark", state: "down", pid: info.spark.process.pid },
    ]);
    const renewed = await up({ name: info.name });
    expect(renewed.spark.process).not.toEqual(info.spark.process);
    expect(renewed).toEqual({ ...info, spark: { ...info.spark, process: renewed.spark.process } });
    expect(await readInfo(info.infoFile)).toEqual(renewed);
    expect((await status({ name: info.name })).up).toBe(true);
  });
});
