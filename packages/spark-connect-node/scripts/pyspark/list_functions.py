"""Prints every public function of PySpark's SQL functions as JSON: name, module, since, parameters, alias.

Usage: python list_functions.py
"""

import importlib
import inspect
import json
import re

import connect_without_dependencies  # noqa: F401 (must come before PySpark Connect)
import pyspark

MODULES = {
    "functions": ("pyspark.sql.functions", "pyspark.sql.connect.functions.builtin"),
    "partitioning": ("pyspark.sql.functions.partitioning", "pyspark.sql.connect.functions.partitioning"),
    "avro": ("pyspark.sql.avro.functions", "pyspark.sql.connect.avro.functions"),
    "protobuf": ("pyspark.sql.protobuf.functions", "pyspark.sql.connect.protobuf.functions"),
}

PYTHON_CODE = "takes Python code, which the server would run in a Python worker"
PYTHON_TABLE_FUNCTION = "part of how a Python table function describes itself"
OUT_OF_SCOPE = {
    "udf": PYTHON_CODE,
    "udtf": PYTHON_CODE,
    "pandas_udf": PYTHON_CODE,
    "arrow_udf": PYTHON_CODE,
    "arrow_udtf": PYTHON_CODE,
    "ArrowUDFType": PYTHON_CODE,
    "PandasUDFType": PYTHON_CODE,
    "UserDefinedFunction": PYTHON_CODE,
    "UserDefinedTableFunction": PYTHON_CODE,
    "AnalyzeArgument": PYTHON_TABLE_FUNCTION,
    "AnalyzeResult": PYTHON_TABLE_FUNCTION,
    "OrderingColumn": PYTHON_TABLE_FUNCTION,
    "PartitioningColumn": PYTHON_TABLE_FUNCTION,
    "SelectedColumn": PYTHON_TABLE_FUNCTION,
    "SkipRestOfInputTableException": PYTHON_TABLE_FUNCTION,
}

# Where camelCase of the name is a word that TypeScript keeps for itself.
TYPESCRIPT_NAMES = {"typeof": "typeOf"}


def camel(name):
    return TYPESCRIPT_NAMES.get(name) or re.sub(r"_(\w)", lambda found: found[1].upper(), name)


def public_names(classic, connect):
    own = {
        name
        for name, value in vars(connect).items()
        if inspect.isfunction(value)
        and not name.startswith("_")
        and value.__module__ == connect.__name__
    }
    # Older spellings are public without being in `__all__`.
    return sorted(own | set(getattr(classic, "__all__", [])))


def parameters_of(function):
    for parameter in inspect.signature(function).parameters.values():
        described = {"name": parameter.name}
        if parameter.kind is inspect.Parameter.VAR_POSITIONAL:
            described["rest"] = True
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY:
            described["keyword"] = True
        if parameter.default is not inspect.Parameter.empty:
            described["optional"] = True
        annotation = parameter.annotation
        text = inspect.formatannotation(annotation)
        text = re.sub(r"ForwardRef\('(\w+)'\)", r"\1", text)
        described["type"] = re.sub(r"'|typing\.|pyspark\.sql\.(\w+\.)*", "", text)
        yield described


def versions(doc, directive):
    found = re.findall(rf"\.\. {directive}:: ([\d.]+)", doc or "")
    return [version if version.count(".") > 1 else f"{version}.0" for version in found]


def changes(doc):
    """What changed since 4.0; that something works over Connect is no news here."""
    found = re.findall(r"\.\. versionchanged:: ([4-9][\d.]*)\n\s+(\S[^\n]*)", doc or "")
    return [{"version": version, "what": what} for version, what in found if "Connect" not in what]


def describe(module, name, classic, connect):
    function = getattr(connect, name, None) or getattr(classic, name)
    doc = getattr(classic, name, function).__doc__ or function.__doc__
    described = {"name": name}
    if module != "functions":
        described["module"] = module
    added = versions(doc, "versionadded")
    if added:
        described["since"] = added[0]
    if name in OUT_OF_SCOPE:
        return {**described, "outOfScope": OUT_OF_SCOPE[name]}
    described["typescript"] = camel(name)
    if function.__name__ != name:
        described["aliasOf"] = function.__name__
    deprecated = versions(doc, "deprecated")
    if deprecated:
        described["deprecated"] = deprecated[0]
    changed = changes(doc)
    if changed:
        described["changed"] = changed
    described["parameters"] = list(parameters_of(function))
    return described


def main():
    functions = []
    for module, (classic_name, connect_name) in MODULES.items():
        classic, connect = importlib.import_module(classic_name), importlib.import_module(connect_name)
        functions += [describe(module, name, classic, connect) for name in public_names(classic, connect)]
    lines = ",\n".join("    " + json.dumps(function) for function in functions)
    print(f'{{\n  "pyspark": "{pyspark.__version__}",\n  "functions": [\n{lines}\n  ]\n}}')


main()
