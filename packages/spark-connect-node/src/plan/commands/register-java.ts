import type { MessageInitShape } from "@bufbuild/protobuf";
import type { CommonInlineUserDefinedFunctionSchema } from "#gen/spark/connect/expressions_pb.js";
import type { DataType } from "../../types/index.ts";
import { toProtoDataType } from "../../types/index.ts";

/** Makes a Java class known to the session's SQL as a function. */
export interface RegisterJavaCommand {
  readonly kind: "registerJava";
  readonly name: string;
  readonly className: string;
  /** Absent: Spark finds it in the class. */
  readonly returnType?: DataType;
  readonly aggregate: boolean;
}

export function registerJavaToProto({
  name,
  className,
  returnType,
  aggregate,
}: RegisterJavaCommand): MessageInitShape<typeof CommonInlineUserDefinedFunctionSchema> {
  const outputType = returnType === undefined ? {} : { outputType: toProtoDataType(returnType) };
  return {
    functionName: name,
    function: { case: "javaUdf", value: { className, aggregate, ...outputType } },
  };
}
