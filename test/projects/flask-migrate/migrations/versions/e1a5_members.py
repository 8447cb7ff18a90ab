"""members"""
from alembic import op
import sqlalchemy as sa

revision = "e1a5"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table("member", sa.Column("id", sa.Integer(), nullable=False), sa.PrimaryKeyConstraint("id"))


def downgrade():
    op.drop_table("member")
