"""Run many command lines of feedtool, each in a process of its own that need not load Python again.

runner.py FOLDER < JSON    a list of argument lists; FOLDER/N.out, FOLDER/N.err hold what the N-th said, and stdout
                           the exit codes, as JSON
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import asyncssh  # noqa: F401 - what is loaded here is loaded once
import boto3  # noqa: F401
import httpx  # noqa: F401
import stamina

import feedtool.build
import feedtool.output
import feedtool.publish.doctor
import feedtool.publish.planning
import feedtool.publish.public
from feedtool.cli import main


def run(arguments: list[str], out: Path) -> int:
    """The exit code of one command line."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    for number, path in ((0, "/dev/null"), (1, f"{out}.out"), (2, f"{out}.err")):
        os.dup2(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), number)
    code = 70
    try:
        main(arguments, prog_name="feedtool")
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else 1
    except BaseException:  # noqa: BLE001 - as Python does at the end
        sys.excepthook(*sys.exc_info())
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    stamina.set_active(False)  # what fails here fails again
    feedtool.publish.public.PAUSES = (0.0,)
    folder = Path(sys.argv[1])
    codes = [run(arguments, folder / str(number)) for number, arguments in enumerate(json.load(sys.stdin))]
    sys.stdout.write(json.dumps(codes))
