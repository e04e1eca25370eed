import { InvalidArgumentError } from "../errors.ts";
import { type DataType, parseDataType } from "../types/index.ts";
import type { SessionRuntime } from "./session-runtime.ts";

let construct: (runtime: SessionRuntime) => UDFRegistration;

/** Makes the registration of a session's functions. Internal. */
export function udfRegistration(runtime: SessionRuntime): UDFRegistration {
  return construct(runtime);
}

/** Makes functions known to the session, under names that SQL and `callFunction` know them by. */
export class UDFRegistration {
  readonly #runtime: SessionRuntime;

  static {
    construct = (runtime) => new UDFRegistration(runtime);
  }

  private constructor(runtime: SessionRuntime) {
    this.#runtime = runtime;
  }

  /**
   * A Java class that implements one of `org.apache.spark.sql.api.java.UDF0` to `UDF22`; `addArtifacts` brings its jar.
   *
   * @param returnType - A type, or DDL; by default what Spark finds in the class.
   * @throws AnalysisError when the server does not find the class.
   */
  async registerJavaFunction(name: string, className: string, returnType?: DataType | string): Promise<void> {
    const type = typeof returnType === "string" ? parseDataType(returnType) : returnType;
    await this.#register(name, className, false, type);
  }

  /**
   * A Java class that extends `org.apache.spark.sql.expressions.UserDefinedAggregateFunction`.
   *
   * @throws AnalysisError when the server does not find the class.
   */
  async registerJavaUDAF(name: string, className: string): Promise<void> {
    await this.#register(name, className, true);
  }

  async #register(name: string, className: string, aggregate: boolean, returnType?: DataType): Promise<void> {
    if (name === "" || className === "") {
      throw new InvalidArgumentError("A function needs a name, and the full name of its Java class");
    }
    const type = returnType === undefined ? {} : { returnType };
    await this.#runtime.run({ kind: "registerJava", name, className, aggregate, ...type });
  }
}
