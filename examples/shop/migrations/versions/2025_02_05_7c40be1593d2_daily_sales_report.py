"""daily sales report

Revision ID: 7c40be1593d2
Revises: b6a90f24d813
Create Date: 2025-02-05 08:55:40

"""

from typing import Sequence, Union

import sqlalchemy as sa
from alembic import op


revision: str = "7c40be1593d2"
down_revision: Union[str, Sequence[str], None] = "b6a90f24d813"
branch_labels: Union[str, Sequence[str], None] = ("reports",)
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.create_table(
        "daily_sales",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("orders", sa.Integer(), nullable=False),
        sa.Column("revenue", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_daily_sales")),
    )


def downgrade() -> None:
    op.drop_table("daily_sales")
