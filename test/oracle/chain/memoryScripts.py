"""Revisions that the real Alembic reads from memory instead of files."""

from alembic.script import ScriptDirectory
from alembic.script.base import Script


class Module:
    """What Alembic reads of a loaded revision file."""

    def __init__(self, script):
        def scalar(values):
            return None if not values else values[0] if len(values) == 1 else tuple(values)

        self.revision = script["id"]
        self.down_revision = scalar(script["downRevision"])
        self.depends_on = scalar(script["dependsOn"])
        self.branch_labels = tuple(script["branchLabels"]) or None
        self.__doc__ = script["message"]

    def upgrade(self):
        pass

    def downgrade(self):
        pass


class Directory(ScriptDirectory):
    """A script directory whose revisions come from memory."""

    def __init__(self, scripts):
        self.given = scripts
        super().__init__(dir=".")

    def _load_revisions(self):
        for script in self.given:
            module = Module(script)
            yield Script(module, module.revision, script["path"])
