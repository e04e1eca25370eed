import { gzipSync } from "node:zlib";
import { describe, expect, it } from "@jest/globals";
import { SourceDataError } from "../../src/errors.ts";
import { readCsvShape } from "../../src/extract/csv-shape.ts";
import { type CsvOptions, DEFAULT_CSV } from "../../src/model/collection.ts";
import { MemoryStore } from "../support/memory-store.ts";

const shapeOf = async (body: string | Uint8Array, csv: CsvOptions = DEFAULT_CSV) => {
  const store = new MemoryStore({ "k.csv": body });
  return { shape: await readCsvShape(store, store.pinned("k.csv"), csv), store };
};

describe("readCsvShape", () => {
  const shapes: Array<
    [what: string, body: string | Uint8Array, header: string[], end: string, rows: string]
  > = [
    ["LF", "a,b\n1,2\n", ["a", "b"], "\n", "some"],
    ["CRLF", "a,b\r\n1,2\r\n", ["a", "b"], "\r\n", "some"],
    ["CR", "a,b\r1,2\r", ["a", "b"], "\r", "some"],
    ["a byte order mark", "\uFEFFa,b\n1,2\n", ["a", "b"], "\n", "some"],
    ["one before a quote", '\uFEFF"a","b"\n1,2\n', ["a", "b"], "\n", "some"],
    ["quotes and lines in names", '"a, ""x""\r\ny",b\n1,2\n', ['a, "x"\r\ny', "b"], "\n", "some"],
    ["a header alone", "a,b\n", ["a", "b"], "\n", "none"],
    ["a header without an end", "a,b", ["a", "b"], "\n", "none"],
    ["blank lines behind it", "a,b\r\n\r\n\r\n", ["a", "b"], "\r\n", "none"],
    ["letters beyond ASCII", "Größe,b\n1,2\n", ["Größe", "b"], "\n", "some"],
  ];
  it.each(shapes)("%s", async (_what, body, header, recordEnd, dataRows) => {
    const { shape } = await shapeOf(body);
    expect(shape).toMatchObject({ header, recordEnd, dataRows, tail: { kind: "closed" } });
    expect(shape.columns).toHaveLength(header.length);
  });

  it("reads a small file's start once, of a large one both ends", async () => {
    const small = await shapeOf("a,b\n1,2\n");
    expect(small.store.reads).toEqual([{ key: "k.csv", from: 0, to: 7 }]);
    const large = await shapeOf(`a,b\n${"1,2\n".repeat(100_000)}`);
    expect(large.store.reads).toEqual([
      { key: "k.csv", from: 0, to: 65_535 },
      { key: "k.csv", from: 400_004 - 65_536, to: 400_003 },
    ]);
    expect(large.shape.tail).toEqual({ kind: "unsure", atLeast: 65_536 });
  });

  it("reads on until a long header ends", async () => {
    const header = Array.from({ length: 20_000 }, (_, n) => `column_${n}`);
    const { shape } = await shapeOf(`${header.join(",")}\n${"x,".repeat(200_000)}\n`);
    expect(shape.columns).toEqual(header);
  });

  it("reads names in the collection's encoding", async () => {
    const bytes = Buffer.from("Gr\xf6\xdfe,b\n", "latin1");
    const { shape } = await shapeOf(bytes, { ...DEFAULT_CSV, encoding: "iso-8859-1" });
    expect(shape.header).toEqual(["Größe", "b"]);
    const windows = Buffer.from("\x93Gr\xf6\xdfe\x94,\x80\x9f b\n", "latin1");
    const { shape: of } = await shapeOf(windows, { ...DEFAULT_CSV, encoding: "windows-1252" });
    expect(of.header).toEqual(["“Größe”", "€Ÿ b"]);
  });

  const large = Buffer.from(
    `a,b\n${Array.from({ length: 50_000 }, (_, n) => `${n},${n * 7919}\n`).join("")}`,
  );
  const compressed: Array<[what: string, body: Uint8Array, rows: string, tail: string]> = [
    ["small", gzipSync("a,b\n1,2\n"), "some", "closed"],
    ["of a header alone", gzipSync("\uFEFFa,b\r\n"), "none", "closed"],
    ["ending in quotes", gzipSync('a,b\n1,"2'), "some", "open"],
    ["in several members", Buffer.concat([gzipSync("a,"), gzipSync("b\n1,2\n")]), "some", "closed"],
    [
      "of nothing but one line in a million bytes",
      gzipSync(`a,b\n1,${"x".repeat(1_000_000)}\n`),
      "some",
      "unsure",
    ],
    ["large", gzipSync(large), "some", "unsure"],
  ];
  it.each(compressed)("reads gzip by its content: %s", async (_what, body, dataRows, tail) => {
    const { shape, store } = await shapeOf(body);
    expect(shape).toMatchObject({ compression: "gzip", header: ["a", "b"], dataRows });
    expect(shape.tail.kind).toBe(tail);
    expect(store.reads).toHaveLength(1);
  });

  it("leaves the end of gzip to be looked at with all of it", async () => {
    expect((await shapeOf(gzipSync(large))).shape.tail).toEqual({ kind: "unsure", atLeast: 0 });
  });

  const skipped: Array<[what: string, body: string, skipLines: number, start: number, end: string]> = [
    ["a title", "Bids of the day\na,b\n1,2\n", 1, 16, "\n"],
    ["the line of a spreadsheet", "sep=,\r\na,b\r\n1,2\r\n", 1, 7, "\r\n"],
    ["a byte order mark with it", "\uFEFFx\na,b\n", 1, 5, "\n"],
    ["blank lines and open quotes", '\n"open\n\na,b\n1,2\n', 3, 8, "\n"],
    ["lines in another form", "x\ry\r\nz\na,b\r\n", 3, 7, "\r\n"],
    ["lines of CR", "x\ra,b\r1,2\r", 1, 2, "\r"],
    ["more than the first look", `${"x".repeat(70_000)}\n${"y".repeat(10)}\na,b\n1,2\n`, 2, 70_012, "\n"],
  ];
  it.each(skipped)("skips lines: %s", async (_what, body, skipLines, start, recordEnd) => {
    const csv = { ...DEFAULT_CSV, skipLines };
    for (const each of [Buffer.from(body), gzipSync(body)]) {
      const { shape } = await shapeOf(each, csv);
      expect(shape).toMatchObject({ header: ["a", "b"], start, recordEnd });
    }
  });

  it("does not judge rows by the lines it skips", async () => {
    const { shape } = await shapeOf('a "title\na,b\n', { ...DEFAULT_CSV, skipLines: 1 });
    expect(shape).toMatchObject({ dataRows: "none", tail: { kind: "closed" } });
  });

  it.each(["x\ny\n", "x\n", "x"])(
    "refuses %j when there are fewer lines than it is to skip",
    async (body) => {
      await expect(shapeOf(body, { ...DEFAULT_CSV, skipLines: 2 })).rejects.toThrow(
        /header of .* does not end .* csv\.skipLines, 2, is more than the lines before it/,
      );
    },
  );

  const refused: Array<[what: string, body: string | Uint8Array, message: RegExp]> = [
    ["UTF-16", Buffer.from("\uFEFFa,b\n", "utf16le"), /s3:\/\/bucket\/k\.csv begins with .* mark of UTF-16/],
    ["UTF-16 without a mark", Buffer.from("a,b\n", "utf16le"), /holds a NUL byte in the line at byte 0/],
    ["a NUL", "a,b\n1,2\n3,\0\n", /k\.csv holds a NUL byte in the line at byte 8/],
    [
      "another encoding",
      Buffer.from("Gr\xf6\xdfe,b\n", "latin1"),
      /header of .* is not written in utf-8\. .* set csv\.encoding: files of Excel .* windows-1252/,
    ],
    ["gzip that ends too soon", gzipSync("a,b\n1,2\n").subarray(0, -3), /k\.csv is gzip and ends too soon/],
    [
      "gzip in name only",
      Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]),
      /is gzip and is damaged/,
    ],
    [
      "gzip with padding behind it",
      Buffer.concat([gzipSync("a,b\n1,2\n"), Buffer.alloc(512)]),
      /is gzip and has bytes behind its end/,
    ],
    ["a name twice", "a,A\n1,2\n", /Columns 1 \("a"\) and 2 \("A"\)/],
    ["a blank first line", "\na,b\n", /Column 1 of .* has no name/],
    ["a quote left open in the header", 'a,"b\n1,2\n', /header of .* does not end within 9 bytes: a quote/],
    ["no end within a million bytes", `"${"x".repeat(1_100_000)}"\n`, /does not end within 1048576 bytes/],
  ];
  it.each(refused)("refuses %s", async (_what, body, message) => {
    await expect(shapeOf(body)).rejects.toThrow(SourceDataError);
    await expect(shapeOf(body)).rejects.toThrow(message);
  });

  const others: Array<[body: string, encoding: CsvOptions["encoding"], message: RegExp]> = [
    ["\x80,b\n", "iso-8859-1", /header of .* is not written in iso-8859-1.* windows-1252\.$/],
    ["\x81,b\n", "windows-1252", /header of .* is not written in windows-1252/],
    ["\xef\xbb\xbfa,b\n", "windows-1252", /mark of UTF-8, but csv.encoding is windows-1252/],
  ];
  it.each(others)(
    "refuses a header that is not in the encoding: %j as %s",
    async (body, encoding, message) => {
      const read = shapeOf(Buffer.from(body, "latin1"), { ...DEFAULT_CSV, encoding });
      await expect(read).rejects.toThrow(message);
    },
  );
});
