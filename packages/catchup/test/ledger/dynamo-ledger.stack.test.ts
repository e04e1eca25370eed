import { randomUUID } from "node:crypto";
import { type AttributeValue, DynamoDB } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import {
  addDays,
  daysToRun,
  DayLockedError,
  type DynamoPort,
  DynamoLedger,
  InvalidAuditItemError,
  LeaseLostError,
  LedgerError,
  parseDay,
} from "../../src/index.ts";

/** DynamoDB as the environment names it; a test never falls back to a real account. */
function dynamo(): DynamoDB {
  for (const name of ["AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION"]) {
    if (!process.env[name]) throw new Error(`${name} is not set: start the stack and evaluate its "env"`);
  }
  return new DynamoDB({});
}

const table = `catchup-test-${randomUUID()}`;
const dataProduct = "KICKSTART-ADG";
const day = parseDay("2021-04-12");
const holder = { owner: "host-1:42", ttlMs: 60_000 };
let client: DynamoDB;

beforeAll(async () => {
  client = dynamo();
  await client.createTable({
    TableName: table,
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: [
      { AttributeName: "Correlation_Id", KeyType: "HASH" },
      { AttributeName: "DataProduct", KeyType: "RANGE" },
    ],
    AttributeDefinitions: [
      { AttributeName: "Correlation_Id", AttributeType: "S" },
      { AttributeName: "DataProduct", AttributeType: "S" },
    ],
  });
});

afterAll(async () => {
  await client.deleteTable({ TableName: table });
  client.destroy();
});

/** A ledger of a module nobody else uses, and a clock to turn. */
function newLedger(port: DynamoPort = client) {
  const time = { now: new Date("2021-04-13T03:00:00Z") };
  const correlationId = `kickstart_${randomUUID()}`;
  const ledger = new DynamoLedger(port, { table, correlationId, dataProduct, clock: () => time.now });
  const item = async (key: string) =>
    (
      await client.getItem({
        TableName: table,
        Key: { Correlation_Id: { S: key }, DataProduct: { S: dataProduct } },
      })
    ).Item;
  const later = (ms: number) => {
    time.now = new Date(time.now.getTime() + ms);
  };
  return { ledger, correlationId, item, later };
}

describe("a day's run", () => {
  it("leaves the module's item and the run's own as the original does", async () => {
    const { ledger, correlationId, item } = newLedger();
    expect(await ledger.watermark()).toBeUndefined();

    const lease = await ledger.lockDay(day, holder);
    const run = await ledger.begin(lease);
    expect(run.runId).toBe(1);
    expect(await ledger.watermark()).toEqual({
      Correlation_Id: correlationId,
      DataProduct: dataProduct,
      Date: day,
      Run_Id: 1,
      Status: "In-Progress",
    });
    expect(await item(`${correlationId}_1`)).toMatchObject({
      Date: { S: day },
      Status: { S: "In-Progress" },
    });

    expect(await ledger.complete(run)).toEqual({ status: "Completed", atWatermark: true });
    expect(await item(correlationId)).toEqual({
      Correlation_Id: { S: correlationId },
      DataProduct: { S: dataProduct },
      Date: { S: day },
      Run_Id: { N: "1" },
      Status: { S: "Completed" },
    });
    expect(await item(`${correlationId}_1`)).toEqual({
      Correlation_Id: { S: `${correlationId}_1` },
      DataProduct: { S: dataProduct },
      Date: { S: day },
      Run_Id: { N: "1" },
      Status: { S: "Completed" },
    });

    expect(await lease.release()).toBe(true);
    expect(await item(`${correlationId}#lock#${day}`)).toBeUndefined();
  });

  it("counts run ids on, and a failed day is the next to run", async () => {
    const { ledger } = newLedger();
    const first = await ledger.begin(await ledger.lockDay(day, holder));
    await ledger.complete(first);
    const second = await ledger.begin(await ledger.lockDay(addDays(day, 1), holder));
    await ledger.fail(second);
    expect(second.runId).toBe(2);
    const watermark = await ledger.watermark();
    expect(watermark).toMatchObject({ Date: "2021-04-13", Status: "Failed" });
    expect(daysToRun({ watermark, today: addDays(day, 3) })).toEqual(["2021-04-13", "2021-04-14"]);
  });

  it("never rewinds the watermark when an old day runs again", async () => {
    const { ledger, correlationId, item } = newLedger();
    await ledger.complete(await ledger.begin(await ledger.lockDay(day, holder)));

    const old = await ledger.begin(await ledger.lockDay(addDays(day, -5), holder));
    expect(old.runId).toBe(2);
    expect(await ledger.watermark()).toMatchObject({ Date: day, Run_Id: 2, Status: "Completed" });
    expect(await ledger.fail(old)).toEqual({ status: "Failed", atWatermark: false });
    expect(await ledger.watermark()).toMatchObject({ Date: day, Run_Id: 2, Status: "Completed" });
    expect(await item(`${correlationId}_2`)).toMatchObject({
      Date: { S: "2021-04-07" },
      Status: { S: "Failed" },
    });
  });

  it("leaves a later day's status alone when an earlier run ends after it began", async () => {
    const { ledger, correlationId, item } = newLedger();
    const early = await ledger.begin(await ledger.lockDay(day, holder));
    const late = await ledger.begin(await ledger.lockDay(addDays(day, 1), { ...holder, owner: "host-2:7" }));
    expect(await item(`${correlationId}_1`)).toMatchObject({ Status: { S: "In-Progress" } });
    expect(await item(`${correlationId}_2`)).toMatchObject({ Status: { S: "In-Progress" } });

    expect(await ledger.fail(early)).toEqual({ status: "Failed", atWatermark: false });
    expect(await ledger.watermark()).toMatchObject({ Date: "2021-04-13", Status: "In-Progress" });
    expect(await ledger.complete(late)).toEqual({ status: "Completed", atWatermark: true });
    expect(await ledger.watermark()).toMatchObject({ Date: "2021-04-13", Status: "Completed" });
  });

  it("gives twenty runs that begin together twenty run ids", async () => {
    const { ledger } = newLedger();
    const days = Array.from({ length: 20 }, (_, i) => addDays(day, (i * 7) % 20));
    const leases = await Promise.all(days.map((each) => ledger.lockDay(each, holder)));
    const runs = await Promise.all(leases.map((lease) => ledger.begin(lease)));
    expect(new Set(runs.map((run) => run.runId))).toEqual(
      new Set(Array.from({ length: 20 }, (_, i) => i + 1)),
    );
    expect(await ledger.watermark()).toMatchObject({ Date: addDays(day, 19), Run_Id: 20 });

    const ends = await Promise.all(runs.map((run) => ledger.complete(run)));
    expect(ends.filter((end) => end.atWatermark)).toHaveLength(1);
  });

  it.each<[string, Record<string, AttributeValue>, number]>([
    ["an error text in Date", { Date: { S: "Traceback (most recent call last)" } }, 42],
    ["a text in Run_Id", { Run_Id: { S: "41" } }, 42],
    ["no number in Run_Id", { Run_Id: { S: "n/a" } }, 1],
    ["a fraction in Run_Id", { Run_Id: { N: "3.5" } }, 5],
  ])("writes over an item that cannot be read: %s", async (_name, broken, runId) => {
    const { ledger, correlationId } = newLedger();
    await client.putItem({
      TableName: table,
      Item: {
        Correlation_Id: { S: correlationId },
        DataProduct: { S: dataProduct },
        Date: { S: "2021-04-11" },
        Run_Id: { N: "41" },
        Status: { S: "Failed" },
        ...broken,
      },
    });
    await expect(ledger.watermark()).rejects.toThrow(InvalidAuditItemError);
    const run = await ledger.begin(await ledger.lockDay(day, holder));
    expect(run.runId).toBe(runId);
    await ledger.complete(run);
    expect(await ledger.watermark()).toMatchObject({ Date: day, Run_Id: runId, Status: "Completed" });
  });
});

describe("the lock of a day", () => {
  it("is won by one of two who ask at once; the other learns who and until when", async () => {
    const { ledger } = newLedger();
    const asked = await Promise.allSettled([
      ledger.lockDay(day, { owner: "host-1:42", ttlMs: 60_000 }),
      ledger.lockDay(day, { owner: "host-2:7", ttlMs: 60_000 }),
    ]);
    const [lease] = asked.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
    const [refusal] = asked.flatMap((each) => (each.status === "rejected" ? [each.reason as unknown] : []));
    expect(asked.map((each) => each.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(refusal).toBeInstanceOf(DayLockedError);
    expect(refusal).toMatchObject({ code: "DAY_LOCKED", day, owner: lease?.owner });
    expect(refusal).toHaveProperty("expiresAt", new Date("2021-04-13T03:01:00Z"));
    expect(refusal).toHaveProperty("message", expect.stringContaining("until 2021-04-13T03:01:00.000Z"));
  });

  it("is another lock for another day", async () => {
    const { ledger } = newLedger();
    await ledger.lockDay(day, holder);
    await expect(ledger.lockDay(addDays(day, 1), holder)).resolves.toMatchObject({ day: "2021-04-13" });
  });

  it("holds longer with each renewal", async () => {
    const { ledger, later } = newLedger();
    const lease = await ledger.lockDay(day, holder);
    later(50_000);
    await lease.renew();
    expect(lease.expiresAt).toEqual(new Date("2021-04-13T03:01:50Z"));
    later(50_000);
    await expect(ledger.lockDay(day, { ...holder, owner: "host-2:7" })).rejects.toThrow(DayLockedError);
  });

  it("falls to the next one after it expires, and the late owner can write nothing any more", async () => {
    const { ledger, later } = newLedger();
    const crashed = await ledger.lockDay(day, holder);
    const lost = await ledger.begin(crashed);
    later(59_000);
    await expect(ledger.lockDay(day, holder)).rejects.toThrow(DayLockedError);
    later(1_000);

    const taken = await ledger.lockDay(day, holder);
    const run = await ledger.begin(taken);
    expect(run.runId).toBe(2);
    await expect(crashed.renew()).rejects.toThrow(LeaseLostError);
    await expect(ledger.complete(lost)).rejects.toThrow(LeaseLostError);
    expect(await ledger.watermark()).toMatchObject({ Run_Id: 2, Status: "In-Progress" });
    expect(await crashed.release()).toBe(false);
    await ledger.complete(run);
    expect(await taken.release()).toBe(true);
  });

  it("is still ours after it expired while nobody wanted it", async () => {
    const { ledger, later } = newLedger();
    const lease = await ledger.lockDay(day, holder);
    later(3_600_000);
    await lease.renew();
    await expect(ledger.lockDay(day, holder)).rejects.toThrow(DayLockedError);
  });

  it("recovers a crashed day: after expiry its date is the first to run", async () => {
    const { ledger, later } = newLedger();
    await ledger.begin(await ledger.lockDay(day, holder));
    later(holder.ttlMs);
    const [first] = daysToRun({ watermark: await ledger.watermark(), today: addDays(day, 1) });
    expect(first).toBe(day);
    const run = await ledger.begin(await ledger.lockDay(day, holder));
    expect(run.runId).toBe(2);
  });

  it("recognises its own request when the SDK had to send it twice", async () => {
    const twice: DynamoPort = {
      getItem: (input) => client.getItem(input),
      updateItem: (input) => client.updateItem(input),
      deleteItem: (input) => client.deleteItem(input),
      transactWriteItems: (input) => client.transactWriteItems(input),
      async putItem(input) {
        await client.putItem(input);
        return client.putItem(input);
      },
    };
    const { ledger } = newLedger(twice);
    const lease = await ledger.lockDay(day, holder);
    expect(await lease.release()).toBe(true);
  });
});

describe("a call whose first answer was lost, so that it is sent twice", () => {
  const twice: DynamoPort = {
    getItem: (input) => client.getItem(input),
    putItem: (input) => client.putItem(input),
    updateItem: (input) => client.updateItem(input),
    deleteItem: async (input) => {
      await client.deleteItem(input);
      return client.deleteItem(input);
    },
    transactWriteItems: async (input) => {
      await client.transactWriteItems(input);
      return client.transactWriteItems({ ...input, ClientRequestToken: randomUUID() });
    },
  };

  it("settles a day, and gives its lock back", async () => {
    const { ledger } = newLedger(twice);
    const lease = await ledger.lockDay(day, holder);
    const run = await ledger.begin(lease);
    const locations = new Map([["bids", "s3a://b/bids/run=000001-0a0b0c0d/date_uploaded=2021-04-12"]]);
    await ledger.publishing(run, locations);
    await ledger.settle(lease, { runId: run.runId, locations });
    expect(await ledger.dayRecord(day)).toMatchObject({ published: { runId: 1, locations } });
    expect(await lease.release()).toBe(true);
  });

  it("does not take the lock of somebody else for one that was given back", async () => {
    const { ledger, later } = newLedger(twice);
    const late = await ledger.lockDay(day, holder);
    later(3_600_000);
    await ledger.lockDay(day, { ...holder, owner: "host-2:7" });
    expect(await late.release()).toBe(false);
  });
});

describe("an end of which the answer is lost", () => {
  /** The store, which does what it is told and answers with something else while `garbled`. */
  function garbling(): { port: DynamoPort; state: { garbled: boolean; readable: boolean } } {
    const state = { garbled: false, readable: true };
    const port: DynamoPort = {
      getItem: async (input) => {
        if (!state.readable) throw new SyntaxError("Unexpected token '<'");
        return client.getItem(input);
      },
      putItem: (input) => client.putItem(input),
      updateItem: (input) => client.updateItem(input),
      deleteItem: (input) => client.deleteItem(input),
      transactWriteItems: async (input) => {
        const answer = await client.transactWriteItems(input);
        if (!state.garbled) return answer;
        state.readable = false;
        throw new SyntaxError("Unexpected token '<'");
      },
    };
    return { port, state };
  }

  it.each([
    ["complete", "Completed"],
    ["fail", "Failed"],
  ] as const)("%s finds out from the store that it has happened", async (how, status) => {
    const { port, state } = garbling();
    const { ledger } = newLedger({
      ...port,
      transactWriteItems: (input) =>
        port.transactWriteItems(input).finally(() => {
          state.readable = true;
        }),
    });
    const run = await ledger.begin(await ledger.lockDay(day, holder));
    state.garbled = true;
    expect(await ledger[how](run)).toEqual({ status, atWatermark: true });
    expect(await ledger.dayRecord(day)).toMatchObject({ runId: 1, status });
  });

  it("leaves a Completed run Completed, whoever takes it for failed", async () => {
    const { port, state } = garbling();
    const { ledger } = newLedger(port);
    const run = await ledger.begin(await ledger.lockDay(day, holder));
    state.garbled = true;
    await expect(ledger.complete(run)).rejects.toThrow("Unexpected token");
    state.garbled = false;
    state.readable = true;
    expect(await ledger.fail(run)).toEqual({ status: "Completed", atWatermark: true });
    expect(await ledger.watermark()).toMatchObject({ Status: "Completed" });
    expect(await ledger.dayRecord(day)).toMatchObject({ status: "Completed" });
  });
});

describe("a day's record", () => {
  const locations = new Map([
    ["bids", "s3a://b/data/db/non-pii/bids/run=000001-0a0b0c0d/date_uploaded=2021-04-12"],
  ]);

  it("has the run that began last, what it publishes, and what is published once it is done", async () => {
    const { ledger } = newLedger();
    expect(await ledger.dayRecord(day)).toBeUndefined();
    const lease = await ledger.lockDay(day, holder);
    const run = await ledger.begin(lease);
    expect(run.before).toBeUndefined();
    await ledger.publishing(run, locations);
    const begun = { day, runId: 1, status: "In-Progress", published: undefined, removedBy: undefined };
    expect(await ledger.dayRecord(day)).toEqual({ ...begun, publishing: { runId: 1, locations } });
    await ledger.complete(run);
    const done = { ...begun, status: "Completed", published: { runId: 1, locations }, publishing: undefined };
    expect(await ledger.dayRecord(day)).toEqual(done);

    const again = await ledger.begin(lease);
    expect(again.before).toEqual(done);
    await ledger.fail(again);
    expect(await ledger.dayRecord(day)).toEqual({ ...done, runId: 2, status: "Failed" });
    expect(await ledger.unsettledDays()).toEqual([]);
  });

  it("takes nothing from a run that has lost the day, at any point", async () => {
    const { ledger, later } = newLedger();
    const late = await ledger.lockDay(day, holder);
    const lost = await ledger.begin(late);
    later(holder.ttlMs);
    const taken = await ledger.lockDay(day, { ...holder, owner: "host-2:7" });
    const run = await ledger.begin(taken);
    await ledger.publishing(run, locations);
    const record = await ledger.dayRecord(day);
    for (const write of [
      () => ledger.begin(late),
      () => ledger.publishing(lost, new Map()),
      () => ledger.removing(late, 1),
      () => ledger.settle(late, { runId: 1, locations }),
      () => ledger.complete(lost),
      () => ledger.fail(lost),
    ]) {
      await expect(write()).rejects.toThrow(LeaseLostError);
    }
    expect(await ledger.dayRecord(day)).toEqual(record);
    expect(await ledger.watermark()).toMatchObject({ Run_Id: 2, Status: "In-Progress" });
    expect(await ledger.holderOf(day)).toMatchObject({ owner: "host-2:7" });
    await taken.release();
    expect(await ledger.holderOf(day)).toBeUndefined();
    // Released, not held: a late owner is late all the same.
    await expect(ledger.complete(lost)).rejects.toThrow(LeaseLostError);
  });

  it("is unsettled after a take-over, until somebody has looked", async () => {
    const { ledger, later } = newLedger();
    await ledger.begin(await ledger.lockDay(day, holder));
    later(holder.ttlMs);
    const lease = await ledger.lockDay(day, holder);
    const run = await ledger.begin(lease);
    expect(await ledger.unsettledDays()).toEqual([{ day, since: new Date("2021-04-13T03:01:00Z") }]);
    await ledger.publishing(run, locations);
    await ledger.fail(run);
    later(5_000);
    await ledger.begin(lease);
    await ledger.settled({ day, since: new Date("2021-04-13T03:01:00Z") });
    expect(await ledger.unsettledDays()).toEqual([{ day, since: new Date("2021-04-13T03:01:05Z") }]);
  });

  it("is settled by whoever finishes what a run began to publish", async () => {
    const { ledger } = newLedger();
    const lease = await ledger.lockDay(day, holder);
    const run = await ledger.begin(lease);
    await ledger.publishing(run, locations);
    await ledger.fail(run);
    await ledger.settle(lease, { runId: 1, locations });
    expect(await ledger.dayRecord(day)).toMatchObject({
      status: "Failed",
      publishing: undefined,
      published: { runId: 1, locations },
    });
  });

  it("says that a clean-up removed the day, until it is published again", async () => {
    const { ledger } = newLedger();
    const lease = await ledger.lockDay(day, holder);
    const run = await ledger.begin(lease);
    await ledger.publishing(run, locations);
    await ledger.complete(run);
    const outside = await ledger.lockDay(addDays(day, 1), holder);
    await ledger.removing(lease, 2);
    await ledger.removing(outside, 2);
    expect(await ledger.dayRecord(day)).toMatchObject({ runId: 2, removedBy: 2, published: undefined });
    expect(await ledger.dayRecord(addDays(day, 1))).toMatchObject({
      runId: 2,
      removedBy: 2,
      status: undefined,
    });
  });

  it("keeps run ids above its own when the module's item is deleted", async () => {
    const { ledger, correlationId } = newLedger();
    const lease = await ledger.lockDay(day, holder);
    for (let run = 1; run <= 3; run++) await ledger.complete(await ledger.begin(lease));
    await client.deleteItem({
      TableName: table,
      Key: { Correlation_Id: { S: correlationId }, DataProduct: { S: dataProduct } },
    });
    expect((await ledger.begin(lease)).runId).toBe(4);
    await ledger.skipRunIds(41);
    await ledger.skipRunIds(7);
    expect((await ledger.begin(lease)).runId).toBe(42);
  });
});

describe("a table that does not answer as it should", () => {
  it("names a table that does not exist", async () => {
    const ledger = new DynamoLedger(client, { table: "no-such-table", correlationId: "x", dataProduct });
    await expect(ledger.watermark()).rejects.toThrow(LedgerError);
    await expect(ledger.watermark()).rejects.toMatchObject({
      code: "AUDIT_TABLE_MISSING",
      message: expect.stringContaining('no audit table "no-such-table"'),
    });
    await expect(ledger.lockDay(day, holder)).rejects.toMatchObject({ code: "AUDIT_TABLE_MISSING" });
  });
});
