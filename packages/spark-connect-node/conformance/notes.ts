import type { Note } from "./program.ts";

/** What is special about programs, by id. Few: each is a difference that has a reason. */
export const notes: Readonly<Record<string, Note>> = {
  "numbers.unseeded": { madeUpSeed: true, noRows: "Each run has a seed of its own." },
  "shapes.sample_unseeded": { madeUpSeed: true, noRows: "Each run has a seed of its own." },
  "readers.option_twice": {
    plansDiffer:
      "Spark compares names of options without regard to case: here the later one wins, PySpark sends both.",
  },
  "reshaping.within_watermark": { noRows: "Spark does this to streams only." },
  "roundtrips.text": { plansDiffer: "PySpark writes the default of wholetext; here it is left to Spark." },
  "rows.names_only": {
    plansDiffer: "PySpark renames the columns of a relation that has these names already.",
  },
  "streams.text": { plansDiffer: "PySpark writes the default of wholetext; here it is left to Spark." },
  "streams.table": {
    plansDiffer: "Spark reads a truth in any case: this reader of PySpark writes True, here it is true.",
  },
};

/** Topics whose sources and targets do not exist: only their plans are compared. */
export const plansOnly: ReadonlySet<string> = new Set(["readers", "writers", "tables", "streams", "catalog"]);

/** Where Spark itself gave other rows, or none, before a release: by id, since which release it does as now, and why. */
export const olderServers: Readonly<Record<string, { readonly since: string; readonly why: string }>> = {
  "shapes.observe_twice": {
    since: "4.0",
    why: 'Spark 3.5 refuses count("*") among observed metrics; count(lit(1)) works.',
  },
  "statistics.freq_items_default": {
    since: "4.0",
    why: "Spark 3.5 gives the frequent items in another order.",
  },
};
