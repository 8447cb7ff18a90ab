"""Runs one job inside a project's own Alembic and speaks JSON lines about it.

The program reaches Python as text (``-c`` with a short bootstrap, see BOOTSTRAP in bridgeClient.ts), so that it also works where no file
of ours exists. Its only global from outside is ``control``: a binary stream of JSON lines, the first of them the job. The
end of that stream, or a line ``{"cancel": true}``, interrupts the job.

Works from Python 3.8, Alembic 1.8 and SQLAlchemy 1.4 on; only the standard library and the project's Alembic.
"""

import io
import json
import os
import signal
import sys
import sysconfig
import threading
import traceback

PROGRAM = "alembicBridge.py"


class Channel:
    """Messages to the editor, on a copy of stdout that nobody else knows of."""

    def __init__(self):
        self._stream = os.fdopen(os.dup(1), "wb", 0)
        self._lock = threading.Lock()
        # What env.py, its libraries and their children print goes to the log instead.
        os.dup2(2, 1)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        sys.stdin = io.TextIOWrapper(open(0, "rb", closefd=False), encoding="utf-8")
        if hasattr(sys.stderr, "reconfigure"):
            sys.stderr.reconfigure(encoding="utf-8", errors="backslashreplace")
        sys.stdout = sys.stderr

    def send(self, kind, **content):
        line = json.dumps(dict(content, kind=kind)).encode("ascii") + b"\n"
        with self._lock:
            self._stream.write(line)


class Stop(BaseException):
    """Ends the run before its first step. Not an Exception: env.py must not take it for one of its own."""


class Run:
    """What is known of the job while it runs."""

    def __init__(self, job, channel):
        self.job = job
        self.channel = channel
        self.stage = "import"
        self.revision = None
        self.stopped = None
        self.contexts = 0
        self.done = 0
        self.total = 0
        self.cancelled = False
        self.finished = False
        self.connection = None
        self.secrets = set()
        self.missing_files = set()
        self._lock = threading.Lock()

    # Passwords are told to the editor, in memory, so that it can mask them in whatever is printed later.
    def tell_secrets(self, values):
        new = sorted({str(value) for value in values if value} - self.secrets)
        if new:
            self.secrets.update(new)
            self.channel.send("secrets", values=new)

    def finish(self):
        with self._lock:
            self.finished = True

    def cancel(self):
        with self._lock:
            if self.finished or self.cancelled:
                return
            self.cancelled = True
            interrupt_statement(self.connection)
            if hasattr(signal, "pthread_kill"):
                # A real signal, because it also wakes a blocking call.
                signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)
            else:
                import _thread

                _thread.interrupt_main()


def interrupt_statement(connection):
    """Asks the driver to give up the statement it waits for, where the driver can be asked from another thread."""
    try:
        fairy = connection.connection
        raw = getattr(fairy, "dbapi_connection", None) or fairy.connection
        module = type(raw).__module__.split(".")[0]
        if module == "sqlite3":
            raw.interrupt()
        elif module in ("psycopg2", "psycopg"):
            raw.cancel()
    except Exception:
        # Without it the interrupt takes effect when the statement returns.
        pass


def environment_secrets():
    for name, value in os.environ.items():
        upper = name.upper()
        if "PASSWORD" in upper or "PASSWD" in upper or "SECRET" in upper:
            # PASSWORD_RESET=true, SECRETS_DIR=/run/secrets
            if value.lower() not in ("true", "false", "none", "null") and not os.path.exists(value):
                yield value
        elif "://" in value:
            yield password_of(value)


def password_of(url):
    try:
        from sqlalchemy.engine import make_url

        return make_url(url).password
    except Exception:
        return None


def masked_url(url):
    text = url.render_as_string(hide_password=True)
    head, mark, query = text.partition("?")
    if not mark:
        return text
    parts = []
    for part in query.split("&"):
        name, equals, value = part.partition("=")
        secret = any(word in name.lower() for word in ("password", "passwd", "pwd", "secret", "token"))
        parts.append(name + equals + ("***" if secret and value else value))
    return head + mark + "&".join(parts)


def listen_for_connections(run):
    """Notes the password of every connection that is about to be opened, before its driver can print it.

    And the SQLite files that are not there yet: the driver creates them, even for a run that only looks.
    """
    from sqlalchemy import event
    from sqlalchemy.engine import Engine

    @event.listens_for(Engine, "do_connect")
    def note(dialect, record, arguments, parameters):
        if dialect.name == "sqlite" and arguments and isinstance(arguments[0], str):
            path = os.path.realpath(arguments[0])
            if not parameters.get("uri") and arguments[0] != ":memory:" and not os.path.exists(path):
                run.missing_files.add(path)
        run.tell_secrets(
            value for name, value in parameters.items() if name in ("password", "passwd", "pwd") and isinstance(value, str)
        )


# Asked of the live connection: the URL may say less than a `creator`, an event or a service file did.
LIVE_QUERIES = {
    "postgresql": "SELECT current_database(), current_schema(), CAST(inet_server_addr() AS text), inet_server_port()",
    "mysql": "SELECT database(), @@hostname, @@port",
    "mariadb": "SELECT database(), @@hostname, @@port",
}


def live_facts(connection, dialect):
    query = LIVE_QUERIES.get(dialect)
    if query is None:
        return None
    from sqlalchemy import text

    try:
        return [None if value is None else str(value) for value in connection.execute(text(query)).fetchone()]
    except Exception:
        return None


def sqlite_file(connection):
    """The file behind the connection; None for a database in memory."""
    from sqlalchemy import text

    for row in connection.execute(text("PRAGMA database_list")):
        if row[1] == "main":
            return os.path.realpath(row[2]) if row[2] else None
    return None


def remove_empty_files(run):
    """Takes back the files that merely connecting has created."""
    for path in run.missing_files:
        try:
            if os.path.getsize(path) == 0:
                os.remove(path)
        except OSError:
            pass


def describe(run, context, rows):
    connection = context.connection
    url = connection.engine.url
    dialect = context.dialect.name
    file = sqlite_file(connection) if dialect == "sqlite" else None
    return {
        "dialect": dialect,
        "url": masked_url(url),
        "host": url.host,
        "port": url.port,
        "database": url.database,
        "file": file,
        "fileMissing": file in run.missing_files,
        "versionTable": context.version_table,
        "versionTableSchema": context.version_table_schema,
        "versionTableExists": bool(context._has_version_table()),
        "rows": [str(row) for row in rows],
        "inTransaction": bool(getattr(context, "_in_external_transaction", False)),
        "transactionalDdl": bool(context.impl.transactional_ddl),
    }


IDENTITY = ("dialect", "url", "file", "versionTable", "versionTableSchema", "live")


def step_of(step):
    if hasattr(step, "revision"):
        return {
            "kind": "upgrade" if step.is_upgrade else "downgrade",
            "revision": step.revision.revision,
        }
    return {"kind": "stamp", "revision": ", ".join(sorted(step.to_revisions)) or "base"}


def in_order(steps):
    # Where several orders are right, Alembic's choice differs from process to process: it goes through sets.
    return sorted((step["kind"], step["revision"]) for step in steps)


def check(run, found, steps):
    """Stops the run unless env.py opened the database the user confirmed, in the state and with the steps he saw."""
    expected = run.job["expected"]
    index = run.contexts - 1
    if index >= len(expected):
        reason = "moreDatabases"
    else:
        want = expected[index]
        if any(want["database"].get(key) != found.get(key) for key in IDENTITY):
            reason = "database"
        elif sorted(want["database"]["rows"]) != sorted(found["rows"]):
            reason = "rows"
        elif in_order(want["steps"]) != in_order(steps):
            reason = "steps"
        else:
            return
    run.stopped = {"reason": reason, "found": found, "steps": steps}
    raise Stop()


def hook_migrations(run):
    from alembic.runtime.migration import MigrationContext

    original = MigrationContext.run_migrations

    def identify(self, **arguments):
        if self.as_sql:
            run.stopped = {"reason": "offline"}
            raise Stop()
        rows = self.get_current_heads()
        found = describe(run, self, rows)
        found["live"] = live_facts(self.connection, found["dialect"])
        run.contexts += 1
        run.channel.send("database", database=found)

    def migrate(self, **arguments):
        if self.as_sql:
            run.stopped = {"reason": "offline"}
            raise Stop()
        run.contexts += 1
        run.connection = self.connection
        rows = self.get_current_heads()
        found = describe(run, self, rows)
        expected = run.job["expected"][run.contexts - 1 : run.contexts]
        found["live"] = (
            live_facts(self.connection, found["dialect"]) if expected and expected[0]["database"].get("live") else None
        )
        # Alembic asks for the steps after it has created the version table; the check must come before that.
        steps = list(self._migrations_fn(rows, self))
        names = [step_of(step) for step in steps]
        check(run, found, names)
        run.total += len(steps)
        run.stage = "steps"

        def checked_steps(heads, context):
            if sorted(heads) != sorted(rows):
                found["rows"] = list(heads)
                run.stopped = {"reason": "rows", "found": found, "steps": names}
                raise Stop()
            for step, name in zip(steps, names):
                if run.cancelled:
                    raise KeyboardInterrupt()
                run.revision = name["revision"]
                run.channel.send("starting", step=name, done=run.done, total=run.total)
                yield step
            run.revision = None

        def applied(ctx, step, heads, run_args):
            run.done += 1
            run.channel.send("applied", done=run.done, total=run.total, heads=sorted(heads))

        self._migrations_fn = checked_steps
        self.on_version_apply_callbacks = tuple(self.on_version_apply_callbacks) + (applied,)
        original(self, **arguments)
        run.stage = "environment"

    MigrationContext.run_migrations = identify if run.job["expected"] is None else migrate


def import_alembic(working_directory):
    """Imports Alembic, then leaves sys.path as the program `alembic` of the scripts folder has it.

    A script folder named `alembic` with an `__init__.py` would hide the package from whoever has the working directory on
    the path; `-c` puts it there, the program does not. `prepend_sys_path` puts it there later.
    """
    # -P and PYTHONSAFEPATH leave it out.
    path = sys.path[1:] if sys.path and sys.path[0] == "" else sys.path[:]
    hidden = ("", os.getcwd(), working_directory)
    sys.path[:] = [entry for entry in path if entry not in hidden]
    try:
        import alembic.config
    finally:
        sys.path[:] = [sysconfig.get_path("scripts")] + path


def run_job(run):
    import_alembic(run.job["workingDirectory"])
    from alembic import __version__ as alembic_version
    from alembic.config import CommandLine
    from sqlalchemy import __version__ as sqlalchemy_version

    run.channel.send(
        "hello", python=sys.version.split()[0], alembic=alembic_version, sqlalchemy=sqlalchemy_version
    )
    run.tell_secrets(environment_secrets())
    listen_for_connections(run)
    hook_migrations(run)
    job = run.job

    class Bridge(CommandLine):
        # `main` of the command line has made config and options as it makes them for a terminal.
        def run_cmd(self, config, options):
            if job["scriptLocation"] is not None:
                config.set_main_option("script_location", job["scriptLocation"].replace("%", "%%"))
            try:
                run.tell_secrets([password_of(config.get_main_option("sqlalchemy.url") or "")])
            except Exception:
                # A broken or unrelated URL is env.py's to complain about.
                pass
            run.stage = "environment"
            command, positional, keywords = options.cmd
            command(
                config,
                *[getattr(options, name, None) for name in positional],
                **{name: getattr(options, name, None) for name in keywords},
            )

    run.stage = "configuration"
    sys.argv = [os.path.join(sysconfig.get_path("scripts"), "alembic")] + job["arguments"]
    Bridge().main(argv=job["arguments"])


def failure(run, error):
    names = [kind.__module__ + "." + kind.__qualname__ for kind in type(error).__mro__]
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename == PROGRAM:
        trace = trace.tb_next
    functions = [frame.name for frame in traceback.extract_tb(trace)]
    return {
        "stage": run.stage,
        "exception": names,
        "message": str(error),
        "traceback": "".join(traceback.format_exception(type(error), error, trace)),
        "module": getattr(error, "name", None) if isinstance(error, ImportError) else None,
        "driver": any(name in ("import_dbapi", "dbapi") for name in functions),
        "connecting": any(name in ("_do_get", "_create_connection", "raw_connection") for name in functions),
        "revision": run.revision,
    }


def main():
    stream = globals()["control"]
    job = json.loads(stream.readline().decode("ascii"))
    run = Run(job, Channel())
    signal.signal(signal.SIGINT, signal.default_int_handler)

    def listen():
        for line in iter(stream.readline, b""):
            if json.loads(line.decode("ascii")).get("cancel"):
                break
        run.cancel()

    threading.Thread(target=listen, daemon=True).start()

    try:
        outcome = guarded(run)
    except KeyboardInterrupt as error:
        # It came while an earlier failure was being written down.
        outcome = failed(run, error)
    remove_empty_files(run)
    run.channel.send("end", stopped=run.stopped, cancelled=run.cancelled, done=run.done, **outcome)


def guarded(run):
    try:
        run_job(run)
        run.finish()
        return {"error": None, "contexts": run.contexts}
    except BaseException as error:
        if isinstance(error, SystemExit) and not error.code and run.contexts and run.stage == "environment":
            # An env.py that ends the program when it is done.
            run.finish()
            return {"error": None, "contexts": run.contexts}
        return failed(run, error)


def failed(run, error):
    run.finish()
    return {"error": failure(run, error), "contexts": run.contexts}


main()
