"""Compares the models with the database for a review, and writes what the user kept of it.

Its text stands before that of alembicBridge.py, which calls `hook_autogenerate`. Both job kinds run the project's own
`alembic revision --autogenerate`: `compare` describes what would be written and writes nothing; `revision` compares again,
takes out what was not kept, and lets Alembic write.

The operations are taken when `RevisionContext.generate_scripts` begins: env.py has ended by then with all its hooks, and its
connections are closed.
"""

import datetime
import os
import types


class Reviewed(BaseException):
    """Ends Alembic's writing of a file at the moment the text would be made."""

    def __init__(self, source, path, values):
        super().__init__()
        self.source = source
        self.path = path
        self.values = values


def hook_autogenerate(run):
    if run.job["kind"] not in ("compare", "revision"):
        return
    from alembic.autogenerate.api import RevisionContext

    watch_reading(run)
    environments = []
    default_ids = []
    original_default = RevisionContext._default_revision
    original_run = RevisionContext.run_autogenerate
    original_generate = RevisionContext.generate_scripts
    review = run.job["review"]

    def default_revision(self):
        script = original_default(self)
        if review["revisionId"] is not None and not self.command_args["rev_id"]:
            script.rev_id = review["revisionId"]
        default_ids.append(script.rev_id)
        return script

    def run_autogenerate(self, rev, migration_context):
        found = {"before": 0}
        given = self.process_revision_directives

        def count(context, revision, scripts):
            if given is not None:
                given(context, revision, scripts)
            found["before"] = sum(len(leaves_of(body)) for script in scripts for pair in sides(script) for body in pair)

        self.process_revision_directives = count
        try:
            original_run(self, rev, migration_context)
        finally:
            self.process_revision_directives = given
        environments.append(environment_facts(run, self, rev, migration_context, found["before"]))

    def generate_scripts(self):
        if run.job["kind"] == "compare":
            run.channel.send(
                "comparison",
                revisionId=default_ids[-1] if default_ids else None,
                environments=environments,
                directives=describe_scripts(run, self),
            )
            return iter(())
        keep_reviewed(run, self)
        guard_writing(run, self.script_directory)
        return original_generate(self)

    RevisionContext._default_revision = default_revision
    RevisionContext.run_autogenerate = run_autogenerate
    RevisionContext.generate_scripts = generate_scripts


def watch_reading(run):
    """Tells which table is being read: reading them is what takes long."""
    from sqlalchemy.engine.reflection import Inspector

    # Named `reflecttable` before SQLAlchemy 1.4; both call this.
    original = Inspector.reflect_table
    seen = set()

    def reflect_table(self, table, *arguments, **keywords):
        if run.cancelled:
            raise KeyboardInterrupt()
        if table.key not in seen:
            seen.add(table.key)
            run.channel.send("comparing", table=table.key, number=len(seen))
        return original(self, table, *arguments, **keywords)

    Inspector.reflect_table = reflect_table


def environment_facts(run, revision_context, rows, context, before):
    """What explains an empty comparison; asked while the connection is open."""
    compared = revision_context._last_autogen_context
    found = describe(run, context, rows, None)
    run.channel.send("database", database=found)
    opts = context.opts
    metadata = compared.metadata
    try:
        names = [name for name in compared.inspector.get_table_names() if name != context.version_table]
    except Exception:
        # Only to explain with; the comparison itself has succeeded.
        names = None
    return {
        "upgradeToken": opts["upgrade_token"],
        "modelTables": sum(len(one.tables) for one in (metadata if isinstance(metadata, (list, tuple)) else [metadata])),
        "databaseTables": None if names is None else len(names),
        "filters": [name for name in ("include_name", "include_object") if opts.get(name)],
        "hook": bool(opts.get("process_revision_directives")),
        "operationsBeforeHook": before,
    }


def describe_scripts(run, revision_context):
    directory = revision_context.script_directory
    described = []
    for index, script in enumerate(revision_context.generated_revisions):
        described.append(describe_script(run, revision_context, directory, index, script))
    return described


def describe_script(run, revision_context, directory, index, script):
    context = revision_context._last_autogen_context
    renderer = Renderer(context)
    base = set(script.imports or ())
    bodies = []
    for pairs, upgrade, downgrade in reviewed_bodies(renderer, index, script):
        bodies.append(
            {
                "upgradeToken": upgrade.body.upgrade_token,
                "downgradeToken": downgrade.body.downgrade_token,
                "upgrade": upgrade.described(),
                "downgrade": downgrade.described(),
                "operations": [operation_facts(pair, context.dialect) for pair in pairs],
            }
        )
    return dict(
        intended_facts(run, revision_context, directory, script, bodies),
        revisionId=script.rev_id,
        message=script.message,
        imports=sorted(base),
        bodies=bodies,
    )


def intended_facts(run, revision_context, directory, script, bodies):
    try:
        return dict(file_facts(revision_context, directory, script, bodies), problem=None)
    except Exception as error:
        # `alembic check` makes no file, so that what keeps one from being made does not matter to it.
        if not run.job["review"].get("check"):
            raise
        text = "\n\n".join("\n    ".join(["# " + side + "()"] + body[side]["full"]) for body in bodies for side in ("upgrade", "downgrade"))
        return {"path": "", "full": text, "bare": "", "marked": "", "markedWithoutImports": "", "dated": False, "problem": str(error)}


def file_facts(revision_context, directory, script, bodies):
    """The path and the text Alembic would write, and the text with marks where the operations and imports go."""
    intended = intended_file(revision_context, directory, script)
    values = intended.values
    filled = filler(intended.source)
    later = values["create_date"] + datetime.timedelta(days=400, hours=1, minutes=1, seconds=1)
    tokens = [body[side] for body in bodies for side in ("upgradeToken", "downgradeToken")]
    bare = {
        body[side + "Token"]: "\n".join(body[side]["empty"]) for body in bodies for side in ("upgrade", "downgrade")
    }
    base = "\n".join(sorted(script.imports or ()))
    marked = {token: MARK % token for token in tokens}
    return {
        "path": os.path.abspath(intended.path),
        "full": filled(values),
        "bare": filled(dict(values, imports=base, **bare)),
        "marked": filled(dict(values, imports=MARK % "imports", **marked)),
        "markedWithoutImports": filled(dict(values, imports="", **marked)),
        "dated": filled(values) != filled(dict(values, create_date=later)),
    }


def filler(source):
    from alembic.util import CommandError
    from mako.template import Template

    def filled(values):
        try:
            return Template(filename=os.fspath(source)).render_unicode(**values)
        except Exception as error:
            raise CommandError("%s cannot be filled in: %s: %s" % (source, type(error).__name__, error)) from error

    return filled


def intended_file(revision_context, directory, script):
    """Goes Alembic's way to the file up to the moment it would be written."""

    def review(source, path, **values):
        raise Reviewed(source, path, values)

    directory._generate_template = review
    directory._ensure_directory = lambda path: None
    try:
        revision_context._to_script(script)
    except Reviewed as intended:
        refuse_existing(intended.path)
        # A later script of the same run may follow this one.
        module = types.ModuleType(script.rev_id)
        module.revision = script.rev_id
        module.down_revision = intended.values["down_revision"]
        module.branch_labels = intended.values["branch_labels"]
        module.depends_on = intended.values["depends_on"]
        module.__doc__ = script.message
        from alembic.script import Script

        directory.revision_map.add_revision(Script(module, script.rev_id, os.fspath(intended.path)))
        return intended
    finally:
        del directory._generate_template
        del directory._ensure_directory
    raise AssertionError("Alembic did not come to write the revision")


def refuse_existing(path):
    from alembic.util import CommandError

    if os.path.exists(path):
        raise CommandError(
            "The file %s is there already and would be written over. Choose another message or revision id, "
            "or put %%(rev)s into file_template." % os.path.abspath(path)
        )


def keep_reviewed(run, revision_context):
    """Takes out what was not kept. Stops when the comparison has not found what was reviewed."""
    review = run.job["review"]
    renderer = Renderer(revision_context._last_autogen_context)
    scripts = revision_context.generated_revisions
    bodies = [reviewed_bodies(renderer, index, script) for index, script in enumerate(scripts)]
    pairs = [pair for script in bodies for found, _, _ in script for pair in found]
    keys = {pair.key for pair in pairs}
    reviewed = set(review["keys"])
    if keys != reviewed:
        added = [pair.shown() for pair in pairs if pair.key not in reviewed]
        run.stopped = {
            "reason": "changes",
            "added": [{"table": leaf.table(), "text": leaf.text} for leaf in added],
            "removed": sorted(reviewed - keys),
        }
        raise Stop()
    kept = set(review["keep"])
    dropped = []
    for script, found in zip(scripts, bodies):
        had = any(pairs for pairs, _, _ in found)
        for _, upgrade, downgrade in found:
            keep_in(upgrade, kept, review["upgradeOrder"])
            keep_in(downgrade, kept, review["downgradeOrder"])
        if had and not any(pair.key in kept for pairs, _, _ in found for pair in pairs):
            dropped.append(script)
    scripts[:] = [script for script in scripts if script not in dropped or is_followed(script, scripts)]


def keep_in(body, kept, order):
    """Only what was kept, in the order it was reviewed in."""
    place = {key: index for index, key in enumerate(order)}
    placed = []
    for chunk in body.chunks:
        leaves = sorted((leaf for leaf in chunk["leaves"] if leaf.key in kept), key=lambda leaf: place[leaf.key])
        if not leaves:
            continue
        container = leaves[0].container
        if container is not None:
            container.ops = [leaf.operation for leaf in leaves]
        placed.append((place[leaves[0].key], leaves[0].operation if container is None else container))
    body.body.ops = [operation for _, operation in sorted(placed, key=lambda one: one[0])]


def is_followed(script, scripts):
    """Whether another script of the run names it; without it that one could not be written."""
    names = []
    for other in scripts:
        for value in (other.head, other.depends_on):
            names.extend(value if isinstance(value, (list, tuple)) else [value])
    return script.rev_id in names


def guard_writing(run, directory):
    original = directory._generate_template

    def generate(source, path, **values):
        refuse_existing(path)
        run.channel.send("writing", path=os.path.abspath(path))
        original(source, path, **values)

    directory._generate_template = generate
