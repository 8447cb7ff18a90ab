"""project metadata

Revision ID: 0002
Revises: 0001
Create Date: 2026-05-15 10:00:00

"""
from alembic import op
import sqlalchemy as sa

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("projects", sa.Column("client", sa.String(255), nullable=False, server_default=""))
    op.add_column("projects", sa.Column("job_number", sa.String(100), nullable=False, server_default=""))
    op.add_column("projects", sa.Column("repo_url", sa.String(500), nullable=False, server_default=""))


def downgrade():
    op.drop_column("projects", "repo_url")
    op.drop_column("projects", "job_number")
    op.drop_column("projects", "client")
