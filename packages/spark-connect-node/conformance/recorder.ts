import { create, toBinary } from "@bufbuild/protobuf";
import {
  AnalyzePlanRequestSchema,
  CheckpointCommandResultSchema,
  type Plan,
  PlanSchema,
} from "#gen/spark/connect/base_pb.js";
import { WriteStreamOperationStartResultSchema } from "#gen/spark/connect/commands_pb.js";
import type { CommandResult, ExecuteEvent } from "../src/execution/events.ts";
import type { ConnectClient } from "../src/session/session-runtime.ts";
import type { Sent } from "./normalise.ts";

/** Questions that building a plan may ask, on one side or the other; they are no part of it. */
const building = new Set(["schema", "ddlParse", "jsonToDdl", "sparkVersion"]);

/** Ends a program: its query has been recorded, and there are no rows to give it. */
class Recorded extends Error {}

export interface Recorder {
  readonly client: ConnectClient;
  /** What has been sent since this was called last, and whether a query ended the program. */
  take(): { readonly sent: readonly Sent[]; readonly ended: boolean };
}

/** A connection that remembers plans in place of sending them; the server only answers questions. */
export function recorder(real: ConnectClient): Recorder {
  let sent: Sent[] = [];
  let ended = false;

  async function* execute(plan: Plan): AsyncGenerator<ExecuteEvent, void, undefined> {
    sent.push({ kind: "execute", message: toBinary(PlanSchema, plan) });
    if (endsProgram(plan)) {
      ended = true;
      throw new Recorded("recorded");
    }
    const result = madeUpAnswer(plan);
    if (result !== undefined) yield { kind: "result", result };
  }
  const analyze: ConnectClient["analyze"] = (question, options) => {
    if (!building.has(question.case ?? "")) {
      const request = create(AnalyzePlanRequestSchema, { analyze: question });
      sent.push({ kind: "analyze", message: toBinary(AnalyzePlanRequestSchema, request) });
    }
    return real.analyze(question, options);
  };

  const replaced: Readonly<Record<string | symbol, unknown>> = { execute, analyze };
  const client = new Proxy(real, {
    get(target, name) {
      if (Object.hasOwn(replaced, name)) return replaced[name];
      const value: unknown = Reflect.get(target, name, target);
      // Methods have private fields of the real one.
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  return {
    client,
    take() {
      const taken = { sent, ended };
      sent = [];
      ended = false;
      return taken;
    },
  };
}

/** Queries have rows, and questions to streaming queries have answers, that nothing here can give. */
function endsProgram({ opType }: Plan): boolean {
  if (opType.case !== "command") return opType.case === "root";
  const { case: kind } = opType.value.commandType;
  return kind === "streamingQueryCommand" || kind === "streamingQueryManagerCommand";
}

function madeUpAnswer(plan: Plan): CommandResult | undefined {
  const kind = plan.opType.case === "command" ? plan.opType.value.commandType.case : undefined;
  if (kind === "checkpointCommand") {
    return {
      case: "checkpointCommandResult",
      value: create(CheckpointCommandResultSchema, { relation: { relationId: "checkpoint" } }),
    };
  }
  if (kind === "writeStreamOperationStart") {
    const queryId = {
      id: "00000000-0000-0000-0000-000000000001",
      runId: "00000000-0000-0000-0000-000000000002",
    };
    const value = create(WriteStreamOperationStartResultSchema, { queryId, name: "query" });
    return { case: "writeStreamOperationStartResult", value };
  }
  return undefined;
}
