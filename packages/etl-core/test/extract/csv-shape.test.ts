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

  const refused: Array<[what: string, body: string | Uint8Array, message: RegExp]> = [
    ["UTF-16", Buffer.from("\uFEFFa,b\n", "utf16le"), /s3:\/\/bucket\/k\.csv begins with .* mark of UTF-16/],
    ["UTF-16 without a mark", Buffer.from("a,b\n", "utf16le"), /holds a NUL byte in the line at byte 0/],
    ["a NUL", "a,b\n1,2\n3,\0\n", /k\.csv holds a NUL byte in the line at byte 8/],
    [
      "another encoding",
      Buffer.from("Gr\xf6\xdfe,b\n", "latin1"),
      /header of .* is not written in utf-8\. .* set csv\.encoding: files of Excel .* windows-1252/,
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
