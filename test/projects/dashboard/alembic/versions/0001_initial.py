"""initial

Revision ID: 0001
Revises:
Create Date: 2026-05-15 09:00:00

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, UUID

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "users",
        sa.Column("id", UUID(as_uuid=False), primary_key=True),
        sa.Column("email", sa.String(255), nullable=False, unique=True),
        sa.Column("role", sa.Enum("admin", "user", name="user_role"),
                  nullable=False, server_default="user"),
        sa.Column("is_active", sa.Boolean, nullable=False, server_default="true"),
        sa.Column("commits", JSONB, server_default="[]"),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now()),
    )
    op.create_index("ix_users_email", "users", ["email"])
    op.create_table(
        "projects",
        sa.Column("id", UUID(as_uuid=False), primary_key=True),
        sa.Column("user_id", UUID(as_uuid=False), sa.ForeignKey("users.id")),
        sa.Column("slug", sa.String(80)),
        sa.UniqueConstraint("user_id", "slug", name="uq_project_user_slug"),
    )
    op.create_table("tasks", sa.Column("id", UUID(as_uuid=False), primary_key=True))
    op.create_table("sessions", sa.Column("id", UUID(as_uuid=False), primary_key=True))


def downgrade():
    op.drop_table("sessions")
    op.drop_table("tasks")
    op.drop_table("projects")
    op.drop_table("users")
    op.execute("DROP TYPE user_role")  # custom Enum type must be dropped separately
