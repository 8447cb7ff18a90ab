"""add foreign key"""
revision = '3512b954651e'
down_revision = 'b2138ca7bd0'

from alembic import op

def upgrade():
    # The naming convention gives the name.
    op.create_foreign_key(
        None, 'order', 'account',
        ['account_id'], ['id']
    )

def downgrade():
    op.drop_constraint(op.f('fk_order_account_id_account'), 'order', type_='foreignkey')
