import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import type { DescMessage, MessageInitShape, MessageShape } from "@bufbuild/protobuf";
import { anyPack } from "@bufbuild/protobuf/wkt";
import { Metadata, Server, ServerCredentials, status } from "@grpc/grpc-js";
import type {
  ServerOptions,
  ServerReadableStream,
  ServerUnaryCall,
  ServerWritableStream,
  sendUnaryData,
} from "@grpc/grpc-js";
import { ErrorInfoSchema, RetryInfoSchema } from "#gen/google/rpc/error_details_pb.js";
import { StatusSchema } from "#gen/google/rpc/status_pb.js";
import type {
  AddArtifactsRequest,
  AddArtifactsResponse,
  ExecutePlanRequest,
  ExecutePlanResponse,
  ReattachExecuteRequest,
} from "#gen/spark/connect/base_pb.js";
import {
  AddArtifactsResponseSchema,
  AnalyzePlanResponseSchema,
  ArtifactStatusesResponseSchema,
  CloneSessionResponseSchema,
  ConfigResponseSchema,
  ExecutePlanResponseSchema,
  FetchErrorDetailsResponseSchema,
  InterruptResponseSchema,
  ReleaseExecuteResponseSchema,
  ReleaseSessionResponseSchema,
  SparkConnectService,
} from "#gen/spark/connect/base_pb.js";

/** A gRPC failure as Spark sends it. */
export interface Failure {
  readonly code: keyof typeof status;
  readonly message?: string;
  /** ErrorInfo's metadata; `errorClass` goes in front of the message too. */
  readonly info?: Readonly<Record<string, string>>;
  readonly retryDelayMs?: number;
}

/** What a scripted stream does, one after the other; without an end it stays open. */
export type Step =
  | { readonly send: MessageInitShape<typeof ExecutePlanResponseSchema> }
  | { readonly fail: Failure }
  | "end"
  | ((stream: ServerWritableStream<unknown, ExecutePlanResponse>) => Promise<void>);

/** One call as it arrived. */
export interface SeenCall {
  readonly method: string;
  readonly request: unknown;
  readonly metadata: ReadonlyMap<string, string>;
}

type StreamRequest = ExecutePlanRequest | ReattachExecuteRequest;
type StreamHandler = (request: StreamRequest) => readonly Step[];
type UnaryHandler = (
  request: Record<string, unknown>,
) => Record<string, unknown> | { fail: Failure } | "hang";

export const failure = (
  code: Failure["code"],
  errorClass?: string,
  rest: Partial<Failure> = {},
): Failure => ({
  code,
  message: errorClass === undefined ? `fake ${code}` : `[${errorClass}] fake`,
  ...(errorClass === undefined ? {} : { info: { errorClass } }),
  ...rest,
});

/** A Spark Connect server that answers by script and remembers what it was asked. Listens on loopback. */
export class FakeServer implements AsyncDisposable {
  readonly calls: SeenCall[] = [];
  /** Streams whose client cancelled before the script's end. */
  cancelled = 0;
  serverSideSessionId = "server-session-1";
  port = 0;
  readonly #server: Server;
  readonly #scripts = new Map<string, StreamHandler[]>();
  readonly #unary = new Map<string, UnaryHandler>();
  #arrivals: (() => void)[] = [];

  private constructor(options: ServerOptions) {
    this.#server = new Server(options);
    this.#addService();
  }

  static async start(options: ServerOptions = {}, port = 0): Promise<FakeServer> {
    const fake = new FakeServer(options);
    fake.port = await new Promise<number>((resolve, reject) => {
      fake.#server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error, bound) =>
        error === null ? resolve(bound) : reject(error),
      );
    });
    return fake;
  }

  get remote(): string {
    return `sc://localhost:${this.port}`;
  }

  /** The next ExecutePlan is answered so; calls beyond the script fail the test by failing the call. */
  onExecute(...steps: readonly Step[]): this {
    return this.#script("ExecutePlan", () => steps);
  }

  onReattach(...steps: readonly Step[]): this {
    return this.#script("ReattachExecute", () => steps);
  }

  /** Answers every stream, of whichever method, by a function. */
  onStreams(handler: StreamHandler): this {
    for (const method of ["ExecutePlan", "ReattachExecute"]) {
      this.#scripts.set(
        method,
        Array.from({ length: 10_000 }, () => handler),
      );
    }
    return this;
  }

  /** Replaces the default answer of a unary method. */
  on(method: string, handler: UnaryHandler): this {
    this.#unary.set(method, handler);
    return this;
  }

  /** Names of the calls so far, releases and the session's end left out unless asked for. */
  methods(withReleases = false): string[] {
    const names = this.calls.map((call) => call.method);
    return withReleases ? names : names.filter((name) => !name.startsWith("Release"));
  }

  requests<T>(method: string): T[] {
    return this.calls.filter((call) => call.method === method).map((call) => call.request as T);
  }

  /** Resolves once `predicate` holds; looked at whenever a call arrives or ends. */
  async until(predicate: () => boolean): Promise<void> {
    while (!predicate()) await new Promise<void>((resolve) => this.#arrivals.push(resolve));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.forceShutdown();
    await Promise.resolve();
  }

  #script(method: string, handler: StreamHandler): this {
    this.#scripts.set(method, [...(this.#scripts.get(method) ?? []), handler]);
    return this;
  }

  #seen(method: string, request: unknown, metadata: Metadata): void {
    const entries = Object.entries(metadata.getMap()).map(([key, value]) => [key, String(value)] as const);
    this.calls.push({ method, request, metadata: new Map(entries) });
    this.#notify();
  }

  #notify(): void {
    const waiting = this.#arrivals;
    this.#arrivals = [];
    for (const resolve of waiting) resolve();
  }

  #addService(): void {
    const { method } = SparkConnectService;
    this.#addStream(method.executePlan);
    this.#addStream(method.reattachExecute);
    this.#addUnary(method.analyzePlan, AnalyzePlanResponseSchema, {
      result: { case: "sparkVersion", value: { version: "4.3.0" } },
    });
    this.#addUnary(method.config, ConfigResponseSchema, {});
    this.#addUnary(method.interrupt, InterruptResponseSchema, { interruptedIds: ["interrupted"] });
    this.#addUnary(method.releaseExecute, ReleaseExecuteResponseSchema, {});
    this.#addUnary(method.releaseSession, ReleaseSessionResponseSchema, {});
    this.#addUnary(method.artifactStatus, ArtifactStatusesResponseSchema, {});
    this.#addUnary(method.cloneSession, CloneSessionResponseSchema, {
      newSessionId: "99999999-2222-3333-4444-555555555555",
      newServerSideSessionId: "server-session-2",
    });
    this.#addUpload();
    this.#addUnary(method.fetchErrorDetails, FetchErrorDetailsResponseSchema, {});
  }

  #addUpload(): void {
    const method = SparkConnectService.method.addArtifacts;
    const { name } = method;
    const handle = (
      call: ServerReadableStream<AddArtifactsRequest, AddArtifactsResponse>,
      callback: sendUnaryData<AddArtifactsResponse>,
    ): void => {
      const requests: AddArtifactsRequest[] = [];
      const answer = this.#unary.get(name);
      const reply = (): void => {
        const { sessionId } = requests[0] ?? { sessionId: "" };
        const artifacts = requests.flatMap(namesOf).map((each) => ({ name: each, isCrcSuccessful: true }));
        const made = answer?.({ requests }) ?? { artifacts };
        if (made === "hang") return;
        if ("fail" in made) {
          callback(toStatus(made.fail as Failure));
          return;
        }
        const init: object = { sessionId, serverSideSessionId: this.serverSideSessionId, ...made };
        callback(null, create(AddArtifactsResponseSchema, init));
      };
      call.on("data", (request: AddArtifactsRequest) => {
        requests.push(request);
        this.#seen(name, request, call.metadata);
      });
      call.on("end", reply);
    };
    const definition = {
      ...this.#definition(method, AddArtifactsResponseSchema, false),
      requestStream: true,
    };
    this.#server.addService({ [name]: definition }, { [name]: handle });
  }

  #addStream(method: { name: string; input: DescMessage }): void {
    const { name } = method;
    const definition = this.#definition(method, ExecutePlanResponseSchema, true);
    const handle = (call: ServerWritableStream<StreamRequest, ExecutePlanResponse>): void => {
      this.#seen(name, call.request, call.metadata);
      const handler = this.#scripts.get(name)?.shift();
      const steps = handler?.(call.request) ?? [{ fail: failure("INTERNAL", "UNEXPECTED_CALL") }];
      call.on("cancelled", () => {
        this.cancelled += 1;
        this.#notify();
      });
      void this.#play(call, steps);
    };
    this.#server.addService({ [name]: definition }, { [name]: handle });
  }

  async #play(
    call: ServerWritableStream<StreamRequest, ExecutePlanResponse>,
    steps: readonly Step[],
  ): Promise<void> {
    const { sessionId, operationId } = call.request;
    for (const step of steps) {
      if (step === "end") {
        call.end();
      } else if (typeof step === "function") {
        await step(call);
      } else if ("send" in step) {
        const { serverSideSessionId } = this;
        const init = { sessionId, operationId: operationId ?? "", serverSideSessionId, ...step.send };
        call.write(create(ExecutePlanResponseSchema, init as typeof step.send));
      } else {
        call.emit("error", toStatus(step.fail));
      }
    }
  }

  #addUnary<O extends DescMessage>(
    method: { name: string; input: DescMessage },
    output: O,
    fallback: MessageInitShape<O>,
  ): void {
    const { name } = method;
    const handle = (
      call: ServerUnaryCall<Record<string, unknown>, MessageShape<O>>,
      callback: sendUnaryData<MessageShape<O>>,
    ): void => {
      this.#seen(name, call.request, call.metadata);
      const answer = this.#unary.get(name)?.(call.request) ?? fallback;
      if (answer === "hang") return;
      if ("fail" in answer) {
        callback(toStatus(answer.fail as Failure));
        return;
      }
      const { serverSideSessionId } = this;
      const init: object = { sessionId: call.request["sessionId"], serverSideSessionId, ...answer };
      callback(null, create(output, init as MessageInitShape<O>));
    };
    this.#server.addService({ [name]: this.#definition(method, output, false) }, { [name]: handle });
  }

  #definition(method: { name: string; input: DescMessage }, output: DescMessage, responseStream: boolean) {
    return {
      path: `/${SparkConnectService.typeName}/${method.name}`,
      requestStream: false,
      responseStream,
      requestSerialize: () => Buffer.alloc(0),
      requestDeserialize: (bytes: Buffer) => fromBinary(method.input, bytes, { recursionLimit: 1024 }),
      responseSerialize: (message: MessageShape<typeof output>) => Buffer.from(toBinary(output, message)),
      responseDeserialize: () => undefined,
    };
  }
}

function namesOf({ payload }: AddArtifactsRequest): string[] {
  if (payload.case === "batch") return payload.value.artifacts.map(({ name }) => name);
  return payload.case === "beginChunk" ? [payload.value.name] : [];
}

function toStatus({ code, message = `fake ${code}`, info, retryDelayMs }: Failure): {
  code: status;
  details: string;
  metadata: Metadata;
} {
  const metadata = new Metadata();
  const details = [];
  if (info !== undefined) details.push(anyPack(ErrorInfoSchema, create(ErrorInfoSchema, { metadata: info })));
  if (retryDelayMs !== undefined) {
    const retryDelay = {
      seconds: BigInt(Math.floor(retryDelayMs / 1000)),
      nanos: (retryDelayMs % 1000) * 1e6,
    };
    details.push(anyPack(RetryInfoSchema, create(RetryInfoSchema, { retryDelay })));
  }
  if (details.length > 0) {
    const rich = create(StatusSchema, { code: status[code], message, details });
    metadata.set("grpc-status-details-bin", Buffer.from(toBinary(StatusSchema, rich)));
  }
  return { code: status[code], details: message, metadata };
}
