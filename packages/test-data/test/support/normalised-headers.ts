/** Headers and their published names, as the original system's description has them. */
export const normalisedHeaders: readonly (readonly [string, string])[] = [
  ["Is Gateway?", "is_gateway"],
  ["Bid ID", "bid_id"],
  ["  Hours  per-Week ", "hours_per_week"],
  ["Cost $", "cost_$"],
  ["already_good", "already_good"],
];
