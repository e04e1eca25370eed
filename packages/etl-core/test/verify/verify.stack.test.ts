import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { GetObjectTaggingCommand, type S3Client } from "@aws-sdk/client-s3";
import { type SparkSession, StructType } from "spark-connect-node";
import { VerificationError } from "../../src/errors.ts";
import { s3ObjectStore } from "../../src/storage/s3-object-store.ts";
import { tagObjects } from "../../src/tag/tag-objects.ts";
import { readFooters } from "../../src/verify/read-footers.ts";
import { verifyStaged } from "../../src/verify/verify-staged.ts";
import { makeBucket, put, stackS3, stackSpark } from "../support/stack.ts";

let s3: S3Client;
let spark: SparkSession;
let bucket: string;

beforeAll(async () => {
  s3 = stackS3();
  spark = await stackSpark();
  bucket = await makeBucket(s3, "e1_verify");
});

afterAll(async () => {
  await spark?.stop();
  s3?.destroy();
});

/** Every type a table of ours can have. */
const COLUMNS: Array<[name: string, type: string, value: string]> = [
  ["flag", "boolean", "id % 2 = 0"],
  ["tiny", "tinyint", "id % 100"],
  ["small", "smallint", "id"],
  ["whole", "int", "id"],
  ["big", "bigint", "id"],
  ["single", "float", "id / 3"],
  ["real", "double", "id / 3"],
  ["price", "decimal(10,2)", "id / 3"],
  ["huge", "decimal(38,10)", "id"],
  ["text", "string", "id"],
  ["bytes", "binary", "cast(id as string)"],
  ["day", "date", "date'2026-11-01'"],
  ["moment", "timestamp", "timestamp'2026-11-01 10:00:00'"],
  ["local", "timestamp_ntz", "timestamp_ntz'2026-11-01 10:00:00'"],
  ["error_desc", "array<string>", "array('x')"],
  [
    "address",
    "struct<line1:string,geo:struct<lat:double,lon:double>>",
    "named_struct('line1', 'x', 'geo', named_struct('lat', 1.0D, 'lon', 2.0D))",
  ],
  ["items", "array<struct<price:decimal(10,2)>>", "array(named_struct('price', 1.0))"],
  ["tags", "map<string,array<int>>", "map('k', array(1))"],
];

const expectedColumns = StructType.fromDDL(
  COLUMNS.map(([name, type]) => `${name} ${type}`).join(", "),
).fields;

async function stage(folder: string, rows: number, files: number): Promise<string> {
  const selected = COLUMNS.map(([name, type, value]) => `cast(${value} as ${type}) as ${name}`);
  await spark
    .range(0, rows, 1, files)
    .selectExpr(...selected)
    .write.mode("error")
    .parquet(`s3a://${bucket}/${folder}`);
  return `${folder}/`;
}

describe("what Spark staged", () => {
  it("is what the footers say: rows and types, nested ones too", async () => {
    const prefix = await stage("run=000001-00000001/date_uploaded=2026-11-01", 1000, 3);
    const footers = await readFooters(s3ObjectStore(s3), bucket, prefix);
    expect(footers).toMatchObject({ rows: 1000, foreign: [] });
    expect(footers.files).toHaveLength(3);
    expect(footers.columns.map(({ name }) => name)).toEqual(COLUMNS.map(([name]) => name));
    const counted = { collection: "bids", rowsRead: 1001, rowsBad: 1, footers };
    expect(() => verifyStaged({ ...counted, expectedColumns })).not.toThrow();
    expect(() => verifyStaged({ ...counted, rowsRead: 1000, expectedColumns })).toThrow(VerificationError);
    const wider = StructType.fromDDL("address struct<line1:string,geo:struct<lat:string>>, more int").fields;
    expect(() => verifyStaged({ ...counted, expectedColumns: wider })).toThrow(
      /address\.geo\.lat should be string and is double; address\.geo\.lon should not be there; more is missing/,
    );
  });

  it("is a file without rows for an empty day", async () => {
    const prefix = await stage("run=000002-00000002/date_uploaded=2026-11-01", 0, 1);
    const footers = await readFooters(s3ObjectStore(s3), bucket, prefix);
    expect(footers.rows).toBe(0);
    expect(() =>
      verifyStaged({ collection: "bids", rowsRead: 0, rowsBad: 0, footers, expectedColumns }),
    ).not.toThrow();
  });

  it("is refused when somebody else's object or half a file lies with it", async () => {
    const prefix = await stage("run=000003-00000003/date_uploaded=2026-11-01", 10, 1);
    const store = s3ObjectStore(s3);
    await put(s3, bucket, `${prefix}notes.txt`, "hello");
    const footers = await readFooters(store, bucket, prefix);
    expect(() =>
      verifyStaged({ collection: "bids", rowsRead: 10, rowsBad: 0, footers, expectedColumns }),
    ).toThrow(/holds 1 objects that are not its own, .*notes\.txt/);
    await put(s3, bucket, `${prefix}part-9.parquet`, "PAR1 and no more");
    await expect(readFooters(store, bucket, prefix)).rejects.toThrow(
      /part-9\.parquet is no whole Parquet file/,
    );
  });

  it("is tagged, each object of it", async () => {
    const prefix = await stage("run=000004-00000004/date_uploaded=2026-11-01", 10, 2);
    const store = s3ObjectStore(s3);
    const { files } = await readFooters(store, bucket, prefix);
    const keys = files.map(({ key }) => key);
    await tagObjects(store, bucket, keys, { pii: true, db: "uc_kickstart", table: "bids" });
    for (const Key of keys) {
      const { TagSet } = await s3.send(new GetObjectTaggingCommand({ Bucket: bucket, Key }));
      expect(TagSet).toEqual([
        { Key: "pii", Value: "true" },
        { Key: "db", Value: "uc_kickstart" },
        { Key: "table", Value: "bids" },
      ]);
    }
  });
});
