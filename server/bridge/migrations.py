"""Stands where env.py runs migrations: says which database it has opened, and holds a run to what the user confirmed."""


def describe(run, context, rows, name, ask_live=True):
    """The database behind a context. `ask_live`: whether the connection itself is asked where it leads."""
    connection = context.connection
    url = connection.engine.url
    dialect = context.dialect.name
    table_exists = bool(context._has_version_table())
    live = live_facts(connection, dialect) if ask_live else None
    if dialect == "sqlite":
        file = sqlite_file(connection)
        place = {"host": None, "port": None, "database": url.database}
        shown = sqlite_url(url, file)
    else:
        file = None
        place = place_of(run, connection, dialect, live)
        shown = live_url(url, place)
    return {
        "name": None if name is None else str(name),
        "dialect": dialect,
        "url": masked_url(shown),
        "host": place["host"],
        "port": place["port"],
        "database": place["database"],
        "server": server_name(dialect, live),
        "file": file,
        "fileMissing": file in run.missing_files,
        "versionTable": context.version_table,
        "versionTableSchema": context.version_table_schema,
        "versionTableExists": table_exists,
        "rows": [str(row) for row in rows],
        "inTransaction": bool(getattr(context, "_in_external_transaction", False)),
        "transactionalDdl": bool(context.impl.transactional_ddl),
        "live": live,
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
        if not is_expected(run, want["database"], found):
            reason = "database"
        elif sorted(want["database"]["rows"]) != sorted(found["rows"]):
            reason = "rows"
        elif in_order(want["steps"]) != in_order(steps):
            reason = "steps"
        else:
            return
    run.stopped = {"reason": reason, "found": found, "steps": steps}
    raise Stop()


def is_expected(run, want, found):
    # Where a copy stands is another place, by its own name and address.
    keys = ("dialect", "versionTable", "versionTableSchema") if run.job.get("copy") else IDENTITY
    return all(want.get(key) == found.get(key) for key in keys) and (not run.job.get("copy") or is_copy(run, found))


def check_all_done(run):
    """A database that was not opened, or a step that failed and whose exception env.py has kept to itself: whoever
    confirmed it has to know."""
    if run.stopped is not None:
        return
    left = run.job["expected"][run.contexts :] if run.contexts else []
    if run.done < run.total:
        run.stopped = {"reason": "unfinished", "left": run.total - run.done}
    elif left:
        run.stopped = {"reason": "fewerDatabases", "found": left[0]["database"]}


def hook_migrations(run):
    from alembic.runtime.migration import MigrationContext

    original = MigrationContext.run_migrations

    def identify(self, **arguments):
        if self.as_sql:
            run.stopped = {"reason": "offline"}
            raise Stop()
        rows = self.get_current_heads()
        found = describe(run, self, rows, arguments.get("engine_name"))
        run.contexts += 1
        run.channel.send("database", database=found)
        # For the editor's memory only: with it the next reading needs no Python.
        run.channel.send(
            "connection",
            url=self.connection.engine.url.render_as_string(hide_password=False),
            **{key: found[key] for key in ("versionTable", "versionTableSchema", "live")},
        )

    def migrate(self, **arguments):
        if self.as_sql:
            run.stopped = {"reason": "offline"}
            raise Stop()
        run.contexts += 1
        run.connection = self.connection
        begun = self.connection.in_transaction()
        rows = self.get_current_heads()
        # As the command is given them: `stamp --purge` begins with none.
        given = () if self.purge else rows
        expected = run.job["expected"][run.contexts - 1 : run.contexts]
        # A question that failed when it was first asked would spoil the transaction of the run.
        ask_live = bool(expected and expected[0]["database"].get("live"))
        found = describe(run, self, rows, arguments.get("engine_name"), ask_live)
        # Alembic asks for the steps after it has created the version table, and `ensure_version` creates it while it is
        # asked; the check must come before both.
        self._ensure_version_table = lambda purge=False: None
        walk = run.job.get("walk")
        steps = list(self._migrations_fn(given, self)) if walk is None else walk_steps(self, walk)
        del self._ensure_version_table
        names = [step_of(step) for step in steps]
        check(run, found, names)
        if walk is not None and found["inTransaction"]:
            run.stopped = {"reason": "notCopied", "why": "env.py keeps all migrations in a transaction of its own"}
            raise Stop()
        if not begun and self.connection.in_transaction():
            # Looking has begun one: in it Alembic would leave to us what it commits by itself (`stamp --purge base`).
            self.connection.get_transaction().rollback()
        run.total += len(steps)
        run.stage = "steps"

        def checked_steps(heads, context):
            if sorted(heads) != sorted(given):
                found["rows"] = list(heads)
                run.stopped = {"reason": "rows", "found": found, "steps": names}
                raise Stop()
            for step, name in zip(steps, names):
                if run.cancelled:
                    raise KeyboardInterrupt()
                run.revision = name["revision"]
                run.channel.send("starting", step=name, done=run.done, total=run.total)
                yield step
                # By now it is committed.
                if walk is not None:
                    run.revision = None
                    run.pause()
            run.revision = None

        def applied(ctx, step, heads, run_args):
            run.done += 1
            run.channel.send("applied", done=run.done, total=run.total, heads=sorted(heads))

        self._migrations_fn = checked_steps
        self.on_version_apply_callbacks = tuple(self.on_version_apply_callbacks) + (applied,)
        original(self, **arguments)
        run.stage = "environment"

    def look(self, **arguments):
        run.contexts += 1
        if not self.as_sql:
            run.connection = self.connection
            # Alembic makes the table for every command but `current`; a command that only looks must not.
            self._ensure_version_table = lambda purge=False: None
        original(self, **arguments)

    MigrationContext.run_migrations = {"identify": identify, "run": migrate}.get(run.job["kind"], look)
