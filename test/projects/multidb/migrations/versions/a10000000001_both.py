"""both"""
from alembic import op
import sqlalchemy as sa

revision = "a10000000001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade(engine_name):
    globals()[f"upgrade_{engine_name}"]()


def downgrade(engine_name):
    globals()[f"downgrade_{engine_name}"]()


def upgrade_accounts():
    op.create_table("account", sa.Column("id", sa.Integer, primary_key=True))


def downgrade_accounts():
    op.drop_table("account")


def upgrade_events():
    op.create_table("event", sa.Column("id", sa.Integer, primary_key=True))


def downgrade_events():
    op.drop_table("event")
