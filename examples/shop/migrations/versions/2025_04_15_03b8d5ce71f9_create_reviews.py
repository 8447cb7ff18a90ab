"""create reviews

Revision ID: 03b8d5ce71f9
Revises: f47e9120d6ba
Create Date: 2025-04-15 12:09:53

"""

from typing import Sequence, Union

import sqlalchemy as sa
from alembic import op


revision: str = "03b8d5ce71f9"
down_revision: Union[str, Sequence[str], None] = "f47e9120d6ba"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("stars", sa.SmallInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_review_customer_id_customer")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_review_product_id_product")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    op.create_index(op.f("ix_review_product_id"), "review", ["product_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_review_product_id"), table_name="review")
    op.drop_table("review")
