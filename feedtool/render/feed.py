"""The RSS feed, piece by piece: ``head``, one ``item`` an episode, ``TAIL``.

Every tag is a row of :mod:`feedtool.render.tags`. Pieces are text with the prefixes that ``head`` declares, so a feed
of any size needs the memory of one item, and an item is the same bytes in every feed it stands in (spec: rss-podcast).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from feedtool import fragments
from feedtool.render import tags
from feedtool.render.tags.row import NAMESPACES, write
from feedtool.render.xmltext import attribute, encoded, legal
from feedtool.scrub import scrub

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from feedtool.model import Episode, Show

TAIL: Final = b"  </channel>\n</rss>\n"
"""What closes a feed after its last item."""

ARCHIVE: Final = '    <fh:archive xmlns:fh="http://purl.org/syndication/history/1.0"/>\n'
"""Says that this document is an archive, which never changes (RFC 5005 §4)."""


def head(
    show: Show,
    *,
    updated: datetime | None,
    links: Iterable[tuple[str, str]] = (),
    archive: bool = False,
    stylesheet: str | None = None,
) -> bytes:
    """The feed up to its first item: XML declaration, ``rss``, ``channel`` and all that is said about the show.

    ``updated`` is when the newest item appeared; it becomes pubDate and lastBuildDate, or they are left out. A moment
    without a zone raises ValueError. ``links`` are relations and addresses of the feed's other pages, ``archive`` says
    that this page never changes (RFC 5005); ``stylesheet`` is the address of the CSS browsers show the feed with.
    """
    return _legal(lambda known: _head(known, updated, links, archive, stylesheet), show)


def _head(
    show: Show, updated: datetime | None, links: Iterable[tuple[str, str]], archive: bool, stylesheet: str | None
) -> str:
    lines = ['<?xml version="1.0" encoding="UTF-8"?>\n']
    if stylesheet:
        lines.append(f'<?xml-stylesheet type="text/css" href="{attribute(stylesheet)}"?>\n')
    declared = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
    lines.append(f'<rss{declared} version="2.0">\n  <channel>\n')
    write(lines, tags.CHANNEL, show, "    ")
    write(lines, tags.retired(tags.RETIRED_CHANNEL, show), show, "    ")
    if updated is not None:
        write(lines, tags.rss.DATES, updated, "    ")
        write(lines, tags.retired(tags.RETIRED_DATES, show), updated, "    ")
    write(lines, tags.atom.PAGES, tuple(links), "    ")
    lines.append(ARCHIVE if archive else "")
    _extras(lines, show.extras, "    ")
    write(lines, tags.LIVE, show, "    ")
    return "".join(lines)


def item(show: Show, episode: Episode) -> bytes:
    """One episode as an indented ``<item>…</item>`` that ends with a newline. Its prefixes are declared by ``head``.

    Where nothing is left of the title the slug stands for it. A moment without a zone raises ValueError.
    """
    return _legal(lambda known: _item(show, known), episode)


def _item(show: Show, episode: Episode) -> str:
    lines = ["    <item>\n"]
    write(lines, tags.NAMED, episode, "      ")
    if episode.published is not None:
        write(lines, tags.rss.ITEM_DATE, (episode.published, show.timezone), "      ")
    write(lines, tags.ITEM, episode, "      ")
    if show.feeds.retired:
        write(lines, tags.retired(tags.RETIRED_ITEM, show), episode, "      ")
    _extras(lines, episode.extras, "      ")
    lines.append("    </item>\n")
    return "".join(lines)


def _legal(render: Callable[[Any], str], source: Any) -> bytes:
    """What ``render`` makes of ``source`` as bytes; where that holds what XML cannot, of the source without it."""
    data = encoded(render(source))
    return legal(render(scrub(source)[0])).encode() if data is None else data


def _extras(lines: list[str], extras: Iterable[str], indent: str) -> None:
    """Elements that are not known here, as a parser understands them; what it refuses is not written."""
    lines += [f"{indent}{made}\n" for text in extras if (made := fragments.parsed(text))]
