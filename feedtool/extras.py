"""The optional parts of feedtool: what is to be installed for each, and how to say so.

An extra's name means nothing to somebody who installed from a folder: what an index has under the name ``feedtool`` may
be nothing, or a stranger's. So the packages themselves are named, as the metadata of the installed feedtool has them.
"""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path
from typing import Final

_ROW: Final = re.compile(r"(?P<needs>[^;]+);.*\bextra\s*==\s*['\"](?P<extra>[^'\"]+)['\"]")


def needs(extra: str) -> list[str]:
    """What an extra needs, as pip takes it: ``["asyncssh[bcrypt]>=2.18"]`` for sftp. Empty where nothing tells."""
    from importlib import metadata

    try:
        rows = metadata.requires("feedtool") or []
    except metadata.PackageNotFoundError:
        return []
    found = [match for row in rows if (match := _ROW.match(row))]
    return [match["needs"].strip() for match in found if match["extra"] == extra]


def command(extra: str) -> str:
    """The command that installs an extra into the environment that feedtool runs in; "" where nothing tells."""
    packages = shlex.join(needs(extra))
    if not packages:
        return ""
    if Path(sys.prefix, "pipx_metadata.json").is_file():
        return f"pipx inject {shlex.quote(Path(sys.prefix).name)} {packages}"
    return f"{shlex.quote(sys.executable)} -m pip install {packages}"


def hint(extra: str) -> str:
    """What to do where an extra is missing, as a finding's hint."""
    install = command(extra)
    return f"Install it with: {install}" if install else f"Install feedtool anew, with its extra {extra}."
