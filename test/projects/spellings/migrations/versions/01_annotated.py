"""annotated"""
from typing import Sequence, Union

revision: str = "a01"
down_revision: Union[str, None] = None
branch_labels: Union[str, Sequence[str], None] = u"shop"
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None: ...


def downgrade() -> None: ...
