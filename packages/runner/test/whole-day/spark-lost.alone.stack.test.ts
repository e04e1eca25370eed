import { randomInt } from "node:crypto";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { addDays, parseDay } from "@dataworks/catchup";
import { restartSpark, stopSpark, type StackInfo, uploadDays } from "@dataworks/local-stack";
import { generateVacancyDays } from "@dataworks/test-data";
import { SparkSession } from "spark-connect-node";
import { adg } from "../support/command.ts";
import { instance, step } from "../support/instance.ts";

// Spark goes away in the middle of a day. The day fails, nothing of it is published, and when Spark is back the
// same command does it.

/** Another one each time, so that an instance which is kept has not published it yet. */
const DAY = addDays(parseDay("1990-01-01"), randomInt(10_000));
let info: StackInfo;

beforeAll(async () => {
  info = await instance();
  await uploadDays(info, generateVacancyDays({ start: DAY, days: 1, rows: 20_000 }));
});

describe("Spark restarted mid-day", () => {
  it("fails the day, publishes nothing, and the rerun completes it", async () => {
    const failing = adg(step("vacancy", DAY, DAY, "--json"));
    await untilSparkIsBusy(info);
    await stopSpark(info);
    const failed = await failing;
    info = await restartSpark(info);

    expect({ code: failed.code, stdout: failed.stdout }).toMatchObject({ code: 4 });
    expect(JSON.parse(failed.stdout)).toMatchObject({
      status: "failed",
      days: [{ day: DAY, status: "failed" }],
    });
    expect(await publishedDays(info)).not.toContain(DAY);

    const again = await adg(step("vacancy", DAY, DAY, "--json"), { SPARK_REMOTE: info.spark.remote });
    expect({ code: again.code, stderr: again.code === 0 ? "" : again.stderr }).toEqual({
      code: 0,
      stderr: "",
    });
    expect(await publishedDays(info)).toContain(DAY);
  });
});

async function untilSparkIsBusy({ spark }: StackInfo): Promise<void> {
  for (;;) {
    const [application] = (await (await fetch(`${spark.uiUrl}/api/v1/applications`)).json()) as {
      id: string;
    }[];
    const running = await fetch(`${spark.uiUrl}/api/v1/applications/${application?.id}/jobs?status=running`);
    if (((await running.json()) as unknown[]).length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function publishedDays({ spark: { remote } }: StackInfo): Promise<string[]> {
  await using spark = await SparkSession.builder().remote(remote).getOrCreate();
  if (!(await spark.catalog.tableExists("uc_kickstart.vacancies"))) return [];
  const rows = await (await spark.sql("SHOW PARTITIONS uc_kickstart.vacancies")).collect();
  return rows.map((row) => String(row["partition"]).replace("date_uploaded=", ""));
}
