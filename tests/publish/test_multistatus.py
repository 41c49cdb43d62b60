"""Lists of WebDAV servers: how they differ, and what a hostile one may try."""

from __future__ import annotations

import time
from email.utils import formatdate

import pytest

from feedtool.publish.errors import TargetError
from feedtool.publish.stores import multistatus
from feedtool.publish.stores.multistatus import Entry

BASE = "https://dav.example.org/remote.php/dav/files/me/My%20Sh%C3%B6w/"
ROOT = "/remote.php/dav/files/me/My%20Sh%C3%B6w/"


def answer(*responses: str, head: str = "") -> bytes:
    return f'<?xml version="1.0" encoding="utf-8"?>{head}<d:multistatus xmlns:d="DAV:">{"".join(responses)}</d:multistatus>'.encode()


def response(href: str, properties: str = "<d:resourcetype/>", status: str = "HTTP/1.1 200 OK") -> str:
    return f"<d:response><d:href>{href}</d:href><d:propstat><d:prop>{properties}</d:prop><d:status>{status}</d:status></d:propstat></d:response>"


def paths(*hrefs: str) -> list[str]:
    return [entry.path for entry in multistatus.read(answer(*map(response, hrefs)), BASE)]


def test_file() -> None:
    given = response(
        ROOT + "audio/%C3%84%20b.mp3",
        '<d:resourcetype/><d:getcontentlength> 17 </d:getcontentlength><d:getetag>W/"a-1"</d:getetag>'
        "<d:getlastmodified>Sun, 22 Nov 2026 03:00:00 GMT</d:getlastmodified><d:getcontenttype>audio/mpeg</d:getcontenttype>",
    )
    assert [*multistatus.read(answer(given), BASE)] == [
        Entry(
            path="audio/Ä b.mp3", is_folder=False, size=17, etag="a-1", weak=True,
            modified="Sun, 22 Nov 2026 03:00:00 GMT", media_type="audio/mpeg",
        )
    ]  # fmt: skip


def test_folder_and_root() -> None:
    folder = "<d:resourcetype><d:collection/></d:resourcetype>"
    found = [*multistatus.read(answer(response(ROOT, folder), response(ROOT + "audio/", folder)), BASE)]
    assert [(entry.path, entry.is_folder, entry.name) for entry in found] == [("", True, ""), ("audio", True, "audio")]


def test_ways_to_write_an_address() -> None:
    whole = "https://dav.example.org" + ROOT
    assert (
        paths(ROOT + "a", whole + "a", "  " + ROOT + "a\n", ROOT.replace("%20", " ").replace("%C3%B6", "ö") + "a")
        == ["a"] * 4
    )
    assert paths(ROOT.rstrip("/"), ROOT + "%2520", ROOT + "a%3Fb") == ["", "%20", "a?b"]


@pytest.mark.parametrize(
    "href",
    ["/", "/etc/passwd", ROOT + "../x", ROOT + "a/%2e%2e/%2e%2e/x", ROOT + "a//b", ROOT + "a%00b", ROOT + "./a", "",
     "http://[", ROOT.replace("My", "Your") + "a", ROOT + "a/" * 80, ROOT[:-1] + "er/a", "//evil.example/a"],
)  # fmt: skip
def test_addresses_that_are_left_out(href: str) -> None:
    assert paths(href, ROOT + "good") == ["good"]


def test_properties_that_the_server_has_not() -> None:
    both = (
        f"<d:response><d:href>{ROOT}a</d:href>"
        "<d:propstat><d:prop><d:getetag>wrong</d:getetag></d:prop><d:status>HTTP/1.1 404 Not Found</d:status></d:propstat>"
        '<d:propstat><d:prop><d:getetag>"right"</d:getetag></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat>'
        f"</d:response><d:response><d:href>{ROOT}b</d:href><d:status>HTTP/1.1 404 Not Found</d:status></d:response>"
    )
    assert [(entry.path, entry.etag) for entry in multistatus.read(answer(both), BASE)] == [("a", "right")]


@pytest.mark.parametrize("size", ["", "-5", "1e9", "٣", "9" * 30, "x"])
def test_size_that_is_none(size: str) -> None:
    given = response(ROOT + "a", f"<d:getcontentlength>{size}</d:getcontentlength>")
    assert next(multistatus.read(answer(given), BASE)).size == 0


@pytest.mark.parametrize(
    "data",
    [b"", b"<html><body>Log in</body></html>", b"<d:multistatus xmlns:d='DAV:'>", b"{}", b"\xff\xfe<a/>",
     b"<multistatus/>", answer(head='<!DOCTYPE m [<!ENTITY a SYSTEM "file:///etc/passwd">]>')],
)  # fmt: skip
def test_no_list(data: bytes) -> None:
    with pytest.raises(TargetError):
        list(multistatus.read(data, BASE))


def test_bombs_are_refused_at_once() -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "x" * 10}">' for n in range(12))
    bombs = [
        answer(response("&e11;"), head=f"<!DOCTYPE m [{entities}]>"),
        answer("<a>" * 50_000 + "</a>" * 50_000),
        answer(response(ROOT + "a", f"<d:getetag>{'x' * 11_000_000}</d:getetag>")),
    ]
    began = time.process_time()
    for bomb in bombs:
        with pytest.raises(TargetError):
            list(multistatus.read(bomb, BASE))
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    ("etag", "age", "coarse"),
    [
        ("", 0, True),
        ("", 2, False),
        ("17-{0}-5", 0, True),
        ("{0:x}-5", 0, True),
        ("{0}-5", 3, False),
        ("a81f", 0, False),
    ],
)
def test_tags_of_whole_seconds(etag: str, age: int, coarse: bool) -> None:
    """A server that tells whole seconds may give two files of one second the same tag."""
    then = 1_795_000_000
    entry = Entry(path="a", is_folder=False, etag=etag.format(then), modified=formatdate(then, usegmt=True))
    assert entry.is_coarse(then + age + 0.5) is coarse
    assert not Entry(path="a", is_folder=False, modified="soon").is_coarse(then)
