"""The Internet Archive, against a copy of it made from what its own client sends."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import archive as archives
import pytest
from storecases import upload, whole

from feedtool.findings import UsageError
from feedtool.publish import redact
from feedtool.publish.errors import ConflictError, DeniedError, MissingError, TargetError, TransientError
from feedtool.publish.store import ABSENT, Capabilities
from feedtool.publish.stores import internet_archive
from feedtool.publish.target import Given

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def archive() -> Iterator[archives.Archive]:
    with archives.serve() as made:
        yield made


@pytest.fixture
def make(archive: archives.Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Any]]:
    monkeypatch.setattr(internet_archive, "_PAUSES", (0.02,))
    made = []

    def one(secret: str = "", **options: Any) -> Any:
        defaults = {option.name: option.default for option in internet_archive.OPTIONS}
        ours = {"identifier": "my-show", "title": "Größe", "creator": "Me & you", "wait": 1}
        hosts = {"endpoint": archive.endpoint, "site": archive.site}
        secrets = {"access": archive.access, "secret": secret or archive.secret}
        values = defaults | ours | hosts | options
        made.append(
            internet_archive.connect(Given(name="t", options=values, secret=secrets.__getitem__, root=tmp_path))
        )
        return made[-1]

    yield one
    for store in made:
        store.close()


@pytest.fixture
def store(make: Callable[..., Any]) -> Any:
    return make()


def test_item_that_is_not_there_holds_nothing(store) -> None:
    assert list(store.files()) == []
    assert store.stat("feed.xml") is None
    with pytest.raises(MissingError):
        whole(store, "feed.xml")
    store.delete("feed.xml")


@pytest.mark.parametrize("name", ["feed.xml", "audio/Ä b 𝄞 (1).mp3", "a/b/c/d e.json", "%20.txt", "#1?.html", "a:b"])
def test_put_stat_read_list_delete(store, name) -> None:
    made = store.put(upload(name, b"0123456789"))
    assert (made.path, made.size) == (name, 10)
    assert store.stat(name) == made
    assert list(store.files()) == [made]
    assert whole(store, name) == b"0123456789"
    assert b"".join(store.read(name, 3)) == b"3456789"
    assert b"".join(store.read(name, 3, 4)) == b"3456"
    assert b"".join(store.read(name, 99)) == b""
    store.delete(name)
    store.delete(name)
    assert store.stat(name) is None


def test_empty_file(store) -> None:
    assert store.put(upload("empty", b"")).size == 0
    assert whole(store, "empty") == b""


def test_twenty_megabytes_with_progress(store, archive, tmp_path) -> None:
    source, told = tmp_path / "big.mp3", []
    source.write_bytes(os.urandom(1 << 20) * 20)
    store.put(upload("big.mp3", source), progress=told.append)
    assert sum(told) == 20 << 20
    assert archive.items["my-show"]["big.mp3"] == source.read_bytes()


def test_expectations(store) -> None:
    first = store.put(upload("feed.xml", b"one"), expect=ABSENT)
    with pytest.raises(ConflictError):
        store.put(upload("feed.xml", b"two"), expect=ABSENT)
    second = store.put(upload("feed.xml", b"two"), expect=first.version)
    assert second.version != first.version
    with pytest.raises(ConflictError):
        store.put(upload("feed.xml", b"six"), expect=first.version)
    assert whole(store, "feed.xml") == b"two"


def test_what_the_first_upload_says(store, archive) -> None:
    store.put(upload("a.mp3", b"a"))
    assert archive.metadata["my-show"] == {
        "mediatype": "audio", "collection": "opensource_audio", "title": "Größe", "creator": "Me & you"
    }  # fmt: skip
    sent = next(headers for headers in archive.headers if "x-archive-size-hint" in headers)
    assert (sent["x-archive-size-hint"], sent["x-archive-queue-derive"], sent["Content-Length"]) == ("1", "0", "1")
    assert sent["x-archive-meta00-title"] == "uri(Gr%C3%B6%C3%9Fe)"
    assert "Transfer-Encoding" not in sent


def test_nobody_but_the_writing_host_is_shown_the_key(store, archive) -> None:
    """The host that files are read from says 403 to whoever shows it one."""
    store.put(upload("a.mp3", b"a"))
    whole(store, "a.mp3")
    shown = [line for line, headers in zip(archive.lines, archive.headers, strict=True) if "Authorization" in headers]
    assert {line.split()[0] for line in shown} == {"PUT"}
    assert not any(archive.secret in line for line in archive.lines)


# --- it takes its time


def test_put_waits_until_the_file_is_visible(store, archive) -> None:
    archive.delay, began = 0.3, time.monotonic()
    assert store.put(upload("a.mp3", b"a")).size == 1
    assert time.monotonic() - began > 0.3
    assert whole(store, "a.mp3") == b"a"


def test_file_that_is_not_visible_in_time(store, archive) -> None:
    """It is not sent again by whoever tries again: it is on its way."""
    archive.delay = 5.0
    for _ in range(2):
        with pytest.raises(TargetError, match="was taken, and is not visible after") as caught:
            store.put(upload("a.mp3", b"a"), expect=ABSENT)
        assert not isinstance(caught.value, TransientError)
        assert "again later" in caught.value.hint
    assert len([line for line in archive.log() if line.startswith("PUT")]) == 1


def test_slow_down(store, archive) -> None:
    archive.overloaded = 2
    with pytest.raises(TransientError, match="too much to do") as caught:
        store.put(upload("a.mp3", b"a"))
    assert caught.value.retry_after == 30.0
    with pytest.raises(TransientError) as caught:
        store.put(upload("a.mp3", b"a"))
    assert caught.value.retry_after is None, "it would take more now"
    assert store.put(upload("a.mp3", b"a")).size == 1


def test_lost_answer(store, archive) -> None:
    archive.lose = 1
    with pytest.raises(TransientError, match="broke the connection off"):
        store.put(upload("a.mp3", b"a"))
    assert store.put(upload("a.mp3", b"a")).size == 1


def test_damaged_file_is_never_taken_for_ours(store, archive) -> None:
    archive.spoil = 1
    with pytest.raises(TargetError, match="not visible"):
        store.put(upload("a.mp3", b"abc"))


@pytest.mark.parametrize("changed", [b"NEW", b"newer", b"n"])
def test_file_that_changed_is_not_sent(store, archive, tmp_path, changed) -> None:
    source = tmp_path / "a"
    source.write_bytes(b"new")
    promised = upload("a", source)
    source.write_bytes(changed)
    with pytest.raises(TargetError, match="changed while"):
        store.put(promised)
    assert not [line for line in archive.log() if line.startswith("PUT")]


def test_four_at_once(store) -> None:
    bodies = {f"audio/{number}.mp3": os.urandom(100_000) for number in range(8)}
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda name: store.put(upload(name, bodies[name])), bodies))
    assert {file.path: file.size for file in store.files()} == dict.fromkeys(bodies, 100_000)


# --- what it cannot do, and who we are


def test_promises_nothing(store, archive) -> None:
    assert store.probe() == store.capabilities == Capabilities()
    assert store.lock(b"me") is None
    assert store.locked() is None
    store.unlock()
    assert {line.split()[0] for line in archive.log()} == {"GET"}
    assert internet_archive.EXPERIMENTAL


def test_wrong_key(make) -> None:
    store = make(secret="wrong-canary-64")
    for act in (lambda: store.put(upload("a", b"a")), lambda: store.delete("a")):
        with pytest.raises(DeniedError) as caught:
            act()
        assert str(caught.value) == "this login is not allowed to do that (403)"
    assert redact.mask("is wrong-canary-64?") == f"is {redact.MASK}?"


def test_nobody_there(make) -> None:
    store = make(endpoint="http://127.0.0.1:9", site="http://127.0.0.1:9")
    for act in (lambda: store.put(upload("a", b"a")), lambda: list(store.files()), store.probe):
        with pytest.raises(TransientError, match="refuses connections"):
            act()


@pytest.mark.parametrize("name", ["", "ab", "-show", "my show", "größe", "a/b", "x" * 101, "../x"])
def test_no_identifier(make, name) -> None:
    with pytest.raises(UsageError, match="identifier"):
        make(identifier=name)


@pytest.mark.parametrize("answer", [b"<h1>Down</h1>", b"[]", b'{"files": 7}', b"null"])
def test_list_that_is_none(store, monkeypatch, answer) -> None:
    monkeypatch.setattr(archives.Reading, "answer", lambda self: self.say(200, answer))
    with pytest.raises(TargetError, match=r"none of this service|no list"):
        list(store.files())


def test_rows_that_make_no_sense_are_left_out(store, monkeypatch) -> None:
    rows = b"""{"files": [7, {"name": "../x", "source": "original", "md5": "a"}, {"name": 1, "source": "original"},
        {"name": "ok", "source": "original", "md5": "a", "size": "-1"}, {"name": "/x", "source": "original", "md5": "a"},
        {"name": "my-show_meta.xml", "source": "original", "md5": "a"},
        {"name": "a.mp3", "source": "original", "md5": "b", "size": "7"}]}"""
    monkeypatch.setattr(archives.Reading, "answer", lambda self: self.say(200, rows))
    assert [(file.path, file.size, file.version) for file in store.files()] == [("a.mp3", 7, "b")]
