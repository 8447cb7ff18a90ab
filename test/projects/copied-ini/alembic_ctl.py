"""Wrapper class for the Alembic CLI."""

from contextlib import AbstractContextManager

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory


class AlembicController(AbstractContextManager):
    def __init__(self, alembic_ini_path="alembic.ini"):
        self.cfg_file = str(alembic_ini_path)
        self.config = None

    def __enter__(self):
        self.config = Config(self.cfg_file)
        return self

    def __exit__(self, exc_type, exc_val, traceback):
        return None

    def upgrade(self, revision: str = "head"):
        command.upgrade(self.config, revision)

    def downgrade(self, revision: str = "-1"):
        command.downgrade(self.config, revision)
