"""merge order status and payments

Revision ID: a2c61b7e94f0
Revises: c81d47e20b96, 520a9f6be3c7
Create Date: 2025-03-12 10:15:26

"""

from typing import Sequence, Union

import sqlalchemy as sa
from alembic import op


revision: str = "a2c61b7e94f0"
down_revision: Union[str, Sequence[str], None] = ("c81d47e20b96", "520a9f6be3c7")
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
