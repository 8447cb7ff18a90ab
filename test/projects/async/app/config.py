import os
from functools import lru_cache


class Settings:
    database_url = os.environ.get("DATABASE_URL", "sqlite+aiosqlite:///app.db")


@lru_cache
def get_settings():
    return Settings()
