"""users, and tables no model has"""
from alembic import op
import sqlalchemy as sa

revision = "f00000000001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table("users", sa.Column("id", sa.Integer, primary_key=True))
    op.create_table("temp_a", sa.Column("id", sa.Integer, primary_key=True))
    op.create_table("other", sa.Column("id", sa.Integer, primary_key=True))


def downgrade():
    op.drop_table("other")
    op.drop_table("temp_a")
    op.drop_table("users")
