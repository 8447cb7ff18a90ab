"""add column

Revision ID: ae1027a6acf
Revises: 1975ea83b712
Create Date: 2024-01-16 08:00:00
"""
revision = 'ae1027a6acf'
down_revision = '1975ea83b712'

from alembic import op
import sqlalchemy as sa

def upgrade():
    op.add_column('account', sa.Column('email', sa.String(255)))

def downgrade():
    op.drop_column('account', 'email')
