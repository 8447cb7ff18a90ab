"""a slug is unique for everybody

Revision ID: 0004
Revises: 0003
Create Date: 2026-05-15 12:00:00

"""
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade():
    op.drop_constraint("uq_project_user_slug", "projects", type_="unique")
    op.create_unique_constraint("uq_project_slug", "projects", ["slug"])


def downgrade():
    op.drop_constraint("uq_project_slug", "projects", type_="unique")
    op.create_unique_constraint("uq_project_user_slug", "projects", ["user_id", "slug"])
