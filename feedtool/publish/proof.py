"""Whether what stands on a store is what was sent: read back and compared before anything relies on it."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final

from feedtool.publish.errors import CorruptError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedtool.publish.store import Store, Upload

WHOLE: Final = 4 << 20
"""Bytes up to which a file is read back whole; of a larger one its beginning, middle and end."""
_PIECE: Final = 1 << 16


def prove(store: Store, upload: Upload, *, whole: bool = False, begin: int = 0) -> None:
    """Raise CorruptError unless the store gives the bytes of ``upload``: all of them if ``whole`` or if they are few.

    ``begin`` is how many bytes of the beginning count, such as a tag that was put before audio.
    """
    there = store.stat(upload.path)
    if there is None:
        raise CorruptError("is not there after it was sent")
    if there.size != upload.size:
        raise CorruptError(f"has {there.size} bytes there, {upload.size} were sent")
    if there.sha256 and there.sha256 != upload.sha256:
        raise CorruptError("is not what was sent: the hash it is kept with is another")
    if whole or upload.size <= WHOLE:
        _all(store, upload)
        return
    for start, size in _samples(upload.size, begin):
        _part(store, upload, start, size)


def _samples(size: int, begin: int) -> Iterator[tuple[int, int]]:
    yield 0, max(begin, 0) + _PIECE
    yield size // 2, _PIECE
    yield size - _PIECE, _PIECE


def _all(store: Store, upload: Upload) -> None:
    found = sha256()
    for chunk in store.read(upload.path, 0, upload.size):
        found.update(chunk)
    if found.hexdigest() != upload.sha256:
        raise CorruptError("comes back with other bytes than were sent")


def _part(store: Store, upload: Upload, start: int, size: int) -> None:
    with upload.open() as stream:
        stream.seek(start)
        for chunk in store.read(upload.path, start, size):
            if chunk != stream.read(len(chunk)):
                raise CorruptError(f"comes back with other bytes than were sent, from byte {start} on")
        if stream.tell() < min(start + size, upload.size):
            raise CorruptError("comes back shorter than it was sent")
