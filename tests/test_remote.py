"""Asking servers: every trick of a hostile host ends quickly in a plain refusal, and private networks are not asked."""

from __future__ import annotations

import gzip
import io
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from feedtool import remote
from feedtool.remote import Limits, RefusedError, RemoteError, UnreachedError

if TYPE_CHECKING:
    from collections.abc import Iterator

FAST = Limits(seconds=2.0, redirects=3, size=100_000)


class Host(BaseHTTPRequestHandler):
    """A server with a fault at each path; it remembers the headers of what it was asked."""

    protocol_version = "HTTP/1.1"
    asked: list[tuple[str, dict[str, str]]] = []  # noqa: RUF012 - shared by all requests of a test

    def log_message(self, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        self.asked.append((self.path, dict(self.headers)))
        name = self.path.strip("/").partition("?")[0].replace("-", "_") or "fine"
        getattr(self, f"on_{name}", self.on_missing)()

    do_HEAD = do_GET  # noqa: N815 - the name http.server asks for

    def reply(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        told = {"Content-Length": str(len(body)), **{k.replace("_", "-"): v for k, v in headers.items()}}
        for name, value in told.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def on_fine(self) -> None:
        self.reply(200, b"here", Content_Type="audio/mpeg")

    def on_missing(self) -> None:
        self.reply(404)

    def on_once(self) -> None:
        self.reply(302, Location="/fine")

    def on_loop(self) -> None:
        self.reply(302, Location="/loop")

    def on_metadata(self) -> None:
        self.reply(302, Location="http://169.254.169.254/latest/meta-data/")

    def on_file(self) -> None:
        self.reply(302, Location="file:///etc/passwd")

    def on_password(self) -> None:
        self.reply(302, Location="http://ann:secret@example.com/")

    def on_cut(self) -> None:
        self.reply(200, b"half", Content_Length="4000")
        self.close_connection = True

    def on_slow(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.drip()

    def on_slow_header(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        self.drip()

    def drip(self) -> None:
        try:
            for _ in range(100):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.1)
        except OSError:
            self.close_connection = True

    def on_bomb(self) -> None:
        self.reply(200, gzip.compress(bytes(50_000_000), 9), Content_Encoding="gzip")

    def on_packed(self) -> None:
        self.reply(200, gzip.compress(b"here"), Content_Encoding="gzip")

    def on_strange(self) -> None:
        self.reply(200, b"x", Content_Encoding="br")

    def on_endless(self) -> None:
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        try:
            while True:
                self.wfile.write(b"1000\r\n" + bytes(4096) + b"\r\n")
        except OSError:
            self.close_connection = True

    def on_headers(self) -> None:
        self.send_response(200)
        for number in range(300):
            self.send_header(f"X-{number}", "y")
        self.end_headers()

    def on_nonsense(self) -> None:
        self.wfile.write(b"\x00\xff nothing like HTTP\r\n\r\n")
        self.close_connection = True


@pytest.fixture
def host() -> Iterator[str]:
    Host.asked.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Host)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


def get(url: str, **given: object) -> remote.Answer:
    return remote.get(url, allow_private=True, limits=FAST, **given)  # type: ignore[arg-type]


def test_a_body_goes_into_a_sink_up_to_the_limit(host: str) -> None:
    out = io.BytesIO()
    answer = get(f"{host}/once", sink=lambda status, headers: out if headers["content-type"] == "audio/mpeg" else None)
    assert (answer.status, answer.body, answer.length, answer.whole, out.getvalue()) == (200, b"", 4, True, b"here")
    cut = io.BytesIO()
    answer = remote.get(f"{host}/fine", allow_private=True, limits=FAST._replace(size=3), sink=lambda *_: cut)
    assert (cut.getvalue(), answer.length, answer.whole) == (b"her", 3, False)
    assert get(f"{host}/missing", sink=lambda status, _: None).status == 404
    half = io.BytesIO()
    with pytest.raises(UnreachedError, match="broke off"):
        get(f"{host}/cut", sink=lambda *_: half)
    assert half.getvalue() == b"half"


def test_an_answer_tells_status_headers_and_body(host: str) -> None:
    answer = get(f"{host}/fine?a=1")
    assert (answer.status, answer.body, answer.headers["content-type"]) == (200, b"here", "audio/mpeg")
    assert get(f"{host}/missing").status == 404
    assert get(f"{host}/fine", method="HEAD").body == b""


def test_redirects_are_followed_and_told(host: str) -> None:
    answer = get(f"{host}/once")
    assert (answer.url, answer.hops) == (f"{host}/fine", (f"{host}/once",))


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("loop", "redirects more than 3 times"),
        ("cut", "broke off in the middle"),
        ("slow", "took too long"),
        ("slow-header", "took too long"),
        ("strange", "packs what it sends in a way not asked for"),
        ("headers", "broke off"),
        ("nonsense", "broke off"),
    ],
)
def test_a_hostile_host_is_left_in_time(host: str, path: str, says: str) -> None:
    start = time.monotonic()
    with pytest.raises(UnreachedError, match=says):
        get(f"{host}/{path}")
    assert time.monotonic() - start < 4


@pytest.mark.parametrize("path", ["bomb", "endless"])
def test_what_is_kept_of_a_body_is_bounded(host: str, path: str) -> None:
    answer = get(f"{host}/{path}")
    assert not answer.whole
    assert len(answer.body) == FAST.size


def test_a_packed_body_is_unpacked(host: str) -> None:
    assert get(f"{host}/packed").body == b"here"


@pytest.mark.parametrize("path", ["file", "password"])
def test_redirects_lead_to_web_addresses_without_passwords_only(host: str, path: str) -> None:
    with pytest.raises(RefusedError):
        get(f"{host}/{path}")


def test_private_addresses_are_refused_before_a_connection(host: str) -> None:
    with pytest.raises(RefusedError, match=r"leads to 127\.0\.0\.1"):
        remote.get(f"{host}/fine", limits=FAST)
    assert Host.asked == []


def test_each_redirect_is_checked_again(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    public = remote.is_public
    monkeypatch.setattr(remote, "is_public", lambda number: number == "127.0.0.1" or public(number))
    with pytest.raises(RefusedError, match=r"leads to 169\.254\.169\.254"):
        remote.get(f"{host}/metadata", limits=FAST)


def test_the_address_that_was_checked_is_the_one_connected_to(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that answers with a public address first and a private one later leads nowhere private."""
    answers = iter(["127.0.0.1", "10.0.0.1"])
    port = int(host.rpartition(":")[2])

    def resolve(name: str, port: int, **_: object) -> list[object]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda name, *a, **k: resolve(name, *a, **k) if name == "rebind.example" else real(name, *a, **k),
    )
    monkeypatch.setattr(remote, "is_public", lambda number: True)
    assert remote.get(f"http://rebind.example:{port}/fine", limits=FAST).body == b"here"
    assert Host.asked[0][1]["Host"] == f"rebind.example:{port}"
    assert next(answers) == "10.0.0.1"


def test_one_private_address_among_several_refuses_the_host(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (n, 80)) for n in ("93.184.216.34", "192.168.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: rows)
    with pytest.raises(RefusedError, match=r"192\.168\.0\.1"):
        remote.get("http://example.com/", limits=FAST)


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "240.0.0.1", "192.0.2.1", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1",
        "::ffff:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:c0a8:1::1", "2001:db8::1",
    ],
)  # fmt: skip
def test_these_addresses_are_not_public(number: str) -> None:
    assert not remote.is_public(number)


@pytest.mark.parametrize("number", ["93.184.216.34", "1.1.1.1", "2606:4700:4700::1111", "64:ff9b::101:101"])
def test_these_addresses_are_public(number: str) -> None:
    assert remote.is_public(number)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "ftp://example.com/", "gopher://example.com/", "http:///path", "//example.com/",
        "http://ann:secret@example.com/", "http://ann@example.com/", "http://exa mple.com/", "http://example.com/a\r\nb",
        "http://example.com:99999/", "http://example.com:0/", "http://[::1", "http://example.com/é", "",
    ],
)  # fmt: skip
def test_these_are_never_asked(url: str) -> None:
    with pytest.raises(RefusedError):
        remote.get(url, allow_private=True, limits=FAST)


def test_nothing_of_the_user_is_sent(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    get(f"{host}/once")
    sent = {name.lower() for _, headers in Host.asked for name in headers}
    assert sent <= {"host", "user-agent", "accept-encoding", "connection"}


def test_closed_ports_and_unknown_hosts_say_so() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    with pytest.raises(RemoteError, match="refuses connections"):
        get(f"http://127.0.0.1:{port}/")
    with pytest.raises(RemoteError, match="not known"):
        get("http://no-such-host.invalid/")


def test_a_server_without_tls_is_told(host: str) -> None:
    with pytest.raises(UnreachedError):
        get(host.replace("http://", "https://"))


def test_secrets_are_left_out_of_messages() -> None:
    assert remote.without_secrets("https://ann:pw@example.com/a@b") == "https://example.com/a@b"
