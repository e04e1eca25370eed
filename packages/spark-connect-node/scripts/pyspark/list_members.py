"""Prints the members of PySpark Connect's classes of columns as JSON, by class.

Usage: python list_members.py > test/column/pyspark-members.json

Reads the sources, and needs none of the packages that PySpark's client imports.
"""

import ast
import importlib.util
import json
import pathlib

CLASSES = {
    "Column": ("connect/column.py",),
    "Window": ("connect/window.py", "window.py"),
    "WindowSpec": ("connect/window.py",),
    "TableArg": ("connect/table_arg.py",),
}

# What every class of Python has, and says nothing of columns.
PYTHON = {"__new__", "__init__", "__getnewargs__", "__repr__", "__getattr__"}


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
print(json.dumps({name: members(root, name, files) for name, files in CLASSES.items()}, indent=2))
