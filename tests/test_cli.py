"""What a person types and sees, as transcripts: `tests/cli/*.txt`. `pytest --update-golden` rewrites what is said.

A transcript's first lines name a project of tests/golden (`project: good/minimal`); then each `$ command` is followed
by its output, stdout first, then stderr behind `! `, then `exit N` where N is not 0. `> FILE <<< TEXT` writes a file,
with `\\n` for a line's end.
"""

from __future__ import annotations

import shlex
import shutil
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner

from feedtool.cli import COMMANDS, main
from feedtool.output import Report

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).parent
TRANSCRIPTS = sorted((HERE / "cli").glob("*.txt"))


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda p: p.stem)
def test_transcript(
    path: Path, tmp_path: Path, silence: Callable[[float], bytes], monkeypatch: pytest.MonkeyPatch, update_golden: bool
) -> None:
    text = path.read_text()
    root = tmp_path / "project"
    first = text.partition("\n")[0]
    if first.startswith("project: "):
        set_up(HERE / "golden" / first.removeprefix("project: "), root, silence)
    else:
        root.mkdir()
    monkeypatch.chdir(root)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793448000")
    made = [line for line in text.split("\n") if line.startswith(("project: ", "# "))]
    for line in text.split("\n"):
        if line.startswith("$ "):
            made += ["", line, *said(line.removeprefix("$ "))]
        elif line.startswith("> "):
            name, _, content = line.removeprefix("> ").partition(" <<< ")
            (root / name).write_text(content.replace("\\n", "\n"))
            made += ["", line]
    assert "FT036" not in "".join(made), "a program error is no expected output"
    told = "\n".join(made).replace(str(root), "PROJECT") + "\n"
    if update_golden:
        path.write_text(told)
    assert told == path.read_text()


def set_up(case: Path, root: Path, silence: Callable[[float], bytes]) -> None:
    shutil.copytree(case / "in", root)
    asked = root / "audio.toml"
    for name, seconds in tomllib.loads(asked.read_text()).items():
        (root / "episodes" / name).write_bytes(silence(seconds))
    asked.unlink()


def said(line: str) -> list[str]:
    """What the command prints: plain lines of stdout, `! ` lines of stderr, and its exit code."""
    arguments, _, given = line.partition(" <<< ")
    result = CliRunner().invoke(
        main, shlex.split(arguments)[1:], input=given.replace("\\n", "\n") or None, prog_name="feedtool"
    )
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    lines = result.stdout.splitlines() + [f"! {text}" for text in result.stderr.splitlines()]
    return lines + ([f"exit {result.exit_code}"] if result.exit_code else [])


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_helps(name: str) -> None:
    result = CliRunner().invoke(main, [name, "--help"])
    assert result.exit_code == 0
    assert result.output.startswith("Usage: ")


@pytest.mark.parametrize("stop", [KeyboardInterrupt, click.Abort])
def test_ctrl_c_leaves_as_shells_have_it(monkeypatch: pytest.MonkeyPatch, stop: type[BaseException]) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise stop

    monkeypatch.setattr("feedtool.examine.examine", stopped)
    made = CliRunner().invoke(main, ["check", "feed.xml"])
    assert (made.exit_code, made.stderr) == (130, "\nStopped.\n")


@pytest.mark.parametrize(("count", "said"), [(0, "0 files written"), (1, "1 file written"), (2, "2 files written")])
def test_files_are_counted_as_people_count(monkeypatch: pytest.MonkeyPatch, count: int, said: str) -> None:
    made = Report(episodes=1, written=tuple(map(Path, "ab"))[:count])
    monkeypatch.setattr("feedtool.output.build", lambda *_, **__: made)
    assert CliRunner().invoke(main, ["build"]).stdout.splitlines()[-1] == f"1 episode: {said}, 0 unchanged"
