// Decrypts a document in memory, alone and with what is done to it on the way into the staging area: once to warm up, then
// five times, the median of which counts.
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { decryptedPieces, DocumentSplitter } from "@dataworks/etl-core";
import { benchDocumentChunks } from "@dataworks/test-data";
import { report } from "./collections.mjs";
import { median } from "./median.mjs";

const { rows } = JSON.parse(process.argv[2]);
const PIECE = 64 * 1024;
const document = Buffer.from([...benchDocumentChunks({ day: "2026-06-01", rows })].join(""));
const key = randomBytes(32);
const iv = randomBytes(16);
const encrypted = createCipheriv("aes-256-ctr", key, iv).update(document);
const file = {
  object: { bucket: "b", key: "k", size: encrypted.length, etag: "e", lastModified: new Date(0) },
  encryption: { iv, keyId: "", encryptedKey: "" },
};
const store = {
  async *stream() {
    for (let from = 0; from < encrypted.length; from += PIECE) yield encrypted.subarray(from, from + PIECE);
  },
};

function decrypt() {
  const decipher = createDecipheriv("aes-256-ctr", key, iv);
  for (let from = 0; from < encrypted.length; from += PIECE)
    decipher.update(encrypted.subarray(from, from + PIECE));
}

async function split() {
  const splitter = new DocumentSplitter();
  for await (const piece of decryptedPieces(store, file, key)) splitter.push(piece);
  const { records, rejected } = splitter.end();
  if (records !== rows || rejected.count !== 0)
    throw new Error(`${records} records, ${rejected.count} rejected`);
}

async function megabytesPerSecond(work) {
  const taken = [];
  for (let round = 0; round < 6; round += 1) {
    const started = performance.now();
    await work();
    taken.push(performance.now() - started);
  }
  return document.length / 1e3 / median(taken.slice(1));
}

report(0, {
  recordBytes: Math.round(document.length / rows),
  decryptMBs: await megabytesPerSecond(decrypt),
  splitMBs: await megabytesPerSecond(split),
});
