// A day of one wide file of three rows, its columns fresh or known, against Spark's own inference and write of the same file.
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { s3Of } from "./collections.mjs";
import { median } from "./median.mjs";

const DAY = "2026-06-01";
const ROWS = 3;
const KINDS = [
  { type: "INT", value: (n) => n },
  { type: "DOUBLE", value: (n) => `${n}.5` },
  { type: "STRING", value: (n) => `text ${n}` },
  { type: "BOOLEAN", value: () => "true" },
  { type: "TIMESTAMP", value: () => "2026-11-01 10:00:00" },
];

const kind = (n) => KINDS[n % KINDS.length];

async function upload(s3, { buckets }, width) {
  const numbers = Array.from({ length: width }, (_, n) => n);
  const line = numbers.map((n) => kind(n).value(n)).join(",");
  const body = `${numbers.map((n) => `c${n}`).join(",")}\n${`${line}\n`.repeat(ROWS)}`;
  const files = ["fresh", "known"].map((columns) => {
    const collection = `wide_${width}_${columns}`;
    return {
      collection,
      key: `${DAY}_${collection}_1.csv`,
      ...(columns === "fresh" ? {} : { schema: numbers.map((n) => `c${n} ${kind(n).type}`).join(", ") }),
    };
  });
  for (const { key } of files) {
    await s3.send(new PutObjectCommand({ Bucket: buckets.source, Key: key, Body: body }));
  }
  return files.map((file) => ({ ...file, width, url: `s3a://${buckets.source}/${file.key}` }));
}

export async function widePart({ info, widths, rounds, warmUps, measured }) {
  const s3 = s3Of(info);
  const files = (await Promise.all(widths.map((width) => upload(s3, info, width)))).flat();
  s3.destroy();

  const taken = new Map(files.map(({ collection }) => [collection, []]));
  for (let round = 1 - warmUps; round <= rounds; round += 1) {
    for (const { collection, url, schema } of files) {
      const at = round + warmUps;
      const target = `s3a://${info.buckets.published}/floor/${collection}_${at}`;
      const floor = await measured("infer-floor.mjs", { url, target });
      const database = `bench_${collection}_${at}`;
      const day = await measured("wide-day.mjs", { collection, day: DAY, database, rows: ROWS, schema });
      const ratio = day.seconds / floor.seconds;
      console.error(
        `${round < 1 ? "warm-up" : `round ${round}`}, ${collection}: floor ${floor.seconds.toFixed(1)} s, ` +
          `day ${day.seconds.toFixed(1)} s, × ${ratio.toFixed(2)} ${JSON.stringify(day.steps)}`,
      );
      if (round >= 1)
        taken.get(collection).push({ floor: floor.seconds, day: day.seconds, ratio, steps: day.steps });
    }
  }

  const result = files.map(({ collection, width, schema }) => {
    const all = taken.get(collection);
    const of = (what) => median(all.map((each) => each[what]));
    const columns = schema === undefined ? "fresh" : "known";
    return { width, columns, floorSeconds: of("floor"), daySeconds: of("day"), ratio: of("ratio"), all };
  });
  return {
    name: "wide",
    result: { files: result },
    about: `one CSV file of ${ROWS} rows each`,
    table: result.flatMap(({ width, columns, floorSeconds, daySeconds, ratio }) => [
      [`${width} columns, ${columns}: Spark infers and writes`, `${floorSeconds.toFixed(1)} s`, ""],
      [`${width} columns, ${columns}: a day, listing to published`, `${daySeconds.toFixed(1)} s`, ""],
      ["day ÷ floor, round by round", ratio.toFixed(2), "≤ 3"],
    ]),
  };
}
