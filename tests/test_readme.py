"""The README's table of commands is the command line's own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feedtool.cli import COMMANDS

if TYPE_CHECKING:
    from pathlib import Path


def test_commands(repo: Path) -> None:
    readme = (repo / "README.md").read_text("utf-8")
    rows = re.findall(r"^\| `feedtool ([^|]+)\|", readme, re.MULTILINE)
    first = [row.split()[0].strip("`") for row in rows]
    second = [name for row in rows for name in re.findall(r"/ `(\w+)", row)]
    assert sorted({*first, *second} - {"convert"}) == sorted(COMMANDS)
