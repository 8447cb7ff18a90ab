"""nothing"""
revision = "f00000000002"
down_revision = "f00000000001"
branch_labels = None
depends_on = None


def upgrade():
    pass


def downgrade():
    pass
