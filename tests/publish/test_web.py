"""HTTP against a server that cuts, drips, lies, packs bombs, redirects to strangers and asks to wait."""

from __future__ import annotations

import gzip
import re
import socket
import threading
import time
from contextlib import suppress
from email.utils import formatdate
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from feedtool.publish import redact, reply, web
from feedtool.publish.errors import (
    ConflictError,
    DeniedError,
    FullError,
    MissingError,
    TargetError,
    TransientError,
    UnsupportedError,
)
from feedtool.publish.reply import failure
from feedtool.publish.store import Upload
from feedtool.publish.web import Web, body_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PASSWORD, KEY = "canary-pässword-93", "canary-key-4711"
DATA = bytes(range(256)) * 1000


@cache
def bomb() -> bytes:
    return gzip.compress(bytes(100_000_000))


class Bad(BaseHTTPRequestHandler):
    """A path is a behaviour. ``server.seen`` gets each request's method, path and headers."""

    protocol_version = "HTTP/1.1"

    def __getattr__(self, name: str) -> Any:
        if name.startswith("do_"):
            return self._do
        raise AttributeError(name)

    def log_message(self, *_: Any) -> None:
        """Be quiet."""

    def _do(self) -> None:
        self.server.seen.append((self.command, self.path, dict(self.headers.items())))
        self.body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        with suppress(OSError):
            getattr(self, "_" + self.path[1:].partition("?")[0].partition("/")[0])()

    def _say(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in {"Content-Length": str(len(body)), **named}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _ok(self) -> None:
        self._say(200, b"fine", Set_Cookie="session=1; Path=/")

    def _status(self) -> None:
        _, _, status, *rest = self.path.split("/", 3)
        after = {"Retry-After": rest[0].replace("_", " ")} if rest else {}
        self._say(int(status), self.server.answer, **after)

    def _cut(self) -> None:
        self._say(200, b"half", Content_Length="1000")
        self.close_connection = True

    def _liar(self) -> None:
        self._say(200, b"more than was said", Content_Length="4")
        self.close_connection = True

    def _drip(self) -> None:
        self._say(200, Content_Length="1000")
        for _ in range(100):
            self.wfile.write(b".")
            time.sleep(0.05)

    def _silent(self) -> None:
        time.sleep(1.5)
        self.close_connection = True

    def _gone(self) -> None:
        self.close_connection = True

    def _huge(self) -> None:
        self._say(200, Content_Length=str(1 << 30))
        for _ in range(1 << 10):
            self.wfile.write(bytes(1 << 20))

    def _bomb(self) -> None:
        """100 MB in 100 kB, once or (``twice``) packed again."""
        data, kind = bomb(), "gzip"
        if self.path.endswith("twice"):
            data, kind = gzip.compress(data), "gzip, gzip"
        self._say(200, data, Content_Encoding=kind)

    def _packed(self) -> None:
        data = gzip.compress(DATA)
        self._say(200, data[:-9] if self.path.endswith("cut") else data, Content_Encoding="gzip")

    def _broken(self) -> None:
        self._say(200, b"this is no gzip", Content_Encoding="gzip")

    def _range(self) -> None:
        first, _, last = self.headers["Range"].removeprefix("bytes=").partition("-")
        part = DATA[int(first) : int(last) + 1 if last else None]
        if not part:
            self._say(416)
        else:
            self._say(206, part, Content_Range=f"bytes {first}-{int(first) + len(part) - 1}/{len(DATA)}")

    def _whole(self) -> None:
        self._say(200, DATA)

    def _shifted(self) -> None:
        self._say(206, DATA[:10], Content_Range="bytes 0-9/256000")

    def _to(self) -> None:
        """/to/STATUS?ADDRESS"""
        where, _, address = self.path.partition("?")
        self._say(int(where.split("/")[2]), Location=address)

    def _loop(self) -> None:
        self._say(302, Location=self.path)


class Server(ThreadingHTTPServer):
    """One origin."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Bad)
        self.seen: list[tuple[str, str, dict[str, str]]] = []
        self.answer = b""
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"

    def handle_error(self, *_: Any) -> None:
        """A client that goes away is no news."""


@pytest.fixture(scope="module")
def servers() -> Iterator[tuple[Server, Server]]:
    two = Server(), Server()
    yield two
    for one in two:
        one.shutdown()
        one.server_close()


@pytest.fixture
def ours(servers: tuple[Server, Server]) -> Server:
    for one in servers:
        one.seen.clear()
        one.answer = b""
    return servers[0]


@pytest.fixture
def foreign(servers: tuple[Server, Server]) -> Server:
    return servers[1]


@pytest.fixture
def http(ours: Server) -> Iterator[Web]:
    made = Web(ours.url, auth=("me", PASSWORD), headers={"X-Api-Key": KEY}, seconds=1.0)
    yield made
    made.close()


# --- what a failure means


@pytest.mark.parametrize(
    ("status", "kind"),
    [(401, DeniedError), (403, DeniedError), (404, MissingError), (410, MissingError), (405, UnsupportedError),
     (409, ConflictError), (412, ConflictError), (423, ConflictError), (413, FullError), (507, FullError),
     (501, UnsupportedError), (408, TransientError), (425, TransientError), (429, TransientError),
     (500, TransientError), (502, TransientError), (503, TransientError), (504, TransientError),
     (400, TargetError), (302, TargetError), (304, TargetError)],
)  # fmt: skip
def test_status_means(http: Web, status: int, kind: type[TargetError]) -> None:
    with pytest.raises(TargetError) as caught:
        http.ask("GET", f"status/{status}")
    assert type(caught.value) is kind
    words, told = str(caught.value).split(" (")
    assert told == f"{status})"
    assert not re.search(r"[0-9]|answer(ed)? |127\.0|HTTP", words)
    assert re.fullmatch("|[A-Z].*\\.", caught.value.hint)


def test_every_status_means_something(http: Web) -> None:
    """In words that somebody who never heard of a status understands, each class of errors by words of its own."""
    known = dict.fromkeys([*reply._MEANINGS, 302, 418, 500, 503])
    texts = {str(failure(reply.Reply(status=status, headers={}))).partition(" (")[0] for status in known}
    assert len(texts) >= 20
    assert {401: "not accepted", 403: "not allowed", 404: "nothing at this address", 413: "larger", 423: "locked",
            507: "no room", 500: "in trouble"}.items() <= {
        status: words
        for status in known
        for words in ("not accepted", "not allowed", "nothing at this address", "larger", "locked", "no room", "in trouble")
        if words in str(failure(reply.Reply(status=status, headers={})))
    }.items()  # fmt: skip


def test_accepted_status_is_an_answer(http: Web) -> None:
    assert http.ask("GET", "status/404", accept=(404,)).status == 404


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("7", 7.0), ("0", 0.0), ("1.5", 1.5), ("in_a_minute", 60.0),
     ("Wed,_21_Oct_2015_07:28:00_GMT", 0.0), ("Wed,_21_Oct_2015_07:28:00_-0000", 0.0), ("-5", None), ("nan", None),
     ("inf", None), ("1e9", None), ("soon", None), ("Mon,_99_Foo_99999_99:99:99_GMT", None)],
)  # fmt: skip
def test_waits_as_told(http: Web, said: str, seconds: float | None) -> None:
    if said == "in_a_minute":
        said = formatdate(time.time() + 60, usegmt=True).replace(" ", "_")
    for status in (429, 503):
        with pytest.raises(TransientError) as caught:
            http.ask("GET", f"status/{status}/{said}")
        assert caught.value.retry_after == (seconds if seconds is None else pytest.approx(seconds, abs=2))


@pytest.mark.parametrize(
    ("answer", "reason"),
    [(b'{"message": "no such show"}', "no such show"), (b'{"errors": [{"title": "bad title"}]}', "bad title"),
     (b'{"errors": ["too long"]}', "too long"), (b'{"error": {"message": "x"}}', "x"), (b"<h1>Oops</h1>", ""),
     (b'{"message": 7}', ""), (b"[1]", ""), (b"[" * 5000, ""), (b'{"message": "\\u001b[2Jgone\\n"}', "[2Jgone"),
     (b'{"message": "https://s3.example/x?X-Amz-Signature=abc failed"}', "https://s3.example/x?… failed"),
     (b'{"message": "' + b"x" * 999 + b'"}', "x" * 200)],
)  # fmt: skip
def test_reason(http: Web, ours: Server, answer: bytes, reason: str) -> None:
    ours.answer = answer
    with pytest.raises(TargetError) as caught:
        http.ask("GET", "status/400")
    assert str(caught.value).endswith(f" (400: {reason})" if reason else " (400)")


# --- secrets


@pytest.mark.parametrize("echo", [PASSWORD, KEY])
def test_no_secret_that_a_server_sends_back_is_told(http: Web, ours: Server, echo: str) -> None:
    ours.answer = f'{{"message": "not accepted: {echo}!"}}'.encode()
    with pytest.raises(DeniedError) as caught:
        http.ask("GET", "status/401")
    assert str(caught.value) == f"the name, password or key is not accepted (401: not accepted: {redact.MASK}!)"


def test_our_origin_is_shown_who_we_are(http: Web, ours: Server) -> None:
    http.ask("GET", "ok")
    told = ours.seen[0][2]
    assert (told["X-Api-Key"], told["Authorization"][:6]) == (KEY, "Basic ")
    assert told["User-Agent"] == web.AGENT
    assert told["Accept-Encoding"] == "identity"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_redirect_to_a_stranger_tells_nothing(
    http: Web, ours: Server, foreign: Server, method: str, status: int
) -> None:
    sent = {} if method == "GET" else {"content": KEY}
    told = {"Authorization": "Bearer " + KEY, "X-Token": KEY, "Cookie": KEY, "Depth": "1", "Range": "bytes=0-1"}
    http.ask(method, f"to/{status}?{foreign.url}ok", headers=told, **sent)
    ((_, path, headers),) = foreign.seen
    assert path == "/ok"
    assert KEY not in str(headers)
    assert not {"Authorization", "X-Api-Key", "X-Token", "Cookie", "Content-Length"} & set(headers)
    assert (headers["Depth"], headers["Range"]) == ("1", "bytes=0-1")


def test_query_of_ours_does_not_travel(http: Web, ours: Server, foreign: Server) -> None:
    """The parameters that authenticate at some hosts would be put on the address of the redirect."""
    ours.answer = b""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Bad, "_ask", lambda self: self._say(302, Location=foreign.url + "ok?a=1"), raising=False)
        http.ask("GET", "ask", params={"api_token": KEY})
    assert (ours.seen[0][1], foreign.seen[0][1]) == (f"/ask?api_token={KEY}", "/ok?a=1")


def test_redirect_at_home_keeps_who_we_are(http: Web, ours: Server) -> None:
    http.ask("GET", f"to/302?{ours.url}ok")
    assert [headers.get("X-Api-Key") for _, _, headers in ours.seen] == [KEY, KEY]


def test_address_of_a_stranger_is_shown_nothing(http: Web, foreign: Server) -> None:
    http.ask("PUT", foreign.url + "ok?signature=1", content=b"x", headers={"Content-Type": "audio/mpeg"})
    headers = foreign.seen[0][2]
    assert headers["Content-Type"] == "audio/mpeg"
    assert not {"Authorization", "X-Api-Key"} & set(headers)


def test_same_host_on_another_port_gets_no_cookie(http: Web, ours: Server, foreign: Server) -> None:
    http.ask("GET", "ok")
    http.ask("GET", "ok")
    http.ask("GET", foreign.url + "ok")
    assert not any("Cookie" in headers for _, _, headers in (*ours.seen, *foreign.seen))


def test_write_is_not_redirected(http: Web, ours: Server, foreign: Server) -> None:
    with pytest.raises(TargetError, match=f"^sends us on to {foreign.url}ok$") as caught:
        http.ask("PUT", f"to/307?{foreign.url}ok?secret={KEY}", content=b"x")
    assert not foreign.seen
    assert "log in" in caught.value.hint
    assert KEY not in caught.value.hint


def test_the_list_of_our_own_files_does_not_lie_elsewhere(http: Web, foreign: Server) -> None:
    with pytest.raises(TargetError, match=f"^sends us on to {foreign.url}ok$"):
        http.ask("PROPFIND", f"to/302?{foreign.url}ok")
    assert not foreign.seen


def test_where_all_is_at_another_server_the_whole_address_is_told(http: Web, ours: Server, foreign: Server) -> None:
    """As where http is sent on to https."""
    path = f"to/308?{foreign.url}to/308"
    with pytest.raises(TargetError) as caught:
        http.ask("PUT", path, content=b"x")
    assert caught.value.hint.endswith(f" {foreign.url}")


def test_a_redirect_that_was_asked_for_is_an_answer(http: Web, foreign: Server) -> None:
    assert http.ask("HEAD", f"to/302?{foreign.url}ok", accept=(302,)).status == 302
    assert not foreign.seen


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "ftp://127.0.0.1/x", "http://[", "http://127.0.0.1:99999/", "javascript:1", "//"]
)
def test_redirect_to_no_address(http: Web, ours: Server, location: str) -> None:
    with pytest.raises(TargetError) as caught:
        http.ask("GET", f"to/302?{location}")
    assert not isinstance(caught.value, TransientError)


def test_redirects_end(http: Web, ours: Server) -> None:
    with pytest.raises(TargetError, match="without end"):
        http.ask("GET", "loop")
    assert len(ours.seen) == 6


@pytest.mark.parametrize("url", ["http://me:pw@127.0.0.1/", "https://me@example.org/x"])
def test_no_password_in_the_address(url: str) -> None:
    with pytest.raises(DeniedError, match="must not stand in the address") as caught:
        Web(url)
    assert "pw" not in str(caught.value)
    assert "me@" not in str(caught.value)


@pytest.mark.parametrize("url", ["http://[", "http://127.0.0.1:99999"])
def test_base_that_is_no_address(url: str) -> None:
    with pytest.raises(TargetError, match="no usable address"):
        Web(url)


# --- private networks


def test_private_address_is_refused_to_a_public_server(ours: Server, foreign: Server) -> None:
    made = Web(ours.url, allow_private=False)
    with pytest.raises(DeniedError, match="not https"):
        made.ask("GET", f"to/302?{foreign.url}ok")
    with pytest.raises(DeniedError, match="private network"):
        made.ask("PUT", foreign.url.replace("http:", "https:") + "ok")
    assert not foreign.seen
    made.close()


def test_name_that_leads_elsewhere_a_moment_later(monkeypatch: pytest.MonkeyPatch, foreign: Server) -> None:
    """The name is public when it is checked, and private when it is connected to."""
    monkeypatch.setattr(web, "_is_private", lambda *_: False)
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    made = Web("https://example.org/", allow_private=False)
    with pytest.raises(DeniedError, match="private network"):
        made.ask("PUT", foreign.url.replace("http:", "https:") + "ok", content=b"x")
    assert not foreign.seen
    made.close()


# --- what a body may be


def test_answer_is_cut_at_the_size_asked_for(http: Web) -> None:
    began = time.monotonic()
    reply = http.ask("GET", "huge", size=1000)
    assert (len(reply.body), reply.whole) == (1000, False)
    assert time.monotonic() - began < 2
    reply = http.ask("GET", "ok", size=4)
    assert (reply.body, reply.whole) == (b"fine", True)


@pytest.mark.parametrize("read", [False, True])
def test_bomb_costs_little(http: Web, read: bool) -> None:
    import tracemalloc

    bomb()
    tracemalloc.start()
    if read:
        assert sum(len(piece) for piece in http.read("bomb")) == 100_000_000
    else:
        assert not http.ask("GET", "bomb", size=1 << 20).whole
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000


def test_packed_twice_is_not_unpacked(http: Web) -> None:
    with pytest.raises(TargetError, match="packs what it sends"):
        http.ask("GET", "bomb/twice")


def test_packed_all_the_same(http: Web) -> None:
    assert http.ask("GET", "packed").body == DATA
    assert b"".join(http.read("packed")) == DATA
    assert http.ask("HEAD", "packed").body == b""
    with pytest.raises(TransientError, match="broke the connection off"):
        http.ask("GET", "packed/cut")
    with pytest.raises(TargetError, match="cannot be unpacked"):
        http.ask("GET", "broken")


def test_cut_is_no_answer(http: Web) -> None:
    for act in (lambda: http.ask("GET", "cut"), lambda: b"".join(http.read("cut")), lambda: http.ask("GET", "gone")):
        with pytest.raises(TransientError, match="broke the connection off"):
            act()


def test_more_than_was_said_is_left(http: Web) -> None:
    assert http.ask("GET", "liar").body == b"more"
    time.sleep(0.1)  # until its end of the connection has come: before, a request may still go out on it
    assert http.ask("GET", "ok").body == b"fine"


def test_drip_ends(http: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "_LATEST", 0.3)
    for act in (lambda: http.ask("GET", "drip"), lambda: b"".join(http.read("drip"))):
        began = time.monotonic()
        with pytest.raises(TransientError, match="took too long"):
            act()
        assert time.monotonic() - began < 1.0


def test_time_is_counted_from_the_answer_on(http: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    """An upload may take long without the short answer to it being late."""
    monkeypatch.setattr(web, "_LATEST", 0.2)

    def slowly() -> Iterator[bytes]:
        time.sleep(0.3)
        yield b"x"

    assert http.ask("PUT", "ok", content=slowly(), headers={"Content-Length": "1"}).body == b"fine"


def test_silence_ends(http: Web) -> None:
    with pytest.raises(TransientError, match="took too long"):
        http.ask("GET", "silent")


def test_nobody_there() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        made = Web(f"http://127.0.0.1:{taken.getsockname()[1]}/")
        with pytest.raises(TransientError, match=r"^refuses connections"):
            made.ask("GET", "x")
        made.close()


def test_plain_server_spoken_to_over_tls(ours: Server) -> None:
    made = Web(ours.url.replace("http:", "https:"))
    with pytest.raises(TargetError, match=r"^does not speak https"):
        made.ask("GET", "ok")
    made.close()


# --- parts


@pytest.mark.parametrize("path", ["range", "whole"])
@pytest.mark.parametrize(
    ("start", "size"), [(0, None), (0, 10), (70_000, 70_000), (255_990, None), (255_990, 99), (5, 0)]
)
def test_part(http: Web, path: str, start: int, size: int | None) -> None:
    if (path, start, size) == ("range", 0, None):
        path = "whole"
    assert b"".join(http.read(path, start=start, size=size)) == DATA[start : None if size is None else start + size]


def test_part_behind_the_end(http: Web) -> None:
    assert b"".join(http.read("range", start=999_999)) == b""
    assert b"".join(http.read("whole", start=999_999)) == b""


def test_another_part_than_asked_for(http: Web) -> None:
    with pytest.raises(TargetError, match="another part"):
        b"".join(http.read("shifted", start=5))


def test_reading_what_is_not_there(http: Web) -> None:
    with pytest.raises(MissingError):
        b"".join(http.read("status/404"))


def test_reader_that_stops_early_leaves_a_working_client(http: Web) -> None:
    pieces = http.read("huge")
    assert next(pieces)
    pieces.close()
    assert http.ask("GET", "ok").body == b"fine"


# --- uploads


def upload(body: Path | bytes, size: int) -> Upload:
    return Upload(path="a.mp3", body=body, size=size, sha256="", media_type="audio/mpeg")


def test_body_in_pieces(tmp_path: Path) -> None:
    seen: list[int] = []
    assert b"".join(body_of(upload(DATA, len(DATA)), seen.append)) == DATA
    assert sum(seen) == len(DATA)
    assert max(seen) <= 1 << 20
    assert b"".join(body_of(upload(b"", 0))) == b""


@pytest.mark.parametrize("size", [len(DATA) - 1, len(DATA) + 1, 0])
def test_file_that_changed_meanwhile(http: Web, tmp_path: Path, size: int) -> None:
    file = tmp_path / "a.mp3"
    file.write_bytes(DATA)
    with pytest.raises(TargetError, match=r"^changed while it was sent") as caught:
        http.ask("PUT", "ok", content=body_of(upload(file, size)), headers={"Content-Length": str(size)})
    assert not isinstance(caught.value, TransientError)


def test_file_that_is_gone(http: Web, tmp_path: Path) -> None:
    with pytest.raises(TargetError, match=r"^cannot be read on this machine: No such file"):
        http.ask("PUT", "ok", content=body_of(upload(tmp_path / "x", 5)), headers={"Content-Length": "5"})


def test_json_that_is_none(http: Web) -> None:
    with pytest.raises(TargetError, match="none of this service"):
        http.ask("GET", "ok").json()


@pytest.mark.parametrize("value", ["a\nb", "ü"])
def test_header_that_cannot_be(http: Web, value: str) -> None:
    with pytest.raises(TargetError):
        http.ask("GET", "ok", headers={"X": value})


def test_no_address_is_logged(http: Web, ours: Server, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    http.ask("GET", "ok", params={"signature": KEY})
    assert KEY not in caplog.text
    assert PASSWORD not in caplog.text
