"""`feedtool auth`: asks unseen, takes nothing in argv, and never shows what it keeps."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from typing import TYPE_CHECKING, NamedTuple

import pytest
from click.testing import CliRunner

from feedtool.cli import main
from feedtool.publish import credentials

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SETTINGS = """\
[show]
title = "x"
link = "https://example.org/"
description = "x"
language = "en"
base_url = "https://example.org/"
[targets.files]
type = "foreign"
path = "public"
[notify]
podping = true
"""


PROGRAM = (sys.executable, "-c", "from feedtool.cli import main; main(prog_name='feedtool')")


class Said(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def run(own_home: Path, tmp_path: Path, foreign: str, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Said]:
    """`run("auth", "show", stdin="…", VARIABLE="…")` in a project with a target (foreign/foreign.py).

    In this process, but in one of its own where there is to be a keyring.
    """
    root = tmp_path / "project"
    root.mkdir()
    (root / "feedtool.toml").write_text(SETTINGS)
    monkeypatch.chdir(root)

    def run(*arguments: str, stdin: str = "", **there: str) -> Said:
        if "PYTHON_KEYRING_BACKEND" not in there:
            said = CliRunner().invoke(main, arguments, input=stdin, env=there, prog_name="feedtool")
            assert said.exception is None or isinstance(said.exception, SystemExit), said.exception
            return Said(said.exit_code, said.stdout, said.stderr)
        there = {"PYTHONPATH": foreign, **there}
        made = subprocess.run(
            [*PROGRAM, *arguments],
            env=os.environ | there, input=stdin, capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        return Said(made.returncode, made.stdout, made.stderr)

    return run


MEMORY = {"PYTHON_KEYRING_BACKEND": "memory_keyring.Keyring"}
IN_RING = MEMORY | {"FEEDTOOL_TEST_KEYRING": '{"feedtool:files/password": "canary-ring"}'}


def test_login_from_stdin_show_and_logout(run: Callable[..., Said]) -> None:
    said = run("auth", "login", "files", "--stdin", stdin="otp=me\npassword=canary-1\n")
    assert (said.code, said.err) == (0, "")
    assert said.out.count("is kept in") == 2
    kept = credentials.read()["files"]
    assert (kept["otp"], kept["password"]) == ("me", "canary-1")
    assert kept["password given for"].startswith("foreign ")
    shown = run("auth", "show", "files")
    assert shown == (0, f"files  password  {credentials.path()}\nfiles  otp  {credentials.path()}\n", "")
    gone = run("auth", "logout", "files")
    assert gone.out.count("was removed") == 2
    assert credentials.read() == {}
    assert run("auth", "logout", "files").out == "files: nothing was kept\n"
    assert run("auth", "show", "files").code == 1
    assert "canary-" not in "".join([said.out, shown.out, gone.out])


def test_show_tells_of_all_that_is_needed(run: Callable[..., Said]) -> None:
    said = run("auth", "show", FEEDTOOL_FILES_PASSWORD="canary-env", FEEDTOOL_PODPING_TOKEN="canary-tok")
    assert "files  password  FEEDTOOL_FILES_PASSWORD\n" in said.out
    assert "podping  token  FEEDTOOL_PODPING_TOKEN\n" in said.out
    assert "podcastindex" not in said.out
    assert "canary-" not in said.out + said.err


def test_show_of_the_keyring(run: Callable[..., Said]) -> None:
    assert "files  password  keyring\n" in run("auth", "show", **IN_RING).out


def test_a_keyring_that_works_is_taken(run: Callable[..., Said]) -> None:
    said = run("auth", "login", "podping", "--stdin", stdin="token=canary-1", **MEMORY)
    assert said == (0, "podping: token is kept in the keyring\n", "")
    assert not credentials.path().exists()
    said = run("auth", "login", "podping", "--stdin", "--in", "file", stdin="token=canary-1", **MEMORY)
    assert said.out == f"podping: token is kept in {credentials.path()}\n"
    said = run("auth", "login", "podping", "--stdin", "--in", "keyring", stdin="token=canary-1")
    assert said.code == 3
    assert "FT963" in said.err


def test_login_says_when_the_environment_counts_more(run: Callable[..., Said]) -> None:
    said = run("auth", "login", "podping", "--stdin", stdin="token=canary-1", FEEDTOOL_PODPING_TOKEN="canary-2")
    assert "FEEDTOOL_PODPING_TOKEN" in said.err
    assert "canary-" not in said.out + said.err


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (["files", "password=canary-1"], 2, "FT965"),
        (["files", "canary-1"], 2, "FT965"),
        (["files", "--password=canary-1"], 2, "FT965"),
        (["files", "--password", "canary-1"], 2, "FT965"),
        (["files", "-p", "canary-1"], 2, "FT965"),
        (["files", "--stdin", "--", "--canary-1"], 2, "FT965"),
        (["files"], 2, "FT964"),
        (["nobody"], 2, "FT901"),
    ],
)
def test_calls_that_are_refused(run: Callable[..., Said], arguments: list[str], code: int, word: str) -> None:
    said = run("auth", "login", *arguments)
    assert said.code == code
    assert word in said.err
    assert "canary-" not in said.out + said.err


@pytest.mark.parametrize("command", ["show", "logout"])
def test_and_the_other_commands_take_no_more_either(run: Callable[..., Said], command: str) -> None:
    said = run("auth", command, "files", "password=canary-1")
    assert said.code == 2
    assert "canary-" not in said.out + said.err


def test_no_option_takes_a_secret() -> None:
    from feedtool.cli.auth import command

    options = {o for sub in command.commands.values() for p in sub.params for o in p.opts if o.startswith("-")}
    assert options == {"-C", "--stdin", "--in"}


@pytest.mark.parametrize("stdin", ["canary-1\n", "passwort=canary-1\n", "password=\n"])
def test_lines_that_are_none(run: Callable[..., Said], stdin: str) -> None:
    said = run("auth", "login", "files", "--stdin", stdin=stdin)
    assert said.code == 2
    assert "line 1" in said.err
    assert "canary-" not in said.out + said.err


def test_it_is_asked_without_echo(run: Callable[..., Said], tmp_path: Path, foreign: str) -> None:
    """On a terminal of its own, where what is typed would be seen."""
    there = os.environ | {"PYTHONPATH": foreign}
    master, side = pty.openpty()
    with subprocess.Popen(
        [*PROGRAM, "auth", "login", "podcastindex"],
        cwd=tmp_path / "project", stdin=side, stdout=side, stderr=side, start_new_session=True,
        env=there,
    ) as process:  # fmt: skip
        os.close(side)
        seen = until(master, "key (")
        os.write(master, b"canary-key\n")
        seen += until(master, "secret (")
        os.write(master, b"\n")  # an optional one may be left out
        seen += until(master, "is kept in")
        assert process.wait(20) == 0
    os.close(master)
    assert "canary-" not in seen
    assert credentials.read() == {"podcastindex": {"key": "canary-key"}}


def until(terminal: int, word: str) -> str:
    seen, end = "", time.monotonic() + 20
    while word not in seen and time.monotonic() < end and select.select([terminal], [], [], 1) is not None:
        try:
            seen += os.read(terminal, 4096).decode()
        except OSError:
            break
    assert word in seen
    time.sleep(0.2)  # getpass drops what was typed before it turned the echo off
    return seen


def test_outside_a_project(run: Callable[..., Said], tmp_path: Path) -> None:
    said = run("auth", "show", "-C", str(tmp_path))
    assert said.code == 2
    assert "FT106" in said.err


def test_a_file_open_to_others(run: Callable[..., Said]) -> None:
    run("auth", "login", "podping", "--stdin", stdin="token=canary-1")
    credentials.path().chmod(0o644)
    for arguments in (["show", "podping"], ["logout", "podping"], ["login", "podping", "--stdin"]):
        said = run("auth", *arguments, stdin="token=x")
        assert said.code == 3
        assert "chmod 600" in said.err
