import type { Topic } from "../program.ts";
import { aggregates } from "./aggregates.ts";
import { columns } from "./columns.ts";
import { joins } from "./joins.ts";
import { sets } from "./sets.ts";
import { windows } from "./windows.ts";

/** All topics, in the order of the report. Each has its file here and its file in Python. */
export const topics: readonly Topic[] = Object.entries({
  columns,
  joins,
  sets,
  aggregates,
  windows,
}).map(([name, programs]) => ({ name, programs }));
