"""WebDAV against wsgidav and rclone, and `-m slow` against Apache: the same promises, kept in different ways."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import davserver
import faulty
import pytest
from storecases import StoreCases, parts, upload, whole
from wire import Wire

from feedtool.findings import UsageError
from feedtool.publish import redact
from feedtool.publish.errors import (
    ConflictError,
    CorruptError,
    DeniedError,
    FullError,
    MissingError,
    TargetError,
    TransientError,
    UnsupportedError,
)
from feedtool.publish.store import ABSENT, LOCK, Capabilities
from feedtool.publish.stores import davclient, davlock, webdav
from feedtool.publish.target import Given

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ATOMIC = {"wsgidav": False, "rclone": False, "apache": True}
HEEDS = {"wsgidav": True, "rclone": False, "apache": True}


def connected(url: str, tmp_path: Path, password: str = davserver.PASSWORD, **options: Any) -> webdav.WebDAV:
    known = options.pop("known", None)
    values = {option.name: option.default for option in webdav.OPTIONS} | {"url": url, "user": davserver.USER}
    return webdav.connect(
        Given(name="t", options=values | options, secret={"password": password}.__getitem__, root=tmp_path, known=known)
    )


@pytest.fixture
def there(dav_server: Any) -> Path:
    return dav_server.root / f"show ä {uuid4().hex[:8]}"


@pytest.fixture
def make(dav_server: Any, there: Path, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Clients that know what probing would find."""
    kind = dav_server.name
    found = Capabilities(conditional=HEEDS[kind], exclusive=True, atomic=ATOMIC[kind])
    made = []

    def one(port: int = dav_server.port, **options: Any) -> Any:
        url = f"http://127.0.0.1:{port}/{there.name}/"
        made.append(connected(url, tmp_path, **{"known": found} | options))
        return made[-1]

    yield one
    for store in made:
        store.close()


@pytest.fixture
def wire(dav_server: Any) -> Iterator[Wire]:
    made = Wire(dav_server.port)
    yield made
    made.close()


class TestKnown(StoreCases):
    """Everything a store does, once it was probed."""

    test_a_rename_whose_answer_was_lost_is_done_when_tried_again = None  # see test_lost_answers_do_no_harm


@pytest.mark.slow
class TestUnknown(StoreCases):
    """The same on a server of which nothing is known."""

    test_a_rename_whose_answer_was_lost_is_done_when_tried_again = None

    @pytest.fixture
    def store(self, make: Callable[..., Any]) -> Any:
        return make(known=None)


def test_capabilities(make, dav_server) -> None:
    store = make(known=None)
    assert store.capabilities == Capabilities()
    found = store.probe()
    assert found == Capabilities(conditional=HEEDS[dav_server.name], exclusive=True, atomic=ATOMIC[dav_server.name]), (
        dav_server.name
    )
    assert store.probe() == found


# --- nothing lost, nothing half


def test_newer_file_of_somebody_else_is_refused_by_the_server(make, dav_server, there, monkeypatch) -> None:
    """The other one comes between our look and our write."""
    store, other = make(), make()
    first = store.put(upload("feed.xml", b"one"))
    look = webdav.WebDAV._look

    def late(self: Any, path: str, expect: str | None) -> str:
        tag = look(self, path, expect)
        if self is store:
            monkeypatch.setattr(webdav.WebDAV, "_look", look)
            other.put(upload("feed.xml", b"theirs"))
        return tag

    monkeypatch.setattr(webdav.WebDAV, "_look", late)
    with pytest.raises(ConflictError):
        store.put(upload("feed.xml", b"ours"), expect=first.version)
    assert whole(store, "feed.xml") == b"theirs"
    assert parts(there) == []


def test_new_file_of_somebody_else_is_refused_by_the_server(make, there, monkeypatch) -> None:
    store, other = make(), make()
    look = webdav.WebDAV._look

    def late(self: Any, path: str, expect: str | None) -> str:
        tag = look(self, path, expect)
        if self is store:
            monkeypatch.setattr(webdav.WebDAV, "_look", look)
            other.put(upload("feed.xml", b"theirs"))
        return tag

    monkeypatch.setattr(webdav.WebDAV, "_look", late)
    with pytest.raises(ConflictError):
        store.put(upload("feed.xml", b"ours"), expect=ABSENT)
    assert whole(store, "feed.xml") == b"theirs"


def test_readers_see_no_part(make, there, dav_server, monkeypatch) -> None:
    """While a file is replaced, others read the old one, the new one, or for a moment (not at Apache) none."""
    monkeypatch.setattr(webdav, "_COARSE", 0.0)
    store, other = make(), make()
    bodies = [bytes([number]) * 200_000 for number in range(8)]
    store.put(upload("feed.xml", bodies[0]))
    seen: list[bytes | None] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            try:
                seen.append(whole(other, "feed.xml"))
            except MissingError:
                seen.append(None)
            except TransientError:  # cut off or 500 where the file goes away while it is read; nobody takes that for it
                assert dav_server.name != "apache"

    thread = threading.Thread(target=read)
    thread.start()
    rounds = 0
    while rounds < 3 or (len(seen) <= 10 and rounds < 30):  # a busy machine lets the reader in seldom
        for body in bodies:
            store.put(upload("feed.xml", body))
        rounds += 1
    done.set()
    thread.join()
    assert len(seen) > 10
    assert set(seen) <= {*bodies, None}
    assert dav_server.name != "apache" or None not in seen


@pytest.mark.parametrize("size", [50_000, 3_000_000])
def test_cut_upload_is_never_seen(make, there, wire, size) -> None:
    store = make(port=wire.port)
    store.put(upload("audio/a.mp3", b"old"))
    wire.cut_after = size
    with pytest.raises(TransientError):
        store.put(upload("audio/a.mp3", os.urandom(5_000_000)))
    wire.cut_after = None
    time.sleep(0.3)
    assert (there / "audio/a.mp3").read_bytes() == b"old"
    assert [found.path for found in store.files()] == ["audio/a.mp3"]
    assert parts(there) == []
    store.put(upload("audio/a.mp3", b"new"))
    assert (there / "audio/a.mp3").read_bytes() == b"new"


@pytest.mark.parametrize("expected", ["", "version"])
def test_lost_answers_do_no_harm(make, wire, there, expected) -> None:
    """Each request's answer is lost once: the file was written, but by whom? By us."""
    store, body = make(port=wire.port), os.urandom(1000)
    expect = store.put(upload("feed.xml", b"old")).version if expected else ABSENT
    real, calls = store.dav.web.ask, []

    def lossy(method: str, url: str, **more: Any) -> Any:
        answer = real(method, url, **more)
        if method in {"PUT", "MOVE"} and (method, len(calls)) not in calls and len(calls) < 2:
            calls.append((method, len(calls)))
            raise TransientError("the answer was lost")
        return answer

    store.dav.web.ask = lossy
    for _ in range(4):
        try:
            made = store.put(upload("feed.xml", body), expect=expect)
            break
        except TransientError:
            continue
    assert calls
    assert made == store.stat("feed.xml")
    assert whole(store, "feed.xml") == body
    assert [found.path for found in store.files()] == ["feed.xml"]
    store.dav.web.ask = real
    for other in (body, b"another"):
        with pytest.raises(ConflictError):
            store.put(upload("feed.xml", other), expect=expect)


def test_server_that_keeps_less_than_it_got(make, there) -> None:
    store = make()
    store.put(upload("feed.xml", b"old"))
    real = store.dav.web.ask

    def lying(method: str, url: str, **more: Any) -> Any:
        if method == "PUT":
            more |= {"content": b"half", "headers": more["headers"] | {"Content-Length": "4"}}
        return real(method, url, **more)

    store.dav.web.ask = lying
    with pytest.raises(CorruptError, match="did not arrive whole"):
        store.put(upload("feed.xml", b"all of it"))
    if not store.capabilities.atomic:
        assert whole(make(), "feed.xml") == b"old"


def test_a_part_of_a_file_is_never_put(make, dav_server, there) -> None:
    make().put(upload("big", os.urandom(3 << 20)))
    assert len([line for line in dav_server.log() if line.startswith(f"PUT /{there.name}/")]) == 1


# --- the lock


def test_one_of_two_gets_the_lock_each_time(make, dav_server) -> None:
    stores = [make(), make()]
    barrier = threading.Barrier(2)

    def take(number: int) -> bytes | None:
        barrier.wait()
        held: bytes | None = stores[number].lock(b"note %d" % number)
        return held

    for _ in range(6 if dav_server.name == "wsgidav" else 25):
        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(take, range(2)))
        assert answers.count(None) == 1, answers
        stores[0].unlock()


def test_lock_whose_answer_was_lost_is_ours(make) -> None:
    store = make()
    assert store.lock(b"me") is None
    assert store.lock(b"me") is None
    assert make().lock(b"me") == b"me"
    store.unlock()


def test_lock_of_somebody_who_died_before_signing(make, there, monkeypatch) -> None:
    store = make()
    store.put(upload(".feedtool/x", b""))
    store.dav.make_folder(LOCK)
    monkeypatch.setattr(davlock, "_PAUSE", 0.0)
    assert store.locked() is None
    assert store.lock(b"me") is None
    assert make().lock(b"you") == b"me"
    store.unlock()


# --- who we are, and whether anybody is there


def test_wrong_password(make, dav_server, there) -> None:
    store = make(password="wrong-canary-31")
    for act in (lambda: list(store.files()), lambda: store.put(upload("a", b"a")), store.probe, store.locked):
        with pytest.raises(DeniedError) as caught:
            act()
        assert str(caught.value) == "the name, password or key is not accepted (401)"
        assert "feedtool auth" in caught.value.hint
    assert "canary" not in "".join(dav_server.log())


def test_nobody_there(tmp_path) -> None:
    store = connected("http://127.0.0.1:9/x/", tmp_path)
    for act in (
        lambda: list(store.files()),
        lambda: store.put(upload("a", b"a")),
        store.probe,
        lambda: store.stat("a"),
    ):
        with pytest.raises(TransientError, match=r"^refuses connections"):
            act()
    store.close()


@pytest.mark.parametrize("kind", ["wsgidav", "rclone"])
def test_server_that_dies_in_mid_upload(kind, tmp_path, tool) -> None:
    if kind == "rclone":
        tool("rclone")
    server = davserver.KINDS[kind](tmp_path / kind)
    store = connected(server.url, tmp_path)
    store.put(upload("audio/a.mp3", b"old"))
    killed: list[int] = []

    def kill(size: int) -> None:
        if not killed:
            server.kill()
            killed.append(size)

    with pytest.raises(TransientError):
        store.put(upload("audio/a.mp3", os.urandom(20 << 20)), progress=kill)
    assert killed
    assert (server.root / "audio/a.mp3").read_bytes() == b"old"
    store.close()


def test_folder_above_that_is_not_there(dav_server, tmp_path) -> None:
    store = connected(dav_server.url + "nobody/made/this", tmp_path)
    assert list(store.files()) == []
    with pytest.raises(MissingError, match=r"^there is no folder /nobody/made/$"):
        store.put(upload("a", b"a"))
    with pytest.raises(MissingError, match=r"^there is no folder /nobody/made/$"):
        store.ready()
    store.close()


@pytest.mark.parametrize(
    ("url", "said"),
    [("ftp://example.org/x", "wanted: an address"), ("example.org", "wanted: an address"), ("", "wanted: an address"),
     ("http://example.org/x", "without encryption")],
)  # fmt: skip
def test_settings_that_do_not_work(url, said, tmp_path) -> None:
    with pytest.raises(UsageError, match=said):
        connected(url, tmp_path)


def test_password_in_the_address(tmp_path) -> None:
    with pytest.raises(DeniedError, match="must not stand in the address") as caught:
        connected("https://me:canary@example.org/x", tmp_path)
    assert "canary" not in str(caught.value)


def test_no_secret_in_its_name(make) -> None:
    store = make()
    assert davserver.PASSWORD not in f"{store!r} {store.where} {vars(store)}"
    assert redact.mask(f"x {davserver.PASSWORD}") == f"x {redact.MASK}"


# --- what servers answer


@pytest.fixture
def front(dav_server: Any) -> Iterator[faulty.Faulty]:
    """A server between, which can be told to answer itself."""
    made = faulty.Faulty(dav_server.port)
    yield made
    made.close()


def test_server_that_does_not_know_its_own_address(make, front) -> None:
    """Behind one that speaks https for it: 502 is its answer to a MOVE to an address that it takes for another's."""
    store = make(port=front.port)
    front.fault("MOVE", "feed.xml", faulty.status(502))
    store.put(upload("feed.xml", b"one"))
    assert len(front.requests("MOVE", "feed.xml")) == 2 * (not store.capabilities.atomic)
    store.put(upload("feed.xml", b"two"))
    assert len(front.requests("MOVE", "feed.xml")) == 3 * (not store.capabilities.atomic)
    assert whole(store, "feed.xml") == b"two"


def test_server_behind_one_that_fails(make, front) -> None:
    store = make(port=front.port, known=Capabilities())
    front.fault("MOVE", "feed.xml", faulty.status(502), times=2)
    with pytest.raises(TransientError, match=r"in trouble \(502\)$"):
        store.put(upload("feed.xml", b"one"))
    assert store.stat("feed.xml") is None


@pytest.mark.parametrize(
    ("method", "status", "kind", "said", "hint"),
    [
        ("PUT", 405, UnsupportedError, "was not taken by the server (405)", "Perhaps the disk there is full"),
        ("PUT", 500, TransientError, "the server is in trouble (500)", "Perhaps the disk there is full"),
        ("PUT", 507, FullError, "there is no room left (507)", "Make room"),
        ("PUT", 413, FullError, "is larger than the server takes (413)", "Ask those"),
        ("PUT", 403, DeniedError, "this login is not allowed to do that (403)", "Let it write"),
        ("PUT", 409, TransientError, "its folder is not there any more (409)", "Perhaps"),
        ("PROPFIND", 405, UnsupportedError, "takes no WebDAV at this address (405)", "Correct url"),
        ("PROPFIND", 200, UnsupportedError, "takes no WebDAV at this address", "Correct url"),
    ],
)
def test_what_is_said_of_an_answer(make, front, method, status, kind, said, hint) -> None:
    store = make(port=front.port)
    front.fault(method, "", faulty.status(status))
    with pytest.raises(TargetError) as caught:
        store.put(upload("feed.xml", b"one"))
    assert (type(caught.value), str(caught.value)) == (kind, said)
    assert caught.value.hint.startswith(hint)


def test_list_that_does_not_come_is_not_asked_for_in_another_way(make, front, monkeypatch) -> None:
    monkeypatch.setattr(webdav, "SILENCE", 0.3)
    store = make(port=front.port)
    front.fault("PROPFIND", "", faulty.late(1.0))
    with pytest.raises(TransientError, match=r"^took too long to answer$"):
        list(store.files())
    assert len(front.log) == 1


def test_user_without_a_password(tmp_path) -> None:
    with pytest.raises(DeniedError, match=r"^there is no password for podcaster$") as caught:
        connected("https://example.org/x", tmp_path, password="")
    assert "FEEDTOOL_T_PASSWORD" in caught.value.hint


def test_login_that_the_settings_do_not_name(dav_server, tmp_path) -> None:
    store = connected(dav_server.url, tmp_path, user="")
    with pytest.raises(DeniedError, match="the settings name none") as caught:
        list(store.files())
    assert "user" in caught.value.hint
    store.close()


# --- lists


def test_list_of_many_in_one_pass(make, dav_server, there) -> None:
    (there / "audio").mkdir(parents=True)
    for number in range(300):
        (there / f"audio/{number}.mp3").write_bytes(b"x" * number)
    if dav_server.name == "apache":
        os.system(f"chown -R www-data '{there}'")
    store = make()
    before = len(dav_server.log())
    found = {file.path: file.size for file in store.files()}
    assert found == {f"audio/{number}.mp3": number for number in range(300)}
    assert len(dav_server.log()) - before <= 3


def test_gone_in_the_middle_of_a_list(make, there, monkeypatch) -> None:
    store = make()
    store.put(upload("a/1", b"1"))
    store.put(upload("b/1", b"1"))
    real = store.dav.web.ask

    def shallow(method: str, url: str, **more: Any) -> Any:
        if method == "PROPFIND" and more["headers"]["Depth"] == "infinity":
            more["headers"]["Depth"] = "1"  # as servers do that do not say so
        if (method, url) == ("PROPFIND", "b/"):
            real("DELETE", url)
        return real(method, url, **more)

    store.dav.web.ask = shallow
    assert {file.path for file in store.files()} == {"a/1"}


def test_list_that_is_cut_is_asked_for_by_folder(make, monkeypatch) -> None:
    store = make()
    for number in range(6):
        store.put(upload(f"{number}/file", b"1"))
    monkeypatch.setattr(davclient, "_LIST", len(store.dav._propfind("", "1").body) + 1)
    assert sorted(file.path for file in store.files()) == [f"{number}/file" for number in range(6)]
    monkeypatch.setattr(davclient, "_LIST", 500)
    with pytest.raises(TargetError, match="too many files"):
        list(store.files())


@pytest.mark.parametrize("name", ["webdav", "internet_archive"])
def test_table_of_targets_loads_no_http(name) -> None:
    """Its options are asked for on every run; the library is needed once something is sent."""
    code = f"import sys, feedtool.publish.stores.{name}; sys.exit('httpx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
