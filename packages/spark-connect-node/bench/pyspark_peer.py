"""The same works by PySpark's own Connect client. Prints what measure.mjs prints."""

import json
import os
import resource
import sys
import threading
import time

from pyspark.sql.connect import functions as F
from pyspark.sql.connect.session import SparkSession

MIXED = sys.argv[3]
SMALL = json.loads(sys.argv[4])
arguments = json.loads(sys.argv[2])
spark = SparkSession.builder.remote(os.environ["SPARK_REMOTE"]).create()
spark.sql("SELECT 1").collect()


def peak_mib():
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024


def cpu():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def collect():
    df = spark.sql(MIXED)
    return lambda: len(df.collect())


def arrow():
    df = spark.sql(MIXED)
    return lambda: df.toArrow().num_rows


def sequential():
    df = spark.sql("SELECT 1")
    return lambda: sum(len(df.collect()) for _ in range(arguments["queries"]))


def concurrent():
    frames = [spark.sql(query) for query in SMALL]
    rows = []

    def run():
        threads = [threading.Thread(target=lambda f=f: rows.extend(f.collect())) for f in frames]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return len(rows)

    return run


def upload():
    data = [(i, f"customer-{i % 100_000}", i / 7, i % 1_000) for i in range(arguments["rows"])]
    return lambda: spark.createDataFrame(data, "id BIGINT, name STRING, ratio DOUBLE, bucket INT").count()


def chain():
    def run():
        df = spark.range(1)
        for i in range(arguments["columns"]):
            df = df.withColumn(f"c{i}", F.col("id") + i)
        return len(df.schema.fields)

    return run


def stream():
    def run():
        return sum(1 for row in spark.range(arguments["rows"]).toLocalIterator() if row.id >= 0)

    return run


work = globals()[sys.argv[1]]()
base = peak_mib()
cpu_before, start = cpu(), time.perf_counter()
result = work()
wall, used = time.perf_counter() - start, cpu() - cpu_before
print(json.dumps({"wall": wall, "cpu": used, "peakMiB": peak_mib(), "baseMiB": base, "result": str(result)}))
spark.stop()
