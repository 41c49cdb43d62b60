"""The lock of a store on WebDAV: a folder that can be made once, and a note that can be moved into it once.

Making a folder is one step on a server that keeps folders of a disk; where it can be made twice (rclone), the move is.
The note begins with a word of the store's own: so it is known again where the answer to an attempt was lost.
"""

from __future__ import annotations

import time
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from feedtool.publish.errors import ConflictError, MissingError
from feedtool.publish.store import LOCK, Upload

if TYPE_CHECKING:
    from feedtool.publish.stores.webdav import WebDAV

_NOTE: Final = f"{LOCK}/note"
_PAUSE = 0.5


def take(store: WebDAV, word: bytes, note: bytes) -> bytes | None:
    """Take the lock; see :meth:`feedtool.publish.store.Store.lock`. The folder above must be there."""
    mine = word + b"\n" + note
    if not store.dav.make_folder(LOCK) and (held := _after_a_moment(store)) is not None:
        return None if held == mine else _told(held)
    upload = Upload(
        path=_NOTE, body=mine, size=len(mine), sha256=sha256(mine).hexdigest(), media_type="application/json"
    )
    with suppress(ConflictError):  # somebody was faster
        store.put_moved(upload, new=True)
    held = _read(store)
    return None if held == mine else _told(held or b"")


def holder(store: WebDAV) -> bytes | None:
    """The note of who holds the lock, None when nobody does."""
    note = _read(store)
    return None if note is None else _told(note)


def _after_a_moment(store: WebDAV) -> bytes | None:
    """The note of who made the folder. Where none comes, its maker died in between."""
    for _ in range(4):
        if (note := _read(store)) is not None:
            return note
        time.sleep(_PAUSE)
    return None


def _read(store: WebDAV) -> bytes | None:
    try:
        return b"".join(store.read(_NOTE, 0, 4096))
    except MissingError:
        return None


def _told(note: bytes) -> bytes:
    return note.partition(b"\n")[2]
