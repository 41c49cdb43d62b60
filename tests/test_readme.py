"""The README's table of commands is the command line's own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feedtool.cli import COMMANDS

if TYPE_CHECKING:
    from pathlib import Path


def test_commands(repo: Path) -> None:
    table = re.findall(r"^\| `feedtool (\w+)", (repo / "README.md").read_text("utf-8"), re.MULTILINE)
    assert sorted(table) == sorted(COMMANDS)
