import { z } from "zod";
import { InvalidEventError } from "../errors.ts";
import { ENVIRONMENTS } from "../../environment.ts";
import type { Arrival, ClusterEvent, LaunchFailedEvent, NotifierEvent, StepEvent } from "./event.ts";
import { unwrap } from "./unwrap.ts";

/** `stateChangeReason` is JSON inside JSON; one that is not is taken as words. */
const reason: z.ZodType<ClusterEvent["reason"]> = z.unknown().transform((value) => {
  const parsed = typeof value === "string" ? jsonOrText(value) : value;
  const { code, message } = (typeof parsed === "object" && parsed !== null ? parsed : {}) as Record<
    string,
    unknown
  >;
  return {
    code: typeof code === "string" ? code : "",
    message: typeof message === "string" ? message : typeof parsed === "string" ? parsed : "",
  };
});

const some: z.ZodString = z.string().min(1);

const head = { id: some, time: some };

const clusterEvent: z.ZodType<ClusterEvent> = z
  .object({
    ...head,
    detail: z.object({
      clusterId: some,
      name: z.string().default(""),
      state: some,
      stateChangeReason: reason,
    }),
  })
  .transform(({ id, time, detail: { stateChangeReason, ...detail } }) => ({
    kind: "cluster" as const,
    id,
    time,
    ...detail,
    reason: stateChangeReason,
  }));

const stepEvent: z.ZodType<StepEvent> = z
  .object({
    ...head,
    detail: z.object({ clusterId: some, stepId: some, name: z.string().default(""), state: some }),
  })
  .transform(({ id, time, detail }) => ({ kind: "step" as const, id, time, ...detail }));

const launchFailed: z.ZodType<LaunchFailedEvent> = z
  .object({
    ...head,
    detail: z.object({
      environment: z
        .enum([...ENVIRONMENTS, "unknown"])
        .transform((name) => (name === "unknown" ? undefined : name)),
      modules: z.array(z.string()),
      days: z.string().nullable(),
      code: z.string().default("LAUNCH_FAILED"),
      error: z.string(),
      remedy: z.string(),
      launchKeys: z.array(z.string()),
    }),
  })
  .transform(({ id, time, detail }) => ({ kind: "launch failed" as const, id, time, ...detail }));

/** What says of itself that it is one of these, must be. */
const READERS: Readonly<Record<string, z.ZodType<NotifierEvent>>> = {
  "aws.emr/EMR Cluster State Change": clusterEvent,
  "aws.emr/EMR Step Status Change": stepEvent,
  "kickstart-adg.launcher/Launch Failed": launchFailed,
};

const anyEvent: z.ZodType<{ source: string; "detail-type": string }> = z.object({
  source: z.string(),
  "detail-type": z.string(),
});

/**
 * Reads what arrived, in whatever it was wrapped. What is none of ours is ignored, and says why: a topic or a queue may
 * carry more than we know. One that should be ours and cannot be read may be bad news, and is no reason not to tell the others.
 */
export function readEvents(arrived: unknown): Arrival[] {
  return unwrap(arrived).map((each) => (each.kind === "ignored" ? each : read(each.value)));
}

function read(value: unknown): Arrival {
  const event = anyEvent.safeParse(value);
  if (!event.success) return { kind: "ignored", why: "it is no event of EventBridge's shape" };
  const type = `${event.data.source}/${event.data["detail-type"]}`;
  const reader = READERS[type];
  if (reader === undefined) return { kind: "ignored", why: `nobody is told of ${type.slice(0, 200)}` };
  const result = reader.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  return { kind: "unreadable", error: new InvalidEventError(type, problems) };
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
