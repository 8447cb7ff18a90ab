import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, UUID

from src.database import Base


class User(Base):
    __tablename__ = "users"

    id = sa.Column(UUID(as_uuid=False), primary_key=True)
    email = sa.Column(sa.String(255), nullable=False, unique=True)
    role = sa.Column(sa.Enum("admin", "user", name="user_role"), nullable=False, server_default="user")
    is_active = sa.Column(sa.Boolean, nullable=False, server_default="true")
    commits = sa.Column(JSONB, server_default="[]")
    created_at = sa.Column(sa.DateTime(timezone=True), server_default=sa.func.now())
    # What no revision has yet.
    tools_used = sa.Column(JSONB, server_default="{}")

    __table_args__ = (sa.Index("ix_users_email", "email"),)


class Project(Base):
    __tablename__ = "projects"

    id = sa.Column(UUID(as_uuid=False), primary_key=True)
    user_id = sa.Column(UUID(as_uuid=False), sa.ForeignKey("users.id"))
    slug = sa.Column(sa.String(80))
    client = sa.Column(sa.String(255), nullable=False, server_default="")
    job_number = sa.Column(sa.String(100), nullable=False, server_default="")
    repo_url = sa.Column(sa.String(500), nullable=False, server_default="")

    __table_args__ = (sa.UniqueConstraint("slug", name="uq_project_slug"),)


class Task(Base):
    __tablename__ = "tasks"

    id = sa.Column(UUID(as_uuid=False), primary_key=True)


class Session(Base):
    __tablename__ = "sessions"

    id = sa.Column(UUID(as_uuid=False), primary_key=True)
    task_id = sa.Column(UUID(as_uuid=False), sa.ForeignKey("tasks.id", ondelete="SET NULL"), index=True)
