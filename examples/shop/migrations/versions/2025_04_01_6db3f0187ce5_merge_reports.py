"""merge reports

Revision ID: 6db3f0187ce5
Revises: a2c61b7e94f0, 39fd8a6c50e4
Create Date: 2025-04-01 09:41:08

"""

from typing import Sequence, Union

import sqlalchemy as sa
from alembic import op


revision: str = "6db3f0187ce5"
down_revision: Union[str, Sequence[str], None] = ("a2c61b7e94f0", "39fd8a6c50e4")
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
