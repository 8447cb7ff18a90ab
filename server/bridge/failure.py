"""Tells how a run failed: at which lines of the project, at which statement, by the driver's own word, and what stayed.

Parameters of statements are data of the user's: they are told to nobody.
"""

import os
import re
import sysconfig
import traceback

MOST_STATEMENTS = 50
LONGEST_STATEMENT = 4000


def failure(run, error):
    cause = statement_error(error)
    if cause is not None:
        # For `str()` and for the traceback.
        cause.hide_parameters = True
    names = [kind.__module__ + "." + kind.__qualname__ for kind in type(error).__mro__]
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename == PROGRAM:
        trace = trace.tb_next
    functions = [frame.name for frame in traceback.extract_tb(trace)]
    frames = project_frames(cause, run) if cause is not None else []
    if not any(frame["revision"] for frame in frames):
        frames = project_frames(error, run)
    revisions = [frame["revision"] for frame in frames if frame["revision"]]
    return {
        "stage": run.stage,
        "exception": names,
        "message": str(error),
        "traceback": "".join(traceback.format_exception(type(error), error, trace)),
        "module": getattr(error, "name", None) if isinstance(error, ImportError) else None,
        "driver": any(name in ("import_dbapi", "dbapi") for name in functions),
        "connecting": any(name in ("_do_get", "_create_connection", "raw_connection") for name in functions),
        "revision": run.revision or (revisions[-1] if revisions else None),
        "frames": frames,
        "statement": None if cause is None or cause.statement is None else shortened(cause.statement),
        "database": None if cause is None else driver_facts(getattr(cause, "orig", None)),
        "stayed": run.statements.told(run.revision),
    }


def statement_error(error):
    """The failure of a statement in the chain of exceptions, the outermost."""
    seen = []
    while error is not None and error not in seen:
        if any(kind.__module__ == "sqlalchemy.exc" and kind.__name__ == "StatementError" for kind in type(error).__mro__):
            return error
        seen.append(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return None


LIBRARIES = tuple(
    os.path.join(os.path.realpath(path), "")
    for path in {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    if path
)


def project_file(name, folder):
    """The absolute path of a project's own file; None for a library's and for text that was no file."""
    if name == PROGRAM or name.startswith("<"):
        return None
    path = os.path.join(folder, name)
    parts = path.replace("\\", "/").split("/")
    if "site-packages" in parts or "dist-packages" in parts or os.path.realpath(path).startswith(LIBRARIES):
        return None
    return os.path.normpath(path)


def project_frames(error, run):
    """Where the exception went through the project's files, outermost first."""
    # As it was when the files were loaded: env.py may have left it.
    folder = run.job["workingDirectory"]
    frames = []
    for frame, line in traceback.walk_tb(error.__traceback__):
        file = project_file(frame.f_code.co_filename, folder)
        if file is not None:
            function = frame.f_code.co_name
            frames.append({"file": file, "line": line, "function": function, "revision": revision_of(frame)})
    if isinstance(error, SyntaxError) and error.filename and error.lineno:
        file = project_file(error.filename, folder)
        if file is not None:
            frames.append({"file": file, "line": error.lineno, "function": "", "revision": None})
    return frames


def revision_of(frame):
    """The id of the revision whose file the frame's code stands in."""
    names = frame.f_globals
    revision = names.get("revision") if "down_revision" in names else None
    return revision if isinstance(revision, str) else None


def driver_facts(original):
    """The driver's message without what SQLAlchemy adds, and the database's own code for it."""
    if original is None:
        return None
    arguments = getattr(original, "args", ())
    first = arguments[0] if arguments else None
    primary = getattr(getattr(original, "diag", None), "message_primary", None)
    if isinstance(first, int) and len(arguments) > 1:
        # MySQL's drivers: number and text.
        return {"code": first, "message": str(arguments[1])}
    if isinstance(first, dict) and "M" in first:
        # pg8000: the fields of the server's message.
        return {"code": first.get("C"), "message": str(first["M"])}
    code = getattr(original, "errno", None) if hasattr(original, "msg") else None
    if not isinstance(code, int):
        code = getattr(original, "sqlstate", None) or getattr(original, "pgcode", None)
    message = primary or getattr(original, "msg", None) or str(original)
    # SQLAlchemy puts asyncpg's class in front.
    return {"code": code, "message": re.sub(r"^<class '[^']*'>: ", "", str(message)).strip()}


def shortened(statement):
    text = str(statement).strip()
    return text if len(text) <= LONGEST_STATEMENT else text[:LONGEST_STATEMENT] + " …"


class Statements:
    """What the revision that runs has written, and how much of it no rollback takes back any more."""

    def __init__(self):
        self.revision = None
        self.known = True
        self._begin(None)

    def _begin(self, revision):
        self.revision = revision
        self._open = []
        self._kept = []
        self._savepoints = {}
        self._before_commit = None

    def executed(self, revision, statement, kept):
        """`kept`: the statement, and all before it, needs no commit any more."""
        if revision != self.revision:
            self._begin(revision)
        self._before_commit = None
        self._open.append(statement)
        if kept:
            self.keep()

    def keep(self):
        self._kept += self._open
        self._open = []
        self._savepoints = {}

    def committing(self):
        self._before_commit = (self._kept[:], self._open[:])
        self.keep()

    def commit_failed(self):
        if self._before_commit is not None:
            self._kept, self._open = self._before_commit
            self._before_commit = None

    def rolled_back(self):
        self._open = []
        self._savepoints = {}

    def savepoint(self, name):
        self._savepoints[name] = len(self._open)

    def rolled_back_to(self, name):
        if name in self._savepoints:
            del self._open[self._savepoints[name] :]

    def told(self, revision):
        """None: nothing stayed, or nobody can say."""
        if revision is None or revision != self.revision or not self.known or not self._kept:
            return None
        first = [shortened(statement) for statement in self._kept[:MOST_STATEMENTS]]
        return {"statements": first, "count": len(self._kept)}


# MySQL commits before and after these, whatever transaction there is.
IMPLICIT_COMMIT = re.compile(
    r"\s*(ALTER|CREATE(?!\s+TEMPORARY)|DROP(?!\s+TEMPORARY)|RENAME|TRUNCATE|GRANT|REVOKE|ANALYZE|OPTIMIZE|REPAIR)\b", re.I
)
READS = re.compile(r"\s*(SELECT|SHOW|PRAGMA|DESCRIBE|DESC|EXPLAIN|SET|USE|BEGIN|COMMIT|ROLLBACK)\b", re.I)
# MySQL: the statement was not understood, so it did not begin.
SYNTAX_ERROR = 1064


def needs_no_commit(connection, statement):
    """Whether a statement that was executed stays whatever comes; None where nobody can say."""
    raw = raw_connection(connection)
    name = connection.dialect.name
    if name == "sqlite":
        # aiosqlite's stands behind SQLAlchemy's adapter.
        for candidate in (raw, getattr(raw, "driver_connection", None), getattr(raw, "_connection", None)):
            if hasattr(candidate, "in_transaction"):
                return not candidate.in_transaction
        return None
    if name == "postgresql":
        return in_autocommit(raw)
    if name in ("mysql", "mariadb"):
        autocommit = getattr(raw, "get_autocommit", None)
        return IMPLICIT_COMMIT.match(statement) is not None or bool(autocommit and autocommit())
    return None


def watch_statements(run):
    from sqlalchemy import event
    from sqlalchemy.engine import Engine

    statements = run.statements

    @event.listens_for(Engine, "after_cursor_execute")
    def executed(connection, cursor, statement, parameters, context, executemany):
        if run.revision is None or READS.match(statement):
            return
        try:
            kept = needs_no_commit(connection, statement)
        except Exception:
            kept = None
        if kept is None:
            statements.known = False
        statements.executed(run.revision, statement, kept)

    @event.listens_for(Engine, "handle_error")
    def failed(context):
        if context.statement is None:
            statements.commit_failed()
            return
        arguments = getattr(context.original_exception, "args", ())
        connection = context.connection
        is_mysql = connection is not None and connection.dialect.name in ("mysql", "mariadb")
        if is_mysql and IMPLICIT_COMMIT.match(context.statement) and arguments[:1] != (SYNTAX_ERROR,):
            statements.keep()

    @event.listens_for(Engine, "commit")
    def committing(connection):
        statements.committing()

    @event.listens_for(Engine, "rollback")
    def rolled_back(connection):
        statements.rolled_back()

    @event.listens_for(Engine, "savepoint")
    def savepoint(connection, name):
        statements.savepoint(name)

    @event.listens_for(Engine, "rollback_savepoint")
    def rolled_back_to(connection, name, context):
        statements.rolled_back_to(name)
