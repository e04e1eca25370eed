import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import {
  type Claim,
  ClaimLostError,
  type ClaimsDynamoPort,
  ClaimsTableError,
  DynamoClaims,
  type Reservation,
} from "../../src/index.ts";
import { stateTable } from "../support/aws.ts";

let state: Awaited<ReturnType<typeof stateTable>>;

beforeAll(async () => {
  state = await stateTable();
});

afterAll(() => state.remove());

/** Claims with a clock to turn, and keys that nobody else uses. */
function newClaims(port: ClaimsDynamoPort = state.dynamo) {
  const time = { now: new Date("2026-11-20T03:00:00Z") };
  const options = { table: state.table, leaseMs: 60_000, keepMs: 3_600_000, clock: () => time.now };
  const prefix = randomUUID();
  return {
    claims: new DynamoClaims(port, options),
    later: (ms: number) => (time.now = new Date(time.now.getTime() + ms)),
    key: (name: string) => `${prefix}/${name}`,
  };
}

function reserved(reservation: Reservation): Claim {
  if (reservation.kind !== "reserved") throw new Error(`not reserved: ${JSON.stringify(reservation)}`);
  return reservation.claim;
}

describe("claims on DynamoDB", () => {
  it("gives a result to all who come after, until it expires", async () => {
    const { claims, key, later } = newClaims();
    const keys = [key("a"), key("b")];
    const claim = reserved(await claims.reserve(keys, "first"));
    await claims.complete(claim, "j-1");
    await claims.complete(claim, "j-1");

    expect(await claims.reserve(keys, "second")).toEqual({
      kind: "completed",
      owner: "first",
      result: "j-1",
    });
    expect(await claims.reserve([key("b")], "second")).toMatchObject({ kind: "completed", result: "j-1" });
    expect(await claims.look([key("a")])).toEqual(
      new Map([[key("a"), expect.objectContaining({ kind: "completed", result: "j-1" })]]),
    );
    later(3_600_000);
    expect(await claims.reserve(keys, "third")).toMatchObject({ kind: "reserved", takenOverFrom: [] });
  });

  it("goes to one of twenty that ask at once", async () => {
    const { claims, key } = newClaims();
    const keys = [key("a"), key("b"), key("c")];
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, index) => claims.reserve(keys, `owner-${index}`)),
    );
    expect(all.filter(({ kind }) => kind === "reserved")).toHaveLength(1);
    expect(all.filter(({ kind }) => kind === "held")).toHaveLength(19);
  });

  it("takes all keys or none", async () => {
    const { claims, key } = newClaims();
    await claims.reserve([key("b")], "first");
    expect(await claims.reserve([key("a"), key("b")], "second")).toMatchObject({
      kind: "held",
      key: key("b"),
      owner: "first",
      until: new Date("2026-11-20T03:01:00Z"),
    });
    expect(await claims.look([key("a")])).toEqual(new Map([[key("a"), { kind: "free" }]]));
  });

  it("says which keys are done and which are open", async () => {
    const { claims, key } = newClaims();
    await claims.complete(reserved(await claims.reserve([key("a")], "first")), "j-1");
    expect(await claims.reserve([key("a"), key("b")], "second")).toEqual({
      kind: "mixed",
      results: new Map([[key("a"), "j-1"]]),
      open: [key("b")],
    });
  });

  it("takes a key asked for twice as one", async () => {
    const { claims, key } = newClaims();
    expect(reserved(await claims.reserve([key("a"), key("a")], "first")).keys).toEqual([key("a")]);
  });

  it("is taken over after the lease, and the first owner finds that out", async () => {
    const { claims, key, later } = newClaims();
    const first = reserved(await claims.reserve([key("a")], "first"));
    later(60_000);
    const second = await claims.reserve([key("a")], "second");
    expect(second).toMatchObject({ kind: "reserved", takenOverFrom: ["first"] });

    await expect(claims.complete(first, "j-1")).rejects.toThrow(ClaimLostError);
    expect(await claims.release(first)).toBe(false);
    await claims.complete(reserved(second), "j-2");
    expect(await claims.reserve([key("a")], "third")).toMatchObject({ kind: "completed", result: "j-2" });
  });

  it("is completed after its lease where nobody took it over", async () => {
    const { claims, key, later } = newClaims();
    const claim = reserved(await claims.reserve([key("a")], "first"));
    later(60_000);
    await claims.complete(claim, "j-1");
    expect(await claims.reserve([key("a")], "second")).toMatchObject({ kind: "completed" });
  });

  it("is free again once released, but never once completed", async () => {
    const { claims, key } = newClaims();
    const claim = reserved(await claims.reserve([key("a"), key("b")], "first"));
    expect(await claims.release(claim)).toBe(true);
    expect(await claims.release(claim)).toBe(false);
    const again = reserved(await claims.reserve([key("a"), key("b")], "second"));
    await claims.complete(again, "j-1");
    expect(await claims.release(again)).toBe(false);
    expect(await claims.reserve([key("a")], "third")).toMatchObject({ kind: "completed" });
  });

  it("is ours where the answer to our own request was lost", async () => {
    let lost = 1;
    const losing: ClaimsDynamoPort = {
      getItem: (input) => state.dynamo.getItem(input),
      transactWriteItems: async (input) => {
        const output = await state.dynamo.transactWriteItems(input);
        if (lost-- > 0) throw Object.assign(new Error("conflict"), { name: "TransactionConflictException" });
        return output;
      },
    };
    const { claims, key } = newClaims(losing);
    expect(await claims.reserve([key("a")], "first")).toMatchObject({ kind: "reserved" });
  });

  it("names a table that does not exist", async () => {
    const claims = new DynamoClaims(state.dynamo, { table: "no-such-table" });
    await expect(claims.reserve(["a"], "first")).rejects.toThrow(ClaimsTableError);
    await expect(claims.reserve(["a"], "first")).rejects.toMatchObject({
      code: "STATE_TABLE_MISSING",
      message: expect.stringContaining('no state table "no-such-table"'),
    });
  });
});
