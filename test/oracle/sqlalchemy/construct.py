"""Compares what an expression of Python makes with what our library says it makes.

Reads one JSON line a case: {"source": "sa.Integer()", "ours": {"kind": ..., ...}}. `ours` is built again with the real
SQLAlchemy from our data alone; both objects are looked at, attribute by attribute, and as the SQL they compile to. Answers
one JSON line a case: null when they are the same, else what differs.
"""

import datetime
import decimal
import enum
import json
import re
import sys
import uuid
import warnings

import sqlalchemy as sa
import sqlalchemy.dialects.mssql as mssql
import sqlalchemy.dialects.mysql as mysql
import sqlalchemy.dialects.oracle as oracle
import sqlalchemy.dialects.postgresql as postgresql
import sqlalchemy.dialects.sqlite as sqlite
from sqlalchemy.schema import CreateColumn
from sqlalchemy.sql import operators
from sqlalchemy.sql.schema import SchemaConst
from sqlalchemy.types import TypeEngine

warnings.simplefilter("ignore")

PACKAGES = {
    "sqlalchemy": sa.types,
    "postgresql": postgresql,
    "mysql": mysql,
    "sqlite": sqlite,
    "mssql": mssql,
    "oracle": oracle,
}
DIALECTS = [postgresql.dialect(paramstyle="named"), sqlite.dialect(paramstyle="named"), mysql.dialect(paramstyle="named")]


# From our data to objects.


def literal(data):
    kind = data["kind"]
    if kind == "none":
        return None
    if kind in ("boolean", "string"):
        return data["value"]
    if kind == "integer":
        return int(data["value"])
    if kind == "float":
        return float(data["text"])
    if kind == "decimal":
        return decimal.Decimal(data["text"])
    if kind == "bytes":
        return data["value"].encode("latin-1")
    if kind == "list":
        return [literal(one) for one in data["items"]]
    if kind == "tuple":
        return tuple(literal(one) for one in data["items"])
    if kind == "dict":
        return {literal(key): literal(value) for key, value in data["entries"]}
    if kind == "date":
        return datetime.date.fromisoformat(data["iso"])
    if kind == "datetime":
        return datetime.datetime.fromisoformat(data["iso"])
    if kind == "uuid":
        return uuid.UUID(data["value"])
    raise ValueError(f"no literal: {kind}")


LITERALS = "none boolean string integer float decimal bytes tuple dict date datetime uuid".split()


def any_value(data):
    if isinstance(data, list):
        return [any_value(one) for one in data]
    kind = data["kind"]
    if kind in LITERALS:
        return literal(data)
    if kind == "list" and "joiner" not in data:
        return literal(data)
    if kind in ("library", "custom"):
        return column_type(data)
    if kind == "mapping":
        return {key: any_value(value) for key, value in data["entries"]}
    if kind == "sequence":
        return sequence(data)
    return expression(data)


def column_type(data):
    if data is None:
        return None
    package = PACKAGES[data["module"]]
    home = getattr(package, data["name"], None) or getattr(sa.sql.sqltypes, data["name"], None)
    if home is None:
        home = getattr(package.base, data["name"])
    given = {name: any_value(value) for name, value in data["arguments"].items()}
    labels = given.pop("labels", None)
    rest = []
    for name in ("enums", "values", "types", "elements"):
        rest = given.pop(name, rest)
    if labels is not None and labels != rest:
        raise ValueError("labels are not what was given")
    if "metadata" in given:
        given["metadata"] = sa.MetaData() if given["metadata"] else None
    made = home(*rest, **given)
    for dialect, variant in data["variants"].items():
        made = made.with_variant(column_type(variant), dialect)
    return made


def name(data):
    if data is None:
        return None
    return sa.schema.conv(data["text"]) if data["final"] else data["text"]


def sequence(data):
    return sa.Sequence(data["name"], schema=data["schema"], **{k: literal(v) for k, v in data["options"].items()})


def options(data):
    return {key: any_value(value) for key, value in data.items()}


def index_element(data):
    return data["name"] if data["kind"] == "columnName" else expression(data)


def timing(data):
    return {key: data[key] for key in ("deferrable", "initially")}


def rules(data):
    return {key: data[key] for key in ("onupdate", "ondelete", "deferrable", "initially", "match")} | {
        "use_alter": data["useAlter"]
    }


def constraint(data):
    kind = data["kind"]
    given = {"name": name(data["name"]), **options(data["options"])}
    if kind == "foreignKeyItem":
        return sa.ForeignKey(data["target"], **given, **rules(data["rules"]))
    if kind == "foreignKey":
        prefix = "" if data["referredSchema"] is None else data["referredSchema"] + "."
        referred = [f"{prefix}{data['referredTable']}.{one}" for one in data["referredColumns"]]
        return sa.ForeignKeyConstraint(data["columns"], referred, **given, **rules(data["rules"]))
    given.update(timing(data))
    if kind == "primaryKey":
        return sa.PrimaryKeyConstraint(*data["columns"], **given)
    if kind == "unique":
        return sa.UniqueConstraint(*data["columns"], **given)
    if kind == "check":
        return sa.CheckConstraint(expression(data["condition"]), _type_bound=data["typeBound"], **given)
    if kind == "exclude":
        elements = [(index_element(one["expression"]), one["operator"]) for one in data["elements"]]
        where = None if data["where"] is None else expression(data["where"])
        return postgresql.ExcludeConstraint(*elements, where=where, using=data["using"], ops=data["ops"], **given)
    raise ValueError(f"no constraint: {kind}")


def index(data):
    elements = [index_element(one) for one in data["elements"]]
    return sa.Index(name(data["name"]), *elements, unique=data["unique"], **options(data["options"]))


def server_default(data):
    kind = data["kind"]
    if kind == "string":
        return data["value"]
    if kind == "expression":
        return expression(data["expression"])
    if kind == "computed":
        return sa.Computed(expression(data["expression"]), persisted=data["persisted"])
    if kind == "identity":
        given = {key: int(value) if isinstance(value, str) else value for key, value in data["sequence"].items()}
        return sa.Identity(always=data["always"], on_null=data["onNull"], **given)
    return sa.FetchedValue()


def column(data):
    given = options(data["options"])
    items = [constraint(one) for one in data["items"]]
    if data["nullable"] is not None:
        given["nullable"] = data["nullable"]
    default = data["default"]
    if default is not None:
        given["default"] = {
            "value": lambda: literal(default["value"]),
            "expression": lambda: expression(default["expression"]),
            "sequence": lambda: sequence(default),
            "callable": lambda: len,
        }[default["kind"]]()
    if data["serverDefault"] is not None:
        made = server_default(data["serverDefault"])
        if isinstance(made, (sa.Computed, sa.Identity)):
            items.append(made)
        else:
            given["server_default"] = made
    return sa.Column(
        data["name"],
        column_type(data["type"]),
        *items,
        quote=data["quote"],
        primary_key=data["primaryKey"],
        autoincrement=data["autoincrement"],
        unique=data["unique"] or None,
        index=data["index"] or None,
        comment=data["comment"],
        system=data["system"],
        **given,
    )


TABLES = {}


def table(data):
    key = json.dumps(data, sort_keys=True)
    if key not in TABLES:
        columns = [sa.column(one["name"], column_type(one["type"])) for one in data["columns"]]
        made = sa.table(data["name"], *columns, schema=data["schema"])
        TABLES[key] = made if data["alias"] is None else made.alias(data["alias"])
    return TABLES[key]


BINARIES = {
    "+": operators.add,
    "-": operators.sub,
    "*": operators.mul,
    "/": operators.truediv,
    "//": operators.floordiv,
    "%": operators.mod,
    "==": operators.eq,
    "!=": operators.ne,
    "<": operators.lt,
    "<=": operators.le,
    ">": operators.gt,
    ">=": operators.ge,
}


def operand(data):
    """A value as the file gave it: SQLAlchemy makes a parameter of it again."""
    if data["kind"] == "bind" and data["type"] is None and data["key"] is None:
        return literal(data["value"])
    return expression(data)


def binary(data):
    left, right, operator = operand(data["left"]), data["right"], data["operator"]
    if data["custom"]:
        return left.op(operator)(operand(right))
    modifiers = {key: literal(value) for key, value in data["modifiers"].items()}
    if operator in BINARIES:
        return BINARIES[operator](left, operand(right))
    if operator == "json_getitem":
        return left[operand(right)]
    if operator == "pg:->>":
        return left[operand(right)].astext
    if operator.startswith("pg:"):
        methods = {"?": "has_key", "?&": "has_all", "?|": "has_any", "@>": "contains", "<@": "contained_by"}
        return getattr(left, methods[operator[3:]])(operand(right))
    if operator in ("in_", "not_in"):
        values = [operand(one) for one in right["items"]] if right["kind"] == "list" else expression(right)
        return getattr(left, operator)(values)
    return getattr(left, operator)(operand(right), **modifiers)


UNARIES = {"not": sa.not_, "asc": sa.asc, "desc": sa.desc, "distinct": sa.distinct, "any": sa.any_, "all": sa.all_}


def unary(data):
    operator = data["operator"]
    if operator == "-":
        return -expression(data["operand"])
    if operator == "exists":
        return sa.exists(statement(data["operand"]))
    if operator in ("nulls_first", "nulls_last"):
        return getattr(expression(data["operand"]), operator)()
    if operator == "bitwise_not":
        return expression(data["operand"]).bitwise_not()
    return UNARIES[operator](expression(data["operand"]))


def case(data):
    whens = [(operand(one["when"]), operand(one["then"])) for one in data["whens"]]
    otherwise = None if data["otherwise"] is None else operand(data["otherwise"])
    if data["value"] is None:
        return sa.case(*whens, else_=otherwise)
    return sa.case(*whens, value=operand(data["value"]), else_=otherwise)


def text(data):
    made = sa.text(data["sql"])
    binds = []
    for key, bound in data["binds"].items():
        given = {} if bound["value"] is None else {"value": literal(bound["value"])}
        binds.append(sa.bindparam(key, type_=column_type(bound["type"]), **given))
    return made.bindparams(*binds) if binds else made


def bind(data):
    value = literal(data["value"])
    if data["key"] is None:
        return sa.literal(value, column_type(data["type"]))
    return sa.bindparam(data["key"], value, type_=column_type(data["type"]))


def function(data):
    target = sa.func
    for part in data["path"]:
        target = getattr(target, part)
    given = {} if data["type"] is None else {"type_": column_type(data["type"])}
    return target(*[operand(one) for one in data["arguments"]], **given)


def reference(data):
    if data["table"] is None:
        return sa.column(data["name"], column_type(data["type"]))
    if data["table"]["name"] == "excluded":
        return sa.literal_column(f"excluded.{data['name']}", column_type(data["type"]))
    return table(data["table"]).c[data["name"]]


def joined(data):
    joiner, items = data["joiner"], data["items"]
    if joiner in ("and", "or"):
        return {"and": sa.and_, "or": sa.or_}[joiner](*[operand(one) for one in items])
    return sa.tuple_(*[operand(one) for one in items])


EXPRESSIONS = {
    "text": text,
    "literalColumn": lambda data: sa.literal_column(data["sql"], column_type(data["type"])),
    "columnReference": reference,
    "bind": bind,
    "null": lambda data: sa.null(),
    "true": lambda data: sa.true(),
    "false": lambda data: sa.false(),
    "function": function,
    "binary": binary,
    "unary": unary,
    "list": joined,
    "between": lambda data: sa.between(
        operand(data["operand"]), operand(data["low"]), operand(data["high"])
    ),
    "cast": lambda data: sa.cast(operand(data["operand"]), column_type(data["type"])),
    "typeCoerce": lambda data: sa.type_coerce(operand(data["operand"]), column_type(data["type"])),
    "case": case,
    "label": lambda data: expression(data["operand"]).label(data["name"]),
    "extract": lambda data: sa.extract(data["field"], operand(data["operand"])),
    "collate": lambda data: sa.collate(operand(data["operand"]), data["collation"]),
    "scalarSubquery": lambda data: statement(data["select"]).scalar_subquery(),
}


def expression(data):
    if data["kind"] in STATEMENTS:
        return statement(data)
    return EXPRESSIONS[data["kind"]](data)


def from_item(data):
    if data["kind"] == "table":
        return table(data["table"])
    if data["kind"] == "subquery":
        return statement(data["select"]).subquery(data["alias"])
    left, right = from_item(data["left"]), from_item(data["right"])
    return sa.join(left, right, expression(data["on"]), isouter=data["isOuter"], full=data["isFull"])


def select(data):
    made = sa.select(*[expression(one) for one in data["columns"]])
    if data["from"]:
        made = made.select_from(*[from_item(one) for one in data["from"]])
    for one in data["where"]:
        made = made.where(operand(one))
    if data["groupBy"]:
        made = made.group_by(*[expression(one) for one in data["groupBy"]])
    for one in data["having"]:
        made = made.having(operand(one))
    if data["orderBy"]:
        made = made.order_by(*[expression(one) for one in data["orderBy"]])
    if data["limit"] is not None:
        made = made.limit(operand(data["limit"]))
    if data["offset"] is not None:
        made = made.offset(operand(data["offset"]))
    return made.distinct() if data["distinct"] else made


def values(pairs):
    return {key: operand(value) for key, value in pairs}


def insert(data):
    conflict = data["onConflict"]
    made = (postgresql.insert if conflict else sa.insert)(table(data["table"]))
    rows = data["rows"]
    if rows is not None:
        made = made.values([values(row) for row in rows] if len(rows) > 1 else values(rows[0]))
    if data["fromSelect"] is not None:
        made = made.from_select(data["fromSelect"]["columns"], select(data["fromSelect"]["select"]))
    if conflict:
        given = {
            "constraint": conflict["constraint"],
            "index_elements": [expression(one) for one in conflict["elements"]] or None,
            "index_where": None if conflict["where"] is None else expression(conflict["where"]),
        }
        if conflict["set"] is None:
            made = made.on_conflict_do_nothing(**given)
        else:
            where = None if conflict["setWhere"] is None else expression(conflict["setWhere"])
            made = made.on_conflict_do_update(**given, set_=values(conflict["set"]), where=where)
    return made.returning(*[expression(one) for one in data["returning"]]) if data["returning"] else made


def update(data):
    made = sa.update(table(data["table"]))
    for one in data["where"]:
        made = made.where(operand(one))
    if data["values"]:
        made = made.values(values(data["values"]))
    return made.returning(*[expression(one) for one in data["returning"]]) if data["returning"] else made


def delete(data):
    made = sa.delete(table(data["table"]))
    for one in data["where"]:
        made = made.where(operand(one))
    return made.returning(*[expression(one) for one in data["returning"]]) if data["returning"] else made


STATEMENTS = {"select": select, "insert": insert, "update": update, "delete": delete}


def statement(data):
    return STATEMENTS[data["kind"]](data)


CONSTRAINTS = "foreignKeyItem foreignKey primaryKey unique check exclude".split()


def build(data):
    kind = data["kind"]
    if kind == "column":
        return column(data)
    if kind in CONSTRAINTS:
        return constraint(data)
    if kind == "index":
        return index(data)
    if kind in ("computed", "identity", "fetched"):
        return server_default(data)
    if kind in ("expression", "string"):
        return sa.DefaultClause(server_default(data))
    return any_value(data)


# What an object is.

# Attributes that follow from others, or hold Python's side of a value.
PASSED_OVER = {
    "enum_class",
    "values_callable",
    "sort_key_function",
    "dispatch",
    "comparator",
    "pickler",
    "comparator_factory",
    "create_type",
}


def shown(value):
    if isinstance(value, TypeEngine):
        return shown_type(value)
    if isinstance(value, sa.sql.ClauseElement) and not isinstance(value, sa.Column):
        return compiled(value)
    if isinstance(value, sa.MetaData):
        return "MetaData"
    if isinstance(value, (list, tuple)):
        return [shown(one) for one in value]
    if isinstance(value, dict):
        return {str(key): shown(one) for key, one in value.items()}
    if isinstance(value, sa.sql.elements.quoted_name):
        return [type(value).__name__ == "conv", value.quote, str(value)]
    return repr(value)


def shown_type(value):
    own = {
        key: str(one) if isinstance(one, str) else shown(one)
        for key, one in vars(value).items()
        if not key.startswith("_") and key not in PASSED_OVER and not callable(one)
    }
    if isinstance(value, sa.types.TypeDecorator):
        own["impl"] = shown(value.impl)
    cls = type(value)
    variants = {key: shown(one) for key, one in value._variant_mapping.items()}
    ddl = [attempt(lambda: value.compile(dialect=dialect)) for dialect in DIALECTS]
    create = getattr(value, "create_type", None)
    return [cls.__module__, cls.__name__, own, variants, ddl, create]


def attempt(run):
    try:
        return run()
    except Exception as error:
        return re.sub(r" at 0x[0-9a-f]+", "", f"{type(error).__name__}: {error}")


def compiled(value):
    shown_for = []
    for dialect in DIALECTS:
        made = attempt(lambda: str(value.compile(dialect=dialect, compile_kwargs={"literal_binds": True})))
        shown_for.append(made)
    return shown_for


def shown_default(value):
    if value is None:
        return None
    if isinstance(value, sa.Sequence):
        return shown_sequence(value)
    if isinstance(value, sa.Computed):
        return ["computed", compiled(value.sqltext), value.persisted]
    if isinstance(value, sa.Identity):
        return ["identity", bool(value.always), value.on_null, sequence_options(value)]
    if isinstance(value, (sa.DefaultClause, sa.sql.schema.ColumnDefault)):
        arg = value.arg
        return [type(value).__name__, "callable" if callable(arg) else shown(arg)]
    return type(value).__name__


def sequence_options(value):
    names = "start increment minvalue maxvalue nominvalue nomaxvalue cycle cache order".split()
    return {one: getattr(value, one) for one in names}


def shown_sequence(value):
    return ["sequence", value.name, value.schema, value.optional, sequence_options(value)]


def shown_constraint(value):
    own = {key: getattr(value, key, None) for key in ("onupdate", "ondelete", "deferrable", "initially", "match", "use_alter")}
    own["name"] = shown(value.name)
    own["options"] = shown(dict(value.dialect_kwargs))
    if isinstance(value, sa.ForeignKey):
        own["target"] = value._get_colspec()
    elif isinstance(value, sa.ForeignKeyConstraint):
        own["columns"] = [str(one) for one in value.column_keys]
        own["target"] = [one._get_colspec() for one in value.elements]
    elif isinstance(value, postgresql.ExcludeConstraint):
        own["elements"] = [[shown(one) for one in element] for element in value._render_exprs]
        own["where"] = shown(value.where)
        own["rest"] = [value.using, shown(value.ops)]
    elif isinstance(value, sa.CheckConstraint):
        own["condition"] = compiled(value.sqltext)
        own["type_bound"] = value._type_bound
    else:
        own["columns"] = [getattr(one, "name", one) for one in value._pending_colargs]
    return [type(value).__name__, own]


def shown_column(value, callable_default=False):
    unspecified = value._user_defined_nullable is SchemaConst.NULL_UNSPECIFIED
    return {
        "name": shown(value.name),
        "type": shown(value.type),
        "primary_key": value.primary_key,
        "nullable": [value.nullable, unspecified],
        "autoincrement": value.autoincrement,
        "unique": bool(value.unique),
        "index": bool(value.index),
        "default": "?" if callable_default else shown_default(value.default),
        "server_default": shown_default(value.server_default),
        "items": sorted(str(shown_constraint(one)) for one in [*value.foreign_keys, *value.constraints]),
        "comment": value.comment,
        "system": value.system,
        "options": shown(dict(value.dialect_kwargs)),
        # Constraints of a column stand in a set, whose order is any.
        "ddl": len(value.constraints) < 2
        and [attempt(lambda: str(CreateColumn(value).compile(dialect=dialect))) for dialect in DIALECTS],
    }


def shown_indexed(value):
    """A column is written without its table."""
    if isinstance(value, sa.sql.elements.ColumnClause) and not value.is_literal:
        return str(value.name)
    return shown(value)


def look(value, ours):
    if isinstance(value, sa.Column):
        return shown_column(value, (ours.get("default") or {}).get("kind") == "callable")
    if isinstance(value, (sa.Constraint, sa.ForeignKey)):
        return shown_constraint(value)
    if isinstance(value, sa.Index):
        own = [one if isinstance(one, str) else shown_indexed(one) for one in value.expressions]
        return ["Index", shown(value.name), own, value.unique, shown(dict(value.dialect_kwargs))]
    if isinstance(value, sa.sql.schema.FetchedValue):
        return shown_default(value)
    if isinstance(value, sa.Sequence):
        return shown_sequence(value)
    if isinstance(value, type) and issubclass(value, TypeEngine):
        return shown(value())
    return shown(value)


NAMES = {
    "sa": sa,
    "sqlalchemy": sa,
    "postgresql": postgresql,
    "mysql": mysql,
    "sqlite": sqlite,
    "mssql": mssql,
    "oracle": oracle,
    "enum": enum,
    "datetime": datetime,
    "decimal": decimal,
    "uuid": uuid,
}


def made(case):
    names = dict(NAMES)
    exec(case.get("setup", ""), names)
    return eval(case["source"], names)


def compare(case):
    ours = case["ours"]
    try:
        theirs = made(case)
    except Exception as error:
        if ours.get("raised") == type(error).__name__:
            return None
        return f"SQLAlchemy raises {type(error).__name__}: {error}"
    if "raised" in ours:
        return f"SQLAlchemy does not raise: {theirs!r}"
    try:
        rebuilt = build(ours)
    except Exception as error:
        return f"our data cannot be built: {type(error).__name__}: {error}"
    expected, got = look(theirs, ours), look(rebuilt, ours)
    return None if expected == got else f"expected {expected!r}, got {got!r}"


for line in sys.stdin:
    print(json.dumps(compare(json.loads(line))), flush=True)
