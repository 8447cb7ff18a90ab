"""corporate

Revision ID: 0003
Revises: 0002
Create Date: 2026-05-15 11:00:00

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column(
        "sessions",
        sa.Column("task_id", postgresql.UUID(as_uuid=False),
                  sa.ForeignKey("tasks.id", ondelete="SET NULL"), nullable=True),
    )
    op.create_index("ix_sessions_task_id", "sessions", ["task_id"])


def downgrade():
    op.drop_index("ix_sessions_task_id", "sessions")
    op.drop_column("sessions", "task_id")
