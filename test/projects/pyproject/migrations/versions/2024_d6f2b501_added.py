"""when a product was added"""
from alembic import op
import sqlalchemy as sa

revision = "d6f2b501"
down_revision = "c5e1a4f0"


def upgrade() -> None:
    with op.batch_alter_table("product") as batch_op:
        batch_op.add_column(sa.Column("added", sa.DateTime(), server_default=sa.func.now(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("product") as batch_op:
        batch_op.drop_column("added")
