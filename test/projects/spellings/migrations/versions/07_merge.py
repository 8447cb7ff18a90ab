"""merge
of two branches

Revision ID: c01
Revises: a05, b01
"""
revision = "c01"
down_revision = ("a05", "b01")


def upgrade():
    with (open("a") as a, open("b") as b):
        pass


def downgrade():
    raise NotImplementedError
