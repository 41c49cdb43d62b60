"""The doctor looks at everything, tells what to do, and changes nothing."""

from __future__ import annotations

import email.utils
import json
import os
import ssl
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
import trustme

from feedtool import extras, output
from feedtool.findings import UsageError
from feedtool.publish import credentials, doctor, memory, redact, targets
from feedtool.publish.doctor import Line, State, here, servers, there
from feedtool.publish.store import Capabilities

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("own_home")


class Public(BaseHTTPRequestHandler):
    """What listeners reach: `state` says with what it answers."""

    state: dict[str, Any]

    def do_GET(self) -> None:
        self.send_response_only(self.state["status"])
        self.send_header("Date", email.utils.formatdate(time.time() + self.state["off"], usegmt=True))
        self.send_header("Content-Length", str(len(self.state["body"])))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(self.state["body"])

    do_HEAD = do_GET  # noqa: N815 - http.server's name

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def public() -> Iterator[dict[str, Any]]:
    """The public web server, and what it answers."""
    state: dict[str, Any] = {"status": 200, "off": 0, "body": b""}
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Public,), {"state": state}))
    state["server"], state["url"] = server, f"http://127.0.0.1:{server.server_port}/"
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield state
    server.shutdown()
    server.server_close()


@pytest.fixture
def show(
    small_show: Path, public: dict[str, Any], foreign: str, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Path]:
    """`show(mood="denied")`: a built project with a target of that mood, its feed public and its password given."""

    def show(**options: Any) -> Path:
        options = {"path": "public", "public_url": public["url"], "allow_private": True} | options
        rows = "".join(f"{key} = {json.dumps(value)}\n" for key, value in options.items())
        settings = small_show / "feedtool.toml"
        settings.write_text(f'{settings.read_text()}\n[targets.home]\ntype = "foreign"\n{rows}')
        (small_show / "public").mkdir()
        output.build(small_show, None, now=datetime(2026, 6, 1, tzinfo=UTC))
        public["body"] = (small_show / "output" / "feed.xml").read_bytes()
        return small_show

    monkeypatch.setenv("FEEDTOOL_HOME_PASSWORD", "canary-pass")
    return show


def bad(lines: list[Line]) -> list[Line]:
    return [line for line in lines if line.state is not State.OK]


def told(root: Path, name: str | None = None) -> list[Line]:
    lines = [*doctor.examine(root, name)]
    assert "canary-" not in "".join(map(str, lines))
    return lines


def find(lines: list[Line], words: str) -> Line:
    return next(line for line in lines if words in line.what)


def tree(root: Path) -> dict[str, tuple[int, bytes]]:
    return {str(p): (p.stat().st_mtime_ns, p.read_bytes()) for p in root.rglob("*") if p.is_file()}


def test_all_is_well_and_nothing_is_touched(show: Callable[..., Path]) -> None:
    root = show()
    before = tree(root)
    lines = told(root)
    assert bad(lines) == []
    assert doctor.exit_code(lines) == 0
    assert find(lines, "Show: 3 episodes")
    assert find(lines, "feedtool.lock remembers 3 episodes")
    assert find(lines, "home: password comes from FEEDTOOL_HOME_PASSWORD")
    assert find(lines, "lists nothing yet")
    assert find(lines, "what the server can do was not found out yet").todo == "feedtool targets probe home"
    assert find(lines, "gives the feed that was built last")
    assert find(lines, "the clock agrees with 127.0.0.1")
    assert all(find(lines, f"optional part {part}") for part in ("s3", "sftp", "keyring", "cluster"))
    assert tree(root) == before


@pytest.mark.parametrize(
    ("mood", "words", "code"),
    [
        ("denied", "home: does not let us in", 1),
        ("gone", "home: cannot be reached", 3),
        ("echo", "home: answered: ••• is wrong", 3),
        ("crash", "home: the module of target home (type foreign) failed with RuntimeError: no such user: •••", 3),
        ("extra", "it needs more", 1),
    ],
)
def test_a_target_that_fails(show: Callable[..., Path], mood: str, words: str, code: int) -> None:
    lines = told(show(mood=mood))
    (line,) = bad(lines)
    assert (line.state, line.what) == (State.ERROR, words)
    assert line.todo
    assert doctor.exit_code(lines) == code


@pytest.mark.parametrize(
    ("mood", "words"), [("extra", "it needs more"), ("good", "home: refuses connections: nothing listens there")]
)
def test_what_is_missing_here_is_told_before_a_server_is_asked(
    show: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, mood: str, words: str
) -> None:
    monkeypatch.setattr(there, "_address", lambda one: "http://127.0.0.1:9/")
    assert [line.what for line in bad(told(show(mood=mood)))] == [words]


def test_somebody_is_publishing(show: Callable[..., Path]) -> None:
    (line,) = bad(told(show(mood="held")))
    assert line.state is State.WARNING
    assert "somebody else" in line.what


def test_what_was_probed_is_told(show: Callable[..., Path]) -> None:
    root = show()
    one = targets.load(root)["home"]
    known = Capabilities(conditional=True, atomic=True)
    memory.keep(root, "home", memory.Seen(site=dict(one.site), capabilities=known))
    assert find(told(root), "when probed, it was conditional, atomic")


def test_a_secret_that_is_missing(show: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    root = show()
    monkeypatch.delenv("FEEDTOOL_HOME_PASSWORD")
    lines = told(root)
    assert find(lines, "home: password is missing").state is State.ERROR
    assert "FEEDTOOL_HOME_PASSWORD" in find(lines, "home: password is missing").todo
    assert find(lines, "home: otp is not set: fine").state is State.OK
    assert doctor.exit_code(lines) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="modes")
def test_a_credentials_file_open_to_others(show: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    root = show()
    monkeypatch.delenv("FEEDTOOL_HOME_PASSWORD")
    credentials.keep("home", {"password": "canary-file"}, "file")
    assert find(told(root), f"home: password comes from {credentials.path()}")
    assert find(told(root), "has secrets of 1 targets")
    credentials.path().chmod(0o644)
    lines = told(root)
    assert "chmod 600" in find(lines, "others can read the credentials file").todo
    assert doctor.exit_code(lines) == 3


@pytest.mark.parametrize(
    ("answer", "state", "words", "code"),
    [
        ({"status": 404}, State.WARNING, "is not there yet", 0),
        ({"status": 403}, State.ERROR, "is not public: it is refused, or wants a login (403)", 3),
        ({"status": 500}, State.ERROR, "the server is in trouble (500)", 3),
        ({"body": b"<html>Welcome</html>"}, State.ERROR, "is no feed", 3),
        ({"off": 900}, State.WARNING, "the clock is 15 minutes behind 127.0.0.1", 0),
        ({"off": -400}, State.WARNING, "ahead of 127.0.0.1", 0),
    ],
)
def test_the_public_feed(
    show: Callable[..., Path], public: dict[str, Any], answer: dict[str, Any], state: State, words: str, code: int
) -> None:
    root = show()
    public.update(answer)
    lines = told(root)
    assert [line.state for line in bad(lines)] == [state]
    assert words in bad(lines)[0].what
    assert bad(lines)[0].todo
    assert doctor.exit_code(lines) == code


def test_another_feed_is_public(show: Callable[..., Path], public: dict[str, Any]) -> None:
    root = show()
    public["body"] = b"<rss/>"
    assert find(told(root), "gives another feed than output/feed.xml").state is State.OK


def test_nobody_is_there(show: Callable[..., Path]) -> None:
    lines = told(show(public_url="http://127.0.0.1:9/"))
    assert "refuses connections" in bad(lines)[0].what
    assert doctor.exit_code(lines) == 3


def test_a_private_address_is_not_asked_unless_allowed(show: Callable[..., Path]) -> None:
    (line,) = bad(told(show(allow_private=False)))
    assert line.state is State.WARNING
    assert "allow_private" in line.todo


@pytest.mark.parametrize("days", [3, 200])
def test_a_certificate(show: Callable, public: dict[str, Any], tmp_path: Path, monkeypatch: Any, days: int) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", not_after=datetime.now(UTC) + timedelta(days=days)).configure_cert(context)
    public["server"].socket = context.wrap_socket(public["server"].socket, server_side=True)
    root = show(public_url=f"https://localhost:{public['server'].server_port}/")
    (line,) = bad(told(root))
    assert "no valid certificate" in line.what
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    found = find(told(root), "the certificate is good for")
    assert found.state is (State.OK if days > 100 else State.WARNING)


@pytest.mark.parametrize(
    ("off", "signed", "state"),
    [
        (0, True, State.OK),
        (290, True, State.OK),
        (-290, False, State.OK),
        (400, True, State.ERROR),
        (-90_000, True, State.ERROR),
        (500_000, True, State.ERROR),
        (400, False, State.WARNING),
    ],
)
def test_clock(off: float, signed: bool, state: State) -> None:
    now = 1_780_000_000.0
    (line,) = servers.clock("x", email.utils.formatdate(now - off, usegmt=True), now, signed=signed)
    assert line.state is state


@pytest.mark.parametrize("date", ["", "yesterday", "Mon, 99 Foo 2026 00:00:00 GMT", "Mon, 01 Jan 99999 00:00:00 GMT"])
def test_a_date_that_is_none_says_nothing(date: str) -> None:
    assert not [*servers.clock("x", date, 0.0, signed=True)]


def test_the_servers_clock_is_what_signed_requests_need(
    show: Callable[..., Path], public: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An S3 server whose clock is off: an error, and the request it stands on is a HEAD of its root."""
    monkeypatch.setattr(there, "_SIGNED", frozenset({"foreign"}))
    monkeypatch.setattr(there, "_address", lambda one: f"{public['url']}some/bucket?x=y")
    public["off"] = 1000
    lines = told(show())
    assert [line.state for line in lines if "the clock is" in line.what] == [State.ERROR, State.WARNING]
    assert doctor.exit_code(lines) == 3


def test_without_a_project(tmp_path: Path) -> None:
    lines = told(tmp_path)
    assert "there is no feedtool.toml" in bad(lines)[0].what
    assert doctor.exit_code(lines) == 1


@pytest.mark.parametrize(
    "text",
    [
        "[show",
        "show = 1",
        "[show]\nbase_url = 3",
        "[targets]\nx = 1\n[notify]\nwebsub = 3",
        "notify = 1",
        "[notify]\nwebsub = [3]",
        "targets = 3",
    ],
)
def test_broken_settings_are_lines(tmp_path: Path, text: str) -> None:
    (tmp_path / "feedtool.toml").write_text(text)
    lines = told(tmp_path)
    assert bad(lines)
    assert doctor.exit_code(lines) == 1


def test_a_broken_target_does_not_hide_the_rest(show: Callable[..., Path]) -> None:
    root = show()
    settings = root / "feedtool.toml"
    settings.write_text(settings.read_text() + '[targets.other]\ntype = "carrier-pigeon"\n')
    assert "carrier-pigeon" in bad(told(root))[0].what


def test_one_target(show: Callable[..., Path]) -> None:
    root = show()
    settings = root / "feedtool.toml"
    settings.write_text(settings.read_text() + '[targets.other]\ntype = "foreign"\npath = "x"\nmood = "gone"\n')
    assert bad(told(root, "home")) == []
    with pytest.raises(UsageError, match="FT901"):
        told(root, "nobody")


def test_before_the_first_build(small_show: Path) -> None:
    lines = told(small_show)
    assert find(lines, "output/feed.xml is not there").todo == "run: feedtool build"
    assert find(lines, "feedtool.lock is not there").state is State.WARNING
    assert find(lines, "there is no target yet")


def test_a_damaged_lock(show: Callable[..., Path]) -> None:
    root = show()
    (root / "feedtool.lock").write_text("<<<<<<< HEAD\n")
    assert find(told(root), "feedtool.lock:").state is State.ERROR


def test_a_folder_that_cannot_be_written(show: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(**_: Any) -> None:
        raise PermissionError(13, "Permission denied")

    root = show()
    monkeypatch.setattr(here.tempfile, "TemporaryFile", refused)
    lines = told(root)
    assert len([line for line in lines if "cannot be written to: Permission denied" in line.what]) == 2
    assert doctor.exit_code(lines) == 3


def test_little_room(show: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(here, "LOW", 1 << 62)
    assert bad(told(show()))[0].todo == "make room"


def test_parts_that_are_not_installed(small_show: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(here.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(here.shutil, "which", lambda name: None)
    lines = told(small_show)
    assert find(lines, "optional part s3 is not there").todo == f"if you need it: {extras.command('s3')}"
    assert "feedtool does not need it" in find(lines, "ffprobe: not there").what


def test_who_is_notified(show: Callable[..., Path]) -> None:
    root = show()
    settings = root / "feedtool.toml"
    settings.write_text(settings.read_text() + "[notify]\nwebsub = true\npodping = true\npodcastindex = true\n")
    lines = told(root)
    assert find(lines, "the feed names no hub").state is State.WARNING
    assert find(lines, "podping: token is missing").state is State.ERROR
    assert find(lines, "podcastindex: key is not set").state is State.OK


@pytest.mark.parametrize(("mood", "code"), [("good", 0), ("denied", 1), ("gone", 3)])
def test_the_command(show: Callable[..., Path], foreign: str, mood: str, code: int) -> None:
    root = show(mood=mood)
    program = [sys.executable, "-c", "from feedtool.cli import main; main(prog_name='feedtool')", "doctor"]
    there = os.environ | {"PYTHONPATH": foreign}
    said = subprocess.run([*program, "--json"], cwd=root, env=there, capture_output=True, text=True, check=False)
    assert (said.returncode, said.stderr) == (code, "")
    rows = json.loads(said.stdout)["checks"]
    assert {tuple(row) for row in rows} == {("state", "what", "todo")}
    text = subprocess.run([*program, "home"], cwd=root, env=there, capture_output=True, text=True, check=False)
    assert text.returncode == code
    assert len(text.stdout.splitlines()) == len(rows)
    assert {line.split()[0] for line in text.stdout.splitlines()} <= {"ok", "warning", "error"}
    assert "canary-" not in said.stdout + text.stdout + text.stderr


def test_lines_read_as_promised() -> None:
    assert str(Line(State.OK, "fine")) == "ok      fine"
    assert str(Line(State.ERROR, "broken", "mend it")) == "error   broken — mend it"


def test_secrets_are_masked(small_show: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    redact.remember("canary-title")
    settings = small_show / "feedtool.toml"
    settings.write_text(settings.read_text().replace('"Show"', '"Show canary-title"'))
    assert find(told(small_show), "Show •••: 3 episodes")
