"""Targets of other distributions, from the command line: nothing they say shows a secret, nothing they do ends in a traceback."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from feedtool.cli import main
from feedtool.publish import hosting, redact

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


@pytest.mark.parametrize("terminal", [True, False])
def test_the_lines_of_progress_are_masked(
    terminal: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import sys

    from feedtool.cli.progress import Progress
    from feedtool.publish.steps import Action, Step

    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal)
    redact.remember(SECRET)
    step = Step(action=Action.DELETE, path=f"audio/{SECRET}.mp3", expect="", why="")
    progress = Progress(1, [step])
    progress.begun(step)
    progress.sent(1)
    progress.done(step)
    progress.end()
    printed = capsys.readouterr()
    assert SECRET not in printed.out + printed.err
    assert redact.MASK in (printed.err if terminal else printed.out)


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


@pytest.fixture
def host(small_show: Path, own_home: Path, foreign: str, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """`host("publish", mood=…)` in a project with a target "theirs", a host of another distribution."""
    monkeypatch.setattr(redact, "_known", set())
    monkeypatch.setattr(redact, "_pattern", None)
    monkeypatch.setattr(redact, "_guard", lambda: None)
    monkeypatch.setattr(hosting, "LOOKS", (0.0, 0.0))
    monkeypatch.setattr(hosting, "SETTLED", 0.0)
    monkeypatch.setenv("FEEDTOOL_THEIRS_PASSWORD", SECRET)
    settings = small_show / "feedtool.toml"
    text = settings.read_text()

    def call(*words: str, mood: str = "good", more: str = "") -> Result:
        settings.write_text(f'{text}[targets.theirs]\ntype = "foreign_host"\npath = "list"\nmood = "{mood}"\n{more}')
        made = CliRunner().invoke(main, [*words, "-C", str(small_show)])
        assert made.exception is None or isinstance(made.exception, SystemExit), made.exception
        assert SECRET not in made.output
        assert "Traceback" not in made.output
        return made

    return call


TITLES = ["The one", "The two", "The three"]


@pytest.mark.parametrize(
    ("mood", "sent"), [("steps", 0), ("run", 0), ("after", 3), ("found", 0), ("nothing", 3), ("blind", 0), ("list", 0)]
)
def test_what_a_step_of_a_host_raises_is_its_modules_fault(
    host: Callable[..., Result], small_show: Path, mood: str, sent: int
) -> None:
    """What was created all the same is found by looking, and every episode is there once in the end."""
    said = host("publish", "theirs", mood=mood)
    there = small_show / "list"
    assert (there.read_text().splitlines() if there.exists() else []) == TITLES[:sent]
    if not sent:
        assert said.exit_code == (3 if mood == "list" else 4)
        assert "[FT919]" in said.stderr
        assert "the module of target theirs (type foreign_host) failed with " in said.stderr
    assert host("publish", "theirs").exit_code == 0
    assert there.read_text().splitlines() == TITLES


@pytest.mark.parametrize("key", ["public_url", "parallel", "max_delete", "allow_private"])
def test_a_host_takes_no_keys_of_targets_for_files(host: Callable[..., Result], key: str) -> None:
    value = {"public_url": '"https://example.org/"', "allow_private": "true"}.get(key, "1")
    said = host("publish", "theirs", "--dry-run", more=f"{key} = {value}\n")
    assert said.exit_code == 2
    assert (
        f"targets.theirs: {key} means nothing to a podcast host: it is for targets that keep files [FT902]"
        in said.stderr
    )


@pytest.mark.parametrize("kind", ["castopod", "foreign_host", "s3", "foreign"])
def test_the_keys_of_a_type(foreign: str, kind: str) -> None:
    said = CliRunner().invoke(main, ["targets", "types", kind]).stdout
    assert ("max_delete" in said) is (kind in {"s3", "foreign"})


@pytest.mark.parametrize(
    ("mood", "code", "words"), [("good", 0, "lets us in and lists nothing yet"), ("list", 3, "KeyError")]
)
def test_the_login_of_a_host_is_tried(host: Callable[..., Result], mood: str, code: int, words: str) -> None:
    said = host("targets", "probe", "theirs", mood=mood)
    assert said.exit_code == code
    assert words in said.stdout
    assert "cannot be tried without publishing" in said.stdout


@pytest.mark.parametrize(
    ("hint", "said"),
    [("Try `feedtool auth login TARGET`.", "Try `feedtool auth login theirs`."), ("", "`feedtool doctor theirs` ")],
)
def test_hints_name_the_target(hint: str, said: str) -> None:
    from feedtool.findings import EnvironmentFault
    from feedtool.publish import errors
    from feedtool.publish.faults import Guarded, Who, faults_of

    class Refusing:
        def files(self) -> None:
            raise errors.DeniedError("not let in", hint=hint)

    with pytest.raises(EnvironmentFault) as error, faults_of("there"):
        Guarded(Refusing(), Who("foreign", "theirs")).files()
    assert error.value.findings[0].advice.startswith(said)
