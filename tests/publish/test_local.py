"""A folder as a store."""

from __future__ import annotations

import os
import resource
from typing import TYPE_CHECKING, Any

import pytest
from storecases import BesideCases, RetagCases, StoreCases, parts, upload, whole

from feedtool import locks
from feedtool.publish.errors import ConflictError, DeniedError, FullError, MissingError, TargetError
from feedtool.publish.store import ABSENT, Capabilities
from feedtool.publish.stores import local
from feedtool.publish.target import Given

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def there(tmp_path: Path) -> Path:
    return tmp_path / "web ä" / "show"


@pytest.fixture
def make(there: Path, tmp_path: Path) -> Callable[..., Any]:
    def one() -> Any:
        options = {"path": str(there.relative_to(tmp_path))}
        return local.connect(Given(name="t", options=options, secret=lambda name: "", root=tmp_path))

    return one


class TestFolder(StoreCases, RetagCases, BesideCases):
    """Everything a store does."""


def test_capabilities(make) -> None:
    assert make().probe() == Capabilities(conditional=True, exclusive=True, retag=True, atomic=True)


def test_capabilities_without_locks_and_second_names(make, monkeypatch) -> None:
    def refuse(*_) -> None:
        raise OSError(95, "not supported")

    monkeypatch.setattr(locks, "alone", lambda file: True)
    monkeypatch.setattr(os, "link", refuse)
    store = make()
    assert store.probe() == Capabilities(conditional=False, exclusive=True, retag=True, atomic=True)
    store.put(upload("a", b"one"), expect=ABSENT)
    with pytest.raises(ConflictError):
        store.put(upload("a", b"two"), expect=ABSENT)
    assert whole(store, "a") == b"one"


def test_links_that_lead_out_are_refused(make, there, tmp_path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret").write_bytes(b"secret")
    there.mkdir(parents=True)
    (there / "out").symlink_to(outside)
    (there / "file").symlink_to(outside / "secret")
    store = make()
    for path in ("out/secret", "file", "../../outside/secret"):
        for act in (store.stat, lambda p: whole(store, p), lambda p: store.put(upload(p, b"x"))):
            with pytest.raises(DeniedError, match="leads out"):
                act(path)
    assert list(store.files()) == []
    store.delete("file")
    assert (outside / "secret").read_bytes() == b"secret"
    assert not (there / "file").is_symlink()


def test_links_inside_are_followed_but_not_for_ever(make, there) -> None:
    (there / "real/deep").mkdir(parents=True)
    (there / "real/a").write_bytes(b"a")
    (there / "link").symlink_to("real")
    (there / "real/deep/up").symlink_to(there)
    (there / "real/self").symlink_to(".")
    (there / "b").symlink_to("real/a")
    (there / "dangling").symlink_to("nowhere")
    store = make()
    assert [f.path for f in store.files()] == ["b", "link/a", "real/a"]
    store.put(upload("b", b"new"))
    assert (there / "b").is_symlink()
    assert (there / "real/a").read_bytes() == b"new"


def test_mode_stays(make, there) -> None:
    store = make()
    store.put(upload("a", b"one"))
    (there / "a").chmod(0o640)
    store.put(upload("a", b"two"))
    assert (there / "a").stat().st_mode & 0o777 == 0o640


def test_no_room_leaves_the_old_file(make, there, tmp_path) -> None:
    store = make()
    store.put(upload("a", b"old"))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, before[1]))
    try:
        with pytest.raises(FullError):
            store.put(upload("a", bytes(2 << 20)))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert (there / "a").read_bytes() == b"old"
    assert parts(there) == []


def test_faults_of_the_disk(make, there, monkeypatch) -> None:
    store = make()
    store.put(upload("a", b"old"))
    for number, kind in ((5, TargetError), (13, DeniedError), (30, DeniedError), (28, FullError), (2, MissingError)):

        def refuse(*_, number=number) -> None:
            raise OSError(number, os.strerror(number))

        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", refuse)
            with pytest.raises(kind, match=os.strerror(number)):
                store.put(upload("a", b"new"))
    assert (there / "a").read_bytes() == b"old"
    assert parts(there) == []


def test_a_file_where_a_folder_should_be(make) -> None:
    store = make()
    store.put(upload("a", b""))
    assert store.stat("a/b") is None
    with pytest.raises(TargetError):
        store.put(upload("a/b", b"x"))
    store.put(upload("c/d", b""))
    assert store.stat("c") is None
    with pytest.raises(TargetError):
        store.put(upload("c", b"x"))
