import { gzipSync } from "node:zlib";
import { GetObjectTaggingCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { StructType } from "spark-connect-node";
import {
  RefusedError,
  SourceDataError,
  SourceFileMissingError,
  StageError,
  StorageError,
  VerificationError,
} from "../../src/errors.ts";
import { dayFolder, newRunRef } from "../../src/model/layout.ts";
import type { Metastore } from "../../src/publish/metastore.ts";
import { DayFixture, eventLog, warnings } from "../support/day-fixture.ts";
import { put, uniqueName } from "../support/stack.ts";

let fixture: DayFixture;
const initialSchema = StructType.fromDDL("id BIGINT, name STRING, positions INT, starts TIMESTAMP");
const header = "Id,Name,Positions,Starts";
const one = "1,Ada,3,2026-11-01 09:00:00";
const two = '2,"Bob, the ""builder""",,2026-11-02 10:30:00';

beforeAll(async () => {
  fixture = await DayFixture.open("e2_day");
});

afterAll(() => fixture.close());

describe("a day", () => {
  it("is located, staged, verified and published, all collections of it", async () => {
    const [bids, offers] = [uniqueName("bids"), uniqueName("offers")];
    await fixture.deliver("2026-11-01", bids, [header, one, two]);
    await fixture.deliver("2026-11-01", offers, ["Id,Is Gateway?", "7,true"], "1");
    await fixture.deliver("2026-11-01", offers, ["Id,Is Gateway?", "8,false"], "2");
    const { events, onEvent } = eventLog();
    const outcome = await fixture.run(
      "2026-11-01",
      [fixture.spec(bids, { initialSchema }), fixture.spec(offers, { pii: true })],
      { onEvent },
    );

    expect(await fixture.read(bids)).toEqual([
      {
        id: 1,
        name: "Ada",
        positions: 3,
        starts: "2026-11-01T09:00:00.000Z",
        error_desc: [],
        date_uploaded: "2026-11-01",
      },
      {
        id: 2,
        name: 'Bob, the "builder"',
        starts: "2026-11-02T10:30:00.000Z",
        error_desc: [],
        date_uploaded: "2026-11-01",
      },
    ]);
    expect(await fixture.read(offers)).toEqual([
      { id: 8, is_gateway: false, error_desc: [], date_uploaded: "2026-11-01" },
    ]);
    expect(
      outcome.collections.map(({ name, rows, badRows, changes }) => [name, rows, badRows, changes]),
    ).toEqual([
      [bids, 2, 0, "new, 4 columns"],
      [offers, 1, 0, "new, 2 columns"],
    ]);
    expect(outcome.collections[1]?.unread.map(({ key }) => key)).toEqual([`2026-11-01_${offers}_1.csv`]);
    expect(outcome.collections[1]?.location).toMatch(
      new RegExp(
        `^s3a://.+/data/${fixture.output.database}/pii/${offers}/run=000001-[0-9a-f]{8}/date_uploaded=2026-11-01$`,
        "u",
      ),
    );
    const kinds = events.filter((event) => event.collection === bids).map((event) => event.kind);
    expect([...new Set(kinds)]).toEqual([
      "located",
      "extracting",
      "staging",
      "staged",
      "verified",
      "published",
    ]);
    const firstPublished = events.findIndex((event) => event.kind === "published");
    expect(events.slice(firstPublished).map((event) => event.kind)).toEqual(["published", "published"]);
  });

  it("tags its objects, and leaves only the columns that were delivered beside them", async () => {
    const name = uniqueName("tagged");
    await fixture.deliver("2026-11-01", name, [header, one]);
    await fixture.run("2026-11-01", [fixture.spec(name, { pii: true })]);
    const keys = await fixture.outputKeys(`data/${fixture.output.database}/pii/${name}/`);
    expect(keys).toEqual([
      expect.stringMatching(/\/run=[^/]+\/_columns\.json$/u),
      expect.stringMatching(/\/date_uploaded=2026-11-01\/part-[^/]+\.parquet$/u),
    ]);
    for (const Key of keys) {
      const { TagSet } = await fixture.s3.send(
        new GetObjectTaggingCommand({ Bucket: fixture.output.bucket, Key }),
      );
      expect(Object.fromEntries((TagSet ?? []).map((tag) => [tag.Key, tag.Value]))).toEqual({
        pii: "true",
        db: fixture.output.database,
        table: name,
      });
    }
  });

  it("is personal data once the options name a column, with warnings of what was published before", async () => {
    const name = uniqueName("personal");
    const lines = ["Id,Full Name", "1,Ada"];
    await fixture.deliver("2026-11-01", name, lines);
    await fixture.deliver("2026-11-02", name, lines);
    await fixture.run("2026-11-01", [fixture.spec(name)]);
    const spec = fixture.spec(name, { pii: ["Full Name", "nickname"] });
    const [planned] = (await fixture.plan("2026-11-02", [spec])).collections;
    const { log, warned } = warnings();
    const { collections } = await fixture.run("2026-11-02", [spec], { log });
    expect(collections[0]?.location).toContain(`/pii/${name}/`);
    const missing =
      "pii names columns that the day's files do not have: nickname; all of the collection counts as personal data";
    expect(planned).toMatchObject({ remarks: [missing] });
    expect(warned.map(({ message }) => message)).toEqual([
      missing,
      expect.stringMatching(/^personal data from this day on; days published before lie under non-pii/u),
    ]);
  });

  it("does not become open because the options no longer name it, unless that is accepted", async () => {
    const name = uniqueName("personal");
    const lines = ["Id,Full Name", "1,Ada"];
    await fixture.deliver("2026-11-01", name, lines);
    await fixture.deliver("2026-11-02", name, lines);
    await fixture.run("2026-11-01", [fixture.spec(name, { pii: true })]);
    const refusal = `${name} was published as personal data on 2026-11-01, and its configuration no longer says so`;
    const spec = fixture.spec(name);
    await expect(fixture.run("2026-11-01", [spec])).rejects.toThrow(refusal);
    expect((await fixture.plan("2026-11-02", [spec])).collections).toMatchObject([
      { kind: "faulty", error: { message: expect.stringContaining(refusal) } },
    ]);
    await expect(fixture.run("2026-11-02", [spec])).rejects.toThrow(refusal);
    expect(await fixture.outputKeys(`data/${fixture.output.database}/non-pii/${name}/`)).toEqual([]);
    const { collections } = await fixture.run("2026-11-02", [{ ...spec, acceptSchemaChange: true }]);
    expect(collections[0]).toMatchObject({
      location: expect.stringContaining(`/non-pii/${name}/`),
      changes: expect.stringContaining(`! accepted: ${refusal}`),
    });
  });

  const odd: Array<[what: string, ending: string, body: Uint8Array, skipLines: number, copied: boolean]> = [
    ["gzip", "_1.csv.gz", gzipSync("Id,Name\n1,é\n"), 0, false],
    [
      "gzip in several members",
      "_1.csv.gz",
      Buffer.concat([gzipSync("Id,"), gzipSync("Name\n1,é\n")]),
      0,
      false,
    ],
    ["gzip under another name", "_1.csv", gzipSync("Id,Name\n1,é\n"), 0, true],
    ["text under the name of gzip", "_1.csv.gz", Buffer.from("Id,Name\n1,é\n"), 0, true],
    ["lines before the header", "_1.csv", Buffer.from('sep=,\r\nOur "bids\r\nId,Name\n1,é\n'), 2, true],
    ["those in gzip", "_1.csv.gz", gzipSync("\uFEFFOur bids\nId,Name\n1,é\n"), 1, true],
  ];
  it.each(odd)("reads %s", async (_what, ending, body, skipLines, copied) => {
    const name = uniqueName("odd");
    await put(fixture.s3, fixture.sourceBucket, `2026-11-01_${name}${ending}`, body);
    const spec = fixture.spec(name, { csv: { skipLines } });
    const [planned] = (await fixture.plan("2026-11-01", [spec])).collections;
    expect(JSON.stringify(planned).includes("copied to the staging area first")).toBe(copied);
    await fixture.run("2026-11-01", [spec]);
    expect(await fixture.read(name)).toEqual([
      { id: 1, name: "é", error_desc: [], date_uploaded: "2026-11-01" },
    ]);
    expect(await fixture.outputKeys("staging/")).toEqual([]);
  });

  const gzipped = gzipSync(
    `Id,Name\n${Array.from({ length: 100_000 }, (_, n) => `${n},${n * 7919}\n`).join("")}`,
  );
  it.each([
    ["ends too soon", ".csv.gz", gzipped.subarray(0, gzipped.length / 2)],
    ["ends too soon", ".csv", gzipped.subarray(0, gzipped.length - 4)],
    ["has bytes behind its end", ".csv.gz", Buffer.concat([gzipped, Buffer.alloc(512)])],
  ])("fails for gzip that %s", async (damage, ending, body) => {
    const name = uniqueName("damaged");
    await put(fixture.s3, fixture.sourceBucket, `2026-11-01_${name}_1${ending}`, body);
    const failed = fixture.run("2026-11-01", [fixture.spec(name)]);
    await expect(failed).rejects.toThrow(SourceDataError);
    await expect(failed).rejects.toThrow(new RegExp(`is gzip and ${damage}`, "u"));
    expect(await fixture.outputKeys("staging/")).toEqual([]);
  });

  it("fails for a NUL behind a number, which Spark's casts would trim, far into the file", async () => {
    const name = uniqueName("nul");
    const rows = Array.from({ length: 20_000 }, () => "1,x,3,");
    await fixture.deliver("2026-11-01", name, [header, ...rows, "1,x,3\0,"]);
    await expect(fixture.run("2026-11-01", [fixture.spec(name, { initialSchema })])).rejects.toThrow(
      /holds a NUL byte in the line at byte 140025/,
    );
  });

  it("reads times as the options say, and counts what a double rounds", async () => {
    const name = uniqueName("formats");
    const spec = fixture.spec(name, {
      timeZone: "Europe/London",
      dateFormat: "dd/MM/yyyy",
      columns: { Us: { dateFormat: "MM/dd/yyyy" }, at: { timeZone: "America/New_York" }, misspelt: {} },
      initialSchema: StructType.fromDDL("id INT, amount DOUBLE, us DATE"),
    });
    await fixture.deliver("2026-11-01", name, [
      "id,amount,us,born,seen,at,code",
      "1,0.1234567890123456789,07/31/2026,31/07/2026,2026-07-01 10:00:00,2026-07-01 10:00:00,12E5",
      "2,1e-400,31/07/2026,01/01/2026,2026-07-01 10:00:00 BST,,1",
      "3,1.5,,,,,",
    ]);
    const { collections } = await fixture.run("2026-11-01", [spec]);
    expect(collections[0]).toMatchObject({
      conversions: [
        { column: "amount", values: 1 },
        { column: "us", values: 1 },
      ],
      rounded: [{ column: "amount", values: 1 }],
    });
    expect(collections[0]?.changes).toContain(
      "~ amount: 1 value has more digits than a double keeps, and was rounded",
    );
    const rows = await fixture.read(name);
    expect(rows[0]).toMatchObject({ amount: 0.12345678901234568, code: "12E5" });
    expect(JSON.stringify(rows[0])).toContain(`"seen":"2026-07-01 10:00:00","at":"2026-07-01T14:00:00.000Z"`);
    const dates = rows.map((row) => {
      const { us, born } = row as { us?: unknown; born?: unknown };
      return JSON.stringify([us ?? null, born ?? null]).replaceAll("T00:00:00.000Z", "");
    });
    expect(dates).toEqual(['["2026-07-31","2026-07-31"]', '[null,"2026-01-01"]', "[null,null]"]);
    const plan = await fixture.plan("2026-11-01", [spec]);
    expect(JSON.stringify(plan)).toContain(
      "columns has options for columns that the day's data does not have: misspelt",
    );
  });

  it("run again takes the place of what was there; the run before stays", async () => {
    const name = uniqueName("again");
    const spec = fixture.spec(name, { initialSchema, extract: "delta", select: "all" });
    await fixture.deliver("2026-11-01", name, [header, one, two]);
    const first = await fixture.run("2026-11-01", [spec]);
    await fixture.deliver("2026-11-01", name, [header]);
    const second = await fixture.run("2026-11-01", [spec]);
    expect(second.collections[0]?.previousLocation).toBe(first.collections[0]?.location);
    expect(second.collections[0]?.rows).toBe(0);
    expect(await fixture.read(name)).toEqual([]);
    expect(await fixture.outputKeys(`data/${fixture.output.database}/non-pii/${name}/`)).toHaveLength(4);
  });

  it("evolves its table: a column goes, one comes, text turns up among numbers", async () => {
    const name = uniqueName("evolves");
    const spec = fixture.spec(name, { initialSchema });
    await fixture.deliver("2026-11-01", name, [header, one]);
    await fixture.deliver("2026-11-02", name, ["Id,Name,Starts", "2,Bob,2026-11-02 10:00:00"]);
    await fixture.deliver("2026-11-03", name, [
      "Id,Name,Positions,Starts,Remote,Code,Empty",
      "3,Cy,many,2026-11-03 10:00:00,true,007,",
      "4,Di,4,soon,,008,",
    ]);
    const days: string[] = [];
    for (const day of ["2026-11-01", "2026-11-02", "2026-11-03"]) {
      const plan = await fixture.plan(day, [spec]);
      const { collections } = await fixture.run(day, [spec]);
      days.push(
        plan.collections
          .map((c) => (c.kind === "ready" ? [c.changes, ...c.remarks].join("\n") : c.kind))
          .join(),
      );
      days.push(collections[0]?.changes ?? "");
    }
    expect(days).toEqual([
      "new, 4 columns",
      "new, 4 columns",
      "- positions → null of int",
      "- positions → null of int",
      "+ positions int (back)\n+ remote (type chosen by its values when the day runs)\n+ code (type chosen by its values when the day runs)\n" +
        "+ empty (type chosen by its values when the day runs)\nsecond pass over the new columns only: remote, code, empty",
      "+ positions int (back)\n+ remote boolean\n+ code string\n? empty (no value yet)\n" +
        "~ positions string → int: 1 value became null, see error_desc\n" +
        "~ starts string → timestamp: 1 value became null, see error_desc",
    ]);
    expect(await fixture.read(name, "date_uploaded > DATE '2026-11-01'")).toEqual([
      { id: 2, name: "Bob", starts: "2026-11-02T10:00:00.000Z", error_desc: [], date_uploaded: "2026-11-02" },
      {
        id: 3,
        name: "Cy",
        starts: "2026-11-03T10:00:00.000Z",
        remote: true,
        code: "007",
        error_desc: ["Type Conversion for column positions. The source value is: many"],
        date_uploaded: "2026-11-03",
      },
      {
        id: 4,
        name: "Di",
        positions: 4,
        code: "008",
        error_desc: ["Type Conversion for column starts. The source value is: soon"],
        date_uploaded: "2026-11-03",
      },
    ]);
  });

  it("reports a change once: against the day before, not against the table", async () => {
    const name = uniqueName("news");
    const spec = fixture.spec(name);
    const days: string[] = [];
    for (const [day, lines] of [
      ["2026-11-01", ["id,name,notes,size", "1,Ada,,4"]],
      ["2026-11-02", ["id,name,notes", "2,Bob,"]],
      ["2026-11-03", ["id,name,notes", "3,Cy,"]],
      ["2026-11-04", ["id,name,notes,size", "4,Di,,5"]],
    ] as const) {
      await fixture.deliver(day, name, lines);
      const [plan] = (await fixture.plan(day, [spec])).collections;
      const { collections } = await fixture.run(day, [spec]);
      days.push(plan?.kind === "ready" ? plan.changes : "", collections[0]?.changes ?? "");
    }
    expect(days).toEqual([
      "new, 4 columns",
      "new, 3 columns\n? notes (no value yet)",
      "- size → null of int",
      "- size → null of int",
      "",
      "",
      "+ size int (back)",
      "+ size int (back)",
    ]);
  });

  it("leaves out bad rows within the budget", async () => {
    const name = uniqueName("bad");
    await fixture.deliver("2026-11-01", name, [header, one, "9,too few"]);
    const outcome = await fixture.run("2026-11-01", [fixture.spec(name, { initialSchema, maxBadRows: 1 })]);
    expect(outcome.collections[0]).toMatchObject({ rows: 1, badRows: 1 });
    expect(await fixture.read(name)).toHaveLength(1);
  });
});

describe("a file that is not what its table expects", () => {
  const known = ["id,name,starts", "1,Ada,2026-11-01", "2,Bob,2026-11-02"];
  const initialSchema = StructType.fromDDL("id BIGINT, name STRING, starts TIMESTAMP");
  let name: string;

  beforeAll(async () => {
    name = uniqueName("guarded");
    await fixture.deliver("2026-11-01", name, known);
    await fixture.run("2026-11-01", [fixture.spec(name, { initialSchema })]);
  });

  it.each([
    ["another delimiter", "02", ["id;name;starts", "1;Ada;2026-11-01"], "looks like ';' as the delimiter"],
    ["a spreadsheet's first line", "03", ["sep=;", "id;name;starts"], "`sep=` line of a spreadsheet"],
    ["an error page", "04", ["<html>", "<body>503</body></html>"], "looks like HTML"],
    ["an error page of no usable header", "05", ["<!DOCTYPE html ,,>", "<body>"], "looks like HTML"],
    ["another table's columns", "06", ["name,colour,size", "a,b,c"], "1 of the 3 columns that 2026-11-01"],
    ["no date where a time is", "07", ["id,name,starts", "1,Ada,soon", "2,Bob,later"], "starts (2)"],
  ])("fails the day, and bends nothing: %s", async (title, date, lines, message) => {
    const day = `2026-11-${date}`;
    await fixture.deliver(day, name, known, "1");
    await fixture.deliver(day, name, lines, "2");
    const spec = fixture.spec(name, { select: "all" });
    // One among good files must not pass; where rows tell, the good one would hide it.
    const run = fixture.run(day, [title.startsWith("no date") ? fixture.spec(name) : spec]);
    await expect(run).rejects.toThrow(SourceDataError);
    await expect(run).rejects.toThrow(message);
    const [plan] = (await fixture.plan(day, [spec])).collections;
    expect(plan?.kind).toBe(title.startsWith("no date") ? "ready" : "faulty");
    const columns = (await fixture.spark.table(`${fixture.output.database}.${name}`).schema()).names();
    expect(columns).toEqual(["id", "name", "starts", "error_desc", "date_uploaded"]);
  });

  it("is let through where the change is accepted, which is recorded", async () => {
    const accepting = fixture.spec(name, { acceptSchemaChange: true });
    await fixture.deliver("2026-11-08", name, ["name,starts,colour,size", "Ada,soon,red,4"]);
    await fixture.deliver("2026-11-08", name, ["name,colour,size", "Ada,red,4"], "2");
    const { collections } = await fixture.run("2026-11-08", [{ ...accepting, select: "all" }]);
    expect(collections[0]?.changes.split("\n")).toEqual([
      expect.stringMatching(/^! accepted: s3:.*_2\.csv of .* has 1 of the 3 columns that 2026-11-01/u),
      expect.stringMatching(/^! accepted: no value of .* converts .* for starts \(1\)$/u),
      "- id → null of bigint",
      "+ colour string",
      "+ size int",
      "~ starts string → timestamp: 1 value became null, see error_desc",
    ]);
    await fixture.deliver("2026-11-09", name, ["name,starts,colour", "Ada,soon,red"]);
    const allowing = fixture.spec(name, { unconvertibleColumns: ["Starts"] });
    const next = await fixture.run("2026-11-09", [allowing]);
    expect(next.collections[0]?.changes).toBe(
      "- size → null of int\n~ starts string → timestamp: 1 value became null, see error_desc",
    );
  });

  it("is refused before there is a table", async () => {
    const fresh = uniqueName("fresh");
    await fixture.deliver("2026-11-01", fresh, ["id;name", "1;Ada"]);
    await expect(fixture.run("2026-11-01", [fixture.spec(fresh)])).rejects.toThrow(
      "looks like ';' as the delimiter",
    );
    expect(await fixture.tables()).not.toContain(fresh);
  });
});

describe("a day that fails", () => {
  it("says what is wrong with all of its files at once", async () => {
    const [one, two, three, gone] = ["a", "b", "c", "d"].map(uniqueName) as [string, string, string, string];
    await fixture.deliver("2026-11-01", one, ["id,ID", "1,2"]);
    await fixture.deliver("2026-11-01", two, ["id,,", "1,2,3"], "1");
    await fixture.deliver("2026-11-01", two, ["<html>"], "2");
    await fixture.deliver("2026-11-01", three, [header, "1"]);
    await fixture.deliver("2026-11-01", gone, [header, "1", '2,"open,1,2026-11-01']);
    const specs = [one, two, uniqueName("e")].map((name) => fixture.spec(name, { select: "all" }));
    const early: unknown = await fixture.run("2026-11-01", specs).catch((error: unknown) => error);
    expect(early).toMatchObject({ name: "SourceFaultsError", exitCode: 1 });
    expect(String(early)).toMatch(
      /File Not Found for 2026-11-01_e.* 3 more problems .*_1\.csv.*_1\.csv.*HTML/u,
    );
    const rows = fixture.run("2026-11-01", [fixture.spec(three), fixture.spec(gone)]);
    await expect(rows).rejects.toThrow(/maxBadRows.*1 more problem.*ends inside a quoted value/u);
  });

  it("refuses tables that are not Parquet, in plan and run, before anything is written", async () => {
    const { spark, output } = fixture;
    const HIVE =
      "CREATE EXTERNAL TABLE {t} (id BIGINT) PARTITIONED BY (date_uploaded DATE) {f} LOCATION '{l}'";
    const SOURCE =
      "CREATE TABLE {t} (id BIGINT, date_uploaded DATE) USING {f} PARTITIONED BY (date_uploaded) {b} LOCATION '{l}'";
    const day = "2026-11-04";
    const partition = (date: string): string => `PARTITION (date_uploaded = DATE '${date}')`;
    const serde = "SET SERDE 'org.apache.hadoop.hive.ql.io.orc.OrcSerde'";
    const cases: readonly { create: string; format: string; after?: string; message: string }[] = [
      { create: HIVE, format: "STORED AS ORC", message: "OrcSerde and OrcInputFormat, not Parquet" },
      { create: HIVE, format: "STORED AS TEXTFILE", message: "LazySimpleSerDe and TextInputFormat" },
      { create: HIVE, format: "STORED AS AVRO", message: "AvroSerDe" },
      { create: SOURCE, format: "CSV", message: "a table of CSV" },
      { create: SOURCE, format: "JSON", message: "a table of JSON" },
      { create: SOURCE, format: "ORC", message: "a table of ORC" },
      {
        create: SOURCE.replace("{b}", "CLUSTERED BY (id) INTO 2 BUCKETS"),
        format: "PARQUET",
        message: "2 buckets",
      },
      {
        create: HIVE,
        format: "STORED AS PARQUET",
        after: `ALTER TABLE {t} ${partition(day)} ${serde}`,
        message: `date_uploaded=${day}`,
      },
      {
        create: HIVE,
        format: "STORED AS PARQUET",
        after: `ALTER TABLE {t} ${partition("2026-10-02")} ${serde}`,
        message: "date_uploaded=2026-10-02",
      },
    ];
    const good = uniqueName("good");
    await fixture.deliver("2026-11-03", good, ["id", "1"]);
    await fixture.deliver(day, good, ["id,extra", "2,x"]);
    await fixture.run("2026-11-03", [fixture.spec(good)]);
    const written = await fixture.outputKeys();
    await Promise.all(
      cases.map(async ({ create, format, after, message }) => {
        const name = uniqueName("other");
        const table = `\`${output.database}\`.\`${name}\``;
        const folder = `s3a://${output.bucket}/other/${name}`;
        const statements = [
          create,
          `ALTER TABLE {t} ADD ${partition("2026-10-02")} ${partition(day)}`,
          after ?? "SHOW PARTITIONS {t}",
        ];
        for (const statement of statements) {
          await spark.sql(
            statement.replace("{t}", table).replace("{f}", format).replace("{b}", "").replace("{l}", folder),
          );
        }
        const before = await (
          await spark.sql(`DESCRIBE TABLE EXTENDED ${table} ${partition(day)}`)
        ).collect();
        await fixture.deliver(day, name, ["id,extra", "2,x"]);
        const specs = [fixture.spec(good), fixture.spec(name)];
        for (const refused of [fixture.plan(day, specs), fixture.run(day, specs)]) {
          const error: unknown = await refused.catch((thrown: unknown) => thrown);
          expect(error).toBeInstanceOf(RefusedError);
          expect(error).toMatchObject({ exitCode: 3, message: expect.stringContaining(message) });
        }
        expect(
          await (await spark.sql(`DESCRIBE TABLE EXTENDED ${table} ${partition(day)}`)).collect(),
        ).toEqual(before);
      }),
    );
    expect(await fixture.read(good)).toEqual([{ id: 1, error_desc: [], date_uploaded: "2026-11-03" }]);
    expect((await fixture.outputKeys()).filter((key) => !key.startsWith("other/"))).toEqual(written);
  });

  it("keeps to the lengths of a table made elsewhere", async () => {
    const name = uniqueName("lengths");
    const table = `\`${fixture.output.database}\`.\`${name}\``;
    await fixture.spark.sql(`CREATE DATABASE IF NOT EXISTS \`${fixture.output.database}\``);
    await fixture.spark.sql(
      `CREATE EXTERNAL TABLE ${table} (id INT, code VARCHAR(3), flag CHAR(2)) PARTITIONED BY (date_uploaded DATE) STORED AS PARQUET LOCATION 's3a://${fixture.output.bucket}/other/${name}'`,
    );
    await fixture.deliver("2026-11-01", name, ["id,code,flag", "1,äöü,y", "2,abcd,yes"]);
    const { collections } = await fixture.run("2026-11-01", [fixture.spec(name)]);
    const entry = "Type Conversion for column";
    expect(await fixture.read(name)).toEqual([
      { id: 1, code: "äöü", flag: "y ", error_desc: [], date_uploaded: "2026-11-01" },
      {
        id: 2,
        error_desc: [`${entry} code. The source value is: abcd`, `${entry} flag. The source value is: yes`],
        date_uploaded: "2026-11-01",
      },
    ]);
    expect(collections[0]?.changes).toContain(
      "~ code string → varchar(3): 1 value became null, see error_desc",
    );
  });

  it("starts nothing when a file is missing", async () => {
    const [here, gone] = [uniqueName("here"), uniqueName("gone")];
    await fixture.deliver("2026-11-01", here, [header, one]);
    const { events, onEvent } = eventLog();
    const day = fixture.run("2026-11-01", [fixture.spec(here), fixture.spec(gone)], { onEvent });
    await expect(day).rejects.toThrow(SourceFileMissingError);
    await expect(day).rejects.toThrow(`File Not Found for 2026-11-01_${gone}`);
    expect(events.filter((event) => event.kind !== "located")).toEqual([]);
    expect(await fixture.outputKeys(`data/${fixture.output.database}/non-pii/${here}/`)).toEqual([]);
  });

  it.each([
    ["bad rows beyond the budget", [header, one, "9,too few"], SourceDataError],
    ["no rows in a full extract", [header], SourceDataError],
    ["a quote left open", [header, one, '2,"open,1,2026-11-01'], SourceDataError],
    ["two headers of one name", ["Id,ID", "1,2"], SourceDataError],
    ["a column of the partition's name", ["Id,Date Uploaded", "1,2026-11-01"], SourceDataError],
  ])("publishes none of its collections and removes what it staged: %s", async (_title, lines, error) => {
    const [good, bad] = [uniqueName("good"), uniqueName("bad")];
    await fixture.deliver("2026-11-01", good, [header, one]);
    await fixture.deliver("2026-11-01", bad, lines);
    const day = fixture.run("2026-11-01", [fixture.spec(good, { initialSchema }), fixture.spec(bad)]);
    await expect(day).rejects.toThrow(error);
    await expect(day).rejects.toThrow(bad);
    expect(await fixture.outputKeys(`data/${fixture.output.database}/non-pii/${good}/`)).toEqual([]);
    expect(await fixture.outputKeys(`data/${fixture.output.database}/non-pii/${bad}/`)).toEqual([]);
    expect(await fixture.tables()).not.toContain(good);
  });

  // Columns that convert to numbers and times are not looked into as text columns are; what they refuse is.
  it.each([
    ["a character that is none of its encoding", [header, "1,Ada,\xe9,2026-11-01"], "is not all utf-8"],
    [
      "a quote that runs records together",
      [header, '1,Ada,"3', '2,Bob,"4,2026-11-01'],
      "record 2 that spans lines",
    ],
  ])("publishes nothing when a column of numbers holds %s", async (_title, lines, message) => {
    const name = uniqueName("numbers");
    const key = await fixture.deliver("2026-11-01", name, lines);
    await put(fixture.s3, fixture.sourceBucket, key, Buffer.from(`${lines.join("\n")}\n`, "latin1"));
    const day = fixture.run("2026-11-01", [fixture.spec(name, { initialSchema })]);
    await expect(day).rejects.toThrow(SourceDataError);
    await expect(day).rejects.toThrow(message);
    expect(await fixture.outputKeys(`data/${fixture.output.database}/non-pii/${name}/`)).toEqual([]);
  });

  it("publishes nothing when a write fails", async () => {
    const name = uniqueName("unwritable");
    await fixture.deliver("2026-11-01", name, [header, one]);
    const run = newRunRef(900);
    const folder = dayFolder(
      { database: fixture.output.database, collection: name, pii: false },
      run,
      "2026-11-01",
    );
    await put(fixture.s3, fixture.output.bucket, `${folder}part-of-somebody-else`, "x");
    const day = fixture.run("2026-11-01", [fixture.spec(name)], { run });
    await expect(day).rejects.toThrow(StageError);
    await expect(day).rejects.toThrow(name);
    expect(await fixture.tables()).not.toContain(name);
  });

  it("publishes nothing when a file is replaced while it is read", async () => {
    const name = uniqueName("replaced");
    const key = await fixture.deliver("2026-11-01", name, [header, one]);
    let replacing: Promise<void> | undefined;
    const day = fixture.run("2026-11-01", [fixture.spec(name, { initialSchema })], {
      onEvent: ({ kind }) => {
        if (kind === "extracting") {
          replacing ??= put(fixture.s3, fixture.sourceBucket, key, `${header}\n${two}\n`);
        }
      },
    });
    await expect(day).rejects.toThrow(StorageError);
    await expect(day).rejects.toThrow("was replaced while it was being read");
    await replacing;
    expect(await fixture.tables()).not.toContain(name);
  });

  it("publishes nothing when somebody removes what was verified", async () => {
    const [kept, swept] = [uniqueName("kept"), uniqueName("swept")];
    for (const name of [kept, swept]) {
      await fixture.deliver("2026-11-01", name, [header, one]);
    }
    const prefix = `data/${fixture.output.database}/non-pii/${swept}/`;
    const metastore: Metastore = {
      ...fixture.metastore,
      // A clean-up of the module, of days that do not have this one among them.
      run: async (statement) => {
        if (statement.startsWith("CREATE DATABASE")) {
          await fixture.store.remove(fixture.output.bucket, await fixture.outputKeys(prefix));
        }
        return fixture.metastore.run(statement);
      },
    };
    const day = fixture.run("2026-11-01", [fixture.spec(kept), fixture.spec(swept)], { metastore });
    await expect(day).rejects.toThrow(VerificationError);
    await expect(day).rejects.toThrow(/1 of 1 staged files of swept_\w+ are gone/u);
    expect(await fixture.read(kept)).toEqual([]);
  });

  it("publishes nothing when it is aborted, and says so", async () => {
    const name = uniqueName("aborted");
    await fixture.deliver("2026-11-01", name, [header, one]);
    const controller = new AbortController();
    const day = fixture.run("2026-11-01", [fixture.spec(name, { initialSchema })], {
      signal: controller.signal,
      onEvent: ({ kind }) => {
        if (kind === "staging") {
          controller.abort(new Error("SIGTERM"));
        }
      },
    });
    await expect(day).rejects.toThrow("SIGTERM");
    expect(await fixture.tables()).not.toContain(name);
    expect(await fixture.outputKeys(`data/${fixture.output.database}/non-pii/${name}/`)).toEqual([]);
  });

  it("between two tables is finished by running it again", async () => {
    const [first, second] = [uniqueName("first"), uniqueName("second")];
    const specs = [fixture.spec(first, { initialSchema }), fixture.spec(second, { initialSchema })];
    for (const spec of specs) {
      await fixture.deliver("2026-11-01", spec.name, [header, one]);
      await fixture.deliver("2026-11-02", spec.name, [header, two]);
    }
    await fixture.run("2026-11-01", specs);
    const dying: Metastore = {
      ...fixture.metastore,
      run: async (statement) => {
        if (statement.includes("ADD IF NOT EXISTS") && statement.includes(second)) {
          throw new Error("the metastore went away");
        }
        return fixture.metastore.run(statement);
      },
    };
    await expect(fixture.run("2026-11-02", specs, { metastore: dying })).rejects.toThrow(
      new RegExp(
        `${second} could not be published: the metastore went away.* each table of ${first}, ${second} may show the day`,
        "u",
      ),
    );
    expect([await fixture.read(first), await fixture.read(second)].map((rows) => rows.length)).toEqual([
      2, 1,
    ]);
    await fixture.run("2026-11-02", specs);
    expect([await fixture.read(first), await fixture.read(second)].map((rows) => rows.length)).toEqual([
      2, 2,
    ]);
  });
});

describe("planDay", () => {
  it("says what a day would do and writes nothing", async () => {
    const [ready, missing] = [uniqueName("ready"), uniqueName("missing")];
    await fixture.deliver("2026-11-01", ready, [header, one], "1");
    await fixture.deliver("2026-11-01", ready, [header, one], "2");
    const before = [await fixture.outputKeys(), await fixture.tables()];
    const plan = await fixture.plan("2026-11-01", [fixture.spec(ready), fixture.spec(missing)]);
    expect(plan.collections).toEqual([
      expect.objectContaining({
        kind: "ready",
        table: "new",
        columns: ["id", "name", "positions", "starts"],
        files: [expect.objectContaining({ key: `2026-11-01_${ready}_2.csv`, size: 53 })],
        unread: [expect.objectContaining({ key: `2026-11-01_${ready}_1.csv` })],
        remarks: ["second pass over all columns, none being known"],
      }),
      { kind: "missing", name: missing, error: expect.any(SourceFileMissingError) },
    ]);
    expect([await fixture.outputKeys(), await fixture.tables()]).toEqual(before);
  });
});
