"""The RSS feed, piece by piece: ``head``, one ``item`` an episode, ``TAIL``.

feedgen makes each item; the tags it does not know, or gets wrong, are rows of :mod:`feedtool.render.tags`, written
through one registered extension. An item is serialised inside a root that declares the namespaces and cut out, so a
feed of any size needs the memory of one item (spec: rss-podcast).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseEntryExtension
from lxml import etree

from feedtool.render import tags
from feedtool.render.tags.row import NAMESPACES, write
from feedtool.render.tags.values import published
from feedtool.render.xmltext import legal

if TYPE_CHECKING:
    from datetime import datetime

    from lxml.etree import _Element

    from feedtool.model import Episode, Show


class _Tags(BaseEntryExtension):  # type: ignore[misc]
    """The rows of :mod:`feedtool.render.tags` as a feedgen extension."""

    show: Show
    episode: Episode
    channel: _Element

    def extend_rss(self, entry: _Element) -> _Element:
        # In the channel first: namespaces are then found above, not declared anew on every tag.
        self.channel.append(entry)
        episode = self.episode
        if episode.published is not None:
            etree.SubElement(entry, "pubDate").text = published(episode.published, self.show.timezone)
        write(entry, tags.ITEM, episode)
        return entry


TAIL: Final = b"  </channel>\n</rss>\n"
"""What closes a feed after its last item."""


def head(show: Show, *, updated: datetime | None) -> bytes:
    """The feed up to its first item: XML declaration, ``rss``, ``channel`` and all that is said about the show.

    ``updated`` is when the newest item appeared; it becomes pubDate and lastBuildDate, or they are left out. A moment
    without a zone raises ValueError.
    """
    root, channel = _shell()
    write(channel, tags.CHANNEL, show)
    if updated is not None:
        write(channel, tags.rss.DATES, updated)
    text: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    declaration, _, rest = text.partition(b"\n")
    return declaration.replace(b"'", b'"') + b"\n" + rest.removesuffix(TAIL)


def item(show: Show, episode: Episode) -> bytes:
    """One episode as an indented ``<item>…</item>`` that ends with a newline. Its prefixes are declared by ``head``.

    Where nothing is left of the title the slug stands for it. A moment without a zone raises ValueError.
    """
    root, channel = _shell()
    _entry(show, episode, channel).rss_entry()
    text: bytes = etree.tostring(root, encoding="UTF-8", pretty_print=True)
    return text[text.index(b"    <item>") : -len(TAIL)]


def _shell() -> tuple[_Element, _Element]:
    root = etree.Element("rss", {"version": "2.0"}, nsmap=dict(NAMESPACES))
    return root, etree.SubElement(root, "channel")


def _entry(show: Show, episode: Episode, channel: _Element) -> FeedEntry:
    """feedgen's entry: it makes the item with title and guid; our extension puts it into ``channel`` with the rest."""
    entry = FeedEntry()
    entry.title(legal(episode.title) or episode.slug)
    if episode.guid:
        entry.guid(legal(episode.guid), permalink=episode.guid_is_permalink)
    entry.register_extension("tags", _Tags, atom=False)
    rows = entry.tags
    rows.show, rows.episode, rows.channel = show, episode, channel
    return entry
