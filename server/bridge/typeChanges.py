"""Tells whether a column's values all stay what they are when its type changes.

The rule: a change is harmless only where one of KEEPING says so. The widths are those of the SQL types: SMALLINT 16 bits,
INTEGER 32, BIGINT 64; a float of 24 bits holds every 16-bit integer, one of 53 every 32-bit integer. SQLite enforces neither
lengths nor precisions, so that there only a change of affinity matters: Alembic's batch casts the values then.
"""

BITS = {"SMALLINT": 16, "SmallInteger": 16, "INTEGER": 32, "Integer": 32, "BIGINT": 64, "BigInteger": 64}
DIGITS = {16: 5, 32: 10, 64: 19}


def keeps_values(old, new, dialect):
    """False where it is not known."""
    if old is None or new is None:
        return False
    old, new = plain(old, dialect), plain(new, dialect)
    if dialect.name == "sqlite" and old._type_affinity is new._type_affinity and is_exact_number(old) == is_exact_number(new):
        return True
    return any(keeps(old, new, dialect.name) for keeps in KEEPING)


def plain(kind, dialect):
    """The type as it was declared for the database, without variants and decorators."""
    from sqlalchemy.types import TypeDecorator

    while True:
        # An attribute of every type since SQLAlchemy 2.0; before that of a decorator around one.
        variants = getattr(kind, "_variant_mapping", None) or getattr(kind, "mapping", None) or {}
        if dialect.name in variants:
            kind = variants[dialect.name]
        elif isinstance(kind, TypeDecorator):
            kind = kind.load_dialect_impl(dialect)
        else:
            return kind


def bits_of(kind):
    """None for what is no integer, or one of a width that only a dialect knows."""
    from sqlalchemy import types

    for known, name in ((types.SmallInteger, "SMALLINT"), (types.BigInteger, "BIGINT")):
        if isinstance(kind, known):
            return BITS[name]
    return BITS["INTEGER"] if getattr(kind, "__visit_name__", "") in ("INTEGER", "integer") else None


def is_text(kind):
    from sqlalchemy import types

    return isinstance(kind, types.String) and not isinstance(kind, types.Enum)


def is_exact_number(kind):
    from sqlalchemy import types

    return isinstance(kind, types.Numeric) and not isinstance(kind, types.Float)


def mantissa_of(kind):
    """Bits of a float's digits; None where only the dialect knows."""
    from sqlalchemy import types

    name = getattr(kind, "__visit_name__", "").upper()
    if not isinstance(kind, types.Float):
        return None
    if name in ("DOUBLE", "DOUBLE_PRECISION"):
        return 53
    if name == "REAL":
        return 24
    return None if kind.precision is None else 24 if kind.precision <= 24 else 53


def same_class(old, new):
    return old._type_affinity is new._type_affinity and old.__visit_name__.upper() == new.__visit_name__.upper()


def longer_text(old, new, dialect):
    if not (is_text(old) and is_text(new)):
        return False
    # MySQL's TEXT has a limit of its own, and its sizes have their own classes.
    if new.length is None:
        return dialect != "mysql" and dialect != "mariadb" or same_class(old, new)
    return old.length is not None and new.length >= old.length


def wider_integer(old, new, dialect):
    before, after = bits_of(old), bits_of(new)
    return before is not None and after is not None and after >= before


def wider_number(old, new, dialect):
    if not is_exact_number(new):
        return False
    if new.precision is None:
        # PostgreSQL keeps every digit; elsewhere it is a default: DECIMAL is DECIMAL(10, 0) in MySQL.
        return dialect == "postgresql" and (is_exact_number(old) or bits_of(old) is not None)
    scale = new.scale or 0
    whole = new.precision - scale
    if is_exact_number(old):
        if old.precision is None:
            return False
        return scale >= (old.scale or 0) and whole >= old.precision - (old.scale or 0)
    bits = bits_of(old)
    return bits is not None and whole >= DIGITS[bits]


def wider_float(old, new, dialect):
    after = mantissa_of(new)
    if after is None:
        return False
    before = mantissa_of(old) or bits_of(old)
    return before is not None and after >= before


def more_values(old, new, dialect):
    from sqlalchemy import types

    if not isinstance(old, types.Enum) or not old.enums:
        return False
    if isinstance(new, types.Enum):
        return set(old.enums) <= set(new.enums)
    return is_text(new) and (new.length is None or new.length >= max(len(value) for value in old.enums))


def date_with_time(old, new, dialect):
    from sqlalchemy import types

    return isinstance(old, types.Date) and isinstance(new, types.DateTime)


def as_text(old, new, dialect):
    """What has one exact spelling, in a text without a limit."""
    from sqlalchemy import types

    if not is_text(new) or new.length is not None:
        return False
    return bits_of(old) is not None or is_exact_number(old) or isinstance(old, (types.Date, types.DateTime))


KEEPING = (longer_text, wider_integer, wider_number, wider_float, more_values, date_with_time, as_text)
