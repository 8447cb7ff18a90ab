"""Answers JSON lines: a URL's text -> what SQLAlchemy's make_url makes of it, or null."""

import json
import sys

from sqlalchemy.engine import make_url

for line in sys.stdin:
    try:
        url = make_url(json.loads(line))
        answer = {
            "drivername": url.drivername,
            "username": url.username,
            "password": url.password,
            "host": url.host,
            "port": url.port,
            "database": url.database,
            "query": {key: [value] if isinstance(value, str) else list(value) for key, value in url.query.items()},
            "shown": url.render_as_string(),
        }
    except Exception:
        answer = None
    print(json.dumps(answer))
