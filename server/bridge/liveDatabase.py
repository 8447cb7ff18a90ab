"""Where a connection leads, by its own word and its driver's.

The URL says less than a `creator`, an event, `connect_args`, libpq's variables or a service file do: those decide what is
opened, and what is opened is what the user confirms.
"""

import os
import socket

# Of the live connection: its database, then what tells its server and session from others. The editor's own drivers ask
# PostgreSQL the same (dialect/postgresql/live/connect.ts).
LIVE_QUERIES = {
    "postgresql": "SELECT current_database(), CAST(current_schemas(false) AS text), CAST(inet_server_addr() AS text), inet_server_port()",
    "mysql": "SELECT database(), @@hostname, @@port",
    "mariadb": "SELECT database(), @@hostname, @@port",
}


def live_facts(connection, dialect):
    query = LIVE_QUERIES.get(dialect)
    if query is None:
        return None
    from sqlalchemy import text

    try:
        return [None if value is None else str(value) for value in connection.execute(text(query)).fetchone()]
    except Exception:
        return None


def server_name(dialect, live):
    """What the server calls itself, which may be behind a tunnel or a name of another kind."""
    if live is None:
        return None
    name = live[2].partition("/")[0] if dialect == "postgresql" and live[2] else live[1] if dialect != "postgresql" else None
    return name or None


def driver_connection(connection):
    """The driver's own object, behind the adapters of SQLAlchemy's asyncio."""
    fairy = connection.connection
    raw = getattr(fairy, "driver_connection", None) or raw_connection(connection)
    return raw._connection if type(raw).__module__.startswith("sqlalchemy.") else raw


def of_libpq(raw):
    return {"host": raw.info.host, "port": raw.info.port, "database": raw.info.dbname, "user": raw.info.user}


def of_asyncpg(raw):
    # It has no public way to say so.
    address, parameters = raw._addr, raw._params
    host, port = (os.path.dirname(address), None) if isinstance(address, str) else address[:2]
    return {"host": host, "port": port, "database": parameters.database, "user": parameters.user}


def of_pg8000(raw):
    address = raw._usock.getpeername()
    host, port = (os.path.dirname(address), None) if isinstance(address, str) else address[:2]
    return {"host": host, "port": port, "user": raw.user}


def of_mysql(raw):
    """PyMySQL, aiomysql, asyncmy."""
    host = getattr(raw, "unix_socket", None) or raw.host
    return {"host": host, "port": raw.port, "database": raw.db, "user": raw.user}


def of_mysqlclient(raw):
    # `db.example.com via TCP/IP`, `Localhost via UNIX socket`
    return {"host": raw.get_host_info().partition(" via ")[0]}


def of_mysql_connector(raw):
    host = getattr(raw, "unix_socket", None) or raw.server_host
    return {"host": host, "port": raw.server_port, "database": raw.database, "user": raw.user}


# By the module of the driver's connection.
DRIVERS = {
    "psycopg2": of_libpq,
    "psycopg2cffi": of_libpq,
    "psycopg": of_libpq,
    "asyncpg": of_asyncpg,
    "pg8000": of_pg8000,
    "pymysql": of_mysql,
    "aiomysql": of_mysql,
    "asyncmy": of_mysql,
    "MySQLdb": of_mysqlclient,
    "mysql": of_mysql_connector,
}


def by_driver(connection):
    try:
        raw = driver_connection(connection)
        tell = DRIVERS.get(type(raw).__module__.split(".")[0])
        found = {} if tell is None else tell(raw)
    except Exception:
        # An old or a new version that names these otherwise.
        found = {}
    return {name: value.decode() if isinstance(value, bytes) else value for name, value in found.items() if value}


def place_of(run, connection, dialect, live):
    """Host, port, database and user of a live connection. A host of None: nothing tells it, the URL least of all."""
    url = connection.engine.url
    found = by_driver(connection)
    # A `creator` connects without SQLAlchemy, and need not look at the URL.
    trusted = id(connection.dialect) in run.connected
    stated = {"host": url.host, "port": url.port, "database": url.database, "user": url.username} if trusted else {}
    place = {name: found.get(name) or stated.get(name) for name in ("host", "port", "database", "user")}
    if live is not None and live[0] is not None:
        place["database"] = live[0]
    if place["port"] is None and live is not None and live[-1] is not None:
        place["port"] = int(live[-1])
    if url.host and is_address_of(place["host"], url.host):
        place["host"] = url.host
    return place


def is_address_of(address, name):
    """Whether an address is one of those a name stands for; some drivers only know the address."""
    try:
        socket.inet_pton(socket.AF_INET6 if ":" in address else socket.AF_INET, address)
        return address in {found[4][0] for found in socket.getaddrinfo(name, None)}
    except (OSError, TypeError, UnicodeError):
        return False


def live_url(url, place):
    """The URL that says what was opened; the project's own where that says so already."""
    changes = {}
    host, port = place["host"], place["port"]
    if host is not None and os.path.isabs(host):
        if url.host is not None:
            return url.set(host=None, port=None, database=place["database"]).update_query_dict({"host": host})
    elif host is not None and host != url.host:
        changes["host"] = host
    if port is not None and port != (url.port or DEFAULT_PORTS.get(url.get_backend_name(), port)):
        changes["port"] = port
    if place["database"] is not None and place["database"] != url.database:
        changes["database"] = place["database"]
    if place["user"] is not None and place["user"] != url.username:
        changes["username"] = place["user"]
    return url.set(**changes) if changes else url


DEFAULT_PORTS = {"postgresql": 5432, "mysql": 3306, "mariadb": 3306}


def sqlite_url(url, file):
    """The same of a file, None for one in memory."""
    named = url.database if url.database not in (None, "", ":memory:") else None
    if named is not None and not named.startswith("file:"):
        named = os.path.realpath(named)
    elif named is not None:
        return url if file is not None and os.path.basename(file) in named else url.set(database=file, query={})
    return url if named == file else url.set(database=file, query={})
