"""The reference: runs the programs in PySpark Connect and prints what they send, or what rows they give.

Standard input is JSON: {"mode": "plans" | "rows", "setup": "SQL; SQL", "topics": {topic: [name, ...]}}. Each program
gives a line of JSON on standard output. The server is named by SPARK_REMOTE (with its token, so never an argument).
In mode "plans" nothing is run: the server only answers questions, such as those for schemas.
"""

import base64
import importlib.util
import json
import math
import os
import pathlib
import sys
import warnings

# Before the first import of PySpark: functions and windows are then those of Connect.
os.environ["SPARK_CONNECT_MODE_ENABLED"] = "1"

import pyarrow as pa
from pyspark.sql.connect import plan as connect_plan
from pyspark.sql.connect import proto
from pyspark.sql.connect.dataframe import DataFrame
from pyspark.sql.connect.session import SparkSession

sys.dont_write_bytecode = True
warnings.simplefilter("ignore")

PROGRAMS = pathlib.Path(__file__).parent / "programs"
# Questions that building a plan may ask, on one side or the other; they are no part of it.
BUILDING = {"schema", "ddl_parse", "json_to_ddl", "spark_version"}


class Recorded(Exception):
    """Ends a program: its query has been recorded, and there are no rows to give it."""


class RecordingStub:
    """The server's calls; remembers the questions."""

    def __init__(self, stub, sent):
        self._real = stub
        self._sent = sent

    def AnalyzePlan(self, request, **options):
        if request.WhichOneof("analyze") not in BUILDING:
            self._sent.append({"kind": "analyze", "message": encode(request)})
        return self._real.AnalyzePlan(request, **options)

    def __getattr__(self, name):
        return getattr(self._real, name)


def encode(message):
    return base64.b64encode(message.SerializeToString()).decode()


def record(session, sent):
    """Has the session remember what it would send, in place of sending it."""
    client = session._client

    def execute(request, *_args, **_options):
        sent.append({"kind": "execute", "message": encode(request.plan)})
        if ends_program(request.plan):
            raise Recorded
        return None, None, [], [], made_up_answer(session, request.plan.command)

    def execute_as_iterator(request, *_args, **_options):
        execute(request)
        yield made_up_answer(session, request.plan.command)

    # Commands without an answer go their own way.
    client._execute = execute
    client._execute_and_fetch = execute
    client._execute_and_fetch_as_iterator = execute_as_iterator
    client._internal_stub = RecordingStub(client._stub, sent)


def ends_program(plan):
    """Queries have rows, and questions to streaming queries have answers, that nothing here can give."""
    questions = {"streaming_query_command", "streaming_query_manager_command"}
    return plan.HasField("root") or plan.command.WhichOneof("command_type") in questions


def made_up_answer(session, command):
    kind = command.WhichOneof("command_type")
    if kind == "checkpoint_command":
        relation = connect_plan.CachedRemoteRelation("checkpoint", session)
        return {"checkpoint_command_result": DataFrame(relation, session)}
    if kind == "write_stream_operation_start":
        started = proto.WriteStreamOperationStartResult(name="query")
        started.query_id.id = "00000000-0000-0000-0000-000000000001"
        started.query_id.run_id = "00000000-0000-0000-0000-000000000002"
        return {"write_stream_operation_start_result": started}
    return {}


def plans_of(session, program, sent):
    sent.clear()
    try:
        result = program(session)
    except Recorded:
        result = None
    if isinstance(result, DataFrame):
        plan = result._plan.to_proto(session._client)
        sent.append({"kind": "execute", "message": encode(plan)})
    return {"sent": list(sent), "frame": isinstance(result, DataFrame)}


def rows_of(session, program):
    frame = program(session)
    query = frame._plan.to_proto(session._client)
    table, schema, _ = session._client.to_table(query, frame._plan.observations)
    columns = [[cell(value) for value in column] for column in table.columns]
    return {"schema": schema.jsonValue(), "rows": [list(row) for row in zip(*columns)]}


def cell(scalar):
    """A value in a form that both sides can make: see cellText in rows.ts."""
    if not scalar.is_valid:
        return None
    kind = scalar.type
    if pa.types.is_boolean(kind) or pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return scalar.as_py()
    if pa.types.is_integer(kind):
        return str(scalar.as_py())
    if pa.types.is_floating(kind):
        number = scalar.as_py()
        return number if math.isfinite(number) else str(number)
    if pa.types.is_decimal(kind):
        return format(scalar.as_py(), "f")
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        return scalar.as_py().hex()
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        return str(scalar.value)
    if pa.types.is_time(kind) or pa.types.is_duration(kind):
        return str(scalar.value)
    if pa.types.is_interval(kind):
        months, days, nanos = scalar.as_py()
        return [months, days, str(nanos)]
    if pa.types.is_map(kind):
        return [[cell(entry[0]), cell(entry[1])] for entry in scalar.values]
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return [cell(element) for element in scalar.values]
    if pa.types.is_struct(kind):
        return [cell(scalar[index]) for index in range(kind.num_fields)]
    if pa.types.is_null(kind):
        return None
    raise TypeError(f"no form for {kind}")


def topic(name):
    spec = importlib.util.spec_from_file_location(name, PROGRAMS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main():
    task = json.load(sys.stdin)
    session = SparkSession(connection=os.environ["SPARK_REMOTE"])
    # Functions look for it, as they do in a user's program.
    SparkSession._set_default_and_active_session(session)
    try:
        for statement in task["setup"]:
            session.sql(statement)
        sent = []
        if task["mode"] == "plans":
            record(session, sent)
        for name, programs in task["topics"].items():
            module = topic(name)
            written = {key for key, value in vars(module).items() if is_program(module, key, value)}
            for program in sorted(written | set(programs)):
                line = {"id": f"{name}.{program}"}
                if program not in written:
                    line["error"] = f"programs/{name}.py has no function {program}"
                elif task["mode"] == "plans" or program in programs:
                    line.update(outcome(session, getattr(module, program), task["mode"], sent))
                else:
                    continue
                print(json.dumps(line), flush=True)
    finally:
        session._client.close()


def is_program(module, name, value):
    return callable(value) and not name.startswith("_") and value.__module__ == module.__name__


def outcome(session, program, mode, sent):
    try:
        return plans_of(session, program, sent) if mode == "plans" else rows_of(session, program)
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}".partition("\nJVM stacktrace:")[0].strip()}


main()
