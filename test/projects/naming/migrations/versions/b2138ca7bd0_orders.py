"""orders"""
revision = 'b2138ca7bd0'
down_revision = 'ae1027a6acf'

from alembic import op
import sqlalchemy as sa

def upgrade():
    op.create_table(
        'order',
        sa.Column('id', sa.Integer, primary_key=True),
        sa.Column('account_id', sa.Integer),
    )

def downgrade():
    op.drop_table('order')
