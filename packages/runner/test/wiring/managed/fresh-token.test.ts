import { describe, expect, it } from "@jest/globals";
import { freshToken, type SessionToken } from "../../../src/wiring/managed/fresh-token.ts";

const MINUTE = 60_000;

/** A source of numbered tokens that live an hour, on a clock that the test moves. */
function source() {
  const state = { now: 0, asked: 0, failing: false };
  const token = freshToken(
    async (): Promise<SessionToken> => {
      state.asked += 1;
      if (state.failing) throw new Error("no token today");
      return { token: `t${state.asked}`, expiresAt: new Date(state.now + 60 * MINUTE), remote: "sc://x" };
    },
    { marginMs: MINUTE, now: () => state.now },
  );
  return { state, token: async () => (await token()).token };
}

describe("a token that expires", () => {
  it("is kept until shortly before, then asked for anew", async () => {
    const { state, token } = source();
    expect([await token(), await token()]).toEqual(["t1", "t1"]);
    state.now = 59 * MINUTE - 1;
    expect(await token()).toBe("t1");
    state.now = 59 * MINUTE;
    expect([await token(), await token(), state.asked]).toEqual(["t2", "t2", 2]);
  });

  it("is asked for once, however many wait", async () => {
    const { state, token } = source();
    expect(await Promise.all([token(), token(), token()])).toEqual(["t1", "t1", "t1"]);
    expect(state.asked).toBe(1);
  });

  it("serves while it is valid when no new one is to be had, and no longer", async () => {
    const { state, token } = source();
    await token();
    state.failing = true;
    state.now = 60 * MINUTE - 1;
    expect(await token()).toBe("t1");
    state.now = 60 * MINUTE;
    await expect(token()).rejects.toThrow("no token today");
    state.failing = false;
    expect(await token()).toBe("t4");
  });
});
