// A vacancy day, against Spark doing the least that could be called the same.
import { median } from "./median.mjs";

const DAY = "2026-06-01";

const tableType = {
  uuid: "STRING",
  string: "STRING",
  text: "STRING",
  "user-input": "STRING",
  boolean: "BOOLEAN",
  timestamp: "TIMESTAMP",
  date: "TIMESTAMP",
  smallint: "INT",
  integer: "INT",
  bigint: "BIGINT",
  numeric: "DOUBLE",
};

async function bytesReadBy({ spark }) {
  const [application] = await (await fetch(`${spark.uiUrl}/api/v1/applications`)).json();
  const executors = await (
    await fetch(`${spark.uiUrl}/api/v1/applications/${application.id}/executors`)
  ).json();
  return executors.reduce((sum, { totalInputBytes }) => sum + totalInputBytes, 0);
}

export async function vacancyPart({ info, rows, rounds, warmUps, measured }) {
  const { uploadBenchDay } = await import("@dataworks/local-stack");
  const { benchColumns } = await import("@dataworks/test-data");
  const { normaliseColumnName } = await import("@dataworks/etl-core");
  console.error(`writing 4 CSV files of ${rows} rows`);
  const objects = await uploadBenchDay(info, { day: DAY, rows });
  const files = objects.map(({ collection, key, bytes }) => {
    const columns = benchColumns(collection).map(({ header, type }) => [
      normaliseColumnName(header),
      tableType[type],
    ]);
    return {
      collection,
      bytes,
      url: `s3a://${info.buckets.source}/${key}`,
      columns: columns.map(([name]) => name),
      schema: columns.map(([name, type]) => `${name} ${type}`).join(", "),
    };
  });
  const fileBytes = files.reduce((sum, { bytes }) => sum + bytes, 0);

  const taken = [];
  for (let round = 1 - warmUps; round <= rounds; round += 1) {
    const floor = await measured("floor.mjs", {
      files,
      target: `s3a://${info.buckets.published}/floor/${round + warmUps}`,
    });
    const before = await bytesReadBy(info);
    const day = await measured("day.mjs", { files, day: DAY, rows, database: `bench_${round + warmUps}` });
    const reads = ((await bytesReadBy(info)) - before) / fileBytes;
    const looks = day.runnerBytes / fileBytes;
    console.error(
      `${round < 1 ? "warm-up" : `round ${round}`}: floor ${floor.seconds.toFixed(1)} s, day ${day.seconds.toFixed(1)} s, ` +
        `× ${(day.seconds / floor.seconds).toFixed(2)}, runner ${day.peakMiB} MiB, ` +
        `files read × ${reads.toFixed(2)} by Spark, × ${looks.toFixed(2)} by the runner`,
    );
    if (round >= 1) taken.push({ floor, day, ratio: day.seconds / floor.seconds, reads, looks });
  }

  const result = {
    rows,
    files: files.map(({ collection, bytes }) => ({ collection, megabytes: Math.round(bytes / 1e5) / 10 })),
    floorSeconds: median(taken.map(({ floor }) => floor.seconds)),
    daySeconds: median(taken.map(({ day }) => day.seconds)),
    ratio: median(taken.map(({ ratio }) => ratio)),
    filesReadTimes: median(taken.map(({ reads }) => reads)),
    filesLookedAtAgain: median(taken.map(({ looks }) => looks)),
    runnerPeakMiB: Math.max(...taken.map(({ day }) => day.peakMiB)),
    all: taken,
  };
  return {
    name: "vacancy",
    result,
    about: `files: ${result.files.map(({ collection, megabytes }) => `${collection} ${megabytes} MB`).join(", ")}`,
    table: [
      [
        `floor: Spark reads 4 × ${rows} rows of CSV as strings, writes Parquet`,
        `${result.floorSeconds.toFixed(1)} s`,
        "",
      ],
      ["a vacancy day, listing to published", `${result.daySeconds.toFixed(1)} s`, ""],
      ["day ÷ floor, round by round", result.ratio.toFixed(2), "≤ 1.5"],
      ["times each file's bytes are read by Spark", result.filesReadTimes.toFixed(2), "1"],
      ["and by the runner, where a value looks like a fault", result.filesLookedAtAgain.toFixed(2), ""],
      ["peak memory of the runner", `${result.runnerPeakMiB} MiB`, "< 200 MB"],
    ],
  };
}
