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
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from feedtool.publish.errors import ConflictError, TargetError, TransientError
from feedtool.publish.store import ABSENT, Remote, Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from feedtool.publish.store import Upload

PART: Final = ".feedtool-part-"
_DAY: Final = 86400.0
_SMALL: Final = 1 << 18
"""Bytes that are sent without asking first whether they will be wanted: that takes as long."""
_TICK: Final = 1.1
"""Seconds after which a clock of whole seconds shows another one."""

R = TypeVar("R", bound=Remote)


class Beside(Store, Generic[R]):
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
    def stat(self, path: str) -> R | None:
        """The file at ``path``, with all that :meth:`_settle` wants to know of it; None where there is none."""

    @abstractmethod
    def _settle(self, part: str, made: R, old: R | None) -> R:
        """The part as it is once it is later than ``old``, what it replaces, where times can be set."""

    @abstractmethod
    def _name(self, part: str, path: str, *, new: bool) -> None:
        """Give the part its name; ConflictError where it is to be ``new`` and a file stands there."""

    @abstractmethod
    def _remove(self, path: str) -> None:
        """Remove a file; one that is not there is no fault."""

    @property
    def _refuses_taken(self) -> bool:
        """Whether the server itself refuses a ``new`` name that is taken, so that nobody need look just before."""
        return False

    def _alone(self, path: str) -> AbstractContextManager[None]:
        """Keep others off the file from the last look at it to the rename, where that can be done."""
        return nullcontext()

    def _placed(
        self, upload: Upload, expect: str | None, fill: Callable[[str], None], *, cost: int, going_on: bool = False
    ) -> Remote:
        """Let ``fill`` write a part, check its size, and give it the name of ``upload``. See :meth:`Store.put`.

        ``cost`` are the bytes that ``fill`` sends; where they are few, whether they are wanted is seen before the
        rename alone. ``going_on``: the part may hold what an attempt that was broken off left of the same content.
        """
        path = upload.path
        if cost > _SMALL or path in self._doubt:
            found = self.stat(path)
            if found and self._doubt.pop(path, None) == (upload.sha256, found.version):
                return found  # the rename before was done, and only its answer was lost
            _expected(found, expect)
        with self._part(path, upload.sha256 if going_on else "") as part:
            made = self._written(part, upload, fill)
            with self._alone(path):
                found = None if expect == ABSENT and self._refuses_taken else self.stat(path)
                _expected(found, expect)
                made = self._settle(part, made, found)
                if found and made.version == found.version:
                    # nothing tells it from the old file: it is written again in the next second
                    time.sleep(_TICK)
                    self._remove(part)
                    made = self._settle(part, self._written(part, upload, fill), found)
                self._finish(part, upload, made.version, new=expect == ABSENT)
        return replace(made, path=path)

    def _written(self, part: str, upload: Upload, fill: Callable[[str], None]) -> R:
        """The part, written and of the right size."""
        fill(part)
        made = self.stat(part)
        if not made:
            raise TransientError("what was written is gone")
        if made.size != upload.size:
            raise TransientError(f"{made.size} of {upload.size} bytes arrived")
        return made

    def _finish(self, part: str, upload: Upload, version: str, *, new: bool) -> None:
        try:
            self._name(part, upload.path, new=new)
        except TransientError:
            self._doubt[upload.path] = (upload.sha256, version)
            raise

    @contextmanager
    def _part(self, path: str, content: str = "") -> Iterator[str]:
        """A name for a part beside ``path``, which is gone at the end whatever happened.

        With ``content`` (a SHA-256) it is always the same for the same content and path, and it stays where trying
        again may help: an attempt that finds it goes on with it.
        """
        folder, slash, _ = path.rpartition("/")
        same = f"{PART}{hashlib.sha256(f'{content} {path}'.encode()).hexdigest()[:32]}"
        part = f"{folder}{slash}" + (same if content else f"{self._mine}{os.urandom(4).hex()}")
        self._open.add(part)
        try:
            yield part
        except BaseException as error:
            if not content or (isinstance(error, TargetError) and not isinstance(error, TransientError)):
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
        raise TargetError(f"the file here cannot be read ({error.strerror})") from None
    if left or digest.hexdigest() != upload.sha256:
        raise TargetError("the file here changed while it was being sent", hint="Run the same command again.")


def is_name(name: str) -> bool:
    """Whether a server's name of a file is one: not the folder itself or the one above, and no way elsewhere."""
    return name not in {"", ".", ".."} and "/" not in name


def _expected(found: Remote | None, expect: str | None) -> None:
    """Raise ConflictError where the file is another than the one expected."""
    if expect is None or expect == (found.version if found else ABSENT):
        return
    if not found:
        raise ConflictError("is gone")
    raise ConflictError("is there already" if expect == ABSENT else "was changed by somebody else")
