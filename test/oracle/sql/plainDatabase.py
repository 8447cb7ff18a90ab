"""Databases that our statements and Alembic's own runs are executed on, side by side."""

import psycopg
import sqlalchemy as sa
import wholeCatalogue


def plain(statement):
    return " ".join((statement or "").strip().removesuffix(";").split())


class Database:
    """One database: for Alembic through SQLAlchemy, for our statements through a driver alone."""

    def __init__(self, url):
        engine = sa.create_engine(url, poolclass=sa.pool.StaticPool)
        self.connection = engine.connect()
        # Statements of Alembic's that it refused, also where the revision catches the error.
        self.refused = set()
        sa.event.listen(engine, "handle_error", lambda error: self.refused.add(plain(error.statement)))
        self.is_postgresql = self.connection.dialect.name == "postgresql"
        self.plain = None
        if self.is_postgresql:
            self.plain = psycopg.connect(url, autocommit=True)
            self.plain.execute("SET synchronous_commit = off")
            self.connection.exec_driver_sql("SET synchronous_commit = off")
        # Alembic's own, which some revisions look at.
        self.connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
        self.connection.commit()

    def cursor(self):
        return (self.plain or self.connection.connection.driver_connection).cursor()

    def execute(self, statements):
        """Statements as they are, in one transaction where the database has such for DDL; what went wrong, or None."""
        cursor = self.cursor()
        statement = ""
        try:
            for statement in ["BEGIN", *statements, "COMMIT"] if self.is_postgresql else statements:
                cursor.execute(statement)
            if not self.is_postgresql:
                self.connection.connection.driver_connection.commit()
            return None
        except Exception as error:
            self.refused.add(plain(statement))
            (self.plain or self.connection.connection.driver_connection).rollback()
            return f"{type(error).__name__}: {error} ({statement})"
        finally:
            cursor.close()


def difference(ours, theirs):
    """How the catalogue of one database differs from the other's, a line each."""
    if ours.is_postgresql:
        return wholeCatalogue.difference(ours.cursor(), theirs.plain.cursor())
    found = wholeCatalogue.sqlite_difference(ours.connection, theirs.connection)
    ours.connection.rollback()
    theirs.connection.rollback()
    return found
