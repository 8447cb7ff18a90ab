"""Answers `python -u -c PROGRAM` from a process that has the libraries loaded already: each one is a fork of it.

A line in is {"id", "socket", "program", "cwd", "environment"}; the fork connects its three streams to the socket, each
beginning with a line "<id> <descriptor>". A line out is {"id", "pid"} when it has begun, and {"id", "status"} when it has
ended (below zero: the signal).
"""

import importlib
import json
import os
import select
import signal
import socket
import sys

import alembic.autogenerate
import alembic.command
import alembic.config
import alembic.context
import alembic.op
import alembic.script
import sqlalchemy.dialects.mysql
import sqlalchemy.dialects.postgresql
import sqlalchemy.dialects.sqlite
import sqlalchemy.ext.asyncio
import sqlalchemy.orm


def main():
    asked, answers = os.dup(0), os.fdopen(os.dup(1), "w")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    ended, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)

    running = {}
    rest = b""
    while True:
        ready = select.select([asked, ended], [], [])[0]
        if ended in ready:
            os.read(ended, 4096)
            while running:
                pid, status = os.waitpid(-1, os.WNOHANG)
                if pid == 0:
                    break
                print(json.dumps({"id": running.pop(pid), "status": os.waitstatus_to_exitcode(status)}), file=answers, flush=True)
        if asked not in ready:
            continue
        read = os.read(asked, 65536)
        if read == b"":
            return None
        *lines, rest = (rest + read).split(b"\n")
        for line in lines:
            question = json.loads(line)
            pid = os.fork()
            if pid == 0:
                signal.set_wakeup_fd(-1)
                answers.close()
                for descriptor in (asked, ended, wake, nothing):
                    os.close(descriptor)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                return question
            running[pid] = question["id"]
            print(json.dumps({"id": question["id"], "pid": pid}), file=answers, flush=True)


def become(question):
    """Makes this process the one that was asked for, and gives its program."""
    os.setsid()
    for descriptor in (0, 1, 2):
        stream = socket.socket(socket.AF_UNIX)
        stream.connect(question["socket"])
        stream.sendall(b"%d %d\n" % (question["id"], descriptor))
        os.dup2(stream.fileno(), descriptor)
        stream.close()
    os.chdir(question["cwd"])
    os.environ.clear()
    os.environ.update(question["environment"])
    sys.dont_write_bytecode = bool(os.environ.get("PYTHONDONTWRITEBYTECODE"))
    sys.argv = ["-c"]
    sys.path[0] = ""
    importlib.invalidate_caches()
    return question["program"]


question = main()
if question is not None:
    exec(compile(become(question), "<string>", "exec"), {"__name__": "__main__"})
