import { create, type MessageInitShape } from "@bufbuild/protobuf";
import type { Expression_Literal } from "#gen/spark/connect/expressions_pb.js";
import {
  AnalyzePlanRequest_DDLParseSchema,
  ConfigRequest_SetSchema,
  PlanSchema,
} from "#gen/spark/connect/base_pb.js";
import type { RelationSchema } from "#gen/spark/connect/relations_pb.js";
import { encodeRows, type Row, RowDecoder, type RowDecoderOptions } from "../../src/arrow/index.ts";
import { SparkConnectClient } from "../../src/client/spark-connect-client.ts";
import { type DataType, fromProtoDataType, StructType } from "../../src/types/index.ts";

type Relation = NonNullable<MessageInitShape<typeof RelationSchema>["relType"]>;

/** What came back: the schema as the server sees it, and the rows. */
export interface Result {
  readonly schema: StructType;
  readonly rows: Row[];
}

/** The stack's server, asked with no more than types, values and Arrow need. */
export class Server implements AsyncDisposable {
  readonly #client: SparkConnectClient;

  private constructor(client: SparkConnectClient) {
    this.#client = client;
  }

  static connect(): Server {
    const remote = process.env["SPARK_REMOTE"];
    if (remote === undefined || remote === "") {
      throw new Error(
        "SPARK_REMOTE is not set: start the stack (pnpm stack up) and evaluate `pnpm --silent stack env`",
      );
    }
    return new Server(SparkConnectClient.connect({ remote }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.close();
  }

  /** The type that Spark itself reads in a DDL text. */
  async parse(ddl: string): Promise<DataType> {
    const parsed = await this.#client.analyze({
      case: "ddlParse",
      value: create(AnalyzePlanRequest_DDLParseSchema, { ddlString: ddl }),
    });
    if (parsed.case !== "ddlParse" || parsed.value.parsed === undefined) throw new Error("no type came back");
    return fromProtoDataType(parsed.value.parsed);
  }

  async set(settings: Readonly<Record<string, string>>): Promise<void> {
    const pairs = Object.entries(settings).map(([key, value]) => ({ key, value }));
    await this.#client.config({ case: "set", value: create(ConfigRequest_SetSchema, { pairs }) });
  }

  async sql(query: string, options?: RowDecoderOptions): Promise<Result> {
    return this.#run({ case: "sql", value: { query } }, options);
  }

  /** `SELECT` of a constant. */
  async literal(literal: Expression_Literal): Promise<Result> {
    const one = { common: { planId: 1n }, relType: { case: "sql" as const, value: { query: "SELECT 1" } } };
    const name = { exprType: { case: "literal" as const, value: literal } };
    const alias = { exprType: { case: "alias" as const, value: { expr: name, name: ["v"] } } };
    return this.#run({ case: "project", value: { input: one, expressions: [alias] } });
  }

  /** Rows sent to the server and asked back. */
  async echo(rows: readonly unknown[], schema: StructType): Promise<Result> {
    const data = encodeRows(rows, schema);
    return this.#run({ case: "localRelation", value: { data, schema: JSON.stringify(schema) } });
  }

  async #run(relType: Relation, options?: RowDecoderOptions): Promise<Result> {
    const plan = create(PlanSchema, { opType: { case: "root", value: { common: { planId: 0n }, relType } } });
    let schema = new StructType();
    const rows: Row[] = [];
    for await (const event of this.#client.execute(plan)) {
      if (event.kind === "schema") {
        const type = fromProtoDataType(event.schema);
        if (type.kind === "struct") schema = type;
      } else if (event.kind === "arrowBatch") {
        rows.push(...new RowDecoder(schema, options).decode(event.data));
      }
    }
    return { schema, rows };
  }
}
