"""What stores have in common that write a file beside its place, under a name nobody reads, and then rename it.

Beside          the order of steps of such a store; a protocol fills in the steps
PART            what the names of unfinished files start with
pieces(upload)  the bytes of an upload, proven to be those that were promised
"""

from __future__ import annotations

import hashlib
import os
import time
from abc import abstractmethod
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from feedtool.publish.errors import ConflictError, TargetError, TransientError
from feedtool.publish.store import ABSENT, Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from feedtool.publish.store import Remote, Upload

PART: Final = ".feedtool-part-"
_DAY: Final = 86400.0
_TICK: Final = 1.1
"""Seconds after which a clock of whole seconds shows another one."""


class Beside(Store):
    """A store whose files are written as a part beside their place, checked there, and renamed.

    What a killed run left is removed when a listing meets it: a part of this store that it no longer writes, or one
    that nobody has written to for a day.
    """

    def __init__(self) -> None:
        self._mine = f"{PART}{os.urandom(4).hex()}-"
        self._open: set[str] = set()
        self._doubt: dict[str, tuple[str, str]] = {}

    def files(self) -> Iterator[Remote]:
        """Every file under the root, parts left out and old ones removed."""
        for found, changed in self._walk():
            name = found.path.rpartition("/")[2]
            if not name.startswith(PART):
                yield found
            elif found.path not in self._open and (name.startswith(self._mine) or time.time() - changed > _DAY):
                self._discard(found.path)

    @abstractmethod
    def _walk(self) -> Iterator[tuple[Remote, float]]:
        """Every file under the root, and when it was last changed (seconds since 1970)."""

    @abstractmethod
    def _settle(self, part: str, old: Remote | None) -> Remote:
        """The written part as it is on the server, later than ``old`` (what it replaces) where times can be set."""

    @abstractmethod
    def _name(self, part: str, path: str, *, new: bool) -> None:
        """Give the part its name; ConflictError where it is to be ``new`` and a file stands there."""

    @abstractmethod
    def _remove(self, path: str) -> None:
        """Remove a file; one that is not there is no fault."""

    def _alone(self, path: str) -> AbstractContextManager[None]:
        """Keep others off the file from the last look at it to the rename, where that can be done."""
        return nullcontext()

    def _placed(self, upload: Upload, expect: str | None, fill: Callable[[str], None]) -> Remote:
        """Let ``fill`` write a part, check its size, and give it the name of ``upload``. See :meth:`Store.put`."""
        path = upload.path
        found = self.stat(path)
        if found and self._doubt.pop(path, None) == (upload.sha256, found.version):
            return found  # the rename before was done, and only its answer was lost
        _expected(path, found, expect)
        with self._part(path) as part:
            made = self._written(part, found, fill)
            if made.size != upload.size:
                raise TransientError(f"{path}: {made.size} of {upload.size} bytes arrived")
            with self._alone(path):
                if expect is not None:
                    _expected(path, self.stat(path), expect)
                self._finish(part, upload, made.version, new=expect == ABSENT)
        return replace(made, path=path)

    def _written(self, part: str, found: Remote | None, fill: Callable[[str], None]) -> Remote:
        """The part, written. Where nothing tells it from the old file, it is written again in the next second."""
        fill(part)
        made = self._settle(part, found)
        if not found or made.version != found.version:
            return made
        time.sleep(_TICK)
        self._remove(part)
        fill(part)
        return self._settle(part, found)

    def _finish(self, part: str, upload: Upload, version: str, *, new: bool) -> None:
        try:
            self._name(part, upload.path, new=new)
        except TransientError:
            self._doubt[upload.path] = (upload.sha256, version)
            raise

    @contextmanager
    def _part(self, path: str) -> Iterator[str]:
        """A name for a part beside ``path``, which is gone at the end whatever happened."""
        folder, slash, _ = path.rpartition("/")
        part = f"{folder}{slash}{self._mine}{os.urandom(4).hex()}"
        self._open.add(part)
        try:
            yield part
        except BaseException:
            self._discard(part)
            raise
        finally:
            self._open.discard(part)

    def _discard(self, part: str) -> None:
        with suppress(TargetError):
            self._remove(part)


def pieces(upload: Upload, size: int) -> Iterator[bytes]:
    """The bytes of an upload, at most ``size`` at a time. TargetError where they are not those that were promised.

    That is known at the end alone, so nothing may get its name before.
    """
    digest, left = hashlib.sha256(), upload.size
    try:
        with upload.open() as stream:
            while piece := stream.read(size):
                digest.update(piece)
                left -= len(piece)
                yield piece
    except OSError as error:
        raise TargetError(f"{upload.path} cannot be read here: {error.strerror}") from None
    if left or digest.hexdigest() != upload.sha256:
        raise TargetError(f"{upload.path} changed while it was being sent: build again")


def is_name(name: str) -> bool:
    """Whether a server's name of a file is one: not the folder itself or the one above, and no way elsewhere."""
    return name not in {"", ".", ".."} and "/" not in name


def _expected(path: str, found: Remote | None, expect: str | None) -> None:
    """Raise ConflictError where the file is another than the one expected."""
    if expect is None or expect == (found.version if found else ABSENT):
        return
    if not found:
        raise ConflictError(f"{path} is gone")
    raise ConflictError(f"{path} is there already" if expect == ABSENT else f"{path} was changed by somebody else")
