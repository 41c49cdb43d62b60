from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from feedtool import output
from feedtool.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

FOLDER = '[targets.{0}]\ntype = "local"\npath = "../{0}"\n'
NOWHERE = '[targets.gone]\ntype = "webdav"\nurl = "http://127.0.0.1:{}/"\n'


@pytest.fixture
def run(small_show: Path, own_home: Path) -> Callable[..., Result]:
    """`run(targets)`: `feedtool status` in a project with these tables."""
    settings = small_show / "feedtool.toml"
    text = settings.read_text()

    def call(targets: str, *words: str) -> Result:
        settings.write_text(text + targets)
        return CliRunner().invoke(main, ["status", *words, "-C", str(small_show)])

    return call


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


def test_something_to_send_is_fine(run: Callable[..., Result]) -> None:
    said = run(FOLDER.format("a"))
    assert (said.exit_code, said.stderr) == (0, "")
    assert "files to send" in said.stdout


def test_the_show_is_built_once(run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    builds = []
    build = output.build
    monkeypatch.setattr(output, "build", lambda *given, **named: builds.append(given) or build(*given, **named))
    said = run(FOLDER.format("a") + FOLDER.format("b") + FOLDER.format("c"))
    assert [line.partition(":")[0] for line in said.stdout.splitlines()] == ["a", "b", "c"]
    assert len(builds) == 1


def test_a_show_with_errors_is_told_once(run: Callable[..., Result], small_show: Path) -> None:
    (small_show / "episodes" / "one.md").write_text("---\ntitle: One\ndate: tomorrow, perhaps\n---\n")
    said = run(FOLDER.format("a") + FOLDER.format("b"))
    assert (said.exit_code, said.stdout) == (1, "")
    assert said.stderr.count("error: ") == 1
    assert said.stderr.endswith("The show cannot be built: correct the errors above.\n")


def test_what_is_blocked_is_an_error(run: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "feed.xml").write_text("no feed")
    said = run(FOLDER.format("a") + FOLDER.format("b"))
    assert said.exit_code == 1
    assert "a: blocked by the errors above\n" in said.stdout
    assert "b: 8 files to send" in said.stdout


def test_wrong_settings(run: Callable[..., Result]) -> None:
    assert run(FOLDER.format("a") + "pth = 1\n").exit_code == 2
    assert run(FOLDER.format("a"), "b").exit_code == 2


def test_one_target_is_not_kept_from_work_by_the_settings_of_another(run: Callable[..., Result]) -> None:
    assert run(FOLDER.format("a") + FOLDER.format("b") + "pth = 1\n", "a").exit_code == 0


def test_a_target_that_cannot_be_asked(run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("feedtool.publish.retry.ATTEMPTS", 1)
    said = run(NOWHERE.format(closed_port()) + FOLDER.format("b"))
    assert said.exit_code == 3
    assert [line.partition(" ")[0] for line in said.stdout.splitlines()] == ["gone:", "b:"]
    assert "gone: cannot be asked" in said.stdout
