import { describe, expect, it } from "@jest/globals";
import { InvalidArgumentError } from "../../src/errors.ts";
import { checkOptions, type LocalServerOptions } from "../../src/local-server/options.ts";
import { formatProperties, serverSettings, takesToken } from "../../src/local-server/properties.ts";

const spark41 = { home: "/spark", version: "4.1.0", scala: "2.13", hasConnect: true };
const spark35 = { home: "/spark", version: "3.5.5", scala: "2.12", hasConnect: false };
const place = { port: 15009, folder: "/tmp/x", ivyFolder: "/cache/ivy" };

describe("the settings of a local server", () => {
  it("listen on the loopback interface alone, and write into the server's own folder", () => {
    expect(serverSettings(spark41, {}, place)).toEqual({
      "spark.app.name": "spark-connect-node",
      "spark.ui.enabled": "false",
      "spark.local.dir": "/tmp/x/work",
      "spark.sql.warehouse.dir": "/tmp/x/warehouse",
      "spark.jars.ivy": "/cache/ivy",
      "spark.master": "local[*]",
      "spark.driver.bindAddress": "127.0.0.1",
      "spark.driver.host": "127.0.0.1",
      "spark.connect.grpc.binding.address": "127.0.0.1",
      "spark.connect.grpc.binding.port": "15009",
    });
  });

  it("are the caller's where they may be", () => {
    const config = { "spark.ui.enabled": true, "spark.driver.memory": "2g" };
    expect(serverSettings(spark41, { master: "local[2]", config }, place)).toMatchObject({
      "spark.master": "local[2]",
      "spark.ui.enabled": "true",
      "spark.driver.memory": "2g",
    });
  });

  it.each<[string, Parameters<typeof serverSettings>[0], readonly string[], Record<string, string>]>([
    ["4.1 has Connect", spark41, [], {}],
    ["other jars", spark41, ["/a.jar", "/b.jar"], { "spark.jars": "/a.jar,/b.jar" }],
    ["3.5 loads it", spark35, [], { "spark.jars.packages": "org.apache.spark:spark-connect_2.12:3.5.5" }],
    [
      "3.5 loads it besides other jars",
      spark35,
      ["/a.jar"],
      { "spark.jars": "/a.jar", "spark.jars.packages": "org.apache.spark:spark-connect_2.12:3.5.5" },
    ],
    [
      "3.5 is given it",
      spark35,
      ["/jars/spark-connect_2.12-3.5.5.jar"],
      { "spark.jars": "/jars/spark-connect_2.12-3.5.5.jar" },
    ],
  ])("know where the connect jar is: %s", (_, spark, jars, expected) => {
    const settings = serverSettings(spark, { jars }, place);
    const { "spark.jars": own, "spark.jars.packages": packages } = settings;
    expect({
      ...(own === undefined ? {} : { "spark.jars": own }),
      ...(packages === undefined ? {} : { "spark.jars.packages": packages }),
    }).toEqual(expected);
  });

  it("ask for a token from 4.0 on", () => {
    expect([takesToken("3.5.5"), takesToken("4.0.0"), takesToken("4.3.0")]).toEqual([false, true, true]);
  });

  it("are written as Java reads properties", () => {
    expect(formatProperties({ "a b:c": " x\\y\nz=é", d: "" })).toBe("a\\ b\\:c=\\ x\\\\y\\nz=é\nd=\n");
  });
});

describe("the options of a local server", () => {
  it.each<[LocalServerOptions, string]>([
    [{ master: "yarn" }, 'not "yarn"'],
    [{ master: "spark://host:7077" }, "remote()"],
    [{ port: 0 }, "port"],
    [{ port: 70_000 }, "port"],
    [{ startTimeoutMs: 0 }, "startTimeoutMs"],
    [{ config: { "spark.master": "local" } }, "the option master"],
    [{ config: { "spark.connect.grpc.binding.address": "0.0.0.0" } }, "loopback"],
    [{ config: { "spark.driver.host": "example.org" } }, "loopback"],
    [{ config: { "spark.connect.authenticate.token": "t0ken" } }, "random"],
  ])("%j is refused", (options, message) => {
    expect(() => checkOptions(options)).toThrow(InvalidArgumentError);
    expect(() => checkOptions(options)).toThrow(message);
  });

  it.each<LocalServerOptions>([
    {},
    { master: "local" },
    { master: "local[2]" },
    { master: "local[*]", port: 15002 },
  ])("%j is taken", (options) => {
    expect(() => checkOptions(options)).not.toThrow();
  });
});
