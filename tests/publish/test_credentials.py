"""Secrets come from the environment, the keyring, the file, in this order; the file is its owner's alone."""

from __future__ import annotations

import json
import os
import pickle
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import keyring
import memory_keyring
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedtool.findings import EnvironmentFault, SourceError, UsageError
from feedtool.publish import credentials, redact
from feedtool.publish.errors import DeniedError
from feedtool.publish.target import Secret

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("own_home")
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="modes")


@pytest.fixture
def ring() -> Iterator[dict[str, str]]:
    """A keyring that works."""
    before = keyring.get_keyring()
    keyring.set_keyring(memory_keyring.Keyring())
    memory_keyring.Keyring.kept.clear()
    yield memory_keyring.Keyring.kept
    keyring.set_keyring(before)


@pytest.fixture
def broken_ring() -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(memory_keyring.Broken())
    yield
    keyring.set_keyring(before)


def put_file(text: str, mode: int = 0o600) -> Path:
    path = credentials.path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(mode)
    return path


@pytest.mark.parametrize(
    ("target", "secret", "name"),
    [
        ("show", "password", "FEEDTOOL_SHOW_PASSWORD"),
        ("my-bucket.2", "secret_key", "FEEDTOOL_MY_BUCKET_2_SECRET_KEY"),
        ("é", "x y", "FEEDTOOL___X_Y"),
    ],
)
def test_variable(target: str, secret: str, name: str) -> None:
    assert credentials.variable(target, secret) == name


def test_nowhere() -> None:
    assert credentials.find("show", "password") is None


def test_the_order(ring: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    put_file('[show]\npassword = "from-file"\n')
    assert credentials.find("show", "password") == credentials.Found("from-file", "file", str(credentials.path()))
    ring["feedtool:show/password"] = "from-ring"
    assert credentials.find("show", "password") == credentials.Found("from-ring", "keyring", "keyring")
    monkeypatch.setenv("FEEDTOOL_SHOW_PASSWORD", "from-env")
    found = credentials.find("show", "password")
    assert found == credentials.Found("from-env", "environment", "FEEDTOOL_SHOW_PASSWORD")
    monkeypatch.setenv("FEEDTOOL_SHOW_PASSWORD", "")  # what CI gives for a secret that is not there
    assert credentials.find("show", "password") == credentials.Found("from-ring", "keyring", "keyring")


def test_a_value_is_masked_and_in_no_repr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FEEDTOOL_SHOW_PASSWORD", "canary-77\n")
    found = credentials.find("show", "password")
    assert found
    assert found.value == "canary-77"
    assert "canary-" not in repr(found) + str(found)
    assert redact.mask("x canary-77 x") == "x ••• x"
    assert b"canary" in pickle.dumps(found)  # so the test would see it


def test_a_broken_keyring_is_passed_over(broken_ring: None) -> None:
    put_file('[show]\npassword = "from-file"\n')
    found = credentials.find("show", "password")
    assert found
    assert found.source == "file"
    assert credentials.keyring_trouble() == "it does not work (RuntimeError)"
    with pytest.raises(EnvironmentFault, match="FT963"):
        credentials.keep("show", {"password": "canary-1"}, "keyring")


@pytest.mark.parametrize(
    ("backend", "said"),
    [
        ("keyring.backends.fail.Keyring", "there is no keyring on this machine"),
        ("keyring.backends.null.Keyring", "there is no keyring on this machine"),
        ("no.such.Module", "it does not work (ModuleNotFoundError)"),
        ("memory_keyring.Keyring", ""),
    ],
)
def test_what_is_wrong_with_the_keyring(backend: str, said: str, repo: Path) -> None:
    program = "from feedtool.publish import credentials as c; print(c.keyring_trouble()); print(c.find('a', 'b'))"
    there = {"PYTHON_KEYRING_BACKEND": backend, "PYTHONPATH": str(repo / "tests/publish/servers")}
    made = subprocess.run([sys.executable, "-c", program], env=os.environ | there, capture_output=True, text=True)
    assert (made.stdout, made.stderr) == (f"{said}\nNone\n", "")


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert credentials.find("show", "password") is None
    assert "-m pip install 'keyring>=" in credentials.keyring_trouble()
    assert credentials.forget("show", ["password"]) == []


def test_keeping_in_the_keyring(ring: dict[str, str]) -> None:
    credentials.keep("show", {"password": "p1-long", "token": "t1-long"}, "keyring")
    assert ring == {"feedtool:show/password": "p1-long", "feedtool:show/token": "t1-long"}
    assert credentials.forget("show", ["password", "token", "other"]) == [("password", "keyring"), ("token", "keyring")]
    assert not ring
    assert not credentials.path().exists()


def test_a_keyring_that_forgets(ring: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory_keyring.Keyring, "set_password", lambda *_: None)
    with pytest.raises(EnvironmentFault, match="does not give back"):
        credentials.keep("show", {"password": "canary-1"}, "keyring")


@POSIX
def test_keeping_in_the_file() -> None:
    credentials.keep("show", {"password": 'p"1\\\n\x7fé\U0001f600'}, "file")
    credentials.keep("other", {"token": "t"}, "file")
    credentials.keep("show", {"token": "t2"}, "file")
    path = credentials.path()
    assert credentials.read() == {
        "show": {"password": 'p"1\\\n\x7fé\U0001f600', "token": "t2"},
        "other": {"token": "t"},
    }
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [p.name for p in path.parent.iterdir()] == ["credentials.toml"]
    assert credentials.forget("show", []) == [("password", str(path)), ("token", str(path))]
    assert credentials.read() == {"other": {"token": "t"}}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.text(st.characters(exclude_categories=("Cs",)), min_size=1), st.text(st.characters(exclude_categories=("Cs",)))))  # fmt: skip
def test_any_text_comes_back(rows: dict[str, str]) -> None:
    credentials.keep('ünï.code "]', rows, "file")
    kept = credentials.read().get('ünï.code "]', {})
    assert {name: kept[name] for name in rows} == rows


def test_text_that_is_no_unicode_is_refused() -> None:
    with pytest.raises(UsageError, match="FT964"):
        credentials.keep("show", {"password": "canary-\udc80"}, "file")


@POSIX
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_the_file_is_ours_from_the_first_byte(umask: int, tool, tmp_path: Path) -> None:
    """strace sees every file that is made, with the mode it is made with."""
    log = tmp_path / "log"
    program = f"import os; os.umask({umask}); from feedtool.publish import credentials as c; "
    program += "c.keep('show', {'password': 'abcd'}, 'file')"
    traced = [tool("strace"), "-f", "-o", log, "-e", "trace=openat,open,creat,chmod,fchmod,fchmodat,mkdir"]
    subprocess.run([*traced, sys.executable, "-B", "-c", program], check=True)
    made = [line for line in log.read_text().splitlines() if "O_CREAT" in line and ".config" in line]
    assert len(made) >= 2
    assert all(line.partition("O_CREAT")[2].split(", ")[1].startswith("0600)") for line in made), made
    changed = [line for line in log.read_text().splitlines() if "chmod" in line and ".config" in line]
    assert all("0600" in line for line in changed)
    assert any(
        "mkdir" in line and ".config/feedtool" in line and "0700" in line for line in log.read_text().splitlines()
    )


@POSIX
@pytest.mark.parametrize("mode", [0o604, 0o640, 0o644, 0o660, 0o666, 0o620])
def test_a_file_open_to_others_is_not_read(mode: int, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put_file('[show]\npassword = "canary-1"\n', mode)
    monkeypatch.setattr(os, "read", lambda *_: pytest.fail("it was read"))
    with pytest.raises(EnvironmentFault) as caught:
        credentials.find("show", "password")
    (found,) = caught.value.findings
    assert found.code == "FT961"
    assert f"chmod 600 {path}" in found.hint
    with pytest.raises(EnvironmentFault):
        credentials.keep("show", {"password": "x"}, "file")
    assert "canary-1" in path.read_text()


@POSIX
def test_it_is_not_looked_at_when_not_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    put_file('[show]\npassword = "canary-1"\n', 0o644)
    monkeypatch.setenv("FEEDTOOL_SHOW_PASSWORD", "from-env")
    assert credentials.find("show", "password")


@POSIX
def test_a_file_of_somebody_else_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    path = put_file('[show]\npassword = "canary-1"\n')
    monkeypatch.setattr(os, "geteuid", lambda: path.stat().st_uid + 1)
    with pytest.raises(EnvironmentFault, match="belongs to somebody else"):
        credentials.find("show", "password")


@pytest.mark.parametrize(
    "text",
    ['[show]\npassword = "canary-1', "canary-1\n", 'show = "canary-1"', '[show]\npassword = ["canary-1"]', "a = 1"],
)
def test_a_damaged_file_is_told_without_its_words(text: str) -> None:
    path = put_file(text)
    with pytest.raises(SourceError) as caught:
        credentials.find("show", "password")
    (found,) = caught.value.findings
    assert found.code == "FT962"
    assert str(path) in str(found.place)
    assert "canary-" not in str(caught.value) + found.advice
    assert caught.value.__cause__ is None
    with pytest.raises(SourceError):
        credentials.keep("show", {"password": "x"}, "file")
    assert path.read_text() == text


def test_lookup_says_the_three_ways() -> None:
    ask = credentials.lookup("my-show", [Secret("password", "of the server"), Secret("otp", "one", required=False)])
    assert ask("otp") == ""
    with pytest.raises(DeniedError) as caught:
        ask("password")
    said = caught.value.hint
    assert all(way in said for way in ("feedtool auth login my-show", "FEEDTOOL_MY_SHOW_PASSWORD", "keyring"))
    assert str(credentials.path()) in said


@POSIX
def test_lookup_of_a_refused_file_says_the_chmod() -> None:
    path = put_file('[show]\npassword = "canary-1"\n', 0o644)
    with pytest.raises(DeniedError, match="others can read") as caught:
        credentials.lookup("show", [Secret("password", "x")])("password")
    assert caught.value.hint.startswith(f"Run: chmod 600 {path}")


def test_the_file_is_where_xdg_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, own_home: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "c"))
    assert credentials.path() == tmp_path / "c" / "feedtool" / "credentials.toml"
    for unset in ("", "relative/path"):
        monkeypatch.setenv("XDG_CONFIG_HOME", unset)
        assert credentials.path() == own_home / ".config" / "feedtool" / "credentials.toml"


def test_many_at_once_lose_nothing() -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: credentials.keep(f"t{n}", {"password": f"p{n}"}, "file"), range(16)))
    assert credentials.read() == {f"t{n}": {"password": f"p{n}"} for n in range(16)}


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real = tmp_path / "dotfiles.toml"
    real.touch(0o600)
    credentials.path().parent.mkdir(parents=True)
    credentials.path().symlink_to(real)
    credentials.keep("show", {"password": "x"}, "file")
    assert credentials.path().is_symlink()
    assert "password" in real.read_text()


def test_pairs() -> None:
    made = credentials.parse_pairs("key=a=b\n\n secret = x y \r\n", ["key", "secret"])
    assert made == {"key": "a=b", "secret": " x y "}


@pytest.mark.parametrize("line", ["canary-1", "pass=canary-1", "=canary-1", "key=", "key= "])
def test_pairs_that_are_none(line: str) -> None:
    with pytest.raises(UsageError) as caught:
        credentials.parse_pairs(f"\n{line}\n", ["key"])
    said = json.dumps([f.to_json() for f in caught.value.findings])
    assert "line 2" in said
    assert "canary-" not in said
