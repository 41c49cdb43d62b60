"""What servers, strangers' projects and other people's notes may try, and what comes of it."""

from __future__ import annotations

import io
import json
import socket
import threading
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from feedtool.cli import report
from feedtool.findings import EnvironmentFault, Finding, UsageError
from feedtool.publish import credentials, holding, listeners, record, redact, reply, steps, targets, web, webwatch
from feedtool.publish.errors import DeniedError, TargetError, TransientError
from feedtool.publish.hosts import api
from feedtool.publish.journal import Journal
from feedtool.publish.published import Published, Row
from feedtool.publish.record import Known
from feedtool.publish.store import Remote
from feedtool.publish.stores import ftp, sftptree, sshlogin
from feedtool.publish.web import Web

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

SETTINGS = '[targets.out]\ntype = "local"\npath = "there"\n'


class Lying:
    """A store that says what it is told to say."""

    where = "lying"

    def __init__(self, *files: Remote, body: bytes = b"") -> None:
        self.listing, self.body = files, body
        self.given = 0

    def files(self) -> Iterator[Remote]:
        yield from self.listing

    def stat(self, path: str) -> Remote | None:
        return next((one for one in self.listing if one.path == path), None)

    def read(self, path: str, start: int = 0, size: int | None = None) -> Iterator[bytes]:
        if self.body:
            yield self.body[start : None if size is None else start + size]
            return
        while size is None or self.given < size:  # without end
            self.given += 1 << 16
            assert self.given < 1 << 24, "it is read for ever"
            yield bytes(1 << 16)


def lying(*files: Remote, body: bytes = b"") -> Any:
    return Lying(*files, body=body)


# --- a stranger's project


@pytest.mark.parametrize("link", [".feedtool", ".feedtool/publish-out.jsonl", ".feedtool/uploads/out/0123"])
def test_no_link_is_followed_where_publishing_keeps_its_notes(tmp_path: Path, link: str) -> None:
    home, root = tmp_path / "home", tmp_path / "show"
    home.mkdir()
    (root / link).parent.mkdir(parents=True)
    (root / "feedtool.toml").write_text(SETTINGS)
    (root / link).symlink_to(home)
    with pytest.raises(EnvironmentFault) as caught:
        targets.load(root)
    assert caught.value.findings[0].code == "FT921"


def test_own_notes_are_no_links(tmp_path: Path) -> None:
    (tmp_path / "feedtool.toml").write_text(SETTINGS)
    (tmp_path / ".feedtool" / "uploads" / "out").mkdir(parents=True)
    (tmp_path / ".feedtool" / "uploads" / "out" / "0123").write_text("note")
    assert list(targets.load(tmp_path)) == ["out"]


@pytest.mark.parametrize("port", [-1, 0, 65536, 10**30])
def test_a_port_is_one(tmp_path: Path, port: int) -> None:
    text = f'[targets.out]\ntype = "sftp"\nhost = "localhost"\nuser = "me"\nport = {port}\n'
    (tmp_path / "feedtool.toml").write_text(text)
    with pytest.raises(UsageError, match="port is"):
        targets.load(tmp_path)


def test_what_is_no_file_is_not_read_as_keys_of_hosts() -> None:
    from pathlib import Path

    with pytest.raises(DeniedError, match="cannot be read"):
        sshlogin._known_hosts(Path("/dev/zero"))


@pytest.mark.parametrize(
    "facts", [{"where": 7}, {"at": "soon"}, {"at": 1.5}, {"before": "x"}, {"before": [[]]}, {"carried": {"a": 1}}]
)
def test_a_journal_of_wrong_types_is_damaged(tmp_path: Path, facts: dict[str, Any]) -> None:
    path = tmp_path / "publish-out.jsonl"
    path.write_text(json.dumps({"key": "g", "step": "episode", "what": "begun", "facts": facts}) + "\n")
    with Journal(path, write=False) as journal:
        assert journal.damaged


def test_a_record_of_wrong_types_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "published-out.json"
    path.write_text(json.dumps({"where": "w", "episodes": {"g": {"id": "1", "title": [], "parts": {}}}}))
    assert Published(path, "w").lost


# --- what is printed


def test_a_server_writes_no_line_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    report.show([Finding(code="FT904", message="x\nfeed.xml: error: pay here\u2028y\x1b[2J")])
    (line, hint) = capsys.readouterr().err.splitlines()
    assert "pay here" in line
    assert "\x1b" not in line
    assert hint.startswith("  hint")


def test_json_moves_no_cursor_and_can_be_printed_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.TextIOWrapper(io.BytesIO(), "utf-8", "strict")
    monkeypatch.setattr("sys.stdout", out)
    said = {"title": "a\x9b31m\u202eb\udcff é \ud800"}
    report.say_json(said)
    report.say("a\udcff")
    out.seek(0)
    text = out.read().rpartition("}")[0] + "}"
    assert not {"\x9b", "\u202e"} & {*text}
    assert "é" in text
    assert json.loads(text) == said


def test_a_secret_is_known_again_in_html_and_with_letters_nobody_sees_between() -> None:
    redact.remember("pa&ss<w\"o'rd>1")
    assert "pa&amp;ss" not in redact.mask("no: pa&amp;ss&lt;w&quot;o&#x27;rd&gt;1")
    assert "pa&amp;ss" not in redact.mask("no: pa&amp;ss&lt;w\"o'rd&gt;1")
    redact.remember("hidden-secret-1")
    body = json.dumps({"message": "no: hidden\u200b-sec\x00ret-1"}).encode()
    assert "ret-1" not in str(reply.failure(reply.Reply(status=400, headers={}, body=body)))


# --- the lock, the list and the files of a store


@pytest.mark.parametrize("note", [b"[" * 4096, b'{"host": ' * 400, b"\xff", b"[]", b"7"])
def test_a_lock_may_hold_anything(note: bytes) -> None:
    assert holding._run_of(note) == ""
    assert holding._holder(note) == "somebody"


def test_who_holds_a_lock_is_said_in_one_line() -> None:
    note = json.dumps({"host": "h", "since": "now\nerror: x\x1b[2J"}).encode()
    assert holding._holder(note).isprintable()


@pytest.mark.parametrize(
    "changes",
    [
        {"feeds": {"feed.xml": [1, "a"]}},
        {"feeds": {"feed\n.xml": ["a"]}},
        {"files": {"audio/\ud800.mp3": {"version": "1", "size": 1, "sha256": "a"}}},
        {"files": {"a.mp3": {"version": "1", "size": -1, "sha256": "a"}}},
        {"files": {"a.mp3": {"version": "1", "size": 1, "sha256": "a", "head": -5, "rest": "b"}}},
        {"files": {"a.mp3": {"version": "1", "size": float("nan"), "sha256": "a"}}},
    ],
)
def test_a_list_that_cannot_be_is_damaged(changes: dict[str, Any]) -> None:
    data = json.dumps({"version": 1, "files": {}, "feeds": {}} | changes).encode()
    listed, findings = record.read(lying(body=data))
    assert not listed.files
    assert not listed.feeds
    assert [one.code for one in findings] == ["FT917"]


def test_any_version_that_a_server_gives_can_be_written_down(tmp_path: Path) -> None:
    made = record.upload({"a.mp3": Known(version="\udcff", size=1, sha256="a")}, {})
    assert isinstance(made.body, bytes)
    listed, _ = record.read(lying(body=made.body))
    assert listed.files["a.mp3"].version == "\udcff"
    Published(tmp_path / "p.json", "w").keep("g", Row(id="1", title="t", url="\ud800"))
    assert Published(tmp_path / "p.json", "w").rows["g"].url == "\ud800"


def test_a_listing_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "MOST", 10)
    with pytest.raises(TargetError, match="without end"):
        steps.look(lying(*(Remote(path=f"{number}.mp3", size=1) for number in range(11))), {})


def test_a_feed_that_never_ends_is_not_fetched_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listeners, "LARGEST", 1 << 18)
    with pytest.raises(TargetError, match="larger than any feed"), listeners._fetched(lying(), "feed.xml"):
        pass


def test_no_more_is_hashed_than_was_listed() -> None:
    store = lying(Remote(path="feed.2.xml", size=1 << 18))
    steps._hash_of(store, store.listing[0])
    assert store.given == 1 << 18


# --- answers over HTTP


@pytest.fixture
def answering() -> Iterator[Callable[[Callable[[socket.socket], None]], str]]:
    """A server at an address, which answers each connection as it is told."""
    listeners_: list[socket.socket] = []

    def start(answer: Callable[[socket.socket], None]) -> str:
        listener = socket.create_server(("127.0.0.1", 0))
        listeners_.append(listener)

        def serve() -> None:
            with closing(listener.accept()[0]) as one:
                one.recv(1 << 16)
                try:
                    answer(one)
                except OSError:
                    return

        threading.Thread(target=serve, daemon=True).start()
        return f"http://127.0.0.1:{listener.getsockname()[1]}/"

    yield start
    for one in listeners_:
        one.close()


@pytest.mark.parametrize(
    ("first", "then"), [(b"", b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"), (b"HTTP/1.1 200 OK\r\nX: ", b"y")]
)
def test_the_head_of_an_answer_has_an_end(
    answering: Any, monkeypatch: pytest.MonkeyPatch, first: bytes, then: bytes
) -> None:
    gone = threading.Event()

    def drip(one: socket.socket) -> None:
        one.sendall(first)
        while not gone.wait(0.05):
            one.sendall(then)

    monkeypatch.setattr(webwatch, "LONGEST", 0.5)
    asking = Web(answering(drip))
    with closing(asking), pytest.raises(TransientError):
        asking.ask("GET", "list")
    gone.set()


def test_who_runs_the_names_of_a_server_does_not_let_it_into_a_private_network(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def found(host: str, *_: Any, **__: Any) -> list[Any]:
        numbers = ["8.8.8.8", "10.0.0.1"] if host == "api.example.org" else ["192.168.1.1"]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, 0)) for number in numbers]

    monkeypatch.setattr(web.socket, "getaddrinfo", found)
    asking = Web("https://api.example.org/")
    with closing(asking), pytest.raises(DeniedError):
        asking.ask("PUT", "http://router.example.org/", content=b"x")


def test_an_address_in_a_message_is_short() -> None:
    assert len(web._plain("https://example.org/" + "a" * 10**6)) <= 300


# --- hosts' JSON, FTP's replies


@pytest.mark.parametrize("number", [999_999_999_999, float("nan"), float("inf"), -1, 10**30, True])
def test_a_date_that_cannot_be_is_none(number: float) -> None:
    assert api.moment(number) is None


@pytest.mark.parametrize("number", ["x", [], float("inf"), float("nan"), -1, True, "9" * 5000])
def test_a_count_that_is_none_is_the_answers_fault(number: Any) -> None:
    with pytest.raises(TargetError, match="no number"):
        api.count({"count": number}, "count")


def test_an_address_for_uploads_that_is_none_is_the_answers_fault() -> None:
    with pytest.raises(TargetError, match="none"):
        api._host("http://[::/")


def _control(text: bytes) -> ftp.Control:
    control = ftp.Control(ftp.Login(host="h", port=21, user="u", password="", context=None))
    control.file = io.TextIOWrapper(io.BytesIO(text), "utf-8")
    return control


def test_an_answer_of_several_lines_has_an_end() -> None:
    assert _control(b"211-Features\r\n MLST\r\n211 End\r\n").getmultiline() == "211-Features\n MLST\n211 End"
    assert _control(b"200 OK\r\n").getmultiline() == "200 OK"
    with pytest.raises(ValueError, match="without end"):
        _control(b"211-Features\r\n" + b" x\r\n" * 5000).getmultiline()


def test_a_size_of_a_thousand_digits_is_none() -> None:
    assert ftp._facts(f"type=file;size={'9' * 5000}; x").size == 0


# --- secrets and other people's projects


def _webdav(root: Path, url: str, more: str = "") -> targets.Configured:
    root.mkdir(exist_ok=True)
    (root / "feedtool.toml").write_text(f'[targets.main]\ntype = "webdav"\nuser = "me"\nurl = "{url}"\n{more}')
    return targets.load(root)["main"]


def _secret(one: targets.Configured) -> str:
    return credentials.lookup(one.name, one.module.SECRETS, one.server)("password")


@pytest.mark.usefixtures("own_home")
@pytest.mark.parametrize(
    ("url", "more"), [("https://dav.evil.example/", ""), ("https://dav.example.org/", "insecure = true")]
)
@pytest.mark.parametrize("place", ["file", "keyring"])
def test_a_secret_goes_to_the_server_it_was_given_for(tmp_path: Path, place: Any, url: str, more: str) -> None:
    import keyring
    import memory_keyring

    before = keyring.get_keyring()
    keyring.set_keyring(memory_keyring.Keyring())
    memory_keyring.Keyring.kept.clear()
    try:
        mine = _webdav(tmp_path / "mine", "https://dav.example.org/")
        credentials.keep("main", {"password": "only-for-mine"}, place, mine.server)
        assert _secret(mine) == "only-for-mine"
        with pytest.raises(DeniedError, match="given for another server"):
            _secret(_webdav(tmp_path / "theirs", url, more))
        assert [name for name, _ in credentials.forget("main", ["password"])] == ["password"]
        assert not memory_keyring.Keyring.kept
    finally:
        keyring.set_keyring(before)


@pytest.mark.usefixtures("own_home")
def test_a_secret_for_no_server_goes_to_any(tmp_path: Path) -> None:
    credentials.keep("main", {"password": "for-anybody"}, "file")
    assert _secret(_webdav(tmp_path / "mine", "https://dav.example.org/")) == "for-anybody"


@pytest.mark.parametrize("url", ["https://[::/", "https://example.org:99999999/", "https://example.org:x/"])
def test_an_address_that_is_none_is_the_settings_fault(tmp_path: Path, url: str) -> None:
    with pytest.raises(UsageError, match="no address"):
        _webdav(tmp_path / "mine", url)


def test_a_traceback_moves_no_cursor() -> None:
    assert redact.tame("a\x1b[2J\nb\u202e") == "a\ufffd[2J\nb\ufffd"


def test_a_folder_that_is_listed_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    import asyncio

    class Server:
        async def scandir(self, _: str) -> Any:
            while True:
                yield None

    monkeypatch.setattr(sftptree, "_NAMES", 100)
    with pytest.raises(TargetError, match="without end"):
        asyncio.run(sftptree._entries(Server(), sftptree._Folder("", "/", frozenset())))


@pytest.mark.parametrize("wrong", ["another name", "nobody vouches"])
def test_a_server_that_cannot_prove_who_it_is_gets_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, wrong: str
) -> None:
    import ssl

    import trustme

    authority, heard = trustme.CA(), list[bytes]()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("example.org" if wrong == "another name" else "localhost").configure_cert(context)
    if wrong == "another name":
        authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    listener = socket.create_server(("localhost", 0))

    def serve() -> None:
        one = listener.accept()[0]
        try:
            with context.wrap_socket(one, server_side=True) as secure:
                heard.append(secure.recv(4096))
        except OSError:
            one.close()

    serving = threading.Thread(target=serve, daemon=True)
    serving.start()
    asking = Web(f"https://localhost:{listener.getsockname()[1]}/", headers={"Authorization": "Bearer not-for-you"})
    with closing(asking), pytest.raises(DeniedError, match="no valid certificate"):
        asking.ask("GET", "list")
    serving.join(5)
    listener.close()
    assert not any(b"not-for-you" in one for one in heard)
