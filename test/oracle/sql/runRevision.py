"""Loads revision files, and runs them with a connection as Alembic does it, without the project's env.py."""

import importlib.util
import signal

import sqlalchemy as sa
from alembic.operations import Operations

SECONDS = 20


class Slow(BaseException):
    pass


def interrupt(_signum, _frame):
    raise Slow("It takes too long.")


def load(path, name):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def shown(error):
    return f"{type(error).__name__}: {error}".splitlines()[0][:300]


def run(environment, connection, function, naming):
    """Runs a function of a revision; what went wrong, or None. `function`: gives what is to be called."""
    signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        called = function()
        environment.configure(
            connection=connection,
            target_metadata=sa.MetaData(naming_convention=naming) if naming else None,
            transaction_per_migration=True,
        )
        context = environment.get_context()
        with Operations.context(context), context.begin_transaction():
            called()
        if connection.in_transaction():
            connection.commit()
        return None
    except BaseException as error:
        connection.rollback()
        return shown(error)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
