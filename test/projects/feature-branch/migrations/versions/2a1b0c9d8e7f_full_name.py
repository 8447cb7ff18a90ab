"""full name"""
from alembic import op
import sqlalchemy as sa

revision = '2a1b0c9d8e7f'
down_revision = '1f0e2d3c4b5a'
branch_labels = None
depends_on = None


def upgrade():
    # Add new column
    op.add_column('users', sa.Column('full_name', sa.String(255), nullable=True))

    # Migrate data
    connection = op.get_bind()
    connection.execute(
        sa.text("UPDATE users SET full_name = first_name || ' ' || last_name")
    )

    # Make column required after data migration
    op.alter_column('users', 'full_name', nullable=False)


def downgrade():
    op.drop_column('users', 'full_name')
