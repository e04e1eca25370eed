"""Prints what PySpark reads: for each session time zone a line of JSON, the cells of all rows as canonical texts.

Standard input is JSON: {"zones": [...], "settings": {...}, "query": "..."}. The server is named by SPARK_REMOTE.
`print-values.mjs` prints the same of this client; whoever changes one changes the other.
"""

import json
import os
import struct
import sys

os.environ["SPARK_CONNECT_MODE_ENABLED"] = "1"

import pyarrow as pa
from pyspark.sql.connect.session import SparkSession


def text(cell):
    kind = cell.type
    if not cell.is_valid:
        return "null"
    if pa.types.is_null(kind):
        return "null"
    if pa.types.is_boolean(kind):
        return str(cell.as_py()).lower()
    if pa.types.is_integer(kind):
        return str(cell.as_py())
    if pa.types.is_floating(kind):
        value = cell.as_py()
        return "nan" if value != value else struct.pack(">d", value).hex()
    if pa.types.is_decimal(kind):
        return format(cell.as_py(), "f")
    if pa.types.is_string(kind):
        return "s" + cell.as_py().encode("utf-8").hex()
    if pa.types.is_binary(kind):
        return "x" + cell.as_py().hex()
    if pa.types.is_date32(kind):
        return f"d{cell.value}"
    if pa.types.is_timestamp(kind):
        return f"{'l' if kind.tz is None else 'i'}{cell.value}"
    if pa.types.is_time64(kind):
        return f"t{cell.value * {'ns': 1, 'us': 1000}[kind.unit]}"
    if pa.types.is_duration(kind):
        return f"D{cell.value}"
    if pa.types.is_interval(kind):
        months, days, nanoseconds = cell.as_py()
        return f"I{months}/{days}/{nanoseconds}"
    if pa.types.is_map(kind):
        entries = ",".join(f"{text(entry[0])}={text(entry[1])}" for entry in cell.values)
        return "{" + entries + "}"
    if pa.types.is_list(kind):
        return "[" + ",".join(map(text, cell.values)) + "]"
    if pa.types.is_struct(kind):
        return "(" + ",".join(text(cell[at]) for at in range(kind.num_fields)) + ")"
    raise TypeError(f"no text for {kind}")


task = json.load(sys.stdin)
spark = SparkSession.builder.remote(os.environ["SPARK_REMOTE"]).create()
for key, value in task["settings"].items():
    spark.conf.set(key, value)
for zone in task["zones"]:
    spark.conf.set("spark.sql.session.timeZone", zone)
    frame = spark.sql(task["query"])
    # What toArrow() reads before it casts: its cast fails on null variants and on arrays of no type.
    client = frame._session.client
    table, _, _ = client.to_table(frame._plan.to_proto(client), frame._plan.observations)
    columns = [[text(cell) for chunk in column.chunks for cell in chunk] for column in table.columns]
    print(json.dumps({"zone": zone, "columns": columns}))
spark.stop()
