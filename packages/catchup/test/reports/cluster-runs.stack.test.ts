import { randomUUID } from "node:crypto";
import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import {
  addDays,
  DynamoLedger,
  type DynamoPort,
  LedgerError,
  parseDay,
  readClusterRuns,
  runReport,
} from "../../src/index.ts";

const table = `catchup-reports-${randomUUID()}`;
const dataProduct = "KICKSTART-ADG";
const day = parseDay("2021-04-12");
const holder = { owner: "host-1:42", ttlMs: 60_000 };
const cluster = "j-1ABCDEFGHIJKL";
const cause = { name: "StageError", code: "STAGE", message: "no space left", remedy: "Make room." };
let client: DynamoDB;

beforeAll(async () => {
  for (const name of ["AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION"]) {
    if (!process.env[name]) throw new Error(`${name} is not set: start the stack and evaluate its "env"`);
  }
  client = new DynamoDB({});
  await client.createTable({
    TableName: table,
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: [
      { AttributeName: "Correlation_Id", KeyType: "HASH" },
      { AttributeName: "DataProduct", KeyType: "RANGE" },
    ],
    AttributeDefinitions: ["Correlation_Id", "DataProduct"].map((AttributeName) => ({
      AttributeName,
      AttributeType: "S",
    })),
  });
});

afterAll(async () => {
  await client.deleteTable({ TableName: table });
  client.destroy();
});

/** A module nobody else uses, and its ledger as the runner on a cluster has it. */
function onCluster() {
  const module = { table, dataProduct, correlationId: `kickstart_${randomUUID()}` };
  const ledger = new DynamoLedger(client, { ...module, clusterId: cluster });
  const begin = async (offset: number) => ledger.begin(await ledger.lockDay(addDays(day, offset), holder));
  const item = async (suffix: string) =>
    (
      await client.getItem({
        TableName: table,
        Key: { Correlation_Id: { S: module.correlationId + suffix }, DataProduct: { S: dataProduct } },
      })
    ).Item;
  return { module, ledger, begin, item };
}

describe("what a module did on a cluster", () => {
  it("is nothing where it never got to the ledger", async () => {
    const { module } = onCluster();
    expect(await readClusterRuns(client, module, cluster)).toBeUndefined();
  });

  it("is its runs in their order, each with day, status and report, and why the command ended", async () => {
    const { module, ledger, begin } = onCluster();
    const report = runReport([{ name: "bids", rows: 3, badRows: 1, changes: ["+ colour string"] }]);
    for (let n = 0; n < 11; n++) await ledger.complete(await begin(n), report);
    await ledger.fail(await begin(11), runReport([], cause));
    await begin(12);
    await ledger.recordFailure(cause);

    const read = await readClusterRuns(client, module, cluster);
    expect(read?.runs.map(({ runId }) => runId)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
    expect(read?.runs.slice(-3)).toEqual([
      { runId: 11, day: "2021-04-22", status: "Completed", report },
      { runId: 12, day: "2021-04-23", status: "Failed", report: runReport([], cause) },
      { runId: 13, day: "2021-04-24", status: "In-Progress", report: undefined },
    ]);
    expect(read).toMatchObject({ earlier: 0, failure: cause });
  });

  it("is there for a command that failed before its first day, and no day or run is touched", async () => {
    const { module, ledger, item } = onCluster();
    await ledger.recordFailure(cause);
    expect(await readClusterRuns(client, module, cluster)).toEqual({ runs: [], earlier: 0, failure: cause });
    expect(await item("")).toBeUndefined();
  });

  it("is kept apart from another cluster's", async () => {
    const { module, ledger, begin } = onCluster();
    await ledger.complete(await begin(0));
    const next = new DynamoLedger(client, { ...module, clusterId: "j-2" });
    await next.complete(await next.begin(await next.lockDay(addDays(day, 1), holder)));
    const [first, second] = await Promise.all([
      readClusterRuns(client, module, cluster),
      readClusterRuns(client, module, "j-2"),
    ]);
    expect(first?.runs.map(({ runId }) => runId)).toEqual([1]);
    expect(second?.runs.map(({ runId }) => runId)).toEqual([2]);
  });

  it("leaves the original's attributes of the run's item as they are, with one more", async () => {
    const { ledger, begin, item, module } = onCluster();
    await ledger.complete(await begin(0), runReport([]));
    expect(await item("_1")).toEqual({
      Correlation_Id: { S: `${module.correlationId}_1` },
      DataProduct: { S: dataProduct },
      Date: { S: day },
      Run_Id: { N: "1" },
      Status: { S: "Completed" },
      Report: { S: expect.stringMatching(/^\{"version":1,/) },
    });
    const { Date: date, Run_Id, Status, ...rest } = (await item("")) ?? {};
    expect([date, Run_Id, Status]).toEqual([{ S: day }, { N: "1" }, { S: "Completed" }]);
    expect(Object.keys(rest).sort()).toEqual(["Correlation_Id", "DataProduct"]);
  });

  it("is not written where no cluster is known", async () => {
    const { module, begin, ledger } = onCluster();
    const offCluster = new DynamoLedger(client, module);
    await offCluster.recordFailure(cause);
    await offCluster.complete(await offCluster.begin(await offCluster.lockDay(day, holder)));
    expect(await readClusterRuns(client, module, cluster)).toBeUndefined();
    await ledger.complete(await begin(1));
    expect((await readClusterRuns(client, module, cluster))?.runs.map(({ runId }) => runId)).toEqual([2]);
  });

  it("costs no day where it cannot be written, and is said", async () => {
    const { module, item } = onCluster();
    const told: unknown[] = [];
    const denied = Object.assign(new Error("not authorised"), { name: "AccessDeniedException" });
    // As IAM would have it, which grants items by their keys; moto's cannot.
    const updateItem: DynamoPort["updateItem"] = async (input) => {
      if (JSON.stringify(input.Key).includes("#cluster#")) throw denied;
      return client.updateItem(input);
    };
    const port: DynamoPort = {
      getItem: (input) => client.getItem(input),
      putItem: (input) => client.putItem(input),
      deleteItem: (input) => client.deleteItem(input),
      transactWriteItems: (input) => client.transactWriteItems(input),
      updateItem,
    };
    const ledger = new DynamoLedger(port, {
      ...module,
      clusterId: cluster,
      onUnnoted: (error) => told.push(error.code),
    });
    await ledger.complete(await ledger.begin(await ledger.lockDay(day, holder)));
    expect(told).toEqual(["AUDIT_ACCESS_DENIED"]);
    expect(await item("_1")).toMatchObject({ Status: { S: "Completed" } });
    await expect(ledger.recordFailure(cause)).rejects.toMatchObject({ code: "AUDIT_ACCESS_DENIED" });
  });

  it("survives a report and items that are not what they should be", async () => {
    const { module, ledger, begin } = onCluster();
    await ledger.complete(await begin(0), runReport([]));
    await ledger.complete(await begin(1), runReport([]));
    await ledger.complete(await begin(2), runReport([]));
    const put = (suffix: string, attributes: object) =>
      client.putItem({
        TableName: table,
        Item: {
          Correlation_Id: { S: module.correlationId + suffix },
          DataProduct: { S: dataProduct },
          ...attributes,
        },
      });
    await put("_1", {
      Date: { S: day },
      Run_Id: { N: "1" },
      Status: { S: "Completed" },
      Report: { S: "<html>" },
    });
    await put("_2", { Date: { S: "Traceback" }, Run_Id: { N: "1" }, Status: { S: "Failed" } });
    const read = await readClusterRuns(client, module, cluster);
    expect(read?.runs.map(({ runId, report }) => [runId, report])).toEqual([
      [1, undefined],
      [3, runReport([])],
    ]);
  });

  it("names a table that is not there", async () => {
    const module = { table: "no-such-table", dataProduct, correlationId: "x" };
    await expect(readClusterRuns(client, module, cluster)).rejects.toThrow(LedgerError);
  });
});
