"""Finds passwords where projects keep them, so that the editor can mask them, and shows URLs without theirs."""

import configparser
import os
import re
from urllib.parse import quote_plus, unquote_plus

# PGPASSWORD, DB_PASS, MYSQL_PWD; not PWD and OLDPWD.
SECRET_NAME = re.compile(r"passw|passphrase|secret|token|pass(_|$)|_pwd$", re.I)


def environment_secrets():
    for name, value in os.environ.items():
        if SECRET_NAME.search(name):
            # PASSWORD_RESET=true, SECRETS_DIR=/run/secrets
            if value.lower() not in ("true", "false", "none", "null") and not os.path.exists(value):
                yield value
        elif "://" in value:
            yield password_of(value)


def password_of(url):
    try:
        from sqlalchemy.engine import make_url

        return make_url(url).password
    except Exception:
        return None


def configuration_secrets(parser):
    for section in parser.sections():
        for option in parser.options(section):
            raw = parser.get(section, option, raw=True)
            if "://" not in (raw or ""):
                continue
            try:
                yield password_of(parser.get(section, option))
            except configparser.Error:
                # A `%` that is not doubled: what the parser says then begins at one, in the middle of the password.
                for place, character in enumerate(raw):
                    if character == "%" and place > raw.index("://"):
                        yield raw[place:]


# In a connection string of ODBC, where braces stand around a value with a semicolon.
ODBC_PASSWORD = re.compile(r"(\b(?:pwd|password)\s*=\s*)(\{[^}]*\}|[^;]*)", re.I)


def odbc_passwords(text):
    for _, value in ODBC_PASSWORD.findall(text):
        yield value
        yield value.strip("{}")


def masked_url(url):
    text = url.render_as_string(hide_password=True)
    head, mark, query = text.partition("?")
    if not mark:
        return text
    parts = []
    for part in query.split("&"):
        name, equals, value = part.partition("=")
        secret = any(word in name.lower() for word in ("password", "passwd", "pwd", "secret", "token"))
        if name == "odbc_connect":
            value = quote_plus(ODBC_PASSWORD.sub(r"\1***", unquote_plus(value)))
        parts.append(name + equals + ("***" if secret and value else value))
    return head + mark + "&".join(parts)
