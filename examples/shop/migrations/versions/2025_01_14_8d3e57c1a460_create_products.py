"""create products

Revision ID: 8d3e57c1a460
Revises: 4f1c2a9be07d
Create Date: 2025-01-14 10:40:02

"""

from typing import Sequence, Union

import sqlalchemy as sa
from alembic import op


revision: str = "8d3e57c1a460"
down_revision: Union[str, Sequence[str], None] = "4f1c2a9be07d"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.create_table(
        "product",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sku", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("price", sa.Numeric(precision=10, scale=2), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product")),
        sa.UniqueConstraint("sku", name=op.f("uq_product_sku")),
    )


def downgrade() -> None:
    op.drop_table("product")
