import { SourceDataError } from "../errors.ts";
import type { CollectionSpec } from "../model/collection.ts";
import type { StoredObject } from "../model/object-store.ts";
import type { DayKeys, DeliveryName } from "./day-keys.ts";

/** Files that a message names. */
const NAMED = 5;

/** One delivery of a collection: a file, or all files of a folder. */
interface Delivery extends DeliveryName {
  readonly files: StoredObject[];
}

/** The files of a day that count, and those of deliveries that a later one replaced. */
export interface ChosenFiles {
  readonly chosen: readonly StoredObject[];
  readonly unread: readonly StoredObject[];
}

/**
 * Chooses the files of the latest delivery. The epoch in a delivery's name decides, by its value: the order of keys has
 * `_9` behind `_10`.
 *
 * @param own - The collection's files of the day, in key order.
 * @throws SourceDataError when files would be left out that no epoch orders: each may be a part of the whole.
 */
export function latestFiles(
  { name, bucket }: Pick<CollectionSpec, "name" | "bucket">,
  keys: Pick<DayKeys, "deliveryOf">,
  own: readonly StoredObject[],
): ChosenFiles {
  const deliveries = deliveriesOf(keys, own);
  const [latest] = deliveries.toSorted((a, b) => (b.epoch ?? 0) - (a.epoch ?? 0));
  if (latest === undefined || deliveries.length === 1) {
    return { chosen: own, unread: [] };
  }
  const unordered = deliveries.filter((each) => each !== latest && each.epoch === latest.epoch);
  if (unordered.length > 0 || deliveries.some(({ epoch }) => epoch === undefined)) {
    const names = deliveries.map(({ id }) => `s3://${bucket}/${id}`);
    const left = names.length - NAMED;
    throw new SourceDataError(
      `${name} has ${names.length} deliveries of the day, and no epoch in their names says which is the latest: ` +
        `${names.slice(0, NAMED).join(", ")}${left > 0 ? ` and ${left} more` : ""}. ` +
        `If all of them count, set select to "all"; else give a pattern that only the right one matches.`,
    );
  }
  const files = new Set(latest.files);
  return { chosen: latest.files, unread: own.filter((object) => !files.has(object)) };
}

function deliveriesOf(keys: Pick<DayKeys, "deliveryOf">, own: readonly StoredObject[]): Delivery[] {
  const byId = new Map<string, Delivery>();
  for (const object of own) {
    const name = keys.deliveryOf(object.key);
    const delivery = byId.get(name.id);
    if (delivery === undefined) {
      byId.set(name.id, { ...name, files: [object] });
    } else {
      delivery.files.push(object);
    }
  }
  return [...byId.values()];
}
