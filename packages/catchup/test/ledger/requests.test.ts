import { describe, expect, it } from "@jest/globals";
import type { AttributeMap } from "../../src/ledger/audit-item.ts";
import { parseDay } from "../../src/index.ts";
import { acquireRequest, expirySeconds, lockKey, lockState } from "../../src/ledger/day-lock.ts";
import { beginRequest, endRequest, runItemRequest, stepFor } from "../../src/ledger/run-requests.ts";

const day = parseDay("2021-04-12");
const key = { table: "audit", correlationId: "kickstart_vacancy", dataProduct: "KICKSTART-ADG" };
const claim = { day, owner: "host-1:42", token: "t-1" };
const now = new Date("2021-04-13T03:00:00.250Z");

describe("the lock of a day", () => {
  it("has a key of its own", () => {
    expect(lockKey("kickstart_vacancy", day)).toBe("kickstart_vacancy#lock#2021-04-12");
  });

  it("expires on a whole second, never early", () => {
    expect(expirySeconds(now, 1000)).toBe(Date.parse("2021-04-13T03:00:02Z") / 1000);
    expect(expirySeconds(new Date(5000), 1000)).toBe(6);
  });

  it("is taken only where there is none or an expired one", () => {
    const request = acquireRequest(key, claim, now, 60_000);
    expect(request.ConditionExpression).toBe("attribute_not_exists(#expires) OR #expires <= :now");
    expect(request.ExpressionAttributeValues).toEqual({ ":now": { N: "1618282800" } });
    expect(request.Item).toMatchObject({ Owner: { S: "host-1:42" }, Expires_At: { N: "1618282861" } });
  });

  it.each([
    ["no item", undefined, { kind: "free" }],
    ["an item without expiry", {}, { kind: "free" }],
    [
      "an expiry to come",
      { Owner: { S: "o" }, Expires_At: { N: "1618282801" } },
      { kind: "held", owner: "o", expiresAt: new Date("2021-04-13T03:00:01Z") },
    ],
    [
      "an expiry gone by, the item still there",
      { Owner: { S: "o" }, Expires_At: { N: "1618282800" } },
      { kind: "expired", owner: "o", expiresAt: new Date("2021-04-13T03:00:00Z") },
    ],
  ])("reads %s", (_name, item, expected) => {
    expect(lockState(item, now)).toEqual(expected);
  });
});

describe("how a run begins", () => {
  it.each([
    ["no item yet", undefined, { kind: "advance" }],
    ["the item has no Date", { Run_Id: { N: "1" } }, { kind: "advance" }],
    ["an earlier day", { Date: { S: "2021-04-11" } }, { kind: "advance" }],
    ["the same day", { Date: { S: "2021-04-12" } }, { kind: "advance" }],
    ["a later day: it stays", { Date: { S: "2021-04-13" }, Status: { S: "Failed" } }, { kind: "count" }],
  ])("%s", (_name, item, expected) => {
    expect(stepFor(item, day)).toEqual(expected);
  });

  it.each<[string, AttributeMap, [string, string, string]]>([
    ["an error text for Date", { Date: { S: "Traceback" }, Run_Id: { N: "41" } }, [day, "In-Progress", "42"]],
    ["a number for Date", { Date: { N: "20210411" }, Run_Id: { N: "41" } }, [day, "In-Progress", "42"]],
    ["Run_Id as text", { Date: { S: "2021-04-11" }, Run_Id: { S: " 41" } }, [day, "In-Progress", "42"]],
    ["Run_Id that is no number", { Date: { S: day }, Run_Id: { S: "n/a" } }, [day, "In-Progress", "1"]],
    ["Run_Id that is nothing", { Run_Id: { NULL: true } }, [day, "In-Progress", "1"]],
    ["Run_Id with a fraction", { Date: { S: day }, Run_Id: { N: "3.5" } }, [day, "In-Progress", "4"]],
    [
      "Run_Id as text at a later day, which stays",
      { Date: { S: "2021-04-13" }, Run_Id: { S: "41" }, Status: { S: "Completed" } },
      ["2021-04-13", "Completed", "42"],
    ],
    [
      "no Status at a later day, which is to run again",
      { Date: { S: "2021-04-13" }, Run_Id: { N: "41" } },
      ["2021-04-13", "Failed", "42"],
    ],
  ])("writes an item over that cannot be read: %s", (_name, item, [date, status, runId]) => {
    const step = stepFor(item, day);
    expect(step).toEqual({ kind: "repair", found: item });
    const { ConditionExpression, ExpressionAttributeValues } = beginRequest(key, day, step);
    expect(ExpressionAttributeValues).toMatchObject({
      ":day": { S: date },
      ":status": { S: status },
      ":run": { N: runId },
    });
    expect(ConditionExpression).toContain(
      "Run_Id" in item ? "#run = :found_run" : "attribute_not_exists(#run)",
    );
  });

  it("takes the run id in the update that moves the watermark", () => {
    expect(beginRequest(key, day, { kind: "advance" })).toMatchObject({
      UpdateExpression: "SET #date = :day, #status = :status ADD #run :one",
      ConditionExpression: expect.stringContaining("(attribute_not_exists(#date) OR #date <= :day) AND"),
      ReturnValues: "UPDATED_NEW",
    });
  });

  it("touches nothing but the run id when an old day runs again", () => {
    const request = beginRequest(key, day, { kind: "count" });
    expect(request.UpdateExpression).toBe("ADD #run :one");
    expect(request.ExpressionAttributeValues).toEqual({
      ":one": { N: "1" },
      ":number": { S: "N" },
      ":day": { S: day },
    });
  });
});

describe("how a run ends", () => {
  const run = { day, runId: 7 };

  it("writes the run's own item with Run_Id 1", () => {
    expect(runItemRequest(key, run, "Completed").Item).toEqual({
      Correlation_Id: { S: "kickstart_vacancy_7" },
      DataProduct: { S: "KICKSTART-ADG" },
      Date: { S: "2021-04-12" },
      Run_Id: { N: "1" },
      Status: { S: "Completed" },
    });
  });

  it("is fenced by the lock, first of all", () => {
    const [first] =
      endRequest(key, run, claim, "Failed", { atWatermark: true, record: undefined }).TransactItems ?? [];
    expect(first?.ConditionCheck).toMatchObject({
      Key: { Correlation_Id: { S: "kickstart_vacancy#lock#2021-04-12" } },
      ConditionExpression: "#owner = :owner AND #token = :token",
      ExpressionAttributeValues: { ":owner": { S: "host-1:42" }, ":token": { S: "t-1" } },
    });
  });

  it.each([
    [true, 4],
    [false, 3],
  ])("changes the module's Status only at the watermark: %s", (atWatermark, count) => {
    const { TransactItems } = endRequest(key, run, claim, "Completed", { atWatermark, record: undefined });
    expect(TransactItems).toHaveLength(count);
  });
});
