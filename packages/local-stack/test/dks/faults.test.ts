import { describe, expect, it } from "@jest/globals";
import { randomBytes } from "node:crypto";
import { type DksFaults, faultPlan, parseFaults } from "../../src/dks/faults.ts";
import { openDataKey, sealDataKey } from "../../src/dks/master-key.ts";

const hits = (faults: DksFaults, calls = 1_000): number => {
  const next = faultPlan(faults);
  return Array.from({ length: calls }, next).filter((fault) => fault !== undefined).length;
};

describe("the DKS's faults", () => {
  it("come as often as asked, up to the number asked", () => {
    expect(hits({ kind: "reset" })).toBe(1_000);
    expect(hits({ kind: "reset", rate: 0 })).toBe(0);
    expect(hits({ kind: "reset", times: 3 })).toBe(3);
    expect(hits({ kind: "reset", rate: 0.3 })).toBeGreaterThan(250);
    expect(hits({ kind: "reset", rate: 0.3 })).toBeLessThan(350);
  });

  it.each([
    ["{", "faults are JSON"],
    ["null", "faults are a JSON object"],
    ["{}", "kind is one of status, reset, nonsense, delay"],
    ['{"kind": "reset", "rate": 2}', "rate is a number from 0 to 1"],
    ['{"kind": "reset", "times": "1"}', "times is a number"],
    ['{"kind": "reset", "often": 1}', '"often" is no setting of faults'],
  ])("are refused when they make no sense: %s", (json, message) => {
    expect(() => parseFaults(json)).toThrow(message);
  });
});

describe("a data key under the master key", () => {
  const master = randomBytes(32);
  const dataKey = randomBytes(32);
  const sealed = sealDataKey(master, dataKey);
  const changed = Buffer.from(sealed, "base64");
  changed[40] = (changed[40] ?? 0) ^ 1;

  it.each([
    ["as it was sealed", sealed, dataKey.toString("hex")],
    ["changed", changed.toString("base64"), undefined],
    ["cut short", sealed.slice(0, 20), undefined],
    ["no base64", "?", undefined],
    ["sealed by another", sealDataKey(randomBytes(32), dataKey), undefined],
  ])("%s", (_, ciphertext, expected) => {
    const opened = openDataKey(master, ciphertext);
    expect(opened === undefined ? undefined : Buffer.from(opened).toString("hex")).toBe(expected);
  });
});
