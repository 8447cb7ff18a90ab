"""tuple over lines"""
revision = "a02"
down_revision = (
    "a01",  # the first
)
depends_on = [
]


def upgrade():
    pass


def downgrade():
    pass
