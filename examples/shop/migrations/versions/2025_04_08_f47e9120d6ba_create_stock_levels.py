"""create stock levels

Revision ID: f47e9120d6ba
Revises: 6db3f0187ce5
Create Date: 2025-04-08 15:22:37

"""

from typing import Sequence, Union

import sqlalchemy as sa
from alembic import op


revision: str = "f47e9120d6ba"
down_revision: Union[str, Sequence[str], None] = "6db3f0187ce5"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.create_table(
        "stock_level",
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("reorder_at", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_stock_level_product_id_product")),
        sa.PrimaryKeyConstraint("product_id", name=op.f("pk_stock_level")),
    )
    op.execute("INSERT INTO stock_level (product_id) SELECT id FROM product")


def downgrade() -> None:
    op.drop_table("stock_level")
