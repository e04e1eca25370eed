import { describe, expect, it } from "@jest/globals";
import type { QueryProgress } from "../../src/execution/progress.ts";
import { formatProgress, terminalProgress } from "../../src/progress/terminal-progress.ts";

const report = (
  completed: number,
  total: number,
  change: Partial<QueryProgress> & { bytes?: bigint } = {},
): QueryProgress => {
  const { bytes = 0n, ...rest } = change;
  const stage = {
    stageId: 1n,
    numTasks: total,
    numCompletedTasks: completed,
    inputBytesRead: bytes,
    done: false,
  };
  return { operationId: "a", stages: [stage], inflightTasks: 2, done: false, ...rest };
};

/** A terminal that remembers what is written, and what its line then shows. */
class FakeTerminal {
  readonly isTTY: boolean;
  readonly columns: number;
  written = "";

  constructor(isTTY = true, columns = 80) {
    this.isTTY = isTTY;
    this.columns = columns;
  }

  write(text: string): boolean {
    this.written += text;
    return true;
  }

  get line(): string {
    let cells: string[] = [];
    let at = 0;
    for (const character of this.written) {
      if (character === "\r") at = 0;
      else cells = Object.assign(cells, { [at++]: character });
    }
    return cells.join("").trimEnd();
  }
}

describe("a line of progress", () => {
  it.each<[string, QueryProgress, number, number, string | undefined]>([
    ["none", report(0, 0), 0, 80, undefined],
    [
      "begun",
      report(0, 4),
      0.9,
      80,
      "[-------------------------] 0.00% Complete (2 Tasks running, 0s, Scanned 0.0 B)",
    ],
    [
      "half",
      report(2, 4, { bytes: 3n * 1024n ** 3n }),
      7.2,
      80,
      "[***********-----------] 50.00% Complete (2 Tasks running, 7s, Scanned 3.0 GiB)",
    ],
    [
      "ended",
      report(3, 3, { bytes: 2047n, inflightTasks: 0 }),
      61,
      60,
      "[**********] 100.00% Complete (0 Tasks running, 61s, Scanned 2047.0 B)",
    ],
  ])("%s", (_, progress, seconds, columns, line) => {
    expect(formatProgress(progress, seconds, columns)).toBe(line);
  });

  it("fits into the terminal, and is not endless in a wide one", () => {
    expect(formatProgress(report(1, 3), 5, 100)).toHaveLength(99);
    expect(formatProgress(report(1, 3), 5, 1000)?.match(/[*-]+/)?.[0]).toHaveLength(80);
    expect(formatProgress(report(1, 3), 5, 10)?.match(/[*-]+/)?.[0]).toHaveLength(10);
  });
});

describe("terminalProgress", () => {
  it("writes one line over and over, and clears it when the query has ended", () => {
    const terminal = new FakeTerminal();
    let now = 1_000;
    const onProgress = terminalProgress(terminal, () => now);
    onProgress(report(0, 0));
    expect(terminal.written).toBe("");
    onProgress(report(0, 4, { bytes: 1024n ** 4n * 100n, inflightTasks: 100 }));
    expect(terminal.line).toMatch(/^\[-+\] 0\.00% Complete \(100 Tasks running, 0s, Scanned 100\.0 TiB\)$/);
    now += 2_500;
    onProgress(report(1, 4));
    expect(terminal.line).toMatch(/^\[\*+-+\] 25\.00% Complete \(2 Tasks running, 2s, Scanned 0\.0 B\)$/);
    onProgress(report(4, 4, { done: true }));
    expect(terminal.line).toBe("");
    expect(terminal.written).not.toContain("\n");
    const { written } = terminal;
    onProgress(report(4, 4, { done: true }));
    expect(terminal.written).toBe(written);
  });

  it("goes on with another query when one of two has ended", () => {
    const terminal = new FakeTerminal();
    const onProgress = terminalProgress(terminal, () => 0);
    onProgress(report(1, 4, { operationId: "a" }));
    onProgress(report(2, 4, { operationId: "b" }));
    onProgress(report(4, 4, { operationId: "a", done: true }));
    expect(terminal.line).toContain("50.00%");
    onProgress(report(4, 4, { operationId: "b", done: true }));
    expect(terminal.line).toBe("");
  });

  it("is silent where there is no terminal", () => {
    const terminal = new FakeTerminal(false);
    const onProgress = terminalProgress(terminal);
    onProgress(report(1, 4));
    onProgress(report(4, 4, { done: true }));
    expect(terminal.written).toBe("");
  });
});
