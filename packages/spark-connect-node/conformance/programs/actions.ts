import { types } from "../../src/index.ts";
import type { Topic } from "../program.ts";

// What runs a frame, or asks about it: one action a program, since the first query ends it.
export const actions: Topic["programs"] = {
  collect: async (spark) => {
    await spark.range(3).collect();
  },
  count: async (spark) => {
    await spark.table("people").filter("age > 3").count();
  },
  first: async (spark) => {
    await spark.range(3).first();
  },
  head: async (spark) => {
    await spark.range(3).head(2);
  },
  take: async (spark) => {
    await spark.range(3).take(2);
  },
  tail: async (spark) => {
    await spark.range(3).tail(2);
  },
  isEmpty: async (spark) => {
    await spark.range(3).isEmpty();
  },
  show: async (spark) => {
    await spark.table("people").show();
  },
  showSome: async (spark) => {
    await spark.table("people").show(2, { truncate: false, vertical: true });
  },
  showCut: async (spark) => {
    await spark.table("people").show(3, { truncate: 5 });
  },
  explain: async (spark) => {
    await spark.range(3).explain();
    await spark.range(3).explain("extended");
    await spark.range(3).explain("codegen");
    await spark.range(3).explain("cost");
    await spark.range(3).explain("formatted");
  },
  rowByRow: async (spark) => {
    for await (const row of spark.range(3).toRows()) if (row["id"] === 1n) break;
  },
  arrow: async (spark) => {
    await spark.range(3).toArrow();
  },
  registerJava: async (spark) => {
    await spark.udf.registerJavaFunction("shout", "org.example.Shout", types.string);
    await spark.udf.registerJavaFunction("guess", "org.example.Guess");
    await spark.udf.registerJavaUDAF("middle", "org.example.Middle");
  },
};
