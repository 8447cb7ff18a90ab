"""full name"""
from alembic import op
import sqlalchemy as sa

revision = "6e2d31b5cf18"
down_revision = "5d1c20a4be07"
branch_labels = None
depends_on = None


def upgrade():
    # Add new column
    op.add_column("users", sa.Column("full_name", sa.String(255), nullable=True))

    # Migrate data
    users = sa.table("users", sa.column("full_name"), sa.column("first_name"), sa.column("last_name"))
    op.execute(users.update().values(full_name=users.c.first_name.concat(" ").concat(users.c.last_name)))

    # Make column required after data migration
    with op.batch_alter_table("users") as batch_op:
        batch_op.alter_column("full_name", existing_type=sa.String(255), nullable=False)


def downgrade():
    with op.batch_alter_table("users") as batch_op:
        batch_op.drop_column("full_name")
