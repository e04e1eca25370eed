import { once } from "node:events";
import { createServer, type IncomingMessage, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { SparkSession } from "spark-connect-node";
import { Sandbox } from "./support/sandbox.ts";

const day = "2026-11-01";
const tables = ["bids", "offers"];
let box: Sandbox;
let spark: SparkSession;

beforeAll(async () => {
  box = await Sandbox.create({ collections: { vacancy: tables }, initial_spark_schema: {} });
  spark = await SparkSession.builder()
    .remote(process.env["SPARK_REMOTE"] ?? "")
    .getOrCreate();
});

afterAll(async () => {
  await spark.sql(`DROP DATABASE IF EXISTS ${box.database} CASCADE`);
  await spark.stop();
  await box[Symbol.asyncDispose]();
});

/** AWS as one process sees it: each answer is held back until `beforeAnswer` is done. */
async function awsWith(beforeAnswer: (target: string, body: string) => Promise<void>): Promise<Server> {
  const upstream = new URL(process.env["AWS_ENDPOINT_URL"] ?? "");
  const forward = async (incoming: IncomingMessage, body: Buffer): Promise<[IncomingMessage, Buffer]> => {
    const { method, url: path, headers } = incoming;
    const outgoing = request({ host: upstream.hostname, port: upstream.port, method, path, headers });
    outgoing.end(body);
    const [answer] = (await once(outgoing, "response")) as [IncomingMessage];
    return [answer, await bodyOf(answer)];
  };
  const server = createServer((incoming, answer) => {
    void (async () => {
      const body = await bodyOf(incoming);
      const [{ statusCode = 500, headers }, text] = await forward(incoming, body);
      await beforeAnswer(String(incoming.headers["x-amz-target"] ?? ""), body.toString("utf8"));
      answer.writeHead(statusCode, headers).end(text);
    })();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** The lock of the day has expired, whatever its owner means to do. */
async function expireLock(): Promise<void> {
  await box.dynamo.updateItem({
    TableName: box.auditTable,
    Key: {
      Correlation_Id: { S: `kickstart_vacancy_analytical_dataset_generation#lock#${day}` },
      DataProduct: { S: "KICKSTART-ADG" },
    },
    UpdateExpression: "SET Expires_At = :past",
    ExpressionAttributeValues: { ":past": { N: "1" } },
  });
}

async function ids(): Promise<unknown[]> {
  const read = tables.map((table) => `SELECT '${table}' AS t, id FROM ${box.database}.${table}`);
  const rows = await (await spark.sql(`${read.join(" UNION ALL ")} ORDER BY t, id`)).collect();
  return rows.map(({ t, id }) => `${String(t)} ${String(id)}`);
}

it("a runner stopped between its check and its statement leaves the tables to the run that took over; doctor mends the rest", async () => {
  const config = await box.config({ lock: { ttlSeconds: 600 } });
  const only = ["--module_name", "vacancy", "--start_dt", day, "--end_dt", day, "--config", config];
  for (const table of tables) await box.put(`${day}_${table}_1.csv`, "id\nwrong\n");

  // Stopped when the ledger has said that the day is held, for the first statement after what is published was recorded.
  let recorded = false;
  let stop = (): void => {};
  const stopped = new Promise<void>((resolve) => (stop = resolve));
  let wake = (): void => {};
  const awake = new Promise<void>((resolve) => (wake = resolve));
  const aws = await awsWith(async (target, body) => {
    if (recorded && target.endsWith(".UpdateItem") && body.includes(`#lock#${day}`)) {
      recorded = false;
      late.kill("SIGSTOP");
      stop();
      await awake;
    }
    recorded ||= target.endsWith(".TransactWriteItems") && body.includes("SET #publishing");
  });
  const { port } = aws.address() as AddressInfo;
  const late = box.start(["run", ...only], { AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` });
  const ended = box.finished(late);
  try {
    await Promise.race([
      stopped,
      ended.then(({ stderr }) => Promise.reject(new Error(`not stopped: ${stderr}`))),
    ]);
    const wrong = JSON.parse((await box.item(`#day#${day}`))?.["Publishing"] ?? "") as {
      run: number;
      places: unknown;
    };
    expect(wrong).toMatchObject({ run: 1, places: [[expect.stringContaining("/{}/run=000001-"), tables]] });

    for (const table of tables) await box.put(`${day}_${table}_2.csv`, "id\nright\n");
    await expireLock();
    expect(await box.adg(["run", ...only])).toMatchObject({ code: 0 });
    late.kill("SIGCONT");
    wake();
    const { code, stderr } = await ended;
    expect({ code, last: stderr.trimEnd().split("\n").at(-1) }).toEqual({
      code: 3,
      last: expect.stringMatching(/^adg: Run 1 of 2026-11-01 has lost the day/),
    });
    expect(await ids()).toEqual(["bids right", "offers right"]);
    expect(await box.item()).toMatchObject({ Run_Id: "2", Status: "Completed" });

    // A statement of it arrives after it has ended.
    await spark.sql(
      `ALTER TABLE ${box.database}.bids PARTITION (date_uploaded = DATE '${day}') SET LOCATION 's3a://${box.published}/data/${box.database}/non-pii/bids/run=000001-0a0b0c0d/date_uploaded=${day}'`,
    );
    const doctor = ["doctor", "--module_name", "vacancy", "--config", config];
    expect(await box.adg(doctor)).toMatchObject({
      code: 4,
      stdout: expect.stringContaining(`${day} wrong: the ledger has run 2\n  bids: shows s3a://`),
      stderr: expect.stringContaining("adg doctor --module_name vacancy --repair"),
    });
    const repaired = await box.adg([...doctor, "--repair", "--json"]);
    expect(JSON.parse(repaired.stdout)).toMatchObject({
      command: "doctor",
      status: "done",
      days: [{ day, status: "repaired", run_id: 2, faults: [{ table: "bids", kind: "moved" }] }],
    });
    expect(await ids()).toEqual(["bids right", "offers right"]);
  } finally {
    // Also one that is stopped still.
    late.kill("SIGKILL");
    aws.close();
  }
});
