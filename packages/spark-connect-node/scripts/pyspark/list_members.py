"""Prints the members of PySpark Connect's classes of one area as JSON, by class.

Usage: python list_members.py columns > test/column/pyspark-members.json
       python list_members.py dataframe > test/dataframe/pyspark-members.json
       python list_members.py streaming > test/streaming/pyspark-members.json
       python list_members.py session > test/session/pyspark-members.json

Reads the sources, and needs none of the packages that PySpark's client imports.
"""

import ast
import importlib.util
import json
import pathlib
import sys

AREAS = {
    "columns": {
        "Column": ("connect/column.py",),
        "Window": ("connect/window.py", "window.py"),
        "WindowSpec": ("connect/window.py",),
        "TableArg": ("connect/table_arg.py",),
    },
    "dataframe": {
        "DataFrame": ("connect/dataframe.py",),
        "DataFrameNaFunctions": ("connect/dataframe.py",),
        "DataFrameStatFunctions": ("connect/dataframe.py",),
        "GroupedData": ("connect/group.py",),
        "DataFrameReader": ("connect/readwriter.py",),
        "DataFrameWriter": ("connect/readwriter.py",),
        "DataFrameWriterV2": ("connect/readwriter.py",),
        "MergeIntoWriter": ("connect/merge.py",),
        "MergeIntoWriter.WhenMatched": ("connect/merge.py",),
        "MergeIntoWriter.WhenNotMatched": ("connect/merge.py",),
        "MergeIntoWriter.WhenNotMatchedBySource": ("connect/merge.py",),
        "TableValuedFunction": ("connect/tvf.py",),
    },
    "streaming": {
        "DataStreamReader": ("connect/streaming/readwriter.py",),
        "DataStreamWriter": ("connect/streaming/readwriter.py",),
        "StreamingQuery": ("connect/streaming/query.py",),
        "StreamingQueryManager": ("connect/streaming/query.py",),
        "StreamingQueryListener": ("streaming/listener.py",),
        "QueryStartedEvent": ("streaming/listener.py",),
        "QueryProgressEvent": ("streaming/listener.py",),
        "QueryIdleEvent": ("streaming/listener.py",),
        "QueryTerminatedEvent": ("streaming/listener.py",),
        "StreamingQueryProgress": ("streaming/listener.py",),
        "StateOperatorProgress": ("streaming/listener.py",),
        "SourceProgress": ("streaming/listener.py",),
        "SinkProgress": ("streaming/listener.py",),
    },
    "session": {
        "SparkSession": ("connect/session.py",),
        "SparkSession.Builder": ("connect/session.py",),
        "Catalog": ("connect/catalog.py",),
        "RuntimeConf": ("connect/conf.py",),
        "UDFRegistration": ("connect/udf.py",),
    },
}

# What every class of Python has, and says nothing of what it is for.
PYTHON = {"__new__", "__init__", "__getnewargs__", "__repr__", "__getattr__", "__str__", "__reduce__", "__dir__", "__doc__"}


def names_in(body):
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.name
        elif isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id


def in_class(body, path):
    """What stands in a class, which may be inside another: Outer.Inner."""
    name, *rest = path
    for node in body:
        # Python's `if` around members, as for what a smaller package lacks.
        if isinstance(node, ast.If):
            yield from in_class(node.body, path)
        if isinstance(node, ast.ClassDef) and node.name == name:
            yield from in_class(node.body, rest) if rest else flat(node.body)


def flat(body):
    for node in body:
        yield from flat(node.body) if isinstance(node, ast.If) else [node]


def members(root, name, files):
    found = set()
    for file in files:
        body = ast.parse((root / file).read_text()).body
        found.update(names_in(in_class(body, name.split("."))))
    public = {member for member in found if not member.startswith("_")}
    operators = {member for member in found if member.startswith("__")} - PYTHON
    return sorted(public | operators)


root = pathlib.Path(importlib.util.find_spec("pyspark").origin).parent / "sql"
print(json.dumps({name: members(root, name, files) for name, files in AREAS[sys.argv[1]].items()}, indent=2))
