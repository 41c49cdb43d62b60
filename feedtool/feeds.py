"""Which files a show's feed stands in, and how they are put together out of items.

There is the feed itself, one for each further audio format, and one for directories to leave out; each in one file or
in pages (RFC 5005). Items are rendered once: another feed costs no more than copying those that are equal.
"""

from __future__ import annotations

import re
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import IO, TYPE_CHECKING, Final

from feedtool import uris
from feedtool.kinds import FEED_PATH
from feedtool.namespace import Block
from feedtool.render import feed
from feedtool.render.stylesheet import PATH as STYLESHEET

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from feedtool.model import Show

LISTS: Final = ("L", "mixed")
"""How the name of a medium ends that is a list: its feed holds no items (spec: podcast-namespace §9)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One file: the episodes in it by name, and of which audio format their items are ("": the first)."""

    path: str
    show: Show
    names: Sequence[str]
    format: str = ""
    links: tuple[tuple[str, str], ...] = ()
    archive: bool = False

    def head(self, updated: datetime | None) -> bytes:
        """The file up to its first item; ``updated`` is when the newest of its items appeared."""
        css = "../" * self.path.count("/") + STYLESHEET if self.show.feeds.stylesheet else None
        return feed.head(self.show, updated=updated, links=self.links, archive=self.archive, stylesheet=css)


def format_path(ending: str) -> str:
    """The file of the feed of one audio format.

    >>> format_path("opus")
    'feed.opus.xml'
    """
    return FEED_PATH.replace(".xml", f".{ending}.xml")


_PAGE: Final = re.compile(r"(.+?)\.(?:([0-9]+)|archive-([0-9]+))\.xml")


def page_of(path: str) -> tuple[str, int]:
    """The feed that a file is a page of, and a number by which its pages stand from the newest on.

    >>> page_of("feed.2.xml"), page_of("feed.opus.xml"), page_of("feed.archive-7.xml")
    (('feed.xml', 2), ('feed.opus.xml', 0), ('feed.xml', -7))
    """
    match = _PAGE.fullmatch(path)
    return (f"{match[1]}.xml", int(match[2] or -int(match[3]))) if match else (path, 0)


def is_list(show: Show) -> bool:
    """Whether the feed lists other feeds and holds no episodes."""
    return show.medium.endswith(LISTS)


def sheets(show: Show, names: Sequence[str]) -> list[Sheet]:
    """The files of all feeds of ``show``, the feed's own address first; ``names`` are its episodes, newest first."""
    names = () if is_list(show) else names
    made = _pages(show, FEED_PATH, "", names)
    for ending in show.feeds.formats[1:]:
        made += _pages(_at(show, format_path(ending)), format_path(ending), ending, names)
    if path := show.feeds.private:
        hidden = replace(_at(show, path), block=True, blocks=(Block(blocked=True),), new_feed_url=None)
        made += _pages(hidden, path, "", names)
    return made


def forms(made: Sequence[Sheet]) -> Iterator[Sheet]:
    """Of files whose heads differ in nothing but addresses, the first."""
    seen = []
    for sheet in made:
        form = (replace(sheet.show, feed_url=""), [relation for relation, _ in sheet.links], sheet.archive)
        if form not in seen:
            seen.append(form)
            yield sheet


def _at(show: Show, path: str) -> Show:
    return replace(show, feed_url=uris.join(show.base_url, path))


def _pages(show: Show, path: str, ending: str, names: Sequence[str]) -> list[Sheet]:
    size = show.feeds.page_size
    if not size or len(names) <= size:
        return [Sheet(path=path, show=show, names=names, format=ending)]
    whole = Sheet(path=path, show=show, names=names, format=ending)
    return _archives(whole, size) if show.feeds.paging == "archived" else _numbered(whole, size)


def _numbered(whole: Sheet, size: int) -> list[Sheet]:
    """Pages from the newest on, which move on with each new episode (RFC 5005 §3)."""
    count = -(-len(whole.names) // size)
    paths = [whole.path, *(f"{whole.path.removesuffix('.xml')}.{number}.xml" for number in range(2, count + 1))]
    urls = [whole.show.feed_url, *(uris.join(whole.show.base_url, path) for path in paths[1:])]
    made = []
    for number in range(count):
        near = (("first", 0), ("prev", number - 1), ("next", number + 1), ("last", count - 1))
        links = tuple((relation, urls[page]) for relation, page in near if 0 <= page < count)
        names = whole.names[number * size : (number + 1) * size]
        made.append(replace(whole, path=paths[number], show=_self(whole, urls[number]), names=names, links=links))
    return made


def _archives(whole: Sheet, size: int) -> list[Sheet]:
    """The newest episodes, at least ``size``, and archives of ``size`` from the oldest on, which stay (RFC 5005 §4)."""
    count = len(whole.names) // size - 1
    recent = len(whole.names) - count * size
    urls = [uris.join(whole.show.base_url, _archive_path(whole, n)) for n in range(1, count + 1)]
    links = (("prev-archive", urls[-1]),) if urls else ()
    made = [replace(whole, names=whole.names[:recent], links=links)]
    for number in range(count, 0, -1):
        end = len(whole.names) - (number - 1) * size
        older = [("prev-archive", urls[number - 2])] if number > 1 else []
        made.append(
            replace(
                whole,
                path=_archive_path(whole, number),
                show=_self(whole, urls[number - 1]),
                names=whole.names[end - size : end],
                links=(("current", whole.show.feed_url), *older),
                archive=True,
            )
        )
    return made


def _self(whole: Sheet, url: str) -> Show:
    """The show as a page at ``url`` tells it; live streams stand on the feed's own."""
    return whole.show if url == whole.show.feed_url else replace(whole.show, feed_url=url, live_items=())


def _archive_path(whole: Sheet, number: int) -> str:
    return f"{whole.path.removesuffix('.xml')}.archive-{number}.xml"


@dataclass(slots=True)
class Items:
    """The items of a build: new ones in ``spool``, the others in the feeds of the last build, below ``target``.

    Where each stands is in the table ``item`` of the build's notes ``db`` (in the file "": the spool), by the episode's
    name and the audio format; where a format has no item of its own, the first one's stands. Where it stands in the new
    feeds is noted in the table ``placed``.
    """

    db: sqlite3.Connection
    spool: IO[bytes]
    target: Path

    def add(self, name: str, items: Mapping[str, bytes]) -> None:
        """Keep an episode's items, by audio format, until its feeds are put together."""
        for ending, data in items.items():
            place = (name, ending, _SPOOL, self.spool.tell(), len(data))
            self.db.execute("INSERT OR REPLACE INTO item VALUES (?, ?, ?, ?, ?)", place)
            self.spool.write(data)

    def is_new(self, name: str) -> bool:
        """Whether the episode's item was rendered by this build."""
        found = self.db.execute("SELECT 1 FROM item WHERE name = ? AND format = '' AND path = ?", (name, _SPOOL))
        return found.fetchone() is not None

    def pieces(self, sheet: Sheet, updated: datetime | None, *, note: bool = False) -> Iterator[bytes]:
        """A file of the feed, in pieces; with ``note``, where each item stands in it is noted for the next build."""
        piece = sheet.head(updated)
        offset = len(piece)
        yield piece
        with ExitStack() as opened:
            files = {_SPOOL: self.spool}
            for name in sheet.names:
                ending, piece = self._item(name, sheet.format, files, opened)
                if note:
                    place = (name, ending, sheet.path, offset, len(piece))
                    self.db.execute("INSERT OR IGNORE INTO placed VALUES (?, ?, ?, ?, ?)", place)
                offset += len(piece)
                yield piece
        yield feed.TAIL

    def _item(self, name: str, ending: str, files: dict[str, IO[bytes]], opened: ExitStack) -> tuple[str, bytes]:
        found = "SELECT format, path, start, length FROM item WHERE name = ? AND format IN (?, '') ORDER BY format DESC"
        ending, path, start, length = self.db.execute(found, (name, ending)).fetchone()
        if path not in files:
            files[path] = opened.enter_context((self.target / path).open("rb"))
        files[path].seek(start)
        return ending, files[path].read(length)


_SPOOL: Final = ""
