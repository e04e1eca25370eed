import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { formatDataType, parseDataType, StructType, types } from "../../src/types/index.ts";
import { Server } from "../arrow/server.ts";
import { anyType } from "./arbitrary.ts";

let server: Server;

beforeAll(async () => {
  server = Server.connect();
  await server.set({ "spark.sql.timestampNanosTypes.enabled": "true", "spark.sql.timeType.enabled": "true" });
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

describe("Spark's own parser", () => {
  it.each([
    "numeric(10)",
    "timestamp without time zone",
    "timestamp with local time zone",
    "timestamp(6)",
    "timestamp_ntz(9)",
    "time(3) without time zone",
    "string collate utf8_lcase",
    "string collate system.builtin.`unicode`",
    "char(3) collate unicode_ci",
    "interval hour to minute",
    "geometry(any)",
    "a: INT, b: STRING NOT  NULL COMMENT 'it''s' \"two\"",
    "a int comment r'raw\\n', b int comment '\\u0041\\101\\%\\_\\\\\\Z\\n'",
    "int int",
    "array int",
    "1a int",
    "a int -- note\n, b /* x /* y */ */ int",
    "a interval, b int",
    "struct<time:time,interval:interval,select:int>",
    "struct<>",
    "`a``b` int, `` int",
  ])("reads %j as we do", async (ddl) => {
    expect(parseDataType(ddl)).toEqual(await server.parse(ddl));
  });

  it.each([
    "null",
    "decimal(5,6)",
    "decimal(39,1)",
    "decimal(5,-2)",
    "interval month to year",
    "timestamp(5)",
    "timestamp with time zone",
    "char",
    "string(3)",
    "array<int not null>",
    "a INT NULL",
    "a int,",
    "a.b int",
    "123 int",
    "é int",
    "`int`",
    "bool",
    "double precision",
  ])("refuses %j as we do", async (ddl) => {
    expect(() => parseDataType(ddl)).toThrow("Cannot parse the data type");
    await expect(server.parse(ddl)).rejects.toThrow();
  });

  it("reads what formatDataType and toDDL write", async () => {
    const all = fc.sample(anyType, { numRuns: 60, seed: 43 });
    const struct = new StructType(all.map((type, at) => ({ name: `c ${at}`, type, nullable: at % 2 === 0 })));
    expect(await server.parse(formatDataType(struct))).toEqual(struct);
    expect(await server.parse(struct.toDDL())).toEqual(struct);
  });

  it("writes a schema's DDL as toDDL does", async () => {
    const { rows } = await server.sql(
      `SELECT schema_of_json('{"a b": 1, "c": [{"d": "x", "e": {"f": 0.5}}]}') AS ddl`,
    );
    const type = types.struct([
      { name: "s", type: parseDataType("struct<`a b`:bigint,c:array<struct<d:string,e:struct<f:double>>>>") },
    ]);
    expect(rows).toEqual([{ ddl: type.toDDL().replace(/^s /, "") }]);
  });
});
