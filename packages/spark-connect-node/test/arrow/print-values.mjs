// Prints what this client reads: for each session time zone a line of JSON, the cells of all rows as canonical texts;
// beside them what comes back when the rows are sent to the server again. Run with a TZ of its own: it must not matter.
//
// Standard input is JSON: {"zones": [...], "settings": {...}, "query": "..."}. `print_values.py` prints the same of PySpark.
import { text as textOf } from "node:stream/consumers";
import { SparkSession, StructType } from "../../dist/index.js";

const hex = (bytes) => Buffer.from(bytes).toString("hex");

function bits(value) {
  if (Number.isNaN(value)) return "nan";
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return hex(bytes);
}

const texts = {
  null: () => "null",
  boolean: String,
  byte: String,
  short: String,
  integer: String,
  long: String,
  float: bits,
  double: bits,
  decimal: String,
  string: (value) => `s${hex(value)}`,
  char: (value) => `s${hex(value)}`,
  varchar: (value) => `s${hex(value)}`,
  binary: (value) => `x${hex(value)}`,
  date: (value) => `d${value.epochDay}`,
  timestamp: (value) => `i${value.epochMicros}`,
  timestamp_ntz: (value) => `l${value.micros}`,
  time: (value) => `t${value.nanos}`,
  day_time_interval: (value) => `D${value.micros}`,
  calendar_interval: (value) => `I${value.months}/${value.days}/${value.micros * 1000n}`,
  variant: (value) => `(x${hex(value.value)},x${hex(value.metadata)})`,
  geometry: (value) => `(${value.srid},x${hex(value.wkb)})`,
  geography: (value) => `(${value.srid},x${hex(value.wkb)})`,
  array: (value, type) => `[${value.map((element) => text(element, type.elementType)).join(",")}]`,
  map: (value, type) =>
    `{${[...value].map(([key, item]) => `${text(key, type.keyType)}=${text(item, type.valueType)}`).join(",")}}`,
  struct: (value, type) => `(${type.fields.map((field, at) => text(value[at], field.type)).join(",")})`,
};

function text(value, type) {
  return value === null ? "null" : texts[type.kind](value, type);
}

const textsOf = (rows, schema) => schema.fields.map(({ type }, at) => rows.map((row) => text(row[at], type)));

/** Arrow tells no precision of times, and the server takes them for the widest type only. */
const canBeSent = ({ kind, precision }) => kind !== "time" || precision === 6;

const task = JSON.parse(await textOf(process.stdin));
const spark = await SparkSession.builder().getOrCreate();
for (const [key, value] of Object.entries(task.settings)) await spark.conf.set(key, value);
for (const zone of task.zones) {
  await spark.conf.set("spark.sql.session.timeZone", zone);
  const frame = await spark.sql(task.query);
  const schema = await frame.schema();
  const rows = await frame.collect({ rowMode: "array" });
  const sent = schema.fields.flatMap(({ type }, at) => (canBeSent(type) ? [at] : []));
  const sentSchema = new StructType(sent.map((at) => schema.fields[at]));
  const again = spark.createDataFrame(
    rows.map((row) => sent.map((at) => row[at])),
    sentSchema,
  );
  const back = textsOf(await again.collect({ rowMode: "array" }), sentSchema);
  const byColumn = Object.fromEntries(sent.map((at, index) => [at, back[index]]));
  console.log(JSON.stringify({ zone, columns: textsOf(rows, schema), back: byColumn }));
}
await spark.stop();
