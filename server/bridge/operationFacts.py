"""What the review shows of an operation: its kind, its table, what it needs and what it may destroy."""

import re


def snake(name):
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", re.sub(r"Op$", "", name)).lower()


def text_or_none(value):
    return str(value) if isinstance(value, str) else None


def column_name(column):
    """Of a column of an index or constraint, which may be an expression instead."""
    return column if isinstance(column, str) else getattr(column, "name", None)


def referenced_tables(items):
    """Schema and name of the tables that foreign keys among the items lead to."""
    from sqlalchemy.schema import Column, ForeignKeyConstraint

    found = []
    for item in items:
        if isinstance(item, ForeignKeyConstraint):
            keys = item.elements
        elif isinstance(item, Column):
            keys = item.foreign_keys
        else:
            continue
        for key in keys:
            parts = key.target_fullname.split(".")
            found.append([".".join(parts[:-2]) or None, parts[-2] if len(parts) > 1 else parts[0]])
    return [list(one) for one in sorted({tuple(one) for one in found}, key=str)]


def referenced_columns(items):
    """The same with the columns they lead to."""
    from sqlalchemy.schema import Column, ForeignKeyConstraint

    found = []
    for item in items:
        keys = item.elements if isinstance(item, ForeignKeyConstraint) else item.foreign_keys if isinstance(item, Column) else ()
        for key in keys:
            parts = key.target_fullname.split(".")
            if len(parts) > 1:
                found.append([[".".join(parts[:-2]) or None, parts[-2]], parts[-1]])
    return found


# What an alteration changes, and the value that means that it is left alone.
ALTERATIONS = (
    ("type", "modify_type", None),
    ("nullable", "modify_nullable", None),
    ("serverDefault", "modify_server_default", False),
    ("comment", "modify_comment", False),
    ("name", "modify_name", None),
)


def operation_facts(pair, dialect):
    leaf = pair.shown()
    operation = leaf.operation
    kind = snake(type(operation).__name__)
    reverse = getattr(operation, "_reverse", None)
    column = getattr(operation, "column", None)
    columns = []
    references = []
    leads_to = []
    name = None
    if kind in ("create_table", "drop_table"):
        items = operation.columns if kind == "create_table" else getattr(reverse, "columns", ())
        references = referenced_tables(items)
        leads_to = referenced_columns(items)
    elif kind == "add_column":
        name = column.name
        references = referenced_tables([column])
        leads_to = referenced_columns([column])
    elif kind in ("drop_column", "alter_column"):
        name = operation.column_name
    elif kind.endswith("_index"):
        name = operation.index_name
        columns = getattr(operation if kind == "create_index" else reverse, "columns", None) or ()
    elif kind == "create_foreign_key":
        name = operation.constraint_name
        columns = operation.local_cols
        references = [[operation.kw.get("referent_schema"), operation.referent_table]]
        leads_to = [[references[0], remote] for remote in operation.remote_cols]
    elif kind == "drop_constraint":
        name = operation.constraint_name
        columns = getattr(reverse, "columns", None) or getattr(reverse, "local_cols", None) or ()
        if hasattr(reverse, "referent_table"):
            references = [[reverse.kw.get("referent_schema"), reverse.referent_table]]
            leads_to = [[references[0], remote] for remote in reverse.remote_cols]
    elif hasattr(operation, "constraint_name"):
        name = operation.constraint_name
        columns = getattr(operation, "columns", None) or ()
    changes = [word for word, attribute, same in ALTERATIONS if getattr(operation, attribute, same) is not same]
    return {
        "key": pair.key,
        "kind": kind,
        "side": "upgrade" if pair.upgrade is not None else "downgrade",
        "table": leaf.table(),
        "name": text_or_none(name),
        "constraintType": text_or_none(getattr(operation, "constraint_type", None)),
        "changes": changes if kind == "alter_column" else [],
        "columns": [str(one) for one in map(column_name, columns) if isinstance(one, str)],
        "references": references,
        "leadsTo": leads_to,
        "mayLoseValues": "type" in changes
        and not keeps_values(getattr(operation, "existing_type", None), operation.modify_type, dialect),
        "upgrade": None if pair.upgrade is None else pair.upgrade.text,
        "downgrade": None if pair.downgrade is None else pair.downgrade.text,
        "imports": sorted({one for part in (pair.upgrade, pair.downgrade) if part is not None for one in part.imports}),
    }


# Characters of the private use area: no template and no migration has them.
MARK = "\ue000%s\ue001"
