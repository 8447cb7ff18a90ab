import re

from alembic import context
from sqlalchemy import engine_from_config, pool

import models

config = context.config
names = re.split(r",\s*", config.get_main_option("databases", ""))
target_metadata = {"accounts": models.accounts, "events": models.events}


def run_migrations_offline():
    for name in names:
        url = config.get_section_option(name, "sqlalchemy.url")
        with open(f"{name}.sql", "w") as buffer:
            context.configure(url=url, output_buffer=buffer, target_metadata=target_metadata[name], literal_binds=True)
            with context.begin_transaction():
                context.run_migrations(engine_name=name)


def run_migrations_online():
    opened = []
    try:
        for name in names:
            engine = engine_from_config(config.get_section(name, {}), poolclass=pool.NullPool)
            connection = engine.connect()
            opened.append((name, connection, connection.begin()))
        for name, connection, _ in opened:
            context.configure(
                connection=connection,
                upgrade_token=f"{name}_upgrades",
                downgrade_token=f"{name}_downgrades",
                target_metadata=target_metadata[name],
            )
            context.run_migrations(engine_name=name)
        for _, _, transaction in opened:
            transaction.commit()
    except:
        for _, _, transaction in opened:
            transaction.rollback()
        raise
    finally:
        for _, connection, _ in opened:
            connection.close()


if context.is_offline_mode():
    run_migrations_offline()
else:
    run_migrations_online()
