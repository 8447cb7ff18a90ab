"""The real thing, for a comparison: one JSON question a line in, one answer a line out.

- {"run": [words], "cwd": folder, "variables": {}, "application": "app:create_app" or null}: the command `alembic`, or
  `flask db` where there is an application, in a process of its own -> {"code": int, "out": text, "err": text}
- {"look": url, "cwd": folder}: what a driver reads in a database -> {"catalogue": [lines], "rows": [ids] or null}
- {"execute": url, "statements": [text], "cwd": folder}: runs them, each by itself -> {}

A command runs in a fork of this process, which has the libraries loaded already: hundreds of them take seconds.
"""

import json
import os
import sys
import tempfile
import traceback

import alembic.config
import flask
import flask.cli
import flask_migrate.cli
import sqlalchemy as sa
import sqlalchemy.ext.asyncio  # noqa: F401


def main():
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    for line in sys.stdin:
        question = json.loads(line)
        try:
            answer = answer_to(question)
        except Exception:
            answer = {"failed": traceback.format_exc()}
        print(json.dumps(answer), file=answers, flush=True)


def answer_to(question):
    os.chdir(question["cwd"])
    if "run" in question:
        return run(question)
    url = sa.make_url(question.get("look") or question["execute"])
    if url.drivername == "sqlite" and not os.path.exists(url.database):
        # Looking would make it.
        return {"catalogue": ["no file"], "rows": None}
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.connect() as connection:
        if "look" in question:
            return {"catalogue": catalogue(connection), "rows": version_rows(connection)}
        for statement in question["statements"]:
            connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql(statement)
        return {}


def run(question):
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if child == 0:
            code = 70
            try:
                os.dup2(out.fileno(), 1)
                os.dup2(err.fileno(), 2)
                code = command(question)
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
            except BaseException:
                traceback.print_exc()
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(code & 255)
        status = os.waitpid(child, 0)[1]
        return {"code": os.waitstatus_to_exitcode(status), "out": text(out), "err": text(err)}


def command(question):
    os.environ.update(question["variables"])
    words, application = question["run"], question["application"]
    # A program finds modules beside itself, not in the folder it is started in.
    sys.path[0] = sys.prefix
    if application is None or words[0] in ("init", "list_templates"):
        alembic.config.main(words, prog="alembic")
        return 0
    # `flask` looks in the working directory.
    sys.path[0] = os.getcwd()
    if words[0] in flask_migrate.cli.db.commands and not ALEMBICS_ALONE.intersection(words):
        # For click a number below zero is an option.
        numbers = [["--", word] if word[1:].isdigit() and word[0] == "-" else [word] for word in words]
        flask.cli.cli.main(["--app", application, "db", *sum(numbers, [])], prog_name="flask")
        return 0
    # What `flask db` does not have, by Alembic's command line with the configuration that it makes.
    line = alembic.config.CommandLine(prog="alembic")
    options = line.parser.parse_args(words)
    with flask.cli.ScriptInfo(app_import_path=application).load_app().app_context():
        config = flask.current_app.extensions["migrate"].migrate.get_config()
        config.cmd_opts = options
        line.run_cmd(config, options)
    return 0


ALEMBICS_ALONE = {"--check-heads", "--depends-on"}


def text(file):
    file.seek(0)
    return file.read().decode("utf-8")


CATALOGUES = {
    "sqlite": ["select type, name, tbl_name, sql from sqlite_master"],
    "postgresql": [
        "select table_schema, table_name, column_name, data_type, character_maximum_length, numeric_scale, is_nullable,"
        " column_default, udt_name from information_schema.columns"
        " where table_schema not in ('pg_catalog', 'information_schema')",
        "select conrelid::regclass, conname, pg_get_constraintdef(oid) from pg_constraint where conrelid <> 0"
        " and connamespace = 'public'::regnamespace",
        "select indexdef from pg_indexes where schemaname = 'public'",
        "select typname, enumlabel from pg_enum join pg_type on pg_type.oid = enumtypid",
        "select sequencename from pg_sequences",
    ],
    "mysql": [
        "select table_name, column_name, column_type, is_nullable, column_default, extra from information_schema.columns"
        " where table_schema = database()",
        "select table_name, index_name, non_unique, seq_in_index, column_name from information_schema.statistics"
        " where table_schema = database()",
        "select table_name, constraint_name, constraint_type from information_schema.table_constraints"
        " where table_schema = database()",
        "select table_name, constraint_name, referenced_table_name, update_rule, delete_rule"
        " from information_schema.referential_constraints where constraint_schema = database()",
    ],
}


def catalogue(connection):
    """Every line the database has of its own structure, and of the rows of tables other than Alembic's."""
    lines = []
    for query in CATALOGUES[connection.dialect.name]:
        lines += sorted(" | ".join(str(value) for value in row) for row in connection.exec_driver_sql(query))
    for name in tables(connection):
        if name != "alembic_version":
            table = sa.table(name, schema=None)
            rows = connection.execute(sa.select(sa.text("*")).select_from(table))
            lines += sorted("%s: %r" % (name, tuple(row)) for row in rows)
    return lines


def version_rows(connection):
    if "alembic_version" not in tables(connection):
        return None
    return sorted(row[0] for row in connection.exec_driver_sql("select version_num from alembic_version"))


def tables(connection):
    return sorted(sa.inspect(connection).get_table_names())


main()
