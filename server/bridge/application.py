"""Enters the context of the application that env.py needs (Flask-Migrate and its like)."""

import importlib
import os
import sys


class LoaderError(Exception):
    """The setting names no application. The text is for the user."""


def application_context(loader):
    """What is entered around env.py.

    `loader` is `module:attribute`: an application, something with a context of its own, or a function without arguments that
    makes one. The working directory comes first on sys.path, as with `flask` and `python -m`.
    """
    module_name, colon, path = loader.partition(":")
    if not (module_name and colon and path):
        raise LoaderError("%r is not of the form module:attribute" % loader)
    sys.path.insert(0, os.getcwd())
    found = importlib.import_module(module_name)
    for name in path.split("."):
        if not hasattr(found, name):
            raise LoaderError("the module %s has no %s" % (module_name, path))
        found = getattr(found, name)
    if not has_context(found):
        if not callable(found):
            raise LoaderError("%s is neither an application nor a function that makes one" % loader)
        found = found()
        if not has_context(found):
            raise LoaderError("%s() gave a %s, which has no application context" % (loader, type(found).__qualname__))
    return found.app_context() if hasattr(found, "app_context") else found


def has_context(thing):
    if isinstance(thing, type):
        return False
    return hasattr(thing, "app_context") or (hasattr(thing, "__enter__") and hasattr(thing, "__exit__"))


def configured_by_application(config):
    """The configuration after the functions that Flask-Migrate's `@migrate.configure` has gathered."""
    flask = sys.modules.get("flask")
    if flask is None or not flask.has_app_context():
        return config
    migrate = getattr(flask.current_app.extensions.get("migrate"), "migrate", None)
    return config if migrate is None else migrate.call_configure_callbacks(config)
