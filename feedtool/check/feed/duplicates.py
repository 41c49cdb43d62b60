"""Values that must differ from item to item, in 12 bytes each however long they are."""

from __future__ import annotations

from array import array
from hashlib import blake2b


class Seen:
    """A table of 64-bit digests and the line each was first met on (open addressing; two million values differ
    from one another with a chance of one in ten million that two are taken for one).
    """

    def __init__(self) -> None:
        self._digests, self._lines, self._count = array("Q", bytes(8 * 1024)), array("I", bytes(4 * 1024)), 0

    def first(self, value: str, line: int) -> int | None:
        """The line ``value`` was first met on; None now that it is new."""
        digest = int.from_bytes(blake2b(value.encode("utf-8", "replace"), digest_size=8).digest()) or 1
        at = digest % len(self._digests)
        if there := self._digests[at]:
            at = at if there == digest else self._find(digest)
            if self._digests[at]:
                return self._lines[at]
        self._put(at, digest, line)
        return None

    def _find(self, digest: int) -> int:
        size = len(self._digests)
        at = digest % size
        while self._digests[at] not in (0, digest):
            at = (at + 1) % size
        return at

    def _put(self, at: int, digest: int, line: int) -> None:
        self._digests[at], self._lines[at] = digest, line
        self._count += 1
        if self._count * 3 > len(self._digests) * 2:
            self._grow()

    def _grow(self) -> None:
        old = zip(self._digests, self._lines, strict=True)
        size = 2 * len(self._digests)
        self._digests, self._lines = array("Q", bytes(8 * size)), array("I", bytes(4 * size))
        for digest, line in old:
            if digest:
                at = self._find(digest)
                self._digests[at], self._lines[at] = digest, line
