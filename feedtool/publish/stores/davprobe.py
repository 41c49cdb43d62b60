"""What a WebDAV server does, found out with small files in a folder of our own that is removed again."""

from __future__ import annotations

import secrets
import time
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from feedtool.publish.errors import ConflictError, TargetError
from feedtool.publish.store import OWN, Capabilities, Upload

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedtool.publish.stores.webdav import WebDAV

_PAUSE: Final = 0.2
"""Seconds for the server to take in what was sent, or to notice that no more comes."""


class _BrokenOffError(Exception):
    """Ends an upload in the middle."""


def probe(store: WebDAV) -> Capabilities:
    """What the server was seen to do."""
    folder = f"{OWN}/probe-{secrets.token_hex(8)}"
    store.dav.make_folder(folder)
    try:
        exclusive = not store.dav.make_folder(folder)
        store.put_moved(_small(f"{folder}/a", b"one"))
        exclusive = _refuses(store, f"{folder}/a", new=True) or exclusive
        atomic = _keeps_the_old(store, f"{folder}/a")
        return Capabilities(
            conditional=_heeds_tags(store, f"{folder}/b", direct=atomic), exclusive=exclusive, atomic=atomic
        )
    finally:
        with suppress(TargetError):
            store.delete(folder + "/")


def _small(path: str, data: bytes) -> Upload:
    return Upload(
        path=path, body=data, size=len(data), sha256=sha256(data).hexdigest(), media_type="application/octet-stream"
    )


def _refuses(store: WebDAV, path: str, *, tag: str = "", new: bool = False, direct: bool = False) -> bool:
    """Whether a write is refused, and what was there stays."""
    before = b"".join(store.read(path))
    try:
        (store.put_direct if direct else store.put_moved)(_small(path, b"three"), tag=tag, new=new)
    except ConflictError:
        return b"".join(store.read(path)) == before
    return False


def _heeds_tags(store: WebDAV, path: str, *, direct: bool) -> bool:
    """Whether a write is refused where another entity tag is expected than the file's, and else is not."""
    store.put_moved(_small(path, b"two"))
    there = store.dav.settled(path)
    if there is None or not there.etag or there.weak:
        return False
    return _refuses(store, path, tag="no-such-tag", direct=direct) and not _refuses(
        store, path, tag=there.etag, direct=direct
    )


def _keeps_the_old(store: WebDAV, path: str) -> bool:
    """Whether the old file is there while a new one is coming, and still when the new one breaks off."""
    before, seen = b"".join(store.read(path)), list[bytes]()

    def look() -> None:
        time.sleep(_PAUSE)
        with suppress(TargetError):
            seen.append(b"".join(store.read(path)))

    def half() -> Iterator[bytes]:
        yield bytes(1 << 16)
        look()
        raise _BrokenOffError

    with suppress(_BrokenOffError, TargetError):
        store.dav.web.ask("PUT", path, content=half(), headers={"Content-Length": str(1 << 20)})
    look()
    return seen == [before, before]
