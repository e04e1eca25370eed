import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { formatConnectionString, parseConnectionString } from "../../src/connection/connection-string.ts";
import { InvalidArgumentError } from "../../src/errors.ts";

const UUID = "00112233-4455-6677-8899-aabbccddeeff";

describe("parseConnectionString", () => {
  it.each<[string, object]>([
    ["sc://localhost", { host: "localhost", port: 15002, token: undefined, metadata: {} }],
    ["sc://spark.example:443/", { host: "spark.example", port: 443 }],
    ["sc://[::1]:7000/;user_id=ann", { host: "::1", port: 7000, userId: "ann" }],
    ["sc://h;token=abc", { host: "h", token: "abc" }],
    ["sc://h/;token=a%3Db%3B%20c", { token: "a=b; c" }],
    ["sc://h/;token=a=b==", { token: "a=b==" }],
    ["sc://h/;;use_ssl=TRUE;", { useSsl: true }],
    ["sc://h/;use_ssl=false", { useSsl: false }],
    [`sc://h/;session_id=${UUID}`, { sessionId: UUID }],
    ["sc://h/;user_agent=my%20app%2F1", { userAgent: "my app/1" }],
    ["sc://h/;grpc_max_message_size=1048576", { maxMessageBytes: 1_048_576 }],
    [
      "sc://h/;grpc_keepalive_enabled=true;grpc_keepalive_time_ms=30000;grpc_keepalive_timeout_ms=5000;grpc_keepalive_without_calls=true",
      { keepalive: { enabled: true, timeMs: 30_000, timeoutMs: 5_000, withoutCalls: true } },
    ],
    ["sc://h/;X-Team=adg;x-empty=", { metadata: { "x-team": "adg", "x-empty": "" } }],
  ])("reads %s", (text, expected) => {
    expect(parseConnectionString(text)).toMatchObject(expected);
  });

  it.each<[string, RegExp]>([
    ["sc://host/;tokn=secret", /parameter tokn is unknown\. Did you mean token\?/],
    ["sc://host/;Token=secret", /Did you mean token\?/],
    ["sc://host/;usessl=true", /Did you mean use_ssl\?/],
    ["sc://host/;grpc_keepalive_time=1000", /grpc_keepalive_time is unknown/],
    ["", /No Spark Connect server given.*SPARK_REMOTE/],
    ["http://localhost", /begins with "sc:\/\/"/],
    ["sc:/localhost", /begins with/],
    ["sc://", /names no host/],
    ["sc://:15002", /names no host/],
    ["sc://user@host", /begins with/],
    ["sc://h:0", /port.*1 to 65535, not "0"/],
    ["sc://h:70000", /port.*not "70000"/],
    ["sc://h:http", /port.*not "http"/],
    ["sc://h:", /port/],
    ["sc://h/db", /path of a connection string must be empty, not "\/db"/],
    ["sc://h/;token", /Parameter 1 .* key=value/],
    ["sc://h/;a=1;=2", /Parameter 2 .* key=value/],
    ["sc://h/;token=", /token must not be empty/],
    ["sc://h/;token=a%0Ab", /token holds characters/],
    ["sc://h/;token=%zz", /value of token .* percent-encoded/],
    ["sc://h/;token=a;token=b", /token twice/],
    ["sc://h/;use_ssl=yes", /use_ssl must be true or false, not "yes"/],
    ["sc://h/;user_id=", /user_id must not be empty/],
    ["sc://h/;session_id=me", /session_id must be a UUID .* not "me"/],
    ["sc://h/;grpc_max_message_size=1MB", /grpc_max_message_size must be a whole number .* not "1MB"/],
    ["sc://h/;grpc_max_message_size=0", /grpc_max_message_size/],
    ["sc://h/;grpc_keepalive_enabled=1", /grpc_keepalive_enabled must be true or false/],
    ["sc://h/;grpc_keepalive_time_ms=-1", /grpc_keepalive_time_ms/],
    ["sc://h/;grpc_keepalive_timeout_ms=1.5", /grpc_keepalive_timeout_ms/],
    ["sc://h/;grpc_keepalive_without_calls=", /grpc_keepalive_without_calls/],
    [`sc://h/;user_agent=${"%C3%A4".repeat(342)}`, /user_agent must not be longer than 2048 .* 2052/],
    ["sc://h/;grpc-timeout=1", /grpc-timeout is neither a parameter/],
    ["sc://h/;x-bin=1", /x-bin is neither/],
    ["sc://h/;x y=1", /x y is neither/],
    ["sc://h/;x-a=%C3%A4", /x-a holds characters/],
  ])("refuses %s", (text, message) => {
    expect(() => parseConnectionString(text)).toThrow(message);
    expect(() => parseConnectionString(text)).toThrow(InvalidArgumentError);
  });

  it("fills in from the environment what the text leaves out", () => {
    const environment = {
      SPARK_REMOTE: "sc://remote:1/;user_id=u",
      SPARK_CONNECT_AUTHENTICATE_TOKEN: "from-env",
      SPARK_CONNECT_USER_AGENT: "agent-env",
    };
    const fromEnvironment = { token: "from-env", userAgent: "agent-env" };
    expect(parseConnectionString(undefined, environment)).toMatchObject({
      host: "remote",
      ...fromEnvironment,
    });
    expect(parseConnectionString("sc://h/;token=t;user_agent=a", environment)).toMatchObject({
      host: "h",
      userId: undefined,
      token: "t",
      userAgent: "a",
    });
    expect(parseConnectionString("sc://h", { SPARK_CONNECT_AUTHENTICATE_TOKEN: "" }).token).toBeUndefined();
  });

  it("never repeats a token in an error", () => {
    for (const text of [
      "sc://h/;hunter22",
      "sc://h/;token=hunter22%",
      "sc://h/;token=hunter22;token=hunter22",
      "sc://h/token=hunter22",
    ]) {
      expect(() => parseConnectionString(text)).toThrow(
        expect.objectContaining({ message: expect.not.stringMatching(/hunter22/) }),
      );
    }
  });
});

describe("formatConnectionString", () => {
  it("prints what parses to the same settings", () => {
    const word = fc.string({
      minLength: 1,
      maxLength: 12,
      unit: fc.constantFrom("a", "Z", "0", "-", "_", "/", ";", "=", "%", "&", "?", " "),
    });
    const header = fc.record({ key: fc.constantFrom("x-a", "x-b"), value: word });
    const settings = fc.record({
      host: fc.constantFrom("localhost", "spark.example", "10.0.0.1", "::1"),
      port: fc.integer({ min: 1, max: 65_535 }),
      token: fc.option(
        word.filter((text) => text.trim() === text),
        { nil: undefined },
      ),
      useSsl: fc.option(fc.boolean(), { nil: undefined }),
      userId: fc.option(word, { nil: undefined }),
      userAgent: fc.option(word, { nil: undefined }),
      sessionId: fc.option(fc.uuid(), { nil: undefined }),
      maxMessageBytes: fc.option(fc.integer({ min: 1 }), { nil: undefined }),
      keepalive: fc.record({
        enabled: fc.option(fc.boolean(), { nil: undefined }),
        timeMs: fc.option(fc.integer({ min: 1 }), { nil: undefined }),
        timeoutMs: fc.option(fc.integer({ min: 1 }), { nil: undefined }),
        withoutCalls: fc.option(fc.boolean(), { nil: undefined }),
      }),
      metadata: fc
        .option(header, { nil: undefined })
        .map((entry) => (entry === undefined ? {} : { [entry.key]: entry.value })),
    });
    fc.assert(
      fc.property(settings, (given) => {
        expect(parseConnectionString(formatConnectionString(given, { secrets: true }))).toEqual(given);
      }),
    );
  });

  it("hides the token and metadata unless asked", () => {
    const settings = parseConnectionString("sc://h/;token=hunter22;x-auth=hunter23;user_id=u");
    expect(formatConnectionString(settings)).toBe("sc://h:15002/;token=***;user_id=u;x-auth=***");
  });
});
