import { expect, it } from "@jest/globals";
import { type ClaimsDynamoPort, DynamoClaims } from "../../src/index.ts";

const NOW = Date.parse("2026-11-20T03:00:00Z") / 1000;

it("a claim that was taken over by a write whose answer was lost still says from whom", async () => {
  const held = (token: string, until: number) => ({
    Claim: { S: "k" },
    Owner: { S: token },
    Token: { S: token },
    Status: { S: "Held" },
    Lease_Until: { N: String(until) },
    Expires_At: { N: String(NOW + 1_000) },
  });
  let item = held("who died", NOW - 1);
  const dynamo: ClaimsDynamoPort = {
    getItem: () => Promise.resolve({ Item: item }),
    transactWriteItems: () => {
      item = held("ours", NOW + 300);
      return Promise.reject(Object.assign(new Error(), { name: "TransactionInProgressException" }));
    },
  };
  const clock = () => new Date(NOW * 1000);
  const claims = new DynamoClaims(dynamo, { table: "t", clock, newToken: () => "ours" });
  expect(await claims.reserve(["k"], "us")).toMatchObject({
    kind: "reserved",
    takenOverFrom: ["who died"],
  });
});
