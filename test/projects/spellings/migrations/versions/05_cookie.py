# -*- coding: latin-1 -*-
"""café"""
revision = "a05"
down_revision = "a04"


def upgrade():
	pass


def downgrade():
	pass
