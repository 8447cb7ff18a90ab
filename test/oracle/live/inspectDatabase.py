"""What SQLAlchemy's inspector finds in databases, as plain JSON.

Standard input: {"urls": [URL]}. Standard output, a JSON line a database: {"tables": {"schema.name": {...}}, "enums": {...}}.
"""

import json
import sys
import warnings

import sqlalchemy as sa


def plain(options):
    """Options as JSON has them; what is not set counts as absent."""
    return {key: value for key, value in sorted(options.items()) if value not in (None, False, [], {}, "")}


def type_text(one, dialect):
    """How CREATE TABLE writes a type; None for one that SQLAlchemy does not know."""
    try:
        return one.compile(dialect=dialect)
    except sa.exc.CompileError:
        return None


def column(one, dialect):
    return {
        "name": one["name"],
        "type": type_text(one["type"], dialect),
        "nullable": one["nullable"],
        "default": one["default"],
        "comment": one.get("comment"),
        "computed": one.get("computed"),
        "always": one.get("identity", {}).get("always") if one.get("identity") else None,
    }


def table(inspector, name, schema, dialect):
    key = inspector.get_pk_constraint(name, schema)
    return {
        "columns": [column(one, dialect) for one in inspector.get_columns(name, schema)],
        "key": [key["name"], key["constrained_columns"]],
        "unique": sorted(
            ([one["name"], one["column_names"]] for one in inspector.get_unique_constraints(name, schema)), key=repr
        ),
        "references": sorted(
            (
                [
                    one["name"],
                    one["constrained_columns"],
                    one["referred_schema"],
                    one["referred_table"],
                    one["referred_columns"],
                    plain(one["options"]),
                ]
                for one in inspector.get_foreign_keys(name, schema)
            ),
            key=repr,
        ),
        "checks": sorted(([one["name"], one["sqltext"]] for one in inspector.get_check_constraints(name, schema)), key=repr),
        "indexes": sorted(
            (
                [one["name"], bool(one["unique"]), one["column_names"], plain(one.get("dialect_options", {}))]
                for one in inspector.get_indexes(name, schema)
                if "duplicates_constraint" not in one and one["name"] is not None
            ),
            key=repr,
        ),
        "comment": inspector.get_table_comment(name, schema)["text"] if dialect.supports_comments else None,
    }


def database(url):
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        inspector = sa.inspect(connection)
        usual = inspector.default_schema_name
        schemas = [one for one in inspector.get_schema_names() if one != "information_schema"]
        tables, enums = {}, {}
        for schema in schemas:
            place = None if schema == usual else schema
            for name in inspector.get_table_names(place):
                tables[f"{'' if place is None else place + '.'}{name}"] = table(inspector, name, place, engine.dialect)
            if engine.dialect.name == "postgresql":
                for one in inspector.get_enums(place):
                    enums[f"{'' if place is None else place + '.'}{one['name']}"] = one["labels"]
    engine.dispose()
    return {"tables": tables, "enums": enums}


def main():
    warnings.simplefilter("ignore")
    for url in json.load(sys.stdin)["urls"]:
        print(json.dumps(database(url), default=str), flush=True)


main()
