"""email

Batch mode, as SQLite needs it for more than this.
"""
from alembic import op
import sqlalchemy as sa

revision = "2a1b0c9d8e7f"
down_revision = "1f0e2d3c4b5a"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.add_column(sa.Column("email", sa.String(length=255), nullable=True))
        batch_op.create_index("ix_users_email", ["email"], unique=False)


def downgrade():
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.drop_index("ix_users_email")
        batch_op.drop_column("email")
