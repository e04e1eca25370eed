import { fromBinary, toBinary } from "@bufbuild/protobuf";
import type { DescMessage, MessageShape } from "@bufbuild/protobuf";
import type * as base from "#gen/spark/connect/base_pb.js";
import { SparkConnectService } from "#gen/spark/connect/base_pb.js";

/** One procedure of the service, with the two conversions that grpc-js wants. */
export interface RpcMethod<Request, Response> {
  /** As errors and interceptors show it, such as `ExecutePlan`. */
  readonly name: string;
  /** `/spark.connect.SparkConnectService/ExecutePlan`. */
  readonly path: string;
  readonly encode: (request: Request) => Buffer;
  readonly decode: (bytes: Buffer) => Response;
}

/** Plans come back in answers (a cached view, a command's result); the default of 100 levels is too few. */
const RECURSION_LIMIT = 1024;

function define<I extends DescMessage, O extends DescMessage>(method: {
  readonly name: string;
  readonly input: I;
  readonly output: O;
}): RpcMethod<MessageShape<I>, MessageShape<O>> {
  return {
    name: method.name,
    path: `/${SparkConnectService.typeName}/${method.name}`,
    encode(request) {
      const bytes = toBinary(method.input, request);
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    },
    decode(bytes) {
      // A plain Uint8Array, so that `bytes` fields are plain views too and no Buffer reaches a caller.
      const view = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      return fromBinary(method.output, view, { recursionLimit: RECURSION_LIMIT });
    },
  };
}

const { method } = SparkConnectService;

/** Procedures that answer with a stream. */
export const streamMethods: {
  readonly executePlan: RpcMethod<base.ExecutePlanRequest, base.ExecutePlanResponse>;
  readonly reattachExecute: RpcMethod<base.ReattachExecuteRequest, base.ExecutePlanResponse>;
} = {
  executePlan: define(method.executePlan),
  reattachExecute: define(method.reattachExecute),
};

/** Procedures that answer once. */
export const unaryMethods: {
  readonly analyzePlan: RpcMethod<base.AnalyzePlanRequest, base.AnalyzePlanResponse>;
  readonly config: RpcMethod<base.ConfigRequest, base.ConfigResponse>;
  readonly interrupt: RpcMethod<base.InterruptRequest, base.InterruptResponse>;
  readonly releaseExecute: RpcMethod<base.ReleaseExecuteRequest, base.ReleaseExecuteResponse>;
  readonly releaseSession: RpcMethod<base.ReleaseSessionRequest, base.ReleaseSessionResponse>;
  readonly fetchErrorDetails: RpcMethod<base.FetchErrorDetailsRequest, base.FetchErrorDetailsResponse>;
  readonly artifactStatus: RpcMethod<base.ArtifactStatusesRequest, base.ArtifactStatusesResponse>;
  readonly cloneSession: RpcMethod<base.CloneSessionRequest, base.CloneSessionResponse>;
} = {
  analyzePlan: define(method.analyzePlan),
  config: define(method.config),
  interrupt: define(method.interrupt),
  releaseExecute: define(method.releaseExecute),
  releaseSession: define(method.releaseSession),
  fetchErrorDetails: define(method.fetchErrorDetails),
  artifactStatus: define(method.artifactStatus),
  cloneSession: define(method.cloneSession),
};

/** Procedures that take a stream and answer once. */
export const uploadMethods: {
  readonly addArtifacts: RpcMethod<base.AddArtifactsRequest, base.AddArtifactsResponse>;
} = {
  addArtifacts: define(method.addArtifacts),
};
