"""A post-write hook."""
import sys

with open(sys.argv[1], "a", encoding="utf-8") as file:
    file.write("# review me\n")
