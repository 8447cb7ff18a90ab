"""Runs one job inside a project's own Alembic and speaks JSON lines about it.

The program reaches Python as text (``-c`` with a short bootstrap, see BOOTSTRAP in bridgeClient.ts), so that it also works where no file
of ours exists. Its only global from outside is ``control``: a binary stream of JSON lines, the first of them the job. The
end of that stream, or a line ``{"cancel": true}``, interrupts the job; ``{"force": true}`` ends the process at once, as a
signal cannot on another machine.

Works from Python 3.8, Alembic 1.8 and SQLAlchemy 1.4 on; only the standard library and the project's Alembic.
"""

import contextlib
import io
import json
import os
import signal
import sys
import sysconfig
import threading

PROGRAM = "alembicBridge.py"


class Channel:
    """Messages to the editor, on a copy of stdout that nobody else knows of."""

    def __init__(self):
        self._stream = os.fdopen(os.dup(1), "wb", 0)
        self._process = os.getpid()
        self._file = self._identity()
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

    def _identity(self):
        found = os.fstat(self._stream.fileno())
        return found.st_dev, found.st_ino

    def is_inherited(self):
        """Whether this is a process that env.py has forked. What it does and how it ends is not the run's."""
        return os.getpid() != self._process

    def send(self, kind, **content):
        if self.is_inherited():
            return
        # Begins with a line feed: an interrupt may have left half a line, and a wrapper may have printed one.
        rest = b"\n" + json.dumps(dict(content, kind=kind)).encode("ascii") + b"\n"
        with self._lock:
            # Where env.py closes what it did not open, the number may be a database's by now.
            if self._identity() != self._file:
                raise OSError("env.py has closed the bridge's stream")
            while rest:
                rest = rest[self._stream.write(rest) :]

    def send_forced(self):
        # Without the lock: whoever holds it may be what does not end.
        self._stream.write(b'\n{"kind": "forced"}\n')


class Stop(BaseException):
    """Ends the run before its first step. Not an Exception: env.py must not take it for one of its own."""


class Run:
    """What is known of the job while it runs."""

    def __init__(self, job, channel):
        self.job = job
        self.channel = channel
        self.stage = "start"
        self.revision = None
        self.stopped = None
        self.contexts = 0
        self.done = 0
        self.total = 0
        self.cancelled = False
        self.finished = False
        self.connection = None
        self.secrets = set()
        # Ids of the dialects that SQLAlchemy itself has connected.
        self.connected = set()
        self.missing_files = set()
        self.statements = Statements()
        self.files = set()
        # Set when a walk may go on.
        self.go = threading.Event()
        self._lock = threading.Lock()

    # Passwords are told to the editor, in memory, so that it can mask them in whatever is printed later.
    def tell_secrets(self, values):
        new = sorted({str(value) for value in values if value} - self.secrets)
        if new:
            self.secrets.update(new)
            self.channel.send("secrets", values=new)

    def tell_file(self, path):
        path = os.path.abspath(path)
        if path not in self.files:
            self.files.add(path)
            self.channel.send("file", path=path)

    def finish(self):
        with self._lock:
            self.finished = True

    def pause(self):
        """Waits for the editor's word; a cancel interrupts it."""
        self.go.clear()
        self.channel.send("paused")
        self.go.wait()

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


def listen_for_connections(run):
    """Notes the password of every connection that is about to be opened, before its driver can print it.

    And the SQLite files that are not there yet: the driver creates them, even for a run that only looks.
    """
    from sqlalchemy import event
    from sqlalchemy.engine import Engine

    @event.listens_for(Engine, "do_connect")
    def note(dialect, record, arguments, parameters):
        run.connected.add(id(dialect))
        if dialect.name == "sqlite" and arguments and isinstance(arguments[0], str):
            path = os.path.realpath(arguments[0])
            if not parameters.get("uri") and arguments[0] != ":memory:" and not os.path.exists(path):
                run.missing_files.add(path)
        run.tell_secrets(value for text in arguments if isinstance(text, str) for value in odbc_passwords(text))
        run.tell_secrets(
            value for name, value in parameters.items() if name in ("password", "passwd", "pwd") and isinstance(value, str)
        )


def sqlite_file(connection):
    """The file behind the connection; None for a database in memory."""
    from sqlalchemy import text

    for row in connection.execute(text("PRAGMA database_list")):
        if row[1] == "main":
            return os.path.realpath(row[2]) if row[2] else None
    return None


def remove_empty_files(run):
    """Takes back the SQLite files that merely connecting has created."""
    for path in run.missing_files:
        try:
            if os.path.getsize(path) == 0:
                os.remove(path)
        except OSError:
            pass


def hook_files(run):
    """Tells of every file that is made, as it is made: a hook after it may fail."""
    from alembic.script import ScriptDirectory

    def tell_after(original):
        def make(self, source, destination, **keywords):
            made = original(self, source, destination, **keywords)
            run.tell_file(destination)
            return made

        return make

    for name in ("_generate_template", "_append_template", "_copy_file"):
        # `_append_template` came with pyproject.toml, in 1.16.
        if hasattr(ScriptDirectory, name):
            setattr(ScriptDirectory, name, tell_after(getattr(ScriptDirectory, name)))


def tell_files_below(run, folder):
    """Those that `init` has written without the functions above: the `__init__.py` of a package."""
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            run.tell_file(os.path.join(place, name))


class Answer(io.TextIOBase):
    """What the command prints as its answer, apart from what is printed about it."""

    # Alembic writes what this encoding can hold.
    encoding = "utf-8"

    def __init__(self, channel):
        self._channel = channel

    def writable(self):
        return True

    def write(self, text):
        if text:
            self._channel.send("text", text=text)
        return len(text)


def redirect_messages(answer):
    """`init`, `revision` and `merge` print what they do past the configuration's stdout."""
    from alembic.util import messaging

    original = messaging.write_outstream

    def write(stream, *text, **keywords):
        original(answer if stream is sys.stdout else stream, *text, **keywords)

    messaging.write_outstream = write


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
    # Of a Python on another machine neither can be said as its process is started.
    os.environ.update(run.job["variables"])
    # The configuration files are named by the arguments, and where only one is, it would name another.
    os.environ.pop("ALEMBIC_CONFIG", None)
    os.chdir(run.job["workingDirectory"])
    run.stage = "import"
    import_alembic(run.job["workingDirectory"])
    from alembic import __version__ as alembic_version
    from alembic.config import CommandLine
    from alembic.script import ScriptDirectory
    from sqlalchemy import __version__ as sqlalchemy_version

    run.channel.send(
        "hello", python=sys.version.split()[0], alembic=alembic_version, sqlalchemy=sqlalchemy_version
    )
    run.tell_secrets(environment_secrets())
    listen_for_connections(run)
    if run.job.get("copy"):
        connect_to_copy(run)
    if run.job["kind"] == "run":
        watch_statements(run)
        if run.job.get("tellStatements"):
            tell_statements(run)
        if run.job.get("walk") is not None:
            hook_walk(run)
    else:
        keep_from_writing()
    hook_migrations(run)
    hook_files(run)
    hook_autogenerate(run)
    tell_files = keep_back_files(run) if run.job["kind"] == "offline" else None
    job = run.job

    class Bridge(CommandLine):
        # `main` of the command line has made config and options as it makes them for a terminal.
        def run_cmd(self, config, options):
            answer = Answer(run.channel)
            config.stdout = config.output_buffer = answer
            redirect_messages(answer)
            if job["scriptLocation"] is not None:
                config.set_main_option("script_location", job["scriptLocation"].replace("%", "%%"))
            try:
                run.tell_secrets(configuration_secrets(config.file_config))
            except Exception:
                # A file that cannot be read is Alembic's to complain about.
                pass
            command, positional, keywords = options.cmd
            makes_project = command.__name__ in ("init", "list_templates")
            if job["loader"] is None or makes_project:
                context = contextlib.nullcontext()
            else:
                # For its `prepend_sys_path`.
                ScriptDirectory.from_config(config)
                run.stage = "application"
                context = application_context(job["loader"])
            with context:
                config = configured_by_application(config)
                run.stage = "environment"
                command(
                    config,
                    *[getattr(options, name, None) for name in positional],
                    **{name: getattr(options, name, None) for name in keywords},
                )
            if command.__name__ == "init":
                tell_files_below(run, options.directory)
            if tell_files is not None:
                tell_files()

    run.stage = "configuration"
    command_line = Bridge()
    known = command_line.parser.format_help()
    arguments = [flag for flag in job.get("flags", ()) if flag in known] + job["arguments"]
    sys.argv = [os.path.join(sysconfig.get_path("scripts"), "alembic")] + arguments
    command_line.main(argv=arguments)


def main():
    stream = globals()["control"]
    job = json.loads(stream.readline().decode("utf-8"))
    run = Run(job, Channel())
    signal.signal(signal.SIGINT, signal.default_int_handler)

    def listen():
        for line in iter(stream.readline, b""):
            demand = json.loads(line.decode("utf-8"))
            if demand.get("force"):
                try:
                    run.channel.send_forced()
                finally:
                    os._exit(1)
            if demand.get("cancel"):
                run.cancel()
            if demand.get("go"):
                run.go.set()
        run.cancel()

    threading.Thread(target=listen, daemon=True).start()

    try:
        outcome = guarded(run)
    except KeyboardInterrupt as error:
        # It came while an earlier failure was being written down.
        outcome = failed(run, error)
    if run.channel.is_inherited():
        return
    remove_empty_files(run)
    run.channel.send(
        "end", stopped=run.stopped, cancelled=run.cancelled, readOnly=run.job["kind"] != "run", done=run.done, **outcome
    )


def guarded(run):
    try:
        run_job(run)
        run.finish()
        check_all_done(run)
        return {"error": None, "contexts": run.contexts}
    except BaseException as error:
        done = run.contexts and run.stage == "environment" and run.job["kind"] not in ("compare", "files", "revision")
        if isinstance(error, SystemExit) and not error.code and done:
            # An env.py that ends the program when it is done; what makes a file comes after it.
            run.finish()
            check_all_done(run)
            return {"error": None, "contexts": run.contexts}
        return failed(run, error)


def failed(run, error):
    run.finish()
    return {"error": failure(run, error), "contexts": run.contexts}


main()
