import { describe, expect, it } from "@jest/globals";
import { combineFaults, gather } from "../../src/model/file-faults.ts";
import { SourceDataError, SourceFileMissingError, StorageError } from "../../src/errors.ts";

const bad = (text: string) => new SourceDataError(text);

describe("faults of a day's files", () => {
  it("are all found before any is thrown, in the order of the items", async () => {
    const { results, faults } = await gather([1, 2, 3, 4], { concurrency: 2 }, async (item) => {
      if (item % 2 === 0) throw bad(`${item} is even.`);
      return item;
    });
    expect(results).toEqual([1, 3]);
    expect(faults.map(({ message }) => message)).toEqual(["2 is even.", "4 is even."]);
  });

  it("are not waited for once something else fails", async () => {
    const work = gather([1, 2], { concurrency: 2 }, async (item, signal) => {
      if (item === 1) throw new StorageError("no store");
      await new Promise((resolve) => setImmediate(resolve));
      signal.throwIfAborted();
    });
    await expect(work).rejects.toThrow("no store");
  });

  it("are one as it is, several as one error that names the missing file first", () => {
    const missing = new SourceFileMissingError("source", "2026-11-01_bids");
    expect(combineFaults([])).toBeUndefined();
    expect(combineFaults([missing])).toBe(missing);
    const both = combineFaults([bad("A is bad."), missing, bad("B is bad.")]);
    expect(both).toMatchObject({ code: "SOURCE_FILE_MISSING", exitCode: 1 });
    expect(both?.message).toMatch(/^File Not Found for 2026-11-01_bids/);
    expect(both?.message).toMatch(
      / 2 more problems with the day's files: \(2\) A is bad\. \(3\) B is bad\.$/,
    );
    const three = both && combineFaults([both, bad("C is bad.")]);
    expect(three?.message).toContain("3 more problems");
    const many = combineFaults(Array.from({ length: 30 }, (_, n) => bad(`${n}.`)));
    expect(many).toMatchObject({ code: "SOURCE_DATA", exitCode: 4 });
    expect(many?.message).toMatch(/\(20\) 19\. … and 10 more\.$/);
  });
});
