"""Prints the members of PySpark Connect's classes of one area as JSON, by class.

Usage: python list_members.py columns > test/column/pyspark-members.json
       python list_members.py streaming > test/streaming/pyspark-members.json

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
}

# What every class of Python has, and says nothing of what it is for.
PYTHON = {"__new__", "__init__", "__getnewargs__", "__repr__", "__getattr__", "__str__"}


def names_in(body):
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.name
        elif isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id


def members(root, name, files):
    found = set()
    for file in files:
        for node in ast.parse((root / file).read_text()).body:
            if isinstance(node, ast.ClassDef) and node.name == name:
                found.update(names_in(node.body))
    public = {member for member in found if not member.startswith("_")}
    operators = {member for member in found if member.startswith("__")} - PYTHON
    return sorted(public | operators)


root = pathlib.Path(importlib.util.find_spec("pyspark").origin).parent / "sql"
print(json.dumps({name: members(root, name, files) for name, files in AREAS[sys.argv[1]].items()}, indent=2))
