"""Prints what the installed SQLAlchemy offers, as JSON: its type classes with the parameters of their constructors, and
the names of its modules, each with the object it stands for. The tables in server/src/sqlalchemy are compared with it.

A name stands for a type class ("type:postgresql.JSONB"), a module ("module:sqlalchemy.sql"), an object of the library
under the name that is the same everywhere ("core:text", "postgresql:insert"), a class of exceptions
("exception:ArgumentError"), or anything else ("other").
"""

import importlib
import inspect
import json
import types
import warnings

import alembic.command  # noqa: F401  Alembic's own imports are there when a revision runs.
import sqlalchemy
import sqlalchemy.dialects.postgresql
import sqlalchemy.ext.declarative
import sqlalchemy.orm
from sqlalchemy.sql.base import DialectKWArgs
from sqlalchemy.types import TypeEngine

warnings.simplefilter("ignore")

DIALECTS = ["postgresql", "mysql", "sqlite", "mssql", "oracle"]

COMPLETE = [
    "sqlalchemy",
    "sqlalchemy.types",
    "sqlalchemy.schema",
    "sqlalchemy.sql",
    "sqlalchemy.sql.expression",
    "sqlalchemy.sql.sqltypes",
    "sqlalchemy.sql.functions",
    "sqlalchemy.exc",
    "sqlalchemy.engine",
    "sqlalchemy.engine.reflection",
    "sqlalchemy.orm",
    "sqlalchemy.dialects",
] + [f"sqlalchemy.dialects.{name}" for name in DIALECTS]

PARTIAL = [
    "sqlalchemy.orm.exc",
    "sqlalchemy.orm.session",
    "sqlalchemy.engine.base",
    "sqlalchemy.engine.interfaces",
    "sqlalchemy.engine.url",
    "sqlalchemy.ext",
    "sqlalchemy.ext.associationproxy",
    "sqlalchemy.ext.asyncio",
    "sqlalchemy.ext.automap",
    "sqlalchemy.ext.declarative",
    "sqlalchemy.ext.hybrid",
    "sqlalchemy.ext.mutable",
    "sqlalchemy.pool",
    "sqlalchemy.util",
    "sqlalchemy.sql.base",
    "sqlalchemy.sql.ddl",
    "sqlalchemy.sql.dml",
    "sqlalchemy.sql.elements",
    "sqlalchemy.sql.naming",
    "sqlalchemy.sql.schema",
    "sqlalchemy.sql.selectable",
    "sqlalchemy.sql.type_api",
    "sqlalchemy.inspection",
    "sqlalchemy.dialects.postgresql.array",
    "sqlalchemy.dialects.postgresql.base",
    "sqlalchemy.dialects.postgresql.dml",
    "sqlalchemy.dialects.postgresql.ext",
    "sqlalchemy.dialects.postgresql.hstore",
    "sqlalchemy.dialects.postgresql.json",
    "sqlalchemy.dialects.postgresql.named_types",
    "sqlalchemy.dialects.postgresql.ranges",
    "sqlalchemy.dialects.postgresql.types",
    "sqlalchemy.dialects.mysql.base",
    "sqlalchemy.dialects.mysql.dml",
    "sqlalchemy.dialects.mysql.enumerated",
    "sqlalchemy.dialects.mysql.json",
    "sqlalchemy.dialects.mysql.types",
    "sqlalchemy.dialects.sqlite.base",
    "sqlalchemy.dialects.sqlite.dml",
    "sqlalchemy.dialects.sqlite.json",
    "sqlalchemy.dialects.mssql.base",
    "sqlalchemy.dialects.mssql.json",
    "sqlalchemy.dialects.oracle.base",
    "sqlalchemy.dialects.oracle.types",
]

SAMPLES = {
    "item_type": sqlalchemy.Integer,
    "data_type": sqlalchemy.Integer,
    "impl": sqlalchemy.Integer,
    "astext_type": sqlalchemy.Text(),
    "text_type": sqlalchemy.Text(),
    "name": "n",
    "schema": "s",
    "charset": "utf8",
    "collation": "c",
    "fields": "YEAR",
    "metadata": sqlalchemy.MetaData(),
    "regexp": "a",
    "storage_format": "%(year)04d",
}


# Taken out of `**kw` by name, so that no signature tells them.
ENUM_KEYWORDS = {
    "create_constraint",
    "inherit_schema",
    "length",
    "metadata",
    "name",
    "native_enum",
    "omit_aliases",
    "quote",
    "schema",
    "sort_key_function",
    "validate_strings",
    "values_callable",
}


def package(module):
    parts = module.split(".")
    return parts[2] if parts[:2] == ["sqlalchemy", "dialects"] and len(parts) > 2 else "sqlalchemy"


def is_type(value):
    return isinstance(value, type) and issubclass(value, TypeEngine) and value.__module__.startswith("sqlalchemy.")


def key(cls):
    return f"{package(cls.__module__)}.{cls.__name__}"


def written_parameters(cls):
    """Parameters of the constructors a call reaches, as long as each hands its keywords on."""
    found = []
    for base in cls.__mro__:
        init = base.__dict__.get("__init__")
        if init is None or base is object:
            continue
        handed_on = False
        for parameter in list(inspect.signature(init).parameters.values())[1:]:
            if parameter.kind is parameter.VAR_KEYWORD:
                handed_on = True
            elif parameter.kind is parameter.VAR_POSITIONAL:
                if not found and parameter.name not in ("arg", "args"):
                    found.append("*" + parameter.name)
            elif parameter.name not in [one.strip("=?*") for one in found]:
                required = parameter.default is parameter.empty
                by_name = base is not first_init(cls) or parameter.kind is parameter.KEYWORD_ONLY
                found.append(("=" if by_name else "") + parameter.name + ("" if required else "?"))
        if not handed_on:
            break
    return found


def first_init(cls):
    return next(base for base in cls.__mro__ if "__init__" in base.__dict__)


def accepts(cls, parameters, name):
    given = {one: SAMPLES.get(one, 1) for one in parameters if not one.startswith("*") and not one.endswith("?")}
    given[name] = SAMPLES.get(name, 1)
    positional = ["a"] if any(one in ("*enums", "*values") for one in parameters) else []
    try:
        cls(*positional, **{one.strip("="): value for one, value in given.items()})
    except TypeError as error:
        refusals = ("keyword argument", "takes no arguments", "takes exactly one argument")
        return not any(one in str(error) for one in refusals)
    except Exception:
        return True
    return True


def describe_types(modules):
    classes = {}
    for module in modules:
        for name in dir(module):
            value = getattr(module, name)
            if is_type(value) and not value.__name__.startswith("_"):
                classes[key(value)] = value
    written = {name: written_parameters(cls) for name, cls in classes.items()}
    every = {one.strip("=?*") for ones in written.values() for one in ones} | ENUM_KEYWORDS
    every = sorted(one for one in every if not one.startswith("_"))
    rows = {}
    for name, cls in sorted(classes.items()):
        known = [one.strip("=?*") for one in written[name]]
        parameters = [one for one in written[name] if not one.strip("=").startswith("_")]
        parameters = [
            one for one in parameters if not one.startswith("=") or accepts(cls, parameters, one.strip("=?"))
        ]
        if accepts(cls, parameters, "no_such_parameter"):
            parameters = [one for one in parameters if one != "**"] + ["**"]
        else:
            parameters += [f"={one}?" for one in every if one not in known and accepts(cls, parameters, one)]
        rows[name] = {
            "parameters": " ".join(parameters),
            "visit": getattr(cls, "__visit_name__", ""),
            "bases": [
                key(base) for base in cls.__mro__[1:] if is_type(base) and not base.__name__.startswith("_")
            ],
        }
    return rows


def canonical_objects():
    """By id: the name under which an object is the same everywhere."""
    names = {}
    for module in ["sqlalchemy", "sqlalchemy.schema", "sqlalchemy.sql.expression", "sqlalchemy.sql", "sqlalchemy.inspection"]:
        loaded = importlib.import_module(module)
        for name in dir(loaded):
            value = getattr(loaded, name)
            home = getattr(value, "__module__", None)
            if not name.startswith("_") and isinstance(home, str) and home.startswith("sqlalchemy."):
                names.setdefault(id(value), f"core:{name}")
    names[id(sqlalchemy.func)] = "core:func"
    for home in (sqlalchemy.orm, sqlalchemy.ext.declarative):
        for name in (
            "DeclarativeBase",
            "Session",
            "as_declarative",
            "declarative_base",
            "registry",
            "scoped_session",
            "sessionmaker",
        ):
            if hasattr(home, name):
                names[id(getattr(home, name))] = f"orm:{name}"
    for dialect in DIALECTS:
        loaded = importlib.import_module(f"sqlalchemy.dialects.{dialect}")
        for name in dir(loaded):
            value = getattr(loaded, name)
            home = getattr(value, "__module__", None)
            if not name.startswith("_") and isinstance(home, str) and home.startswith("sqlalchemy.dialects."):
                names.setdefault(id(value), f"{dialect}:{name}")
    return names


# Functions whose class is called like `func.name`.
PLAIN_FUNCTIONS = {
    *("coalesce", "max", "min", "sum", "now", "concat", "char_length", "random", "count"),
    *("current_date", "current_time", "current_timestamp", "current_user", "localtime", "localtimestamp"),
    *("session_user", "sysdate", "user"),
}


def stands_for(value, canonical):
    if is_type(value):
        return "other" if value.__name__.startswith("_") else f"type:{key(value)}"
    if isinstance(value, type) and issubclass(value, Exception) and value.__module__.startswith("sqlalchemy."):
        return f"exception:{value.__name__}"
    if isinstance(value, type) and issubclass(value, sqlalchemy.sql.functions.GenericFunction):
        return f"function:{value.__name__}" if value.__name__ in PLAIN_FUNCTIONS else "other"
    if isinstance(value, types.ModuleType):
        return f"module:{value.__name__}" if value.__name__.startswith("sqlalchemy") else "other"
    return canonical.get(id(value), "other")


OWNERS = {
    "Table": sqlalchemy.Table,
    "Column": sqlalchemy.Column,
    "Index": sqlalchemy.Index,
    "PrimaryKeyConstraint": sqlalchemy.PrimaryKeyConstraint,
    "UniqueConstraint": sqlalchemy.UniqueConstraint,
    "ForeignKeyConstraint": sqlalchemy.ForeignKeyConstraint,
    "CheckConstraint": sqlalchemy.CheckConstraint,
    "ExcludeConstraint": sqlalchemy.dialects.postgresql.ExcludeConstraint,
}


def keywords(owner):
    """What each dialect takes on an item, by name; "*" for anything."""
    found = {}
    for dialect in [*DIALECTS, "mariadb"]:
        by_class = DialectKWArgs._kw_registry[dialect] or {}
        names = [name for cls in owner.__mro__ for name in by_class.get(cls, {})]
        if names:
            found[dialect] = " ".join(names)
    return found


def main():
    canonical = canonical_objects()
    loaded = {name: importlib.import_module(name) for name in COMPLETE + PARTIAL}
    members = {}
    for name, module in loaded.items():
        rows = {one: stands_for(getattr(module, one), canonical) for one in dir(module) if not one.startswith("__")}
        if name in PARTIAL:
            rows = {one: kind for one, kind in rows.items() if kind != "other" and not one.startswith("_")}
        members[name] = rows
    print(
        json.dumps(
            {
                "version": sqlalchemy.__version__,
                "types": describe_types(loaded.values()),
                "complete": COMPLETE,
                "modules": members,
                "keywords": {name: keywords(owner) for name, owner in OWNERS.items()},
            }
        )
    )


main()
