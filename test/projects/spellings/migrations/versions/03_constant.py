"""constant of another module"""
from shop.ids import SECOND as PARENT

revision = "a" + "03"
down_revision = PARENT


def upgrade():
    pass


def downgrade():
    pass
