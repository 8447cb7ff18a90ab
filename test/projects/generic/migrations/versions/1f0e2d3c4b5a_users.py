"""users"""
from alembic import op
import sqlalchemy as sa

revision = "1f0e2d3c4b5a"
down_revision = None
branch_labels = ("main",)
depends_on = None


def upgrade():
    op.create_table(
        "users",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(50), nullable=False),
    )


def downgrade():
    op.drop_table("users")
