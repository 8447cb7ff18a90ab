import sqlalchemy as sa

accounts = sa.MetaData()
events = sa.MetaData()

sa.Table("account", accounts, sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(50)))
sa.Table("event", events, sa.Column("id", sa.Integer, primary_key=True), sa.Column("what", sa.String(50)))
# What no revision has yet.
sa.Table("audit", events, sa.Column("id", sa.Integer, primary_key=True), sa.Column("who", sa.String(20)))
