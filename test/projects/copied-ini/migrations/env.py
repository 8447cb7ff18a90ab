from logging.config import fileConfig

from alembic import context

from database.config import DB_URI  # changed by me
from database.base import Base  # changed by me
from domain.example.models import ModelClass1, ModelClass2  # changed by me

from sqlalchemy import engine_from_config, pool

config = context.config
config.set_main_option(  # changed by me
    "sqlalchemy.url", DB_URI
)
target_metadata = Base.metadata  # changed by me
