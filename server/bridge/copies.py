"""Leads every connection of env.py to a copy of its database, and tells of each statement that is executed there.

The copy stands on the same server, or in another file: only the name of the database differs, so that the project's own
URL, driver, passwords and events stay in force. A connection that leads anywhere else ends the run before it begins.
"""

import os
import time
from urllib.parse import quote, unquote

# The editor's own driver asks the same (dialect/postgresql/live/session.ts).
LOCKABLE = (
    "SELECT c.oid FROM pg_class c "
    "WHERE c.relkind IN ('r', 'p', 'f', 'm') AND c.relnamespace <> 'pg_catalog'::regnamespace"
)
HELD_LOCKS = (
    "SELECT c.oid, c.oid::regclass::text, l.mode "
    "FROM pg_locks l JOIN pg_class c ON c.oid = l.relation JOIN pg_database d ON d.oid = l.database "
    "WHERE l.pid = pg_backend_pid() AND l.locktype = 'relation' AND l.granted AND d.datname = current_database() "
    "ORDER BY 2, 3"
)


def connect_to_copy(run):
    from sqlalchemy import event
    from sqlalchemy.engine import Engine
    from sqlalchemy.pool import Pool

    copy = run.job["copy"]
    led = []

    def refuse(reason):
        run.stopped = {"reason": "notCopied", "why": reason}
        raise Stop()

    @event.listens_for(Engine, "do_connect")
    def lead(dialect, record, arguments, parameters):
        if dialect.name != copy["dialect"]:
            refuse("env.py also opens a database of %s" % dialect.name)
        if dialect.name == "sqlite":
            lead_file(copy, arguments, parameters, refuse)
        else:
            lead_database(copy, dialect, arguments, parameters, refuse)
        led.append(record)

    @event.listens_for(Pool, "connect")
    def opened(connection, record):
        # A `creator` connects without SQLAlchemy, and so may a listener of env.py's own.
        if not any(one is record for one in led) or not leads_to_copy(copy, connection):
            refuse("env.py connects by a function of its own (creator)")


def leads_to_copy(copy, connection):
    """By the connection's own word, before anybody has sent anything over it."""
    cursor = connection.cursor()
    try:
        cursor.execute(OPENED[copy["dialect"]])
        found = cursor.fetchone()[0]
    finally:
        cursor.close()
    if copy["dialect"] == "sqlite":
        return bool(found) and os.path.realpath(found) == os.path.realpath(copy["file"])
    if not in_autocommit(connection):
        connection.rollback()
    return found == copy["database"]


OPENED = {
    "sqlite": "SELECT file FROM pragma_database_list WHERE name = 'main'",
    "postgresql": "SELECT CAST(current_database() AS text)",
}


def lead_file(copy, arguments, parameters, refuse):
    if "async_creator_fn" in parameters:
        refuse("env.py connects by a function of its own (async_creator_fn)")
    name = arguments[0] if arguments and isinstance(arguments[0], str) else None
    path, query = name, ""
    if name is not None and parameters.get("uri") and name.startswith("file:"):
        path, mark, rest = name[len("file:") :].partition("?")
        query = mark + rest
        path = unquote(path)
    if path is None or os.path.realpath(path) != copy["original"]:
        refuse("env.py also opens %s" % (name or "another database"))
    arguments[0] = "file:" + quote(copy["file"]) + query if path != name else copy["file"]


def lead_database(copy, dialect, arguments, parameters, refuse):
    if "async_creator_fn" in parameters:
        refuse("env.py connects by a function of its own (async_creator_fn)")
    if "dsn" in parameters or any(isinstance(value, str) for value in arguments):
        refuse("env.py connects by a text of the driver's own (dsn)")
    usual = "dbname" if dialect.driver.startswith("psycopg") else "database"
    name = next((one for one in ("dbname", "database") if one in parameters), usual)
    given = parameters.get(name)
    if given is not None and given != copy["original"]:
        refuse("env.py also opens the database %s" % given)
    parameters[name] = copy["database"]


def is_copy(run, found):
    """Whether a database that was opened is the copy, by its own word."""
    copy = run.job["copy"]
    if found["dialect"] == "sqlite":
        return found["file"] is not None and os.path.realpath(found["file"]) == os.path.realpath(copy["file"])
    return bool(found["live"]) and found["live"][0] == copy["database"]


def tell_statements(run):
    from sqlalchemy import event
    from sqlalchemy.engine import Engine

    watch = LockWatch()

    @event.listens_for(Engine, "before_cursor_execute")
    def begins(connection, cursor, statement, parameters, context, executemany):
        if run.revision is not None:
            if connection.dialect.name == "postgresql":
                watch.look_before(connection)
            watch.begun = time.perf_counter()

    @event.listens_for(Engine, "after_cursor_execute")
    def executed(connection, cursor, statement, parameters, context, executemany):
        if run.revision is None or watch.begun is None:
            return
        milliseconds = (time.perf_counter() - watch.begun) * 1000
        watch.begun = None
        alone = watch.lockable is not None and in_autocommit(raw_connection(connection))
        locks = watch.new_locks(connection) if watch.lockable is not None and not alone else []
        run.channel.send("statement", sql=shortened(statement), milliseconds=milliseconds, locks=locks, alone=alone)

    @event.listens_for(Engine, "commit")
    def committed(connection):
        watch.told = None

    @event.listens_for(Engine, "rollback")
    def rolled_back(connection):
        watch.told = None


class LockWatch:
    """Which locks each statement takes beyond those of its transaction, on tables that were there before the run."""

    def __init__(self):
        self.lockable = None
        self.begun = None
        # None: nothing was asked in this transaction yet.
        self.told = None

    def look_before(self, connection):
        """What the transaction has locked before its first statement is not that statement's."""
        if self.lockable is None:
            self.lockable = {row[0] for row in fetch_raw(connection, LOCKABLE)}
        if self.told is None and not in_autocommit(raw_connection(connection)):
            self.told = set()
            self.new_locks(connection)

    def new_locks(self, connection):
        held = [row for row in fetch_raw(connection, HELD_LOCKS) if row[0] in self.lockable]
        new = [(str(table), str(mode)) for _, table, mode in held if (table, mode) not in self.told]
        self.told.update(new)
        return [{"table": table, "mode": mode} for table, mode in new]


def fetch_raw(connection, query):
    """Past SQLAlchemy's events, over the same connection."""
    cursor = raw_connection(connection).cursor()
    try:
        cursor.execute(query)
        return cursor.fetchall()
    finally:
        cursor.close()


def hook_walk(run):
    """Each step of a walk is committed by itself, so that what it leaves can be read from outside."""
    from alembic.runtime.migration import MigrationContext

    original = MigrationContext.__init__

    def init(self, dialect, connection, opts, *arguments, **keywords):
        original(self, dialect, connection, dict(opts, transaction_per_migration=True), *arguments, **keywords)

    MigrationContext.__init__ = init


def walk_steps(context, walk):
    from alembic.runtime.migration import MigrationStep

    script = context.environment_context.script
    made = []
    for step in walk:
        make = MigrationStep.upgrade_from_script if step["kind"] == "upgrade" else MigrationStep.downgrade_from_script
        made.append(make(script.revision_map, script.get_revision(step["revision"])))
    return made
