import { describe, expect, it } from "@jest/globals";
import { judgeTail, judgeWhole } from "../../src/extract/csv-tail.ts";
import { DEFAULT_CSV } from "../../src/model/collection.ts";

const body = Array.from({ length: 40 }, (_, n) => `${n},"text, of ""${n}""\nin two lines",x\n`).join("");
const plain = "1,2,3\n".repeat(40);

describe("judgeWhole", () => {
  it("knows", () => {
    expect(judgeWhole(Buffer.from(body), DEFAULT_CSV)).toEqual({ kind: "closed" });
    expect(judgeWhole(Buffer.from(`${body}1,"2\n`), DEFAULT_CSV)).toEqual({ kind: "open" });
  });
});

describe("judgeTail", () => {
  const text = Buffer.from(body);
  const open = Buffer.from(`${body}40,"never closed\n41,"a",b\n42,c,d\n`);

  it("knows wherever the end begins, when there are quotes enough", () => {
    for (let size = 200; size < text.length; size += 1) {
      expect(judgeTail(text.subarray(-size), DEFAULT_CSV)).toEqual({ kind: "closed" });
    }
  });

  it("never calls an open end closed", () => {
    const left = Buffer.from(`${body}40,x,"left open\n`);
    for (let size = 2; size < left.length; size += 1) {
      expect(judgeTail(left.subarray(-size), DEFAULT_CSV)).not.toEqual({ kind: "closed" });
    }
  });

  it("is not sure of an end whose quotes make no sense", () => {
    expect(judgeTail(open.subarray(-60), DEFAULT_CSV).kind).not.toBe("open");
  });

  it("is not put off by a quote that stands in a plain field", () => {
    const stray = Buffer.from(`${body}40,5" pipe,x\n${body}`);
    expect(judgeTail(stray.subarray(1), DEFAULT_CSV)).toEqual({ kind: "closed" });
    const open = Buffer.from(`${body}40,5" pipe,x\n${body}41,x,"left open\n`);
    expect(judgeTail(open.subarray(1), DEFAULT_CSV).kind).not.toBe("closed");
  });

  it("is not sure of an end without quotes: a value that swallowed it is as long", () => {
    expect(judgeTail(Buffer.from(plain), DEFAULT_CSV)).toEqual({ kind: "unsure", atLeast: plain.length });
  });
});
