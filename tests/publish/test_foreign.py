"""Targets of other distributions, from the command line: nothing they say shows a secret, nothing they do ends in a traceback."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from feedtool.cli import main
from feedtool.publish import redact

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

SECRET = "hunter-2-and-more"


@pytest.fixture
def run(small_show: Path, own_home: Path, foreign: str, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """`run("status", mood=…)` in a project with a target "theirs", of a type of another distribution."""
    monkeypatch.setattr(redact, "_known", set())
    monkeypatch.setattr(redact, "_pattern", None)
    monkeypatch.setattr(redact, "_guard", lambda: None)
    monkeypatch.setenv("FEEDTOOL_THEIRS_PASSWORD", SECRET)
    settings = small_show / "feedtool.toml"
    text = settings.read_text()
    (small_show / "public").mkdir()

    def call(*words: str, mood: str = "good") -> Result:
        more = f'[targets.theirs]\ntype = "foreign"\npath = "public"\nmood = "{mood}"\nallow_private = true\n'
        settings.write_text(
            f'{text}{more}public_url = "http://127.0.0.1:9/"\n[targets.ours]\ntype = "local"\npath = "ours"\n'
        )
        monkeypatch.setattr("feedtool.publish.public.PAUSES", (0.0,))
        made = CliRunner().invoke(main, [words[0], *words[1:], "-C", str(small_show)])
        assert made.exception is None or isinstance(made.exception, SystemExit), made.exception
        assert SECRET not in made.output
        return made

    return call


@pytest.mark.parametrize(
    "words",
    [
        "publish theirs --dry-run",
        "publish theirs --dry-run --json",
        "publish theirs",
        "publish theirs --json",
        "plan theirs",
    ],
)
def test_what_a_server_says_of_itself_is_masked(run: Callable[..., Result], words: str) -> None:
    said = run(*words.split(), mood="whisper")
    assert said.exit_code == 0
    assert redact.MASK in said.stdout
    if "--json" in words:
        plan = json.loads(said.stdout)
        assert plan["where"].endswith(redact.MASK)
        assert plan["findings"]


def test_the_lines_of_a_terminal_are_masked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import sys

    from feedtool.cli.progress import Progress
    from feedtool.publish.steps import Action, Step

    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    redact.remember(SECRET)
    step = Step(action=Action.DELETE, path=f"audio/{SECRET}.mp3", expect="", why="")
    progress = Progress(1)
    progress.begun(step)
    progress.sent(1)
    progress.done(step)
    progress.end()
    printed = capsys.readouterr()
    assert SECRET not in printed.out + printed.err
    assert redact.MASK in printed.out
    assert redact.MASK in printed.err


@pytest.mark.parametrize(
    ("mood", "kind"), [("crash", "RuntimeError"), ("list", "KeyError"), ("put", "ConnectionResetError")]
)
def test_what_it_raises_is_its_modules_fault(run: Callable[..., Result], mood: str, kind: str) -> None:
    said = run("publish", "theirs", mood=mood)
    assert said.exit_code == (4 if mood == "put" else 3)
    assert f"the module of target theirs (type foreign) failed with {kind}: " in said.stderr
    assert "[FT919]" in said.stderr
    assert "Traceback" not in said.output
    assert redact.MASK in said.stderr


def test_the_status_of_the_others_is_told(run: Callable[..., Result]) -> None:
    said = run("status", mood="list")
    assert said.exit_code == 3
    assert [line.partition(":")[0] for line in said.stdout.splitlines()] == ["theirs", "ours"]
    assert "ours: 8 files to send" in said.stdout


def test_who_made_it_can_see_the_traceback(run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FEEDTOOL_TRACEBACK", "1")
    said = run("targets", "probe", "theirs", mood="crash")
    assert said.exit_code == 3
    assert "Traceback" in said.stderr
    assert f"RuntimeError: no such user: {redact.MASK}" in said.stderr


def test_a_module_that_cannot_be_imported_is_named(run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "foreign", None)
    said = run("status")
    assert said.exit_code == 3
    assert "the module of type foreign failed with ModuleNotFoundError" in said.stderr
