import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { putFile } from "../src/source-bucket/put-file.ts";
import { changeCollections } from "../src/source-bucket/secret-collections.ts";
import { withS3 } from "../src/source-bucket/with-s3.ts";
import type { StackInfo } from "../src/state/info.ts";
import { stackInfo } from "./stack-info.ts";

let info: StackInfo;
let folder: string;
let before: readonly string[];

/** What the secret names now, or from now on. */
async function collections(next?: readonly string[]): Promise<readonly string[]> {
  let now: readonly string[] = [];
  await changeCollections(info, (names) => {
    now = names;
    return next ?? names;
  });
  return now;
}

beforeAll(async () => {
  info = await stackInfo();
  folder = await mkdtemp(join(tmpdir(), "put-"));
  before = await collections();
});

afterAll(async () => {
  await collections(before);
  await rm(folder, { recursive: true });
});

describe("putFile", () => {
  it("delivers a file, names its collection in the secret, and no made-up one that the job would miss", async () => {
    const file = join(folder, "people.csv.gz");
    await writeFile(file, "any bytes");
    const { key, leftOut } = await putFile(info, { file, collection: "put_by_test", day: "1999-12-31" });
    expect(key).toMatch(/^1999-12-31_put_by_test_\d+\.csv\.gz$/);
    const body = await withS3(info, async (s3) => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: info.buckets.source, Key: key }));
      return Body?.transformToString();
    });
    expect(body).toBe("any bytes");
    expect([...(await collections()), ...leftOut].toSorted()).toEqual([...before, "put_by_test"].toSorted());
    expect((await putFile(info, { file, collection: "put_by_test", day: "1999-12-31" })).leftOut).toEqual([]);
  });

  it.each([
    [{ file: "nowhere.csv" }, /nowhere\.csv is not a file/],
    [{ file: "." }, /is not a file; give the path of one CSV file/],
    [{ collection: "a b" }, /"a b" cannot be a collection's name/],
    [{ day: "2026-02-30" }, /"2026-02-30" is not a valid day/],
    [{ day: "yesterday" }, /is not a valid day/],
  ])("refuses %j", async (wrong, message) => {
    const right = { file: join(folder, "people.csv.gz"), collection: "put_by_test", day: "1999-12-31" };
    await expect(putFile(info, { ...right, ...wrong })).rejects.toThrow(message);
  });
});
