"""old file: its name is the id"""
down_revision = "c01"


def upgrade():
    pass


def downgrade():
    pass
