import sqlalchemy as sa

metadata = sa.MetaData()

sa.Table(
    "users",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    # What no revision has yet.
    sa.Column("nickname", sa.String(30), nullable=False),
    sa.Column("computed", sa.String(30), info={"skip_autogenerate": True}),
)
