"""create payments

Revision ID: 520a9f6be3c7
Revises: e958d02f6b17
Create Date: 2025-03-11 13:20:44

"""

from typing import Sequence, Union

import sqlalchemy as sa
from alembic import op


revision: str = "520a9f6be3c7"
down_revision: Union[str, Sequence[str], None] = "e958d02f6b17"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.create_table(
        "payment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=10, scale=2), nullable=False),
        sa.Column("paid_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["order.id"], name=op.f("fk_payment_order_id_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
    )
    op.create_index(op.f("ix_payment_order_id"), "payment", ["order_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_payment_order_id"), table_name="payment")
    op.drop_table("payment")
