"""The tutorial tells the truth: what stands after each `$` is run, and prints what stands below it.

A fenced block ``console`` is a session: commands behind ``$``, their output under them. A block whose info line names
a file after its language (```` ```toml feedtool.toml ````) is written to that file first. `--update-golden` writes
what is printed now into the page.
"""

from __future__ import annotations

import os
import re
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PAGE = "docs/tutorial.md"
BLOCK = re.compile(r"^```(?P<language>\w+)(?: (?P<file>\S+))?\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


def test_tutorial(repo: Path, tmp_path: Path, update_golden: bool) -> None:
    text = (repo / PAGE).read_text("utf-8")
    (tmp_path / "feedtool").symlink_to(repo)
    (tmp_path / "hums" / "episodes").mkdir(parents=True)
    played = BLOCK.sub(lambda block: play(block, tmp_path / "hums", repo), text)
    assert "Traceback" not in played
    if update_golden:
        (repo / PAGE).write_text(played, encoding="utf-8")
        text = played
    assert played.count("\n$ ") > 8
    assert played == text


def play(block: re.Match[str], folder: Path, repo: Path) -> str:
    """The block as it should read, after doing what it says."""
    if block["file"]:
        (folder / block["file"]).write_text(block["body"], encoding="utf-8")
    if block["language"] != "console":
        return block[0]
    commands = [line for line in block["body"].splitlines() if line.startswith("$ ")]
    return "\n".join(["```console", *(f"{line}\n{run(line[2:], folder, repo)}".rstrip() for line in commands), "```"])


def run(command: str, folder: Path, repo: Path) -> str:
    """What a command prints, on both streams."""
    path = f"{repo / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": path, "NO_COLOR": "1", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    return done.stdout
