import { setTimeout as sleep } from "node:timers/promises";
import type { Claims } from "../../once/claims.ts";
import { BeingDeliveredError } from "../errors.ts";
import type { NotifyLog } from "../log.ts";

export interface DeliverOnceOptions {
  readonly claims: Claims;
  /** Who delivers, for people to read. */
  readonly owner: string;
  readonly log: NotifyLog;
  readonly signal: AbortSignal;
  /** How often to look whether another one is done. Default: 500 ms. */
  readonly everyMs?: number | undefined;
  /** How long to wait for another one. Default: 10 s. */
  readonly longestMs?: number | undefined;
}

/**
 * Sends something unless it has been sent. The commit point is what `send` does; the claim around it is taken before and
 * completed after. An owner that dies between the two leaves a claim that falls to the next try, which sends again.
 *
 * @returns whether it was this one that sent it.
 * @throws what `send` throws, the claim given back; BeingDeliveredError when another one is at it for too long.
 */
export async function deliverOnce(
  key: string,
  send: () => Promise<void>,
  { claims, owner, log, signal, everyMs = 500, longestMs = 10_000 }: DeliverOnceOptions,
): Promise<"sent" | "sent before"> {
  const last = Date.now() + longestMs;
  for (;;) {
    const reservation = await claims.reserve([key], owner);
    if (reservation.kind === "held") {
      if (Date.now() > last || signal.aborted) {
        throw new BeingDeliveredError(key, reservation.owner, reservation.until);
      }
      await sleep(everyMs);
      continue;
    }
    if (reservation.kind !== "reserved") return "sent before";
    const { claim, takenOverFrom } = reservation;
    if (takenOverFrom.length > 0) {
      log.warn(
        { key, taken_over_from: takenOverFrom },
        "another one died delivering this: it may arrive twice",
      );
    }
    try {
      await send();
    } catch (error) {
      await claims.release(claim).catch((unreleased: unknown) => {
        log.warn({ key, err: unreleased }, "the claim could not be given back; it runs out");
      });
      throw error;
    }
    try {
      await claims.complete(claim, "sent");
    } catch (error) {
      // It is delivered: to throw would have it delivered again.
      log.error({ key, err: error }, "delivered, but that could not be noted: it may arrive twice");
    }
    return "sent";
  }
}
