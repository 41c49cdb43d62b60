"""Addresses over TLS: a good certificate is taken, and each bad one is told in words that say what is wrong."""

from __future__ import annotations

import ssl
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest
import trustme
from click.testing import CliRunner

from feedtool import remote
from feedtool.check.feed.addresses import addresses
from feedtool.cli import main
from feedtool.reach import Reach, check
from feedtool.remote import Limits, UnreachedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

NOW = datetime.now(UTC)
FAST = Limits(seconds=5.0)
FEED = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>A</title><link>https://example.com/</link><description>d</description>
<item><title>One</title><guid isPermaLink="false">guid-number-1</guid>
<enclosure url="{url}/1.mp3" type="audio/mpeg" length="4"/></item></channel></rss>
"""


class Host(BaseHTTPRequestHandler):
    """A server with one file."""

    def log_message(self, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        self.send_response(200)
        for name, value in (("Content-Type", "audio/mpeg"), ("Content-Length", "4"), ("Accept-Ranges", "bytes")):
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(b"here")

    do_HEAD = do_GET  # noqa: N815 - the name http.server asks for


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    """An authority that this process trusts, and no other."""
    made = trustme.CA()
    made.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    return made


@pytest.fixture
def served() -> Iterator[Callable[[trustme.LeafCert], str]]:
    """`served(certificate)`: the address of a server that shows it."""
    servers: list[ThreadingHTTPServer] = []

    def serve(certificate: trustme.LeafCert) -> str:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(context)
        server = ThreadingHTTPServer(("127.0.0.1", 0), Host)
        server.daemon_threads = True
        server.handle_error = lambda *_: None  # type: ignore[method-assign]
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        servers.append(server)
        return f"https://localhost:{server.server_address[1]}"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


class SelfSigned:
    """A certificate that is its own authority."""

    def __init__(self, path: Path) -> None:
        made = trustme.CA()
        self.path = path / "own.pem"
        made.cert_pem.write_to_path(str(self.path))
        with self.path.open("ab") as out:
            out.write(made.private_key_pem.bytes())

    def configure_cert(self, context: ssl.SSLContext) -> None:
        context.load_cert_chain(str(self.path))


def certificate(kind: str, authority: trustme.CA, folder: Path) -> trustme.LeafCert | SelfSigned:
    if kind == "expired":
        past = {"not_before": NOW - timedelta(days=90), "not_after": NOW - timedelta(days=1)}
        return authority.issue_cert("localhost", **past)
    if kind == "early":
        return authority.issue_cert("localhost", not_before=NOW + timedelta(days=2), not_after=NOW + timedelta(days=9))
    if kind == "other name":
        return authority.issue_cert("podcast.example.org")
    if kind == "other authority":
        return trustme.CA().issue_cert("localhost")
    if kind == "self-signed":
        return SelfSigned(folder)
    return authority.issue_cert("localhost")


BAD = {
    "expired": "it has expired",
    "early": "it is not valid yet",
    "other name": "it is made out to another name",
    "other authority": "apps do not know who signed it",
    "self-signed": "it is signed by itself",
}


def test_a_good_certificate_is_taken(authority: trustme.CA, served: Callable[..., str], tmp_path: Path) -> None:
    url = served(certificate("good", authority, tmp_path))
    answer = remote.get(f"{url}/1.mp3", allow_private=True, limits=FAST)
    assert (answer.status, answer.body, answer.hops) == (200, b"here", ())


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_certificate_says_what_is_wrong(
    authority: trustme.CA, served: Callable[..., str], tmp_path: Path, kind: str
) -> None:
    url = served(certificate(kind, authority, tmp_path))
    with pytest.raises(UnreachedError, match=f"^has no valid certificate: {BAD[kind]}"):
        remote.get(f"{url}/1.mp3", allow_private=True, limits=FAST)


@pytest.mark.parametrize("kind", ["good", *BAD])
def test_a_remote_check_tells_the_episode_whose_address_it_is(
    authority: trustme.CA, served: Callable[..., str], tmp_path: Path, kind: str
) -> None:
    data = FEED.format(url=served(certificate(kind, authority, tmp_path))).encode()
    assert len(list(addresses([data], "feed.xml"))) == 1
    found = [f for f in check([data], "feed.xml", Reach(allow_private=True)) if f.code == "FT590"]
    assert [f.place and f.place.line for f in found] == ([] if kind == "good" else [4])
    assert all(BAD[kind] in f.message for f in found)


def test_the_address_of_a_feed_is_told_likewise(
    authority: trustme.CA, served: Callable[..., str], tmp_path: Path
) -> None:
    url = served(certificate("expired", authority, tmp_path))
    ran = CliRunner().invoke(main, ["check", "--allow-private", f"{url}/feed.xml"])
    assert ran.exit_code == 3
    assert "has no valid certificate: it has expired [FT590]" in ran.output


def test_a_server_without_tls_is_told_apart() -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Host)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        with pytest.raises(UnreachedError, match="cannot be spoken to over TLS"):
            remote.get(f"https://localhost:{server.server_address[1]}/", allow_private=True, limits=FAST)
    finally:
        server.shutdown()
        server.server_close()
