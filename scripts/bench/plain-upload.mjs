// The floor of staging: the same bytes, from memory, to objects of the same size by the same calls, three at a time.
import { s3ObjectStore } from "@dataworks/etl-core";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import { report, s3Of, stackInfo } from "./collections.mjs";

const { bucket, plainKey, prefix } = JSON.parse(process.argv[2]);
const OBJECT = 64 * 1024 * 1024;
const PART = 5 * 1024 * 1024;
const info = await stackInfo();
const s3 = s3Of(info);
const store = s3ObjectStore(s3);
const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: plainKey }));
const bytes = await Body.transformToByteArray();

const started = performance.now();
for (let from = 0, n = 0; from < bytes.length; from += OBJECT, n += 1) {
  const object = bytes.subarray(from, from + OBJECT);
  const upload = await store.beginUpload(bucket, `${prefix}part-${n}.json`, { tags: { pii: "true" } });
  const parts = Array.from({ length: Math.ceil(object.length / PART) }, (_, number) => number).values();
  const worker = async () => {
    for (const number of parts) {
      await upload.part(number + 1, object.subarray(number * PART, (number + 1) * PART));
    }
  };
  await Promise.all([worker(), worker(), worker()]);
  await upload.complete();
}
report((performance.now() - started) / 1000);
s3.destroy();
