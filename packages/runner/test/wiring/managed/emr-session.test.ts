import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { EMR } from "@aws-sdk/client-emr";
import { remoteOf, tokenOfEmrSession } from "../../../src/wiring/managed/emr-session.ts";

// moto knows no sessions: a server that answers this one call as AWS documents it.
const EXPIRES = 1_795_435_200;

let server: Server;
let emr: EMR;
let seen: { headers: IncomingHttpHeaders; body: unknown };
let answer: { status: number; body: object };

beforeEach(async () => {
  server = createServer((request, response) => {
    let text = "";
    request.on("data", (part: Buffer) => (text += part.toString()));
    request.on("end", () => {
      seen = { headers: request.headers, body: JSON.parse(text) };
      response.writeHead(answer.status, { "content-type": "application/x-amz-json-1.1" });
      response.end(JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  emr = new EMR({
    region: "eu-west-2",
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "none" },
  });
});

afterEach(async () => {
  emr.destroy();
  await new Promise((resolve) => server.close(resolve));
});

const session = { clusterId: "j-1A2B", sessionId: "s-1" };

describe("a session of EMR", () => {
  it("is asked for its address and a token", async () => {
    answer = {
      status: 200,
      body: { Endpoint: "https://s-1.emr.example", AuthToken: "abc", AuthTokenExpirationTime: EXPIRES },
    };
    expect(await tokenOfEmrSession(emr, session, new AbortController().signal)).toEqual({
      token: "abc",
      expiresAt: new Date(EXPIRES * 1000),
      remote: "sc://s-1.emr.example:443/;use_ssl=true",
    });
    expect(seen.headers["x-amz-target"]).toBe("ElasticMapReduce.GetSessionEndpoint");
    expect(seen.body).toEqual({ ClusterId: "j-1A2B", SessionId: "s-1" });
  });

  it.each([
    [
      "one that is not there",
      { status: 400, body: { __type: "InvalidRequestException", Message: "no such session" } },
      "No token for the session s-1 of the cluster j-1A2B: InvalidRequestException: no such session.",
    ],
    [
      "an answer without a token",
      { status: 200, body: { Endpoint: "x" } },
      "EMR answered without endpoint, token or time",
    ],
  ])("%s: an error that names it", async (_what, given, message) => {
    answer = given;
    await expect(tokenOfEmrSession(emr, session, new AbortController().signal)).rejects.toThrow(message);
  });

  it.each([
    ["https://host.example", "sc://host.example:443/;use_ssl=true"],
    ["https://host.example:8443/", "sc://host.example:8443/;use_ssl=true"],
    ["sc://host.example:443", "sc://host.example:443/;use_ssl=true"],
    ["sc://host.example:443/;use_ssl=true", "sc://host.example:443/;use_ssl=true"],
    ["host.example", "sc://host.example:443/;use_ssl=true"],
  ])("at %s is reached by %s", (endpoint, remote) => {
    expect(remoteOf(endpoint)).toBe(remote);
  });
});
