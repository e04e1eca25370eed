"""Prints what PySpark Connect makes of the sample calls: one line of JSON for each call of each function.

Usage: python build_plans.py samples.json > plans.jsonl

How a sample's arguments are written is told in test/functions/samples.ts, which does the same in TypeScript. Each call
is made twice: with columns by name ("names") and as columns ("columns"). A seed that PySpark makes itself is SEED.
"""

import importlib
import json
import sys

import connect_without_dependencies as stand_ins
import pyspark.sql.connect.functions.builtin as builtin
from pyspark.sql.types import _parse_datatype_json_value

SEED = 1 << 62

LAMBDAS = {
    "plus one": lambda x: x + 1,
    "is positive": lambda x: x > 0,
    "sum": lambda x, y: x + y,
    "first": lambda x, y: x,
    "second": lambda x, y: y,
    "second is positive": lambda x, y: y > 0,
    "is less": lambda x, y: x < y,
    "compare": lambda x, y: builtin.when(x < y, -1).otherwise(1),
    "sum of three": lambda x, y, z: y + z,
    "nested": lambda x: builtin.transform(x, lambda y: y + builtin.size(x)),
}

MODULES = {
    "functions": "pyspark.sql.connect.functions.builtin",
    "partitioning": "pyspark.sql.connect.functions.partitioning",
    "avro": "pyspark.sql.connect.avro.functions",
    "protobuf": "pyspark.sql.connect.protobuf.functions",
}


def argument(described, as_columns):
    if isinstance(described, str) and described.startswith("@"):
        return builtin.col(described[1:]) if as_columns else described[1:]
    if isinstance(described, list):
        return [argument(element, as_columns) for element in described]
    if not isinstance(described, dict):
        return described
    [(kind, value)] = described.items()
    match kind:
        case "col":
            return builtin.col(value)
        case "lit":
            return builtin.lit(value)
        case "expr":
            return builtin.expr(value)
        case "binary":
            return bytes.fromhex(value)
        case "lambda":
            return LAMBDAS[value]
        case "type":
            return _parse_datatype_json_value(value)
        case "options":
            return value
    raise ValueError(f"no such kind of argument: {kind}")


def plan(key, described, as_columns):
    module, name = key.split(".") if "." in key else ("functions", key)
    function = getattr(importlib.import_module(MODULES[module]), name)
    positional, keywords = described, {}
    if described and isinstance(described[-1], dict) and "keywords" in described[-1]:
        *positional, last = described
        keywords = {keyword: argument(value, as_columns) for keyword, value in last["keywords"].items()}
    column = function(*(argument(value, as_columns) for value in positional), **keywords)
    return stand_ins.as_json(column._expr.to_plan(None))


def main():
    builtin.py_random.randint = lambda low, high: SEED
    with open(sys.argv[1], encoding="utf-8") as file:
        samples = json.load(file)["samples"]
    for key, calls in samples.items():
        for described in calls:
            names, columns = plan(key, described, False), plan(key, described, True)
            print(json.dumps({"function": key, "arguments": described, "names": names, "columns": columns}))


main()
