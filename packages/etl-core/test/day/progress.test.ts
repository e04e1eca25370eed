import { describe, expect, it } from "@jest/globals";
import type { QueryProgress } from "spark-connect-node";
import { progressFraction } from "../../src/day/progress.ts";

const progress = (...stages: readonly [tasks: number, completed: number, read: number][]): QueryProgress => ({
  operationId: "op",
  inflightTasks: 1,
  done: false,
  stages: stages.map(([numTasks, numCompletedTasks, read], index) => ({
    stageId: BigInt(index),
    numTasks,
    numCompletedTasks,
    inputBytesRead: BigInt(read),
    done: numTasks === numCompletedTasks,
  })),
});

describe("progressFraction", () => {
  it.each([
    ["nothing known yet", progress(), 100, undefined],
    ["tasks", progress([4, 1, 0], [4, 1, 0]), undefined, 0.25],
    ["bytes, where one task reads the whole file", progress([1, 0, 40]), 100, 0.4],
    ["never more than all", progress([1, 0, 300]), 100, 1],
    ["an empty file", progress([1, 0, 0]), 0, 0],
    ["done", progress([1, 1, 100]), 100, 1],
  ])("%s", (_title, query, bytes, fraction) => {
    expect(progressFraction(query, bytes)).toBe(fraction);
  });
});
