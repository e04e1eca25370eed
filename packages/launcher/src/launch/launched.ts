import { z } from "zod";

/** What a completed claim keeps of a launch. */
export interface Launched {
  readonly cluster: string;
  /** The request that launched it. */
  readonly request: string;
}

const launchedSchema: z.ZodType<Launched> = z.object({ cluster: z.string(), request: z.string() });

export function launchedText(launched: Launched): string {
  return JSON.stringify(launched);
}

/** Reads a claim's result. A text that is none of ours is taken for a cluster's id: an operator may have written it. */
export function launchedOf(result: string): Launched {
  try {
    return launchedSchema.parse(JSON.parse(result));
  } catch {
    return { cluster: result, request: "" };
  }
}
