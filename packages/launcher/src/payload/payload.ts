import { z } from "zod";
import type { JsonObject, JsonValue } from "../problems/json.ts";
import { isDay } from "./day.ts";

/** What a launch is asked to do; names are the original's. Everything is optional: `{}` launches what the files say. */
export interface Payload {
  /** Other places than the environment's for the four files. */
  readonly s3_overrides?:
    | {
        readonly emr_launcher_config_s3_bucket?: string | undefined;
        readonly emr_launcher_config_s3_folder?: string | undefined;
      }
    | undefined;
  /** Merged into the configuration: objects deep, lists replaced. */
  readonly overrides?: JsonObject | undefined;
  /** `Name1.Name2` → items appended to the list there; the list is made where there is none. */
  readonly extend?: Readonly<Record<string, JsonValue>> | undefined;
  /** Name of a step → arguments appended to its own. */
  readonly additional_step_args?: Readonly<Record<string, readonly string[]>> | undefined;
  /** Launch with a copy of the security configuration, under a new name. */
  readonly copy_secconfig?: boolean | undefined;
  /** Names of the steps to keep; the others are left out. */
  readonly only_steps?: readonly string[] | undefined;
  /** Asks for another cluster for a module and day that already have one. The same token twice is the same launch. */
  readonly again?: string | undefined;
  /** `YYYY-MM-DD`. Default: the day the message was sent, in UTC. */
  readonly launch_day?: string | undefined;
}

/** Every name a payload may have. */
export const PAYLOAD_NAMES: readonly (keyof Payload)[] = [
  "s3_overrides",
  "overrides",
  "extend",
  "additional_step_args",
  "copy_secconfig",
  "only_steps",
  "again",
  "launch_day",
];

/** Names an object in a payload may have, by its place. */
export const KNOWN_NAMES: Readonly<Record<string, readonly string[]>> = {
  "": PAYLOAD_NAMES,
  s3_overrides: ["emr_launcher_config_s3_bucket", "emr_launcher_config_s3_folder"],
};

/**
 * Whether a text can be `again`: 1 to 32 letters, digits, dots, hyphens or underscores. It becomes part of a key and of
 * a tag; three modules' keys with their tokens must fit into one tag.
 */
export function isToken(text: string): boolean {
  return /^[A-Za-z0-9._-]{1,32}$/.test(text);
}

const text = z.string({ error: "expected a text" });
const someText = text.min(1, { error: "expected a text that is not empty" });
const object = z.record(z.string(), z.unknown(), { error: "expected an object" });

export const payloadSchema: z.ZodType<Payload> = z.strictObject(
  {
    s3_overrides: z
      .strictObject(
        {
          emr_launcher_config_s3_bucket: someText.optional(),
          emr_launcher_config_s3_folder: someText.optional(),
        },
        { error: objectOr("expected an object") },
      )
      .optional(),
    overrides: object.optional(),
    extend: object.optional(),
    additional_step_args: z
      .record(z.string(), z.array(text, { error: "expected a list of texts" }), {
        error: "expected an object: name of a step to a list of texts",
      })
      .optional(),
    copy_secconfig: z.boolean({ error: "expected true or false" }).optional(),
    only_steps: z
      .array(someText, { error: "expected a list of names of steps" })
      .min(1, { error: "expected the name of at least one step" })
      .optional(),
    again: text
      .refine(isToken, { error: "expected 1 to 32 letters, digits, dots, hyphens or underscores" })
      .optional(),
    launch_day: text.refine(isDay, { error: "expected a day that exists, as YYYY-MM-DD" }).optional(),
  },
  { error: objectOr("expected a JSON object") },
) as z.ZodType<Payload>;

/** zod asks for one text for every issue of an object; unknown names have a text of their own. */
function objectOr(message: string): (issue: { readonly code?: string }) => string | undefined {
  return ({ code }) => (code === "invalid_type" ? message : undefined);
}
