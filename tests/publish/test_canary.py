"""Secrets that can be told from all else are given in every way there is, every command runs, and nothing shows them.

The targets are servers that say back what they are told, and some that work. Looked through: what commands print, every
file of the project, of the home and of the temporary folder, and the command lines of all processes meanwhile.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import threading
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import echo
import pytest

from feedtool.cli import COMMANDS
from feedtool.publish import credentials, notify, redact, targets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedtool.publish.target import Option

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="/proc")

CALLS = """\
build
build --jobs 2 --format json
init made
new Title
parse episodes/one.md --explain
plan
plan --against ECHO/feed.xml
diff output/feed.xml output/feed.xml
import output/feed.xml -o taken --no-media
import ECHO/feed.xml -o taken2
check
check --format json
check --remote --allow-private ECHO/feed.xml
tag output/audio/one.mp3 -o tagged.mp3 --title x
chapters show episodes/one.md
transcript formats
schema feedtool
explain FT961
targets list
targets types
targets probe good
auth show
auth login good
doctor
status
publish TARGET
auth logout crash
"""
MORE = """\
targets types TYPE
auth show TARGET
auth login TARGET
targets probe TARGET
doctor TARGET --json
status TARGET
publish TARGET --dry-run --json
publish TARGET --no-notify --in-place
auth logout TARGET
"""
"""Every command, and what is called beside in the slow runs. TARGET and TYPE: once with each of them; ECHO: the address of a server that says back what it hears."""
STATUSES = (401, 400, 500, 200)
MOODS = ("good", "denied", "gone", "echo", "held", "whisper", "crash", "list", "put")


@dataclass
class Canaries:
    """Secrets by target and name, each one given in one of the three ways."""

    turn: int
    values: dict[tuple[str, str], str] = field(default_factory=dict)
    there: dict[str, str] = field(default_factory=dict)
    ring: dict[str, str] = field(default_factory=dict)
    kept: dict[str, dict[str, str]] = field(default_factory=dict)

    def add(self, target: str, secret: str) -> str:
        value = f"cnry{len(self.values):03}+/%&=:'x\"{target[:3]}"
        self.values[target, secret] = value
        way = (len(self.values) + self.turn) % 3
        if way == 0:
            self.there[credentials.variable(target, secret)] = value
        elif way == 1:
            self.ring[f"feedtool:{target}/{secret}"] = value
        else:
            self.kept.setdefault(target, {})[secret] = value
        return value

    def heard(self, target: str) -> bool:
        """Whether a server was told a secret of the target."""
        said = "".join(echo.HEARD)
        return any(value in said for (name, _), value in self.values.items() if name == target)

    def pattern(self) -> re.Pattern[bytes]:
        """What must stand nowhere: the tell-tale word, or what base64 makes of a secret."""
        cores = {core for value in self.values.values() for core in redact._cores(value)}
        return re.compile(rb"cnry\d{3}|" + b"|".join(re.escape(core.encode()) for core in sorted(cores)))


@pytest.fixture
def echoes() -> Iterator[dict[str, str]]:
    """Addresses of servers that say everything back, by status; "ftp": the port of one that speaks FTP."""
    echo.HEARD.clear()
    with ExitStack() as stack:
        made = {str(status): echo.http(status) for status in STATUSES} | {"ftp": echo.ftp()}
        for server in made.values():
            stack.callback(server.server_close)
            stack.callback(server.shutdown)
        ports = {name: server.server_address[1] for name, server in made.items()}
        yield {name: str(port) if name == "ftp" else f"http://127.0.0.1:{port}" for name, port in ports.items()}


def filled(options: tuple[Option, ...], url: str, port: int, known_hosts: Path) -> dict[str, Any]:
    """Options that lead a target to the servers that say everything back."""
    known: dict[str, Any] = {"url": url, "endpoint": url, "host": "127.0.0.1", "port": port, "user": "me"}
    known |= {"insecure": True, "known_hosts": str(known_hosts), "path": "x"}
    known |= {"identifier": "canary-item", "site": url, "wait": 1}
    return {o.name: known.get(o.name, 1 if o.kind is int else "x") for o in options if o.required or o.name in known}


def reaches_a_server(options: dict[str, Any]) -> bool:
    return bool(options.keys() & {"url", "endpoint", "host"})


@pytest.mark.parametrize("s3_server", ["moto"], indirect=True)  # it lets everybody in, whatever the secret is
@pytest.mark.parametrize("turn", [0, pytest.param(1, marks=pytest.mark.slow), pytest.param(2, marks=pytest.mark.slow)])
def test_no_secret_is_seen(
    turn: int,
    small_show: Path,
    echoes: dict[str, str],
    own_home: Path,
    repo: Path,
    tmp_path: Path,
    foreign: str,
    s3_server: Any,
    sshd: Any,
) -> None:
    canaries = Canaries(turn)
    tables = {
        f"{kind}-{i}": (kind, _options(kind, i + turn, echoes, sshd))
        for i, kind in enumerate((*targets.STORES, *targets.HOSTS))
    }
    s3_server.client().create_bucket(Bucket=f"canary-{turn}")
    tables["bucket"] = ("s3", {"bucket": f"canary-{turn}", "endpoint": s3_server.url, "region": "us-east-1"})
    tables["folder"] = ("local", {"path": "site"})
    tables |= {mood: ("foreign", {"path": "public", "mood": mood}) for mood in MOODS}
    for name, (kind, _) in tables.items():
        for secret in targets.module(kind).SECRETS:
            canaries.add(name, secret.name)
    for name, secrets in notify.secrets().items():
        for secret in secrets:
            canaries.add(name, secret.name)
    _write(small_show, tables, f"{echoes['400']}/hub")
    for target, values in canaries.kept.items():
        credentials.keep(target, values, "file")

    calls = list(_calls(CALLS + MORE * (turn > 0), list(tables), echoes["400"]))
    codes, said, lines = _run(calls, small_show, canaries, repo, tmp_path, foreign)
    by_code: dict[int, list[str]] = {}
    for call, code in zip(calls, codes, strict=True):
        by_code.setdefault(code, []).append(shlex.join(call))
    assert set(by_code) <= {0, 1, 2, 3, 4, 5}, by_code
    _worked(by_code, said)
    deaf = {kind for name, (kind, _) in tables.items() if name[-1].isdigit() and not canaries.heard(name)}
    assert deaf <= {"local", "sftp", "internet_archive"}, "the others' servers were to hear the secrets"

    pattern = canaries.pattern()
    assert [line for line in lines if pattern.search(line)] == []
    kept = credentials.path()
    found = [path for path in _files(tmp_path) if path != kept and pattern.search(path.read_bytes())]
    assert [(p.name, _around(pattern, p)) for p in found] == []
    assert [path for path in _files(tmp_path) if pattern.search(os.fsencode(path))] == []


def _options(kind: str, turn: int, echoes: dict[str, str], sshd: Any) -> dict[str, Any]:
    port = sshd.port if kind == "sftp" else int(echoes["ftp"])
    url = echoes[str(STATUSES[turn % len(STATUSES)])]
    options = filled(targets.module(kind).OPTIONS, url, port, sshd.known_hosts())
    if targets.module(kind).SECRETS:
        assert reaches_a_server(options), f"say in `filled` how a target of type {kind} is led to a server here"
    return options


def _write(root: Path, tables: dict[str, tuple[str, dict[str, Any]]], hub: str) -> None:
    settings = root / "feedtool.toml"
    text = settings.read_text() + f'\n[notify]\nwebsub = ["{hub}"]\n'
    for name, (kind, options) in tables.items():
        public = {"allow_private": True, "public_url": f"{hub}/{name}"} if targets.kind_of(kind) == "store" else {}
        rows = {"type": kind} | public | options
        text += f"\n[targets.{name}]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in rows.items())
    settings.write_text(text)
    (root / "public").mkdir()


def _calls(lines: str, names: list[str], url: str) -> Iterator[list[str]]:
    for line in lines.splitlines():
        words = {"TARGET": names, "TYPE": [*targets.STORES, *targets.HOSTS]}
        many = next((values for word, values in words.items() if word in line), [""])
        for value in many:
            yield shlex.split(re.sub("TARGET|TYPE", value, line.replace("ECHO", url)))


def _run(
    calls: list[list[str]], root: Path, canaries: Canaries, repo: Path, tmp_path: Path, foreign: str
) -> tuple[list[int], Path, set[bytes]]:
    """Exit codes, the folder of what was printed, and every command line that any process had meanwhile."""
    out, temp = tmp_path / "said", tmp_path / "temp"
    out.mkdir()
    temp.mkdir()
    servers = repo / "tests" / "publish" / "servers"
    there = os.environ | canaries.there | {"PYTHONPATH": foreign, "TMPDIR": str(temp)}
    there |= {"PYTHON_KEYRING_BACKEND": "memory_keyring.Keyring", "FEEDTOOL_TEST_KEYRING": json.dumps(canaries.ring)}
    there |= {"SOURCE_DATE_EPOCH": "1793448000", "PYTHONDONTWRITEBYTECODE": "1", "AWS_EC2_METADATA_DISABLED": "true"}
    seen: set[bytes] = set()
    done = threading.Event()
    watcher = threading.Thread(target=_watch, args=(seen, done))
    watcher.start()
    try:
        made = subprocess.run(
            [sys.executable, servers / "runner.py", out], cwd=root, env=there, input=json.dumps(calls),
            capture_output=True, text=True, check=True, timeout=500,
        )  # fmt: skip
    finally:
        done.set()
        watcher.join()
    (out / "runner").write_text(made.stderr)
    return json.loads(made.stdout), out, seen


def _watch(seen: set[bytes], done: threading.Event) -> None:
    while not done.wait(0.1):
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                seen.add(path.read_bytes())
            except OSError:
                continue


def _worked(by_code: dict[int, list[str]], said: Path) -> None:
    """That the run was one in which secrets were used: some publications worked, some failed after logging in."""
    fine = " | ".join(by_code[0])
    for call in ("build", "auth show", "publish good", "publish bucket", "publish folder"):
        assert call in fine, (call, by_code)
    printed = "".join(path.read_text() for path in sorted(said.iterdir()))
    assert printed.count(redact.MASK) > 5


def _files(root: Path) -> Iterator[Path]:
    return (path for path in root.rglob("*") if path.is_file() and not path.is_symlink())


def _around(pattern: re.Pattern[bytes], path: Path) -> bytes:
    data = path.read_bytes()
    match = pattern.search(data)
    assert match
    return data[max(match.start() - 150, 0) : match.end() + 50]


def test_every_command_is_called() -> None:
    assert {line.split()[0] for line in CALLS.splitlines()} == set(COMMANDS)


def test_the_watch_sees_command_lines() -> None:
    seen: set[bytes] = set()
    done = threading.Event()
    watcher = threading.Thread(target=_watch, args=(seen, done))
    watcher.start()
    subprocess.run([sys.executable, "-c", "import time; time.sleep(0.3)", "a-word-to-be-seen"], check=True)
    done.set()
    watcher.join()
    assert any(b"a-word-to-be-seen" in line for line in seen)


def test_directories_that_say_everything_back(echoes: dict[str, str], monkeypatch: Any, own_home: Path) -> None:
    """The public ones are not asked in tests; so their requests go to the echo from here."""
    from feedtool.publish.notify import podcastindex, podping
    from feedtool.publish.target import Given

    monkeypatch.setattr(notify, "PAUSE", 0.01)
    canaries = Canaries(0)
    for name, secrets in notify.secrets().items():
        for secret in secrets:
            monkeypatch.setenv(credentials.variable(name, secret.name), canaries.add(name, secret.name))
    said = ""
    for status in STATUSES:
        for module in (podping, podcastindex):
            name = module.__name__.rpartition(".")[2]
            given = Given(name=name, options={}, secret=credentials.lookup(name, module.SECRETS), root=own_home)
            said += repr(
                module.notify(given, "https://example.org/feed.xml", "update", endpoint=f"{echoes[str(status)]}/")
            )
            said += repr(given)
    assert not canaries.pattern().search(said.encode())


@pytest.mark.parametrize("key", ["url", "public_url"])
def test_an_address_with_a_password_is_refused_unshown(key: str, small_show: Path) -> None:
    settings = small_show / "feedtool.toml"
    rows = {"url": '"https://dav.example/"', key: '"https://me:cnry001@dav.example/x"'}
    table = "".join(f"{name} = {value}\n" for name, value in rows.items())
    settings.write_text(f'{settings.read_text()}\n[targets.x]\ntype = "webdav"\n{table}')
    with pytest.raises(Exception, match="FT902") as caught:
        targets.load(small_show)
    assert "cnry" not in str(caught.value)
