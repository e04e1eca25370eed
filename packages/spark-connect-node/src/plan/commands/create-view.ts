import type { MessageInitShape } from "@bufbuild/protobuf";
import type { CreateDataFrameViewCommandSchema } from "#gen/spark/connect/commands_pb.js";
import { keep, type Relation } from "../relation.ts";
import { relationToProto } from "../relation-proto.ts";
import type { ServerTarget } from "../server-target.ts";

/** Gives a plan a name in the session, or in all of them. */
export interface CreateViewCommand {
  readonly kind: "createView";
  readonly input: Relation;
  readonly name: string;
  readonly global: boolean;
  readonly replace: boolean;
}

export function createViewToProto(
  view: CreateViewCommand,
  target: ServerTarget,
): MessageInitShape<typeof CreateDataFrameViewCommandSchema> {
  return {
    // A view may be cached: plans over this DataFrame must then have its very node.
    input: relationToProto(keep(view.input), target),
    name: view.name,
    isGlobal: view.global,
    replace: view.replace,
  };
}
