import os


class Settings:
    DATABASE_URL = os.environ["DATABASE_URL"].replace("postgresql://", "postgresql+asyncpg://")


settings = Settings()
