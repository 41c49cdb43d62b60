"""What every store of files has to do, whatever server is behind it: a test file of a store inherits these tests.

It gives two fixtures: ``make()``, which makes one more client of one folder, and ``there``, that folder on the server.
"""

from __future__ import annotations

import hashlib
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from feedtool.publish.errors import ConflictError, MissingError, TargetError, TransientError
from feedtool.publish.store import ABSENT, Retag, Upload

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from feedtool.publish.store import Store

HARD_NAMES = ("feed.xml", "audio/Ä b 𝄞 (1).mp3", "a/b/c/d e.json", "%20.txt", "#1?.html", "-l", "a'b\"c.txt", ".hidden")


def upload(path: str, body: bytes | Path) -> Upload:
    """An upload with the size and hash of its body."""
    data = body if isinstance(body, bytes) else body.read_bytes()
    return Upload(
        path=path, body=body, size=len(data), sha256=hashlib.sha256(data).hexdigest(), media_type="text/plain"
    )


def whole(store: Store, path: str) -> bytes:
    """A file read back."""
    return b"".join(store.read(path))


def parts(there: Path) -> list[Path]:
    """Files on the server that no listener should see."""
    return [p for p in there.rglob("*") if p.name.startswith(".feedtool-part-")]


def folder(request: pytest.FixtureRequest) -> str:
    """A folder of the test's own, relative to a server's root."""
    return f"{hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:16]}/show ä"


def assert_no_secret(caught: pytest.ExceptionInfo[Exception]) -> None:
    """Neither in the message nor in what led to it; source lines are not what a user sees."""
    error: BaseException | None = caught.value
    while error:
        assert "hunter2" not in f"{error} {error!r}"
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


class CoreCases:
    """What most depends on the server, over ``make`` and ``there``."""

    @pytest.fixture
    def store(self, make: Callable[..., Any]) -> Any:
        """A client."""
        return make()

    def test_replace_changes_the_version_even_within_one_second(self, store: Any) -> None:
        versions = [store.put(upload("feed.xml", b"%d" % n)).version for n in range(3)]
        assert len(set(versions)) == 3
        assert whole(store, "feed.xml") == b"2"
        assert next(iter(store.files())).version == versions[-1]

    def test_expect_absent(self, store: Any) -> None:
        store.put(upload("feed.xml", b"one"), expect=ABSENT)
        with pytest.raises(ConflictError):
            store.put(upload("feed.xml", b"two"), expect=ABSENT)
        assert whole(store, "feed.xml") == b"one"

    def test_expect_version(self, store: Any, there: Path) -> None:
        first = store.put(upload("feed.xml", b"one"))
        second = store.put(upload("feed.xml", b"two"), expect=first.version)
        with pytest.raises(ConflictError):
            store.put(upload("feed.xml", b"six"), expect=first.version)
        assert whole(store, "feed.xml") == b"two"
        store.delete("feed.xml")
        with pytest.raises(ConflictError):
            store.put(upload("feed.xml", b"six"), expect=second.version)
        assert parts(there) == []

    def test_lock_of_two_clients(self, make: Callable[..., Any]) -> None:
        one, two = make(), make()
        assert one.locked() is None
        assert one.lock(b'{"who": "one"}') is None
        assert two.lock(b'{"who": "two"}') == b'{"who": "one"}'
        assert two.locked() == b'{"who": "one"}'
        one.unlock()
        assert two.locked() is None
        assert two.lock(b'{"who": "two"}') is None
        two.unlock()

    def test_probe_leaves_nothing_and_finds_leftovers(self, store: Any, there: Path) -> None:
        store.put(upload("audio/a.mp3", b"a"))
        old, fresh = there / "audio/.feedtool-part-0-1", there / "audio/.feedtool-part-0-2"
        old.write_bytes(b"killed long ago")
        os.utime(old, (time.time() - 100_000,) * 2)
        fresh.write_bytes(b"somebody else at work")
        found = store.probe()
        assert found == store.capabilities
        assert [f.path for f in store.files()] == ["audio/a.mp3"]
        assert not old.exists()
        assert fresh.exists()
        assert [p for p in (there / ".feedtool").rglob("*") if p.is_file()] == []


class StoreCases(CoreCases):
    """All of it."""

    def test_a_root_that_is_not_there_holds_none(self, store: Any) -> None:
        assert list(store.files()) == []
        assert store.stat("feed.xml") is None
        with pytest.raises(MissingError):
            whole(store, "feed.xml")
        store.delete("feed.xml")

    @pytest.mark.parametrize("name", HARD_NAMES)
    def test_put_stat_read_list_delete(self, store: Any, there: Path, name: str) -> None:
        made = store.put(upload(name, b"0123456789"))
        assert (made.path, made.size) == (name, 10)
        assert made.version
        assert (there / name).read_bytes() == b"0123456789"
        found = store.stat(name)
        assert (found.size, found.version) == (10, made.version)
        assert [(f.path, f.size, f.version) for f in store.files()] == [(name, 10, made.version)]
        assert whole(store, name) == b"0123456789"
        assert b"".join(store.read(name, 3)) == b"3456789"
        assert b"".join(store.read(name, 3, 4)) == b"3456"
        assert b"".join(store.read(name, 8, 40)) == b"89"
        store.delete(name)
        store.delete(name)
        assert store.stat(name) is None
        assert list(store.files()) == []

    def test_empty_file(self, store: Any) -> None:
        told: list[int] = []
        assert store.put(upload("empty", b""), progress=told.append).size == 0
        assert whole(store, "empty") == b""
        assert sum(told) == 0

    def test_twenty_megabytes_from_a_file_with_progress(self, store: Any, there: Path, tmp_path: Path) -> None:
        source = tmp_path / "big.mp3"
        source.write_bytes(os.urandom(1 << 20) * 20)
        told: list[int] = []
        store.put(upload("audio/big.mp3", source), progress=told.append)
        assert sum(told) == 20 << 20
        assert len(told) >= 20
        assert (there / "audio/big.mp3").read_bytes() == source.read_bytes()
        digest = hashlib.sha256()
        for piece in store.read("audio/big.mp3"):
            assert len(piece) <= 1 << 20
            digest.update(piece)
        assert digest.digest() == hashlib.sha256(source.read_bytes()).digest()

    def test_a_body_that_is_not_what_was_promised_is_not_put(self, store: Any, there: Path, tmp_path: Path) -> None:
        store.put(upload("feed.xml", b"old"))
        source = tmp_path / "source"
        source.write_bytes(b"new")
        promised = upload("feed.xml", source)
        for changed in (b"NEW", b"newer", b"n"):
            source.write_bytes(changed)
            with pytest.raises(TargetError, match="changed while"):
                store.put(promised)
        source.unlink()
        with pytest.raises(TargetError, match="cannot be read"):
            store.put(promised)
        assert whole(store, "feed.xml") == b"old"
        list(store.files())  # takes away what a busy server wrote after it was told to forget it
        assert parts(there) == []

    def test_one_of_many_gets_the_lock(self, make: Callable[..., Any]) -> None:
        stores = [make() for _ in range(4)]
        barrier = threading.Barrier(4)

        def take(number: int) -> bytes | None:
            barrier.wait()
            answer: bytes | None = stores[number].lock(b"%d" % number)
            return answer

        for _ in range(3):
            with ThreadPoolExecutor(4) as pool:
                answers = list(pool.map(take, range(4)))
            assert answers.count(None) == 1
            stores[0].unlock()

    def test_four_threads_one_store(self, store: Any) -> None:
        bodies = {f"audio/{n}.mp3": os.urandom(500_000) for n in range(8)}
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda name: store.put(upload(name, bodies[name])), bodies))
        assert {f.path: f.size for f in store.files()} == dict.fromkeys(bodies, 500_000)
        assert all(whole(store, name) == body for name, body in bodies.items())

    def test_own_folder_is_listed(self, store: Any) -> None:
        store.put(upload(".feedtool/state.json", b"{}"))
        assert [f.path for f in store.files()] == [".feedtool/state.json"]

    def test_its_name_says_where(self, store: Any) -> None:
        assert store.where
        assert "hunter2" not in store.where + repr(store)


class BesideCases:
    """Tests of a store that renames a part (feedtool.publish.stores.beside)."""

    def test_a_rename_whose_answer_was_lost_is_done_when_tried_again(self, make: Any, monkeypatch: Any) -> None:
        store = make()
        done = store._name

        def lose(*given: Any, **more: Any) -> None:
            done(*given, **more)
            raise TransientError("no answer")

        first = store.put(upload("feed.xml", b"one"))
        for path, expect in (("feed.xml", first.version), ("new.xml", ABSENT)):
            with monkeypatch.context() as patch:
                patch.setattr(store, "_name", lose)
                with pytest.raises(TransientError):
                    store.put(upload(path, b"two"), expect=expect)
            made = store.put(upload(path, b"two"), expect=expect)
            assert made.version == store.stat(path).version
            with pytest.raises(ConflictError):
                store.put(upload(path, b"two"), expect=expect)


class RetagCases:
    """Tests of a store that can put a tag before audio it has."""

    def _retag(self, made: Any, old: bytes, head: bytes, skip: int, target: str) -> Retag:
        new = upload(target, head + old[skip:])
        return Retag(source=made.path, version=made.version, skip=skip, head=head, upload=new)

    @pytest.mark.parametrize(("head", "skip"), [(b"h" * 500, 100), (b"h" * 100, 500), (b"h" * 300, 300), (b"", 7)])
    @pytest.mark.parametrize("target", ["audio/ä 1.mp3", "audio/ä 2.mp3"])
    def test_retag(self, make: Callable[..., Any], there: Path, head: bytes, skip: int, target: str) -> None:
        store, old, told = make(), os.urandom(300_000), []
        made = store.put(upload("audio/ä 1.mp3", old))
        done = store.retag(self._retag(made, old, head, skip, target), progress=told.append)
        assert (there / target).read_bytes() == head + old[skip:]
        assert (done.path, done.size, done.version) == (target, len(head + old[skip:]), store.stat(target).version)
        assert sum(told) == len(head)
        assert target != made.path or done.version != made.version
        assert parts(there) == []

    def test_retag_refuses_another_source(self, make: Callable[..., Any], there: Path) -> None:
        store, old = make(), os.urandom(3000)
        made = store.put(upload("a.mp3", old))
        retag = self._retag(made, old, b"tag", 10, "a.mp3")
        store.put(upload("a.mp3", os.urandom(3000)))
        with pytest.raises(ConflictError):
            store.retag(retag)
        with pytest.raises(MissingError):
            store.retag(self._retag(made, old, b"tag", 10, "a.mp3").__class__(
                source="gone.mp3", version="1-1", skip=10, head=b"tag", upload=retag.upload
            ))  # fmt: skip
        assert parts(there) == []

    def test_retag_refuses_audio_that_is_not_the_same(self, make: Callable[..., Any], there: Path) -> None:
        store, old = make(), os.urandom(3000)
        made = store.put(upload("a.mp3", old))
        for other in (old[:-1] + b"\0\0", bytes(3000)):
            with pytest.raises(TargetError):
                store.retag(self._retag(made, other, b"tag", 10, "a.mp3"))
        assert (there / "a.mp3").read_bytes() == old
        assert parts(there) == []
