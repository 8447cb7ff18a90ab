"""add loyalty points

Revision ID: e958d02f6b17
Revises: 1e72c5d89fa3
Create Date: 2025-02-18 14:30:05

"""

from typing import Sequence, Union

import sqlalchemy as sa
from alembic import op


revision: str = "e958d02f6b17"
down_revision: Union[str, Sequence[str], None] = "1e72c5d89fa3"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.add_column(
        "customer", sa.Column("loyalty_points", sa.Integer(), server_default=sa.text("0"), nullable=False)
    )


def downgrade() -> None:
    with op.batch_alter_table("customer") as batch_op:
        batch_op.drop_column("loyalty_points")
