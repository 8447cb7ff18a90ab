"""Create feature branch"""
from alembic import op
import sqlalchemy as sa

revision = "3b2c1d0e9f8a"
down_revision = None
branch_labels = ("feature_x",)
depends_on = "1f0e2d3c4b5a"


def upgrade():
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("user_id", sa.Integer, sa.ForeignKey("users.id", name="fk_notes_user"), nullable=False),
        sa.Column("text", sa.Text),
    )


def downgrade():
    op.drop_table("notes")
