"""Media comes whole or not at all, is gone on with, and never from a private address unasked."""

from __future__ import annotations

import threading
import tracemalloc
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, ClassVar

import pytest

from feedtool import download
from feedtool.download import Caps
from feedtool.findings import EnvironmentFault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DATA = bytes(range(256)) * 40


class Handler(BaseHTTPRequestHandler):
    """/whole ignores ranges, /parts knows them, /liar promises more than it sends, /away redirects, others are 404."""

    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        wanted = self.headers.get("Range", "")
        self.asked.append(f"{self.path} {wanted}")
        if self.path == "/whole":
            self.reply(200, DATA)
        elif self.path == "/parts":
            start, _, end = wanted.removeprefix("bytes=").partition("-")
            if int(start) >= len(DATA):
                self.reply(416, b"", **{"Content-Range": f"bytes */{len(DATA)}"})
                return
            part = DATA[int(start) : int(end) + 1]
            self.reply(206, part, **{"Content-Range": f"bytes {start}-{int(start) + len(part) - 1}/{len(DATA)}"})
        elif self.path == "/broken":
            start = int(wanted.removeprefix("bytes=").partition("-")[0])
            part = DATA[start : start + 3000]
            self.reply(206, part, **{"Content-Range": f"bytes {start}-{len(DATA) - 1}/{len(DATA)}", "Promised": "7000"})
        elif self.path == "/packed":
            self.reply(206, b"x", **{"Content-Range": f"bytes 0-0/{len(DATA)}", "Content-Encoding": "gzip"})
        elif self.path == "/huge":
            self.reply(200, bytes(64 << 20))
        elif self.path == "/liar":
            self.reply(206, DATA[:10], **{"Content-Range": "bytes 7-16/99"})
        elif self.path == "/away":
            self.reply(302, b"", Location="/parts")
        else:
            self.reply(404, b"no")

    def reply(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", headers.get("Promised") or str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


OPEN = Caps(allow_private=True)


def code(url: str, path: Path, caps: Caps = OPEN) -> str:
    with pytest.raises(EnvironmentFault) as caught:
        download.fetch(url, path, caps=caps)
    assert not path.exists()
    return caught.value.findings[0].code


@pytest.mark.parametrize("name", ["whole", "parts", "away"])
def test_a_file_comes_whole(host: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "PIECE", 3000)
    told: list[tuple[int, int]] = []
    size = download.fetch(f"{host}/{name}", tmp_path / "a.mp3", caps=OPEN, told=lambda *said: told.append(said))
    assert (size, (tmp_path / "a.mp3").read_bytes()) == (len(DATA), DATA)
    assert told[-1] == (len(DATA), len(DATA))
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp3"]


def test_what_was_begun_is_gone_on_with(host: str, tmp_path: Path) -> None:
    (tmp_path / ".feedtool-a.mp3.part").write_bytes(DATA[:4000])
    Handler.asked.clear()
    download.fetch(f"{host}/parts", tmp_path / "a.mp3", caps=OPEN)
    assert (tmp_path / "a.mp3").read_bytes() == DATA
    assert Handler.asked == [f"/parts bytes=4000-{4000 + download.PIECE - 1}"]


def test_what_was_whole_already_is_not_asked_for_again(host: str, tmp_path: Path) -> None:
    (tmp_path / ".feedtool-a.mp3.part").write_bytes(DATA)
    assert download.fetch(f"{host}/parts", tmp_path / "a.mp3", caps=OPEN) == len(DATA)
    Handler.asked.clear()
    assert download.fetch(f"{host}/parts", tmp_path / "a.mp3", caps=OPEN) == len(DATA)
    assert Handler.asked == []


def test_what_came_before_a_server_broke_off_is_kept(host: str, tmp_path: Path) -> None:
    waiting = tmp_path / ".feedtool-a.mp3.part"
    for come in (3000, 6000, 9000):
        assert code(f"{host}/broken", tmp_path / "a.mp3") == "FT836"
        assert waiting.read_bytes() == DATA[:come]
    assert download.fetch(f"{host}/parts", tmp_path / "a.mp3", caps=OPEN) == len(DATA)
    assert (tmp_path / "a.mp3").read_bytes() == DATA


def test_parts_of_a_packed_file_are_no_parts_of_it(host: str, tmp_path: Path) -> None:
    assert code(f"{host}/packed", tmp_path / "a.mp3") == "FT836"


def test_media_never_stands_in_memory_whole(host: str, tmp_path: Path) -> None:
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    download.fetch(f"{host}/huge", tmp_path / "a.mp3", caps=OPEN)
    peak = tracemalloc.get_traced_memory()[1] - before
    tracemalloc.stop()
    assert (tmp_path / "a.mp3").stat().st_size == 64 << 20
    assert peak < (64 << 20) + (8 << 20)  # the server in this process has it once


def test_a_full_disk_is_told_as_one(host: str, tmp_path: Path) -> None:
    (tmp_path / ".feedtool-a.mp3.part").symlink_to("/dev/full")
    assert code(f"{host}/whole", tmp_path / "a.mp3") in {"FT003", "FT001"}


def test_failures_leave_nothing_that_looks_whole(host: str, tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    assert code(f"{host}/gone", path) == "FT836"
    assert code(f"{host}/liar", path) == "FT836"
    assert code("http://127.0.0.1:9/x", path) == "FT836"
    assert code(f"{host}/parts", path, Caps(allow_private=True, size=100)) == "FT836"
    assert code(f"{host}/whole", path, Caps(allow_private=True, size=100)) == "FT836"


def test_private_addresses_are_refused(host: str, tmp_path: Path) -> None:
    assert code(f"{host}/parts", tmp_path / "a.mp3", Caps()) == "FT837"
    with pytest.raises(EnvironmentFault, match="FT837"):
        download.fetched(f"{host}/whole")


def test_feeds_from_files_and_the_web(host: str, tmp_path: Path) -> None:
    assert download.opened(f"{host}/whole", allow_private=True).read() == DATA
    (tmp_path / "feed.xml").write_bytes(b"x")
    with download.opened(str(tmp_path / "feed.xml")) as stream:
        assert stream.read() == b"x"
    with pytest.raises(EnvironmentFault, match="FT031"):
        download.opened(str(tmp_path / "none.xml"))
    with pytest.raises(EnvironmentFault, match="FT836"):
        download.fetched(f"{host}/whole", allow_private=True, size=10)
