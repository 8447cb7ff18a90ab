"""columns"""
from alembic import op
import sqlalchemy as sa

revision = "a20000000002"
down_revision = "a10000000001"
branch_labels = None
depends_on = None


def upgrade(engine_name):
    globals()[f"upgrade_{engine_name}"]()


def downgrade(engine_name):
    globals()[f"downgrade_{engine_name}"]()


def upgrade_accounts():
    op.add_column("account", sa.Column("name", sa.String(50)))


def downgrade_accounts():
    op.drop_column("account", "name")


def upgrade_events():
    op.add_column("event", sa.Column("what", sa.String(50)))


def downgrade_events():
    op.drop_column("event", "what")
