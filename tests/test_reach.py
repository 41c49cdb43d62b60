"""What a feed's addresses answer: each thing that can be wrong at a host is told at the tag that names it."""

from __future__ import annotations

import io
import json
import struct
import threading
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from feedtool import remote
from feedtool.reach import Reach, check, served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedtool.findings import Finding

AUDIO = bytes(5000)
CUES = b"WEBVTT\n\n00:00.000 --> 00:02.000\nHello\n"
CHAPTERS = json.dumps({"version": "1.2.0", "chapters": [{"startTime": 0, "title": "A"}]}).encode()


def png(width: int, height: int, colours: int = 2) -> bytes:
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, colours, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body))


def jpeg(width: int, height: int, colours: int = 3) -> bytes:
    return b"\xff\xd8\xff\xe0\x00\x04xx\xff\xc0\x00\x11\x08" + struct.pack(">HHB", height, width, colours) + bytes(20)


FILES = {
    "a.mp3": ("audio/mpeg", AUDIO),
    "typed.mp3": ("text/html", AUDIO),
    "c.png": ("image/png", png(3000, 3000)),
    "small.png": ("image/png", png(600, 600)),
    "wide.jpg": ("image/jpeg", jpeg(3000, 1500)),
    "cmyk.jpg": ("image/jpeg", jpeg(1400, 1400, 4)),
    "clear.png": ("image/png", png(1400, 1400, 6)),
    "page.png": ("image/png", b"<html>"),
    "heavy.png": ("image/png", png(1400, 1400) + bytes(600 * 1024)),
    "c.json": ("application/json+chapters", CHAPTERS),
    "bad.json": ("application/json+chapters", b'{"version": "1.2.0", "chapters": [{"title": "A"}]}'),
    "latin.json": ("application/json+chapters", b'{"version": "1.2.0", "chapters": "\xe4"}'),
    "t.vtt": ("text/vtt", CUES),
    "empty.vtt": ("text/vtt", b""),
}


class Host(BaseHTTPRequestHandler):
    """Serves FILES with ranges and CORS, unless the address asks otherwise: ?noranges, ?closed, ?nohead, ?gone."""

    def log_message(self, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        name, _, how = self.path.lstrip("/").partition("?")
        if name.startswith("hop"):
            self.answer(302, b"", {"Location": f"/hop{int(name[3:]) - 1}" if name != "hop0" else "/a.mp3"})
            return
        if name not in FILES or how == "gone" or (how == "nohead" and self.command == "HEAD"):
            self.answer(405 if how == "nohead" else 404, b"", {})
            return
        kind, data = FILES[name]
        told = {"Content-Type": kind} | ({} if how == "closed" else {"Access-Control-Allow-Origin": "*"})
        asked = self.headers.get("Range", "")
        if asked and how != "noranges":
            first, last = (int(n) for n in asked.removeprefix("bytes=").split("-"))
            total = len(data)
            data = data[first : last + 1]
            self.answer(206, data, told | {"Content-Range": f"bytes {first}-{first + len(data) - 1}/{total}"})
        else:
            self.answer(200, data, told)

    do_HEAD = do_GET  # noqa: N815 - the name http.server asks for

    def answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Host)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def feed(tags: str, *, items: int = 1) -> bytes:
    names = 'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:podcast="https://podcastindex.org/namespace/1.0"'
    return f'<rss version="2.0" {names}>\n<channel>\n<title>A</title>\n<item>\n{tags}\n</item></channel></rss>'.encode()


def asked(tags: str, **given: object) -> list[Finding]:
    reach = Reach(allow_private=True, limits=remote.Limits(seconds=5), **given)  # type: ignore[arg-type]
    return list(check(io.BytesIO(feed(tags)), "feed.xml", reach))


def test_a_sound_host_has_no_findings(host: str) -> None:
    tags = (
        f'<enclosure url="{host}/a.mp3" length="5000" type="audio/mpeg"/><itunes:image href="{host}/c.png"/>'
        f'<podcast:chapters url="{host}/c.json" type="application/json+chapters"/>'
        f'<podcast:transcript url="{host}/t.vtt" type="text/vtt"/>'
    )
    assert asked(tags) == []


ENCLOSURE = '<enclosure url="{host}/%s" length="%s" type="audio/mpeg"/>'
IMAGE = '<itunes:image href="{host}/%s"/>'
CASES = [
    ("FT590", ENCLOSURE % ("none.mp3", 5000), "answers 404"),
    ("FT590", IMAGE % "none.png", "answers 404"),
    ("FT590", '<podcast:chapters url="{host}/none.json" type="application/json+chapters"/>', "answers 404"),
    ("FT591", '<enclosure url="file:///etc/passwd" length="1" type="audio/mpeg"/>', "no http or https"),
    ("FT592", ENCLOSURE % ("a.mp3", 4999), "the feed says 4,999 bytes, the server 5,000"),
    ("FT592", ENCLOSURE % ("a.mp3?nohead", 4999), "the server 5,000"),
    ("FT593", ENCLOSURE % ("typed.mp3", 5000), "the server text/html"),
    ("FT594", ENCLOSURE % ("a.mp3?noranges", 5000), "sends no part"),
    ("FT595", ENCLOSURE % ("hop3", 5000), "redirected 4 times"),
    ("FT596", IMAGE % "small.png", "600 pixels wide"),
    ("FT596", IMAGE % "wide.jpg", "3000 by 1500"),
    ("FT596", IMAGE % "cmyk.jpg", "CMYK"),
    ("FT596", IMAGE % "clear.png", "transparency"),
    ("FT596", IMAGE % "page.png", "neither"),
    ("FT596", IMAGE % "heavy.png", "600 kB"),
    ("FT597", '<podcast:chapters url="{host}/bad.json" type="application/json+chapters"/>', "FT308"),
    ("FT597", '<podcast:chapters url="{host}/latin.json" type="application/json+chapters"/>', ""),
    ("FT597", '<podcast:transcript url="{host}/empty.vtt" type="text/vtt"/>', "FT6"),
    ("FT598", '<podcast:transcript url="{host}/t.vtt?closed" type="text/vtt"/>', "web players"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "tags", "says"), CASES)
def test_each_fault_of_a_host_is_told_at_its_tag(host: str, code: str, tags: str, says: str) -> None:
    (finding,) = asked(tags.replace("{host}", host))
    assert (finding.code, finding.place and finding.place.line) == (code, 5)
    assert says in finding.message


def test_private_addresses_are_refused_unless_allowed(host: str) -> None:
    (finding,) = check(io.BytesIO(feed(ENCLOSURE.replace("{host}", host) % ("a.mp3", 5000))), "f", Reach())
    assert finding.code == "FT591"


def test_an_address_is_asked_once_and_not_more_than_so_many(host: str) -> None:
    tags = "".join(f'<podcast:transcript url="{host}/none{n % 5}" type="text/vtt"/>' for n in range(20))
    assert [f.code for f in asked(tags)] == ["FT590"] * 5
    rows = asked(tags, most=2)
    assert [f.code for f in rows] == ["FT590", "FT590", "FT599"]
    assert rows[-1].message.startswith("3 more addresses")


def test_findings_keep_the_order_of_the_feed(host: str) -> None:
    tags = "".join(f'<podcast:transcript url="{host}/none{n}" type="text/vtt"/>\n' for n in range(30))
    lines = [f.place.line for f in asked(tags) if f.place]
    assert lines == sorted(lines)


def test_how_a_feed_is_served() -> None:
    fine = remote.Answer(
        url="https://a.example/f", hops=(), status=200,
        headers={"content-type": "application/rss+xml; charset=utf-8", "access-control-allow-origin": "*"},
    )  # fmt: skip
    assert list(served(fine, "f")) == []
    poor = remote.Answer(url="http://a.example/f", hops=("https://a.example/f",), status=200, headers={})
    assert [f.code for f in served(poor, "f")] == ["FT593", "FT595", "FT598"]
