// An application day from one encrypted document, against Spark reading the same records in the clear; and its staging,
// against a plain upload of the same bytes.
import { median } from "./median.mjs";

const DAY = "2026-06-01";

export async function applicationPart({ info, documentRows: rows, rounds, warmUps, measured }) {
  const { uploadBenchDocument } = await import("@dataworks/local-stack");
  console.error(`writing an encrypted document of ${rows} records, and the records in the clear`);
  const plainKey = "floor-lines/part-00000.json";
  const { key, bytes } = await uploadBenchDocument(info, { day: DAY, rows, plainKey });
  const bucket = info.buckets.published;

  const taken = [];
  for (let round = 1 - warmUps; round <= rounds; round += 1) {
    const n = round + warmUps;
    const upload = await measured("plain-upload.mjs", { bucket, plainKey, prefix: `floor-upload/${n}/` });
    const floor = await measured("lines-floor.mjs", {
      url: `s3a://${bucket}/${plainKey}`,
      target: `s3a://${bucket}/floor-json/${n}`,
    });
    const day = await measured("document-day.mjs", { key, day: DAY, rows, database: `bench_json_${n}` });
    console.error(
      `${round < 1 ? "warm-up" : `round ${round}`}: upload ${upload.seconds.toFixed(2)} s, staging ${day.stagingSeconds.toFixed(2)} s, ` +
        `floor ${floor.seconds.toFixed(1)} s, day once staged ${day.restSeconds.toFixed(1)} s, runner ${day.peakMiB} MiB`,
    );
    if (round >= 1) taken.push({ upload, floor, day });
  }
  const result = {
    rows,
    megabytes: Math.round(bytes / 1e5) / 10,
    uploadSeconds: median(taken.map(({ upload }) => upload.seconds)),
    stagingSeconds: median(taken.map(({ day }) => day.stagingSeconds)),
    stagingRatio: median(taken.map(({ day, upload }) => day.stagingSeconds / upload.seconds)),
    floorSeconds: median(taken.map(({ floor }) => floor.seconds)),
    restSeconds: median(taken.map(({ day }) => day.restSeconds)),
    ratio: median(taken.map(({ day, floor }) => day.restSeconds / floor.seconds)),
    daySeconds: median(taken.map(({ day }) => day.seconds)),
    runnerPeakMiB: Math.max(...taken.map(({ day }) => day.peakMiB)),
    all: taken,
  };
  return {
    name: "application",
    result,
    about: `an application document of ${result.megabytes} MB, ${rows} records`,
    table: [
      ["a plain upload of the same bytes", `${result.uploadSeconds.toFixed(2)} s`, ""],
      ["staging: read, decrypt, split, upload", `${result.stagingSeconds.toFixed(2)} s`, ""],
      ["staging ÷ upload, round by round", result.stagingRatio.toFixed(2), "≤ 1.5"],
      [
        "floor: Spark infers and reads the records as JSON lines, writes Parquet",
        `${result.floorSeconds.toFixed(1)} s`,
        "",
      ],
      ["an application day once staged, to published", `${result.restSeconds.toFixed(1)} s`, ""],
      ["day once staged ÷ floor, round by round", result.ratio.toFixed(2), "≤ 2"],
      ["the whole application day", `${result.daySeconds.toFixed(1)} s`, ""],
      ["peak memory of the runner", `${result.runnerPeakMiB} MiB`, "< 200 MB"],
    ],
  };
}
