"""Lets revision files run without what they import: every module that cannot be found becomes a stub, and is listed."""

import importlib.abc
import importlib.machinery
import sys
import types

STUBBED = set()
BROKEN = {}


class StubBase:
    """What a class gets whose bases are all stubs."""


class Stub:
    """Can be called, subclassed, subscripted, compared, iterated and used as a decorator, and is nothing."""

    def __init__(self, *_args, **_kwargs):
        pass

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return make(name)

    def __call__(self, *args, **kwargs):
        # A decorator gives back what it decorates.
        if len(args) == 1 and not kwargs and isinstance(args[0], (types.FunctionType, type)):
            return args[0]
        return Stub()

    def __mro_entries__(self, bases):
        # Beside real base classes it must not bring anything along: their metaclass and their layout decide.
        return () if any(isinstance(base, type) for base in bases) else (StubBase,)

    def __iter__(self):
        return iter(())

    def __getitem__(self, _key):
        return self

    def __setitem__(self, _key, _value):
        pass

    def __contains__(self, _key):
        return False

    def __enter__(self):
        return self

    def __exit__(self, *_args):
        return False

    def __len__(self):
        return 0

    def __bool__(self):
        return True

    def __or__(self, _other):
        return self

    __ror__ = __and__ = __add__ = __radd__ = __sub__ = __mul__ = __mod__ = __truediv__ = __or__

    def __lt__(self, _other):
        return False

    __gt__ = __le__ = __ge__ = __lt__


def make(name):
    # What is raised, caught or filtered has to be a class of the right kind.
    if name.endswith(("Error", "Exception", "NotFound")):
        return type(name, (Exception,), {})
    if name.endswith("Warning"):
        return type(name, (Warning,), {})
    return Stub()


def module_attribute(name):
    if name.startswith("__") and name.endswith("__"):
        raise AttributeError(name)
    return make(name)


class StubLoader(importlib.abc.Loader):
    def create_module(self, spec):
        module = types.ModuleType(spec.name)
        module.__path__ = []
        module.__getattr__ = module_attribute
        return module

    def exec_module(self, module):
        STUBBED.add(module.__name__)


class StubFinder(importlib.abc.MetaPathFinder):
    """Stands last: whatever nobody else finds."""

    def __init__(self, never):
        self.never = never

    def find_spec(self, fullname, _path, _target=None):
        if fullname.partition(".")[0] in self.never:
            return None
        return importlib.machinery.ModuleSpec(fullname, StubLoader(), is_package=True)


class TolerantLoader(importlib.machinery.SourceFileLoader):
    """Runs a module of the project; when it raises, keeps what it had defined and answers the rest with stubs."""

    def exec_module(self, module):
        try:
            super().exec_module(module)
        except Exception as error:
            BROKEN[module.__name__] = f"{type(error).__name__}: {error}"
            module.__getattr__ = module_attribute


class ProjectFinder(importlib.abc.MetaPathFinder):
    """Finds the modules of the package under test, and runs them tolerantly; what is in `without` becomes a stub."""

    def __init__(self, root, without):
        self.root = root
        self.without = without

    def find_spec(self, fullname, path, _target=None):
        if any(fullname == name or fullname.startswith(f"{name}.") for name in self.without):
            return importlib.machinery.ModuleSpec(fullname, StubLoader(), is_package=True)
        inside = [entry for entry in (path or [self.root]) if entry.startswith(self.root)]
        spec = importlib.machinery.PathFinder.find_spec(fullname, inside) if inside else None
        if spec is not None and isinstance(spec.loader, importlib.machinery.SourceFileLoader):
            spec.loader = TolerantLoader(fullname, spec.loader.path)
        return spec


def install(root, without):
    """`root`: the folder that the package was unpacked into; `without`: modules that are stubbed though they are there."""
    own = sys.stdlib_module_names | {"alembic", "sqlalchemy", "mako", "markupsafe", "typing_extensions", "greenlet"}
    sys.meta_path.insert(0, ProjectFinder(root, without))
    sys.meta_path.append(StubFinder(own))


def ignore_annotations():
    """Maps classes without reading their annotations, as SQLAlchemy 1.4 did."""
    from sqlalchemy.orm import decl_base

    decl_base._ClassScanMapperConfig._collect_annotation = lambda *_args, **_kwargs: None
