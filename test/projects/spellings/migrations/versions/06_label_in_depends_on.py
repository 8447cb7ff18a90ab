"""another base"""
revision = "b01"
down_revision = None
branch_labels = ["stock"]
depends_on = "shop"


def upgrade():
    pass


def downgrade():
    pass
