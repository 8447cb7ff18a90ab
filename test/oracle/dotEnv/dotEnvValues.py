"""Prints what python-dotenv reads from standard input, as JSON."""

import io
import json
import logging
import sys

from dotenv import dotenv_values

logging.disable(logging.CRITICAL)
text = sys.stdin.buffer.read().decode("utf-8")
print(json.dumps({name: value for name, value in dotenv_values(stream=io.StringIO(text)).items() if value is not None}))
