"""add order status

Revision ID: c81d47e20b96
Revises: e958d02f6b17
Create Date: 2025-03-10 09:03:57

"""

from typing import Sequence, Union

import sqlalchemy as sa
from alembic import op


revision: str = "c81d47e20b96"
down_revision: Union[str, Sequence[str], None] = "e958d02f6b17"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.add_column("order", sa.Column("status", sa.String(length=20), server_default="new", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("order") as batch_op:
        batch_op.drop_column("status")
