import { describe, expect, it } from "@jest/globals";
import { type ClaimState, claimState, refusedBy, secondsAt } from "../../src/once/claim.ts";

const now = new Date("2026-11-20T03:00:00.250Z");
const at = (seconds: number): string => String(Math.floor(now.getTime() / 1000) + seconds);
const held = { Owner: { S: "a" }, Token: { S: "t" }, Status: { S: "Held" } };
const completed = { Owner: { S: "a" }, Token: { S: "t" }, Status: { S: "Completed" }, Result: { S: "j-1" } };

describe("what an item says", () => {
  it.each([
    ["no item", undefined, { kind: "free" }],
    ["an item without expiry", held, { kind: "free" }],
    ["an item past its expiry, still there", { ...completed, Expires_At: { N: at(0) } }, { kind: "free" }],
    [
      "a lease to come",
      { ...held, Expires_At: { N: at(99) }, Lease_Until: { N: at(1) } },
      { kind: "held", owner: "a", token: "t", until: new Date("2026-11-20T03:00:01Z") },
    ],
    [
      "a lease gone by",
      { ...held, Expires_At: { N: at(99) }, Lease_Until: { N: at(0) } },
      { kind: "abandoned", owner: "a", since: new Date("2026-11-20T03:00:00Z") },
    ],
    [
      "a result",
      { ...completed, Expires_At: { N: at(99) } },
      { kind: "completed", owner: "a", token: "t", result: "j-1" },
    ],
  ])("%s", (_name, item, expected) => {
    expect(claimState(item, now)).toEqual(expected);
  });

  it("rounds an end up to whole seconds", () => {
    expect(secondsAt(now)).toBe(Date.parse("2026-11-20T03:00:01Z") / 1000);
    expect(secondsAt(new Date(5000), 1)).toBe(6);
  });
});

describe("what stands in the way of several keys", () => {
  const until = new Date("2026-11-20T03:05:00Z");
  const free: ClaimState = { kind: "free" };
  const abandoned: ClaimState = { kind: "abandoned", owner: "a", since: until };
  const holding: ClaimState = { kind: "held", owner: "a", token: "t", until };
  const done = (result: string, token = "t"): ClaimState => ({
    kind: "completed",
    owner: "a",
    token,
    result,
  });

  it.each<[string, ClaimState[], unknown]>([
    ["nothing where all are free or left behind", [free, abandoned], undefined],
    [
      "whoever holds one of them, before all else",
      [done("j-1"), holding],
      { kind: "held", key: "k1", owner: "a", until },
    ],
    [
      "the one doing that did them all",
      [done("j-1"), done("j-1")],
      { kind: "completed", owner: "a", result: "j-1" },
    ],
    [
      "some done and others not",
      [done("j-1"), free, abandoned],
      { kind: "mixed", results: new Map([["k0", "j-1"]]), open: ["k1", "k2"] },
    ],
    [
      "done apart",
      [done("j-1", "t1"), done("j-2", "t2")],
      {
        kind: "mixed",
        results: new Map([
          ["k0", "j-1"],
          ["k1", "j-2"],
        ]),
        open: [],
      },
    ],
  ])("%s", (_name, states, expected) => {
    expect(refusedBy(new Map(states.map((state, index) => [`k${index}`, state])))).toEqual(expected);
  });
});
