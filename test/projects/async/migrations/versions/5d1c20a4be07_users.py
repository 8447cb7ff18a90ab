"""users"""
from alembic import op
import sqlalchemy as sa

revision = "5d1c20a4be07"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    users = op.create_table(
        "users",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("first_name", sa.String(40)),
        sa.Column("last_name", sa.String(40)),
    )
    op.bulk_insert(users, [{"id": 1, "first_name": "Ada", "last_name": "Lovelace"}])


def downgrade():
    op.drop_table("users")
