"""PySpark Connect's plan building, without the packages that its client needs.

The embedded stack installs PySpark for its server only: protobuf, gRPC, pandas, pyarrow and numpy are not there. To
build the expression of a function PySpark needs none of them but protobuf's messages, and those only as something to
write fields into. Importing this module puts stand-ins in their place: messages that remember what was written.
"""

import base64
import importlib.abc
import importlib.machinery
import sys
import types
import warnings

STAND_INS = ("grpc", "grpc_status", "google", "numpy", "pandas", "pyarrow", "zstandard")
PROTO = "pyspark.sql.connect.proto"

# Fields of 64 bits, which protobuf's JSON writes as text.
WIDE = {"long", "timestamp", "timestampNtz", "dayTimeInterval", "nano"}


class Name:
    """A message type, an enum, or one of its values, by its place: `Expression.SortOrder`."""

    def __init__(self, name):
        self._name = name

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Name(name)

    def __call__(self, **fields):
        message = Message()
        for name, value in fields.items():
            setattr(message, name, value)
        return message


class Message:
    """Any message: it has every field, and knows which were written."""

    def __init__(self):
        self.__dict__.update(_fields={}, _items=[], _present=False)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self._fields.setdefault(name, Message())

    def __setattr__(self, name, value):
        self._fields[name] = value

    def SetInParent(self):
        self.__dict__["_present"] = True

    def CopyFrom(self, other):
        self.__dict__.update(_fields=dict(other._fields), _items=list(other._items), _present=True)

    def append(self, item):
        self._items.append(item)

    def extend(self, items):
        self._items.extend(items)


def camel(name):
    head, *rest = name.split("_")
    return head + "".join(part[:1].upper() + part[1:] for part in rest)


def as_json(value, field=""):
    """What protobuf's JSON mapping gives; None for a field that is not set. False is left out, as a default."""
    if isinstance(value, Message):
        if value._items:
            return [as_json(item) for item in value._items]
        fields = {camel(name): as_json(child, camel(name)) for name, child in value._fields.items()}
        fields = {name: child for name, child in fields.items() if child is not None}
        return fields if fields or value._present else None
    if isinstance(value, Name):
        return value._name
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, bool):
        # A literal is a choice of one of its fields: there false is a value.
        return value if value or field == "boolean" else None
    if isinstance(value, int) and field in WIDE:
        return str(value)
    return value


class StandIn(types.ModuleType):
    """A module that has whatever is asked for: a class, of which nothing is an instance."""

    __path__ = []
    __version__ = "999.0.0"

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        if self.__name__ == PROTO:
            return Name(name)
        made = type(name, (), {"__init__": lambda self, *args, **kwargs: None})
        setattr(self, name, made)
        return made


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, fullname, path=None, target=None):
        if fullname.split(".")[0] in STAND_INS or fullname == PROTO or fullname.startswith(PROTO + "."):
            return importlib.machinery.ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec):
        return StandIn(spec.name)

    def exec_module(self, module):
        pass


sys.meta_path.insert(0, Finder())
warnings.simplefilter("ignore", FutureWarning)
