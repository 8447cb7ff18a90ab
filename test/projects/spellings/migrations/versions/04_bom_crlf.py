"""BOM and CRLF"""
revision = "a04"
down_revision = "a03"


def upgrade():
	pass


def downgrade():
	pass
