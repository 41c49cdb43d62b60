"""How a part that is written by SFTP gets its bytes: sent from here, or copied on the server, and proven there.

Of a large file, what a broken attempt left is gone on with (:func:`kept`). That is safe whoever left it, and even where
a process of the server still writes for a connection that broke: the part's name stands for its place and its whole
content, so whoever writes to it writes the same bytes at the same offsets, and shortens it only where it is longer than
that content. What stands there is not trusted but read back and compared; from the first block that differs on, all is
sent. A write that comes late, after the rename, changes no byte, but the file's time: it is then read once more.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any, Final

from feedtool.publish.errors import CorruptError, TargetError
from feedtool.publish.stores.beside import pieces
from feedtool.publish.stores.ssh import LONG

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from feedtool.publish.store import Retag, Upload
    from feedtool.publish.stores.ssh import File, Session

PIECE: Final = 255 << 10
"""Bytes of one write: OpenSSH takes no more in one request."""
_AHEAD: Final = 8
"""Writes of one file on their way at once, so that a distant server is kept busy."""
BLOCK: Final = PIECE * _AHEAD
"""Bytes that are compared at once, and that a broken connection loses at most."""
_COPY: Final = 64 << 20
"""Bytes that the server copies at one request."""
_TAIL: Final = 64 << 10
"""Bytes at the end of a retagged file that are compared."""


def kept(out: File, upload: Upload) -> int:
    """How many bytes of an upload stand in its part already. A part that is longer than the upload is emptied."""
    size = out.status().size
    if size > upload.size:
        out.empty()
        return 0
    at = 0
    try:
        with upload.open() as body:
            while at < size:
                found = out.read(min(BLOCK, size - at), at)
                if not found or found != body.read(len(found)):
                    break
                at += len(found)
    except OSError as error:
        raise TargetError(f"the file here cannot be read ({error.strerror})") from None
    return at


def send(session: Session, out: File, upload: Upload, begin: int, progress: Callable[[int], None]) -> None:
    """Write an upload from the byte ``begin`` on, a few pieces at a time on their way."""
    sent: deque[tuple[Future[Any], int]] = deque()

    def arrived() -> None:
        future, size = sent.popleft()
        session.wait(future, LONG)
        progress(size)

    progress(begin)
    at = 0
    try:
        for piece in pieces(upload, PIECE):
            new = piece[max(begin - at, 0) :]
            at += len(piece)
            if new:
                sent.append((out.write(new, at - len(new)), len(new)))
            if len(sent) == _AHEAD:
                arrived()
        while sent:
            arrived()
    finally:
        for future, _ in sent:
            future.cancel()


def copy(old: File, out: File, retag: Retag) -> None:
    """Let the server append the audio, a part at a time so that each takes bounded time."""
    there = len(retag.head)
    while there < retag.upload.size:
        size = min(_COPY, retag.upload.size - there)
        out.copy(old, retag.skip + there - len(retag.head), size, there)
        there += size


def prove(out: File, retag: Retag) -> None:
    """Raise CorruptError where the tag or the end of the audio did not come out as they should."""
    upload = retag.upload
    at = max(upload.size - _TAIL, 0)
    with upload.open() as body:
        body.seek(at)
        same = out.read(upload.size - at, at) == body.read()
    if not same or (retag.head and out.read(len(retag.head), 0) != retag.head):
        raise CorruptError("came out wrong on the server")
