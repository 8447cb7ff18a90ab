"""Keeps jobs that only look from writing to a database, whatever env.py does before Alembic is asked.

- SQLite and MySQL: the session is made read-only as it is opened. Their DDL is not always part of a transaction.
- elsewhere: nothing is committed, and what an open transaction has done goes when the connection is given back. A session
  made read-only would refuse the `CREATE SCHEMA IF NOT EXISTS` that many an env.py begins with; one rolled back at each
  commit would forget its `SET search_path`.
- PostgreSQL in autocommit: read-only too, since nothing is left to commit.
"""

import re

SET_READ_ONLY = (
    ("sqlite", "PRAGMA query_only = ON"),
    ("mysql", "SET SESSION TRANSACTION READ ONLY"),
    ("mariadb", "SET SESSION TRANSACTION READ ONLY"),
)
# Takes the write lock at once, which a read-only SQLite refuses.
WRITING_BEGIN = re.compile(r"^\s*BEGIN\s+(IMMEDIATE|EXCLUSIVE)\b", re.IGNORECASE)


def keep_from_writing():
    from sqlalchemy import event
    from sqlalchemy.engine import Engine
    from sqlalchemy.pool import Pool

    withheld = set()

    @event.listens_for(Pool, "connect")
    def opened(connection, record):
        driver = (type(connection).__module__ + "." + type(connection).__name__).lower()
        for name, statement in SET_READ_ONLY:
            if name in driver:
                execute_raw(connection, statement)
                if name == "sqlite":
                    keep_journal_mode(connection)
                return

    @event.listens_for(Engine, "engine_connect")
    def begun(connection, *branch):
        dialect = connection.dialect
        if dialect.name in ("sqlite", "mysql", "mariadb"):
            return
        if id(dialect) not in withheld:
            withheld.add(id(dialect))
            withhold_commits(dialect)
        if dialect.name == "postgresql" and in_autocommit(raw_connection(connection)):
            execute_raw(raw_connection(connection), AUTOCOMMIT_READ_ONLY)

    @event.listens_for(Engine, "before_cursor_execute", retval=True)
    def softened(connection, cursor, statement, parameters, context, executemany):
        if connection.dialect.name == "sqlite":
            statement = WRITING_BEGIN.sub("BEGIN", statement)
        return statement, parameters


AUTOCOMMIT_READ_ONLY = "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY"
AUTOCOMMIT_READ_WRITE = "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE"


def withhold_commits(dialect):
    dialect.do_commit = lambda connection: None
    dialect.do_prepare_twophase = lambda connection, xid: None
    rollback = dialect.do_rollback_twophase
    dialect.do_commit_twophase = lambda connection, xid, *more, **named: rollback(connection, xid, is_prepared=False)
    if dialect.name != "postgresql":
        return
    original = dialect.set_isolation_level

    def set_isolation_level(connection, level):
        if in_autocommit(connection):
            execute_raw(connection, AUTOCOMMIT_READ_WRITE)
        original(connection, level)
        if in_autocommit(connection):
            execute_raw(connection, AUTOCOMMIT_READ_ONLY)

    dialect.set_isolation_level = set_isolation_level


def keep_journal_mode(connection):
    """`PRAGMA journal_mode = WAL` changes the file even where `query_only` is on."""
    import sqlite3

    if not isinstance(connection, sqlite3.Connection):
        # An adapter around a connection of another thread.
        return

    def authorize(action, name, value, database, trigger):
        changes = action == sqlite3.SQLITE_PRAGMA and name.lower() == "journal_mode" and value is not None
        return sqlite3.SQLITE_IGNORE if changes else sqlite3.SQLITE_OK

    connection.set_authorizer(authorize)


def raw_connection(connection):
    fairy = connection.connection
    # `dbapi_connection` since SQLAlchemy 1.4.24.
    return getattr(fairy, "dbapi_connection", None) or fairy.connection


def in_autocommit(connection):
    return bool(getattr(connection, "autocommit", False))


def execute_raw(connection, statement):
    cursor = connection.cursor()
    try:
        cursor.execute(statement)
    finally:
        cursor.close()
