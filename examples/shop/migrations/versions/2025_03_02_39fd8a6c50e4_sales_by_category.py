"""sales by category

Revision ID: 39fd8a6c50e4
Revises: 7c40be1593d2
Create Date: 2025-03-02 17:48:11

"""

from typing import Sequence, Union

import sqlalchemy as sa
from alembic import op


revision: str = "39fd8a6c50e4"
down_revision: Union[str, Sequence[str], None] = "7c40be1593d2"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = "1e72c5d89fa3"


def upgrade() -> None:
    op.create_table(
        "category_sales",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("revenue", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"], name=op.f("fk_category_sales_category_id_category")),
        sa.PrimaryKeyConstraint("day", "category_id", name=op.f("pk_category_sales")),
    )


def downgrade() -> None:
    op.drop_table("category_sales")
