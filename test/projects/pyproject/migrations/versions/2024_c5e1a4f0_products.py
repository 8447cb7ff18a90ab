"""products"""
from alembic import op
import sqlalchemy as sa

revision = "c5e1a4f0"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "product",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.UniqueConstraint("name", name="uq_product_name"),
    )


def downgrade() -> None:
    op.drop_table("product")
