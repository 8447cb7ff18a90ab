"""create orders

Revision ID: b6a90f24d813
Revises: 8d3e57c1a460
Create Date: 2025-01-20 16:05:48

"""

from typing import Sequence, Union

import sqlalchemy as sa
from alembic import op


revision: str = "b6a90f24d813"
down_revision: Union[str, Sequence[str], None] = "8d3e57c1a460"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.create_table(
        "order",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("placed_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_order_customer_id_customer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order")),
    )
    op.create_index(op.f("ix_order_customer_id"), "order", ["customer_id"])
    op.create_table(
        "order_item",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit_price", sa.Numeric(precision=10, scale=2), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["order.id"], name=op.f("fk_order_item_order_id_order")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_order_item_product_id_product")),
        sa.PrimaryKeyConstraint("order_id", "product_id", name=op.f("pk_order_item")),
    )


def downgrade() -> None:
    op.drop_table("order_item")
    op.drop_index(op.f("ix_order_customer_id"), table_name="order")
    op.drop_table("order")
