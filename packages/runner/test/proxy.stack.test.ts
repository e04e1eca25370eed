import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { httpDataKeyService } from "@dataworks/etl-core";
import { dksCalls, resetDksCalls } from "@dataworks/local-stack";
import { newDataKey } from "@dataworks/test-data";
import { deliver, dksConfig, documentOf, keyOf, runOf } from "./support/documents.ts";
import { ForwardProxy } from "./support/forward-proxy.ts";
import { Sandbox } from "./support/sandbox.ts";

const COLLECTION = "claims";
const DAY = "2026-11-02";
/** No such machine answers: what reaches AWS at this address has gone through the proxy. */
const ELSEWHERE = "192.0.2.1";

let box: Sandbox;
let proxy: ForwardProxy;
let environment: NodeJS.ProcessEnv;

beforeAll(async () => {
  box = await Sandbox.create({
    collections: { application: [COLLECTION] },
    initial_spark_schema: { application: { [COLLECTION]: { id: "string" } } },
  });
  await deliver(box, keyOf(DAY, COLLECTION), documentOf('{"id":"1"}'));
});

afterAll(() => box[Symbol.asyncDispose]());

beforeEach(async () => {
  proxy = await ForwardProxy.start();
  environment = {
    AWS_ENDPOINT_URL: `http://${ELSEWHERE}:${box.info.moto.port}`,
    HTTP_PROXY: proxy.url,
    HTTPS_PROXY: proxy.url,
    NO_PROXY: "169.254.169.254",
  };
});

afterEach(() => proxy[Symbol.asyncDispose]());

describe("on a network with one way out", () => {
  it("a whole day runs: all of AWS through the proxy; Spark and the Data Key Service, on loopback, without it", async () => {
    await resetDksCalls(box.info);
    const config = await box.config({ dks: dksConfig(box.info) });
    const { code, stderr } = await box.adg(runOf(DAY, config), environment);
    expect([code, code === 0 ? "" : stderr]).toEqual([0, ""]);
    expect(await dksCalls(box.info)).toBe(1);
    expect(await box.item("", "application")).toMatchObject({ Date: DAY, Status: "Completed" });
    expect(new Set(proxy.asked)).toEqual(new Set([`${ELSEWHERE}:${box.info.moto.port}`]));
    expect(proxy.plain).toEqual([]);
  });

  it("clusters are started and listed, and test data made, through the proxy", async () => {
    const { accessKeyId, secretAccessKey } = box.info.adminKeys;
    const keys = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
    const adg = (line: string, more: object = {}) =>
      box.adg(line.split(" "), { ...environment, ...keys, ENVIRONMENT: "local", ...more });
    await box.put("emr/kickstart-adg/cluster.yaml", "Name: kickstart-adg\nReleaseLabel: emr-7.13.0\n");
    await box.put("emr/kickstart-adg/instances.yaml", "Instances: { InstanceCount: 1 }\n");
    const step = "{ Name: submit-job-vacancy, HadoopJarStep: { Jar: j, Args: [--module_name, vacancy] } }";
    await box.put("emr/kickstart-adg/steps.yaml", `Steps: [${step}]\n`);
    const config = await box.config();
    // That there is no such table is the table's own answer: the files were read by then.
    const started = await adg(
      `cluster start --module vacancy --config-s3-bucket ${box.source} --state-table no-such-table`,
    );
    expect(started.stderr).toContain('There is no state table "no-such-table"');
    expect(await adg("cluster list")).toMatchObject({ code: 0, stderr: "" });
    expect(
      await adg(`generate-test-data --module vacancy --records 1 --date ${DAY} --config ${config}`),
    ).toMatchObject({ code: 0, stderr: "" });
    expect(new Set(proxy.asked)).toEqual(new Set([`${ELSEWHERE}:${box.info.moto.port}`]));
  });

  it("a proxy that lets nobody through is named", async () => {
    proxy.refuse = true;
    const { code, stderr } = await box.adg(runOf(DAY, await box.config()), environment);
    expect(code).toBe(4);
    expect(stderr).toContain(
      `The proxy ${new URL(proxy.url).host} gave no way to ${ELSEWHERE}:${box.info.moto.port}`,
    );
  });

  it("the Data Key Service is spoken to through a tunnel, with both certificates", async () => {
    const { plaintext, ciphertext, keyId } = await newDataKey(box.info.dks);
    const { url, certFile, keyFile, caFile } = box.info.dks;
    await using service = await httpDataKeyService({
      url,
      certFile,
      keyFile,
      caFile,
      correlationId: "proxy-test",
      attempts: 1,
      proxy: proxy.url,
    });
    const key = await service.open({
      object: { bucket: box.source, key: "any", size: 1, etag: "any", lastModified: new Date() },
      encryption: { iv: new Uint8Array(16), keyId, encryptedKey: ciphertext },
    });
    expect(Buffer.from(key)).toEqual(Buffer.from(plaintext));
    expect(proxy.asked).toEqual([`localhost:${new URL(box.info.dks.baseUrl).port}`]);
  });
});
