"""Prints a query's rows as JSON lines, read by PySpark's own Connect client.

An eye on published tables that shares no code with the client of this project. The server is named by SPARK_REMOTE
(with its token, so never an argument); the query comes on standard input.
"""

import json
import os
import sys

from pyspark.sql import SparkSession


def plain(value):
    """A value as JSON has it; what JSON has no form for, as text."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, (list, tuple)) and not hasattr(value, "asDict"):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if hasattr(value, "asDict"):
        return {name: plain(item) for name, item in value.asDict().items()}
    return str(value)


spark = SparkSession.builder.remote(os.environ["SPARK_REMOTE"]).getOrCreate()
try:
    spark.conf.set("spark.sql.session.timeZone", "UTC")
    for row in spark.sql(sys.stdin.read()).collect():
        json.dump(plain(row), sys.stdout, ensure_ascii=True)
        sys.stdout.write("\n")
finally:
    spark.stop()
