import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { type Catalog as ProtoCatalog, CatalogSchema } from "#gen/spark/connect/catalog_pb.js";
import type { ActionOptions } from "../client/options.ts";
import { readTuples } from "../dataframe/run.ts";
import { ProtocolError, UnsupportedError } from "../errors.ts";
import { relation } from "../plan/relation.ts";
import { isAtLeast } from "../plan/server-target.ts";
import type { SessionRuntime } from "../session/session-runtime.ts";
import type { Tuple } from "./entries.ts";

type Operation = NonNullable<MessageInitShape<typeof CatalogSchema>["catType"]>;

/** Questions to a session's catalog: relations to Spark, whose rows are the answer. */
export class CatalogCalls {
  readonly #runtime: SessionRuntime;

  constructor(runtime: SessionRuntime) {
    this.#runtime = runtime;
  }

  async rows(operation: Operation, options: ActionOptions | undefined): Promise<readonly Tuple[]> {
    const message: ProtoCatalog = create(CatalogSchema, { catType: operation });
    return readTuples(this.#runtime, relation({ kind: "catalog", operation: message.catType }), options);
  }

  /** As `rows`, for what Spark learned in 4.2. @throws UnsupportedError before */
  async rowsSince42(
    method: string,
    operation: Operation,
    options: ActionOptions | undefined,
  ): Promise<readonly Tuple[]> {
    const target = await this.#runtime.target();
    if (!isAtLeast(target, 4, 2)) {
      throw new UnsupportedError(
        `catalog.${method}() needs Spark 4.2; this server runs ${target.version}. Use sql() instead`,
      );
    }
    return this.rows(operation, options);
  }

  async row(operation: Operation, options: ActionOptions | undefined): Promise<Tuple> {
    const [row] = await this.rows(operation, options);
    if (row === undefined) {
      throw new ProtocolError("The server answered a question about its catalog with nothing");
    }
    return row;
  }

  async value(operation: Operation, options: ActionOptions | undefined): Promise<unknown> {
    return (await this.row(operation, options))[0];
  }

  async flag(operation: Operation, options: ActionOptions | undefined): Promise<boolean> {
    return (await this.value(operation, options)) === true;
  }
}

export function matching(pattern: string | undefined): { readonly pattern?: string } {
  return pattern === undefined ? {} : { pattern };
}
