"""What listeners would see: each feed that stands on a store, all its pages, compared with the one that was built."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import file_digest
from itertools import islice
from typing import IO, TYPE_CHECKING, Final, NamedTuple
from urllib.parse import unquote

from feedtool import feeds, plan
from feedtool.kinds import FEED_PATH
from feedtool.publish.errors import TargetError
from feedtool.publish.inventory import Turn
from feedtool.publish.retry import again
from feedtool.rawfeed import RawFeed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from lxml.etree import _Element

    from feedtool.compare import Difference
    from feedtool.publish.inventory import Item
    from feedtool.publish.store import Store
    from feedtool.rawfeed import Part

MAX: Final = 10_000
"""Differences that a plan keeps."""
LARGEST: Final = 1 << 30
"""Bytes of a feed that is fetched to be compared."""
_LINK: Final = "{http://www.w3.org/2005/Atom}link"
_OLDER: Final = frozenset({"next", "prev-archive"})
"""How a page names the one with older episodes (RFC 5005 §3, §4)."""


class Compared(NamedTuple):
    """The differences, and the SHA-256 of the feed that stands there, "" where it is the one that was built."""

    differences: tuple[Difference, ...] = ()
    sha256: str = ""


def compared(store: Store, standing: Collection[str], items: Sequence[Item], lacking: Sequence[Item]) -> Compared:
    """The differences of every feed that is built and stands there already; ``standing`` are the paths of the store.

    What is not ``lacking`` is not fetched. SourceError (FT830) where what stands there is no feed.
    """
    built = {item.path: item for item in items if item.turn >= Turn.FURTHER_FEED}
    same = {path: item for path, item in built.items() if item not in lacking}
    if len(same) == len(built):
        return Compared()
    names = dict.fromkeys(feeds.page_of(path)[0] for path in (FEED_PATH, *built))
    old = {name: _Standing(store, standing, same, name) for name in names if name in standing}
    found = (one for name in old for one in plan.differences(name, old[name], _Built(built, name)))
    return Compared(tuple(islice(found, MAX)), old[FEED_PATH].sha256 if FEED_PATH in old else "")


@dataclass(slots=True)
class _Built:
    """The pages of a feed that was built, as one feed."""

    files: dict[str, Item]
    name: str
    channel: _Element | None = None

    def items(self) -> Iterator[Part]:
        """The items of all pages, the newest first."""
        for path in plan.pages_of(self.name, self.files):
            with self.files[path].source.open("rb") as stream:
                page = RawFeed(stream, path)
                yield from page.items()
            self.channel = page.channel if self.channel is None else self.channel


@dataclass(slots=True)
class _Standing:
    """The pages of a feed that stands on a store, as one feed: each page names the next.

    Pages that were left over are thus none of it. ``same`` are files that need not be fetched; ``sha256`` is the first
    page's, once it was.
    """

    store: Store
    files: Collection[str]
    same: dict[str, Item]
    name: str
    channel: _Element | None = None
    sha256: str = ""

    def items(self) -> Iterator[Part]:
        """The items of all pages, the newest first."""
        path, read = self.name, set[str]()
        while path in self.files and path not in read:
            read.add(path)
            with self._opened(path) as stream:
                page = RawFeed(stream, f"{path} on {self.store.where}")
                yield from page.items()
            self.channel = page.channel if self.channel is None else self.channel
            path = _older(page.channel, path)

    @contextmanager
    def _opened(self, path: str) -> Iterator[IO[bytes]]:
        if path in self.same:
            with self.same[path].source.open("rb") as stream:
                yield stream
            return
        with _fetched(self.store, path) as fetched:
            if path == self.name:
                self.sha256 = file_digest(fetched, "sha256").hexdigest()  # type: ignore[arg-type]
                fetched.seek(0)
            yield fetched


@contextmanager
def _fetched(store: Store, path: str) -> Iterator[IO[bytes]]:
    """A file of the store, on this machine."""

    def fetch() -> None:
        into.seek(0)
        into.truncate()
        for chunk in store.read(path, 0, LARGEST + 1):
            into.write(chunk)
        if into.tell() > LARGEST:
            raise TargetError(f"{path} is larger than any feed", hint="Look at what stands there.")

    with tempfile.TemporaryFile() as into:
        again(fetch)
        into.seek(0)
        yield into


def _older(channel: _Element | None, path: str) -> str:
    """The page that ``path`` names as the next older one, beside it; "" where there is none."""
    for link in channel if channel is not None else ():
        if link.tag == _LINK and link.get("rel") in _OLDER:
            folder, slash, _ = path.rpartition("/")
            return f"{folder}{slash}{unquote(link.get('href', '').rpartition('/')[2])}"
    return ""
