import type { Topic } from "../program.ts";
import { actions } from "./actions.ts";
import { aggregates } from "./aggregates.ts";
import { catalog } from "./catalog.ts";
import { columns } from "./columns.ts";
import { dates } from "./dates.ts";
import { documents } from "./documents.ts";
import { joins } from "./joins.ts";
import { lambdas } from "./lambdas.ts";
import { literals } from "./literals.ts";
import { missing } from "./missing.ts";
import { nested } from "./nested.ts";
import { numbers } from "./numbers.ts";
import { readers } from "./readers.ts";
import { reshaping } from "./reshaping.ts";
import { roundtrips } from "./roundtrips.ts";
import { rows } from "./rows.ts";
import { sets } from "./sets.ts";
import { shapes } from "./shapes.ts";
import { sql } from "./sql.ts";
import { statistics } from "./statistics.ts";
import { streams } from "./streams.ts";
import { subqueries } from "./subqueries.ts";
import { tables } from "./tables.ts";
import { texts } from "./texts.ts";
import { windows } from "./windows.ts";
import { writers } from "./writers.ts";

/** All topics, in the order of the report. Each has its file here and its file in Python. */
export const topics: readonly Topic[] = Object.entries({
  columns,
  joins,
  sets,
  aggregates,
  windows,
  shapes,
  reshaping,
  missing,
  statistics,
  subqueries,
  literals,
  rows,
  nested,
  lambdas,
  texts,
  numbers,
  dates,
  documents,
  sql,
  readers,
  writers,
  roundtrips,
  tables,
  streams,
  catalog,
  actions,
}).map(([name, programs]) => ({ name, programs }));
