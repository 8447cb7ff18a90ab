"""add product categories

Revision ID: 1e72c5d89fa3
Revises: b6a90f24d813
Create Date: 2025-02-03 11:27:19

"""

from typing import Sequence, Union

import sqlalchemy as sa
from alembic import op


revision: str = "1e72c5d89fa3"
down_revision: Union[str, Sequence[str], None] = "b6a90f24d813"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.create_table(
        "category",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_category")),
        sa.UniqueConstraint("name", name=op.f("uq_category_name")),
    )
    with op.batch_alter_table("product") as batch_op:
        batch_op.add_column(sa.Column("category_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_product_category_id_category"), "category", ["category_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("product") as batch_op:
        batch_op.drop_constraint(op.f("fk_product_category_id_category"), type_="foreignkey")
        batch_op.drop_column("category_id")
    op.drop_table("category")
