// Stages a document that is made while it is read, so that this process's memory is the staging's: prints its peak. What is
// written is thrown away. `pieceMs` and `partMs` make either side slow.
import { createCipheriv, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { DataKeys, stageDocuments } from "../../dist/index.js";

const { megabytes, pieceMs, partMs } = JSON.parse(process.argv[2]);
const key = randomBytes(32);
const iv = randomBytes(16);
const PIECE = 64 * 1024;
const record = (n) => `{"id":${n},"name":"${"x".repeat(460)}","amount":1.5},`;
const block = Buffer.from(Array.from({ length: 2_000 }, (_, n) => record(n)).join(""));
const blocks = Math.ceil((megabytes * 1e6) / block.length);
const [head, tail] = [Buffer.from(`{"fields":[],"data":[`), Buffer.from(`{"id":0}]}`)];
const size = head.length + blocks * block.length + tail.length;

async function* stream() {
  const cipher = createCipheriv("aes-256-ctr", key, iv);
  const source = function* () {
    yield head;
    for (let n = 0; n < blocks; n += 1) yield block;
    yield tail;
  };
  for (const bytes of source()) {
    for (let from = 0; from < bytes.length; from += PIECE) {
      yield cipher.update(bytes.subarray(from, from + PIECE));
      if (pieceMs > 0) await sleep(pieceMs);
    }
  }
}

/** This program's own peak; what getrusage tells is its parent's, from before it was started, if that was larger. */
function peakBytes() {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"))[1]) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}

let written = 0;
const part = async (bytes) => {
  if (partMs > 0) await sleep(partMs);
  written += bytes.length;
};
const store = {
  stream,
  put: (_bucket, _key, bytes) => part(bytes),
  beginUpload: async () => ({
    part: (_n, bytes) => part(bytes),
    complete: async () => {},
    abort: async () => {},
  }),
};
const file = {
  object: { bucket: "b", key: "k", size, etag: '"e"', lastModified: new Date(0) },
  encryption: { iv, keyId: "id", encryptedKey: "a2V5" },
};
const keys = new DataKeys({ open: async () => Uint8Array.from(key) });
const started = performance.now();
const [{ records }] = await stageDocuments({
  source: store,
  files: [file],
  keys,
  target: { store, bucket: "b", folder: "staging/" },
  upload: { tags: {} },
});
console.log(
  JSON.stringify({
    records,
    written,
    seconds: (performance.now() - started) / 1000,
    peakMB: Math.round(peakBytes() / 1e6),
  }),
);
