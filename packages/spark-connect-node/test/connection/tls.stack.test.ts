import { expect, it } from "@jest/globals";
import { SparkSession } from "../../src/session/spark-session.ts";
import { stackServer } from "../client/stack.ts";
import { makeIdentities, TlsProxy } from "./tls-proxy.ts";

it("a session over TLS with client certificates works as any other", async () => {
  const { port, token } = stackServer();
  const { authority, server, client } = await makeIdentities();
  const mutual = { requestCert: true, rejectUnauthorized: true, ca: authority };
  await using proxy = await TlsProxy.start(port, server, mutual);
  const remote = `sc://127.0.0.1:${proxy.port}/${token === undefined ? "" : `;token=${encodeURIComponent(token)}`}`;
  const spark = await SparkSession.builder()
    .remote(remote)
    .tls({ rootCertificates: authority, clientCertificate: client.certificate, privateKey: client.key })
    .getOrCreate();
  try {
    expect(await spark.range(100_000).count()).toBe(100_000);
    const rows = Array.from({ length: 20_000 }, (_, i) => [i, `name ${i}`]);
    expect(await spark.createDataFrame(rows, "id INT, name STRING").count()).toBe(20_000);
  } finally {
    await spark.stop();
  }
});
