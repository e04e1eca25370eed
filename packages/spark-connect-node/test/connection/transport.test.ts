import { describe, expect, it } from "@jest/globals";
import { parseConnectionString } from "../../src/connection/connection-string.ts";
import { channelOptions, chooseTransport } from "../../src/connection/transport.ts";

describe("chooseTransport", () => {
  it.each([
    ["sc://h", "plaintext"],
    ["sc://h/;use_ssl=false", "plaintext"],
    ["sc://h/;use_ssl=true", "tls"],
    ["sc://h/;token=t", "tls"],
    ["sc://127.0.0.1/;token=t", "tls"],
    ["sc://localhost/;token=t", "plaintext"],
    ["sc://LOCALHOST/;token=t", "plaintext"],
    ["sc://localhost/;token=t;use_ssl=true", "tls"],
    ["sc://localhost/;token=t;use_ssl=false", "plaintext"],
    ["sc://127.0.0.1/;token=t;use_ssl=false", "plaintext"],
    ["sc://[::1]/;token=t;use_ssl=false", "plaintext"],
  ])("%s travels by %s", (remote, transport) => {
    expect(chooseTransport(parseConnectionString(remote))).toBe(transport);
  });

  it("refuses to send a token over the network in the clear", () => {
    const settings = parseConnectionString("sc://h/;token=hunter22;use_ssl=false");
    expect(() => chooseTransport(settings)).toThrow(/use_ssl=false would send the token to h in plain text/);
  });
});

describe("channelOptions", () => {
  it("allow 128 MiB both ways, and ping as seldom as every server permits", () => {
    expect(channelOptions(parseConnectionString("sc://h"))).toMatchObject({
      "grpc.max_send_message_length": 134_217_728,
      "grpc.max_receive_message_length": 134_217_728,
      "grpc.keepalive_time_ms": 300_000,
      "grpc.keepalive_timeout_ms": 20_000,
      "grpc.keepalive_permit_without_calls": 0,
    });
  });

  it("take the connection string's numbers", () => {
    const remote =
      "sc://h/;grpc_max_message_size=5;grpc_keepalive_time_ms=10000;grpc_keepalive_timeout_ms=7;grpc_keepalive_without_calls=true";
    expect(channelOptions(parseConnectionString(remote))).toMatchObject({
      "grpc.max_send_message_length": 5,
      "grpc.max_receive_message_length": 5,
      "grpc.keepalive_time_ms": 10_000,
      "grpc.keepalive_timeout_ms": 7,
      "grpc.keepalive_permit_without_calls": 1,
    });
  });

  it("ping not at all when told so", () => {
    const options = channelOptions(parseConnectionString("sc://h/;grpc_keepalive_enabled=false"));
    expect(Object.keys(options).filter((key) => key.includes("keepalive"))).toEqual([]);
  });

  it.each([
    ["localhost", true],
    ["127.0.0.1", true],
    ["127.8.0.1", true],
    ["[::1]", true],
    ["spark.example", false],
    ["10.0.0.1", false],
  ])("for %s go around an HTTP proxy: %s", (host, around) => {
    const options = channelOptions(parseConnectionString(`sc://${host}`));
    expect(options["grpc.enable_http_proxy"]).toBe(around ? 0 : undefined);
  });
});
