import type { Column, ColumnOrName } from "../column/column.ts";
import { constant, type FormatOptions, invoke, named, optional, optionsMap } from "./invoke.ts";

// Avro and Protocol Buffers, as binary. The server needs Spark's modules for them: spark-avro, spark-protobuf.

/** How a message of Protocol Buffers is found. */
export interface ProtobufOptions {
  /** A serialized `FileDescriptorSet` with the message; without it `messageName` is a Java class on the server. */
  readonly binaryDescriptorSet?: Uint8Array;
  /** Spark's options, such as `mode`. */
  readonly options?: FormatOptions;
}

/** Avro binary as a value of this schema, which is Avro's own JSON. */
export function fromAvro(column: ColumnOrName, jsonSchema: string, options?: FormatOptions): Column {
  return invoke("from_avro", named(column), constant(jsonSchema), optionsMap(options));
}

/** A value as Avro binary, by a schema of Avro's JSON or that of the column's type. */
export function toAvro(column: ColumnOrName, jsonSchema = ""): Column {
  return invoke("to_avro", named(column), jsonSchema === "" ? undefined : constant(jsonSchema));
}

/**
 * A message of Protocol Buffers as a struct.
 *
 * PySpark reads a descriptor file by its path, on the client: here its bytes are given.
 *
 * @param messageName - The message's name in the descriptor set, or a Java class of the server.
 */
export function fromProtobuf(column: ColumnOrName, messageName: string, how: ProtobufOptions = {}): Column {
  return protobuf("from_protobuf", column, messageName, how);
}

/** A struct as a message of Protocol Buffers; the arguments are those of {@link fromProtobuf}. */
export function toProtobuf(column: ColumnOrName, messageName: string, how: ProtobufOptions = {}): Column {
  return protobuf("to_protobuf", column, messageName, how);
}

function protobuf(name: string, column: ColumnOrName, messageName: string, how: ProtobufOptions): Column {
  return invoke(
    name,
    named(column),
    constant(messageName),
    optional(how.binaryDescriptorSet),
    optionsMap(how.options),
  );
}
