import { describe, expect, it } from "@jest/globals";
import { loadConfig, parseConfig } from "../../src/config/load-config.ts";
import { InvalidConfigError } from "../../src/errors.ts";

const least = {
  environment: "local",
  audit: { table: "data_pipeline_metadata" },
  secretName: "/concourse/dataworks/kickstart-adg",
  published: { bucket: "published" },
  roles: {
    cluster: "arn:aws:iam::123456789012:role/kickstart_s3_readonly",
    source: "arn:aws:iam::123456789012:role/dataworks-ksr",
  },
};

const parse = (config: unknown) => parseConfig("adg.json", JSON.stringify(config));

describe("the configuration file", () => {
  it("needs little; the rest has defaults", () => {
    expect(parse(least)).toEqual({
      ...least,
      region: "eu-west-2",
      audit: { table: "data_pipeline_metadata", dataProduct: "KICKSTART-ADG" },
      published: { database: "uc_kickstart", bucket: "published", scheme: "s3a", kmsKeyId: null },
      dks: null,
      e2eFolder: "kickstart-e2e-tests",
      concurrency: 2,
      spark: { remote: null, managed: null, connectTimeoutSeconds: 60 },
      lock: { ttlSeconds: 120 },
      log: { level: null, file: null },
      modules: {
        vacancy: { defaults: {}, collections: {} },
        application: { defaults: {}, collections: {} },
        payment: { defaults: {}, collections: {} },
      },
    });
  });

  it.each([
    [{ timeZone: "BST" }, '"BST" is not a time zone'],
    [{ columns: { signed: { dateFormat: "DD/MM/YYYY" } } }, '"DD/MM/YYYY" has DD, which is not supported'],
  ])("is refused for times in a form that nobody reads: %j", (defaults, message) => {
    expect(() => parse({ ...least, modules: { vacancy: { defaults } } })).toThrow(message);
  });

  it("is refused when an object has a name twice", () => {
    const text = JSON.stringify(least).replace('"secretName"', '"environment": "local", "secretName"');
    expect(() => parseConfig("adg.json", text)).toThrow(
      'In the configuration file adg.json, an object has the name "environment" twice. Remove one.',
    );
  });

  it("keeps what it says of collections", () => {
    const modules = {
      vacancy: {
        defaults: { maxBadRows: 3 },
        collections: {
          bids: { select: "all", csv: { delimiter: ";", skipLines: 2, nullValues: ["NULL"] } },
          vacancies: { minColumnShare: 0.9, unconvertibleColumns: ["size"], acceptSchemaChange: true },
          contracts: { timeZone: "Europe/London", columns: { signed: { dateFormat: "dd/MM/yyyy" } } },
        },
      },
    };
    expect(parse({ ...least, modules }).modules.vacancy).toEqual(modules.vacancy);
  });

  it.each([
    [
      { ...least, environment: "prod" },
      "environment: expected one of local, development, qa, integration, preprod, production",
    ],
    [{ ...least, audit: {} }, "audit.table: expected the name of a DynamoDB table"],
    [
      { ...least, published: { bucket: "b", database: "uc-kickstart" } },
      "published.database: expected a database name of letters, digits and underscores",
    ],
    [{ ...least, published: { bucket: "b", scheme: "s3n" } }, "published.scheme: expected one of s3a, s3"],
    [
      { ...least, roles: { ...least.roles, source: "dataworks-ksr" } },
      "roles.source: expected the ARN of a role",
    ],
    [
      { ...least, modules: { vacancy: { defaults: { minColumnShare: 50 } } } },
      "modules.vacancy.defaults.minColumnShare: expected a number from 0 to 1",
    ],
    [{ ...least, concurrency: 0 }, "concurrency: expected a whole number from 1 to 64"],
    [{ ...least, concurency: 4 }, "concurency: is not an option; check its spelling"],
    [{ ...least, spark: { remote: "http://x" } }, "spark.remote: expected sc://host:port"],
    [{ ...least, spark: { remote: "sc://" } }, "spark.remote: expected sc://host:port"],
    [{ ...least, dks: { url: "https://" } }, "dks.url: expected https://host/path"],
    [{ ...least, region: "London" }, "region: expected an AWS region, such as eu-west-2"],
    [
      { ...least, published: { bucket: "s3://published/data" } },
      "published.bucket: expected the name of the Output bucket alone",
    ],
    [{ ...least, audit: "data_pipeline_metadata" }, "audit: expected an object: {table, dataProduct}"],
    [
      { ...least, modules: { vacancy: { defaults: { csv: { delimiter: "||" } } } } },
      "modules.vacancy.defaults.csv.delimiter: expected one character of ASCII",
    ],
    [
      { ...least, modules: { vacancy: { defaults: { pattern: "bids.csv" } } } },
      "modules.vacancy.defaults.pattern: expected a regular expression with {date} in it",
    ],
    [{ ...least, spark: { managed: { kind: "glue" } } }, "spark.managed.kind: expected kind emr or command"],
    [
      { ...least, spark: { managed: { kind: "emr", clusterId: "j-1" } } },
      "spark.managed.sessionId: expected the id of a session",
    ],
    [
      { ...least, spark: { managed: { kind: "command", endpoint: "sc://host:443", tokenCommand: ["t"] } } },
      "spark.managed.endpoint: expected sc://host:443/;use_ssl=true",
    ],
    [
      {
        ...least,
        spark: {
          managed: { kind: "command", endpoint: "sc://localhost.evil/;x=1", tokenCommand: ["t"] },
        },
      },
      "spark.managed.endpoint: expected sc://host:443/;use_ssl=true",
    ],
    [
      {
        ...least,
        spark: { managed: { kind: "command", endpoint: "sc://h/;use_ssl=true", tokenCommand: [] } },
      },
      "spark.managed.tokenCommand: expected a program",
    ],
    [
      { ...least, spark: { remote: "sc://h", managed: { kind: "emr", clusterId: "j-1", sessionId: "s" } } },
      "spark: expected remote or managed, not both",
    ],
    [
      { ...least, modules: { vacancy: { collections: { bids: { selct: "all" } } } } },
      "modules.vacancy.collections.bids.selct: is not an option",
    ],
    [
      { ...least, modules: { vacancy: { collections: { "odd name": { maxBadRows: -1 } } } } },
      'modules.vacancy.collections["odd name"].maxBadRows: expected a whole number from 0',
    ],
    [
      { ...least, modules: { vacancy: { defaults: { csv: { skipLines: 1.5 } } } } },
      "modules.vacancy.defaults.csv.skipLines: expected a whole number from 0 to 1000",
    ],
    [
      { ...least, modules: { vacancy: { defaults: { csv: { nullValues: "NULL" } } } } },
      "modules.vacancy.defaults.csv.nullValues: expected a list of strings",
    ],
    [
      { ...least, modules: { vacancy: { defaults: { pii: "full_name" } } } },
      "modules.vacancy.defaults.pii: expected true, false, a list of columns",
    ],
    [
      { ...least, modules: { vacancy: { defaults: { pii: [] } } } },
      "modules.vacancy.defaults.pii: expected true, false, a list of columns",
    ],
    [[], "(top level): expected an object: {environment, region, audit, "],
    [null, "(top level): expected an object: {environment, region, audit, "],
  ])("names file, path and expectation %#", (config, message) => {
    expect(() => parse(config)).toThrow(InvalidConfigError);
    expect(() => parse(config)).toThrow("The configuration file adg.json is not right");
    expect(() => parse(config)).toThrow(message);
  });

  it("names every problem at once", () => {
    expect(() => parse({})).toThrow(
      /environment: .*\n.*audit: expected an object: {table, .*\n.*secretName.*\n.*published.*\n.*roles: .*{cluster, source}/,
    );
  });

  it("says so when it is not JSON", () => {
    expect(() => parseConfig("adg.json", "{'a': 1}")).toThrow("adg.json is not JSON");
  });

  it.each([
    [undefined, {}, "Give --config FILE or set ADG_CONFIG"],
    ["/no/such/file.json", { ADG_CONFIG: "/other.json" }, "/no/such/file.json does not exist"],
    [undefined, { ADG_CONFIG: "/no/such/adg.json" }, "/no/such/adg.json does not exist"],
    ["/", {}, "/ cannot be read"],
  ])("is looked for in --config, then in ADG_CONFIG %#", async (file, environment, message) => {
    await expect(loadConfig(file, environment)).rejects.toThrow(message);
    await expect(loadConfig(file, environment)).rejects.toThrow(InvalidConfigError);
  });
});
