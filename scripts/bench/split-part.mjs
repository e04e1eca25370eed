// Decrypting and splitting by themselves, on one core, against decrypting alone.
import { median } from "./median.mjs";

export async function splitPart({ rounds, measured }) {
  const taken = [];
  for (let round = 1; round <= rounds; round += 1) {
    taken.push(await measured("split.mjs", { rows: 100_000 }));
  }
  const result = {
    recordBytes: taken[0].recordBytes,
    decryptMBs: median(taken.map(({ decryptMBs }) => decryptMBs)),
    splitMBs: median(taken.map(({ splitMBs }) => splitMBs)),
    all: taken,
  };
  return {
    name: "split",
    result,
    about: `records of ${result.recordBytes} bytes on average`,
    table: [
      ["floor: node:crypto decrypts, on one core", `${result.decryptMBs.toFixed(0)} MB/s`, ""],
      ["decrypt, check for UTF-8, split", `${result.splitMBs.toFixed(0)} MB/s`, "≥ 250 MB/s"],
    ],
  };
}
