"""A feed read back: its channel as a Show, its items one by one.

Reads what others wrote, leniently: old namespace names, old words for explicit, dates without a weekday. It knows
nothing of how this package writes, so that what was written can be compared with what was meant (spec: rss-podcast,
podcast-namespace, chapters §2).
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from feedtool import fragments, timecode
from feedtool.findings import Place
from feedtool.model import Category, Chapter, Enclosure, Episode, LiveItem, Owner, Show
from feedtool.read import feed_tags, feed_xml
from feedtool.read.feed_values import is_explicit, is_yes, moment, number, whole
from feedtool.read.feed_xml import name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from lxml.etree import _Element

    from feedtool.model import Funding, Location, Origin, Person, Topic, Transcript
    from feedtool.namespace import (
        AlternateEnclosure,
        Chat,
        ContentLink,
        Image,
        License,
        SocialInteract,
        Soundbite,
        Txt,
        Value,
    )
    from feedtool.read.feed_pieces import Piece


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedItem:
    """One item as a feed says it. ``duration`` is in milliseconds, ``chapters`` are psc's, ``place`` its first line.

    Fields are called as those of an :class:`~feedtool.model.Episode`, but that ``description`` is HTML here.
    """

    title: str = ""
    guid: str | None = None
    guid_is_permalink: bool = True
    link: str | None = None
    published: datetime | None = None
    enclosure: Enclosure | None = None
    description: str = ""
    notes_html: str = ""
    chapters: tuple[Chapter, ...] = ()
    chapters_url: str | None = None
    people: tuple[Person, ...] = ()
    transcripts: tuple[Transcript, ...] = ()
    season: int | None = None
    season_name: str | None = None
    episode: int | float | None = None
    episode_display: str | None = None
    episode_type: str | None = None
    duration: int | None = None
    author: str | None = None
    explicit: bool | None = None
    block: bool = False
    image: str | None = None
    itunes_title: str | None = None
    subtitle: str | None = None
    summary: str | None = None
    keywords: tuple[str, ...] = ()
    order: int | None = None
    closed_captioned: bool = False
    license: License | None = None
    locations: tuple[Location, ...] = ()
    funding: tuple[Funding, ...] = ()
    texts: tuple[Txt, ...] = ()
    images: tuple[Image, ...] = ()
    values: tuple[Value, ...] = ()
    chat: Chat | None = None
    social: tuple[SocialInteract, ...] = ()
    content_links: tuple[ContentLink, ...] = ()
    soundbites: tuple[Soundbite, ...] = ()
    alternates: tuple[AlternateEnclosure, ...] = ()
    rss_author: str | None = None
    comments: str | None = None
    origin: Origin | None = None
    topics: tuple[Topic, ...] = ()
    extras: tuple[str, ...] = ()
    place: Place | None = field(default=None, compare=False, repr=False)


def items(stream: BinaryIO | Iterable[bytes], file: str) -> Iterator[FeedItem]:
    """The items of a feed in its order, in the memory of one. What cannot be read raises SourceError."""
    shell: feed_xml.Shell | None = None
    for piece in feed_xml.pieces(stream, file):
        if shell is None:
            shell = feed_xml.Shell(piece)
        if piece.is_item:
            yield _item(_element(shell, piece, file), Place(file, piece.line, piece.column))


def channel(stream: BinaryIO | Iterable[bytes], file: str) -> Show:
    """What a feed says about its show; what it does not say is empty. What cannot be read raises SourceError."""
    root = feed_xml.root(stream, file)
    facts = _Facts(next((child for child in root if name_of(child.tag) == "channel"), root))
    feed_url = next((link.get("href", "") for link in facts.all("atom:link") if link.get("rel") == "self"), "")
    return Show(
        title=facts.text("title") or "",
        link=facts.text("link") or "",
        description=facts.text("description") or "",
        language=facts.text("language") or "",
        base_url="",
        feed_url=feed_url,
        author=facts.text("itunes:author"),
        owner=_owner(facts),
        categories=tuple(_category(row) for row in facts.all("itunes:category")),
        explicit=is_explicit(facts.text("itunes:explicit")) or False,
        image=facts.attribute("itunes:image", "href"),
        type="serial" if facts.text("itunes:type") == "serial" else "episodic",
        copyright=facts.text("copyright"),
        guid=facts.text("podcast:guid"),
        locked={"yes": True, "no": False}.get(facts.text("podcast:locked") or ""),
        medium=facts.text("podcast:medium") or "podcast",
        block=is_yes(facts.text("itunes:block")),
        complete=is_yes(facts.text("itunes:complete")),
        new_feed_url=facts.text("itunes:new-feed-url"),
        ttl=whole(facts.text("ttl")),
        keywords=_keywords(facts),
        live_items=tuple(live for row in facts.all("podcast:liveItem") if (live := _live(row, file))),
        extras=facts.extras(_CHANNEL),
        **facts.values(feed_tags.CHANNEL),
        **facts.lists(feed_tags.CHANNEL_MANY),
        **facts.values(feed_tags.TUPLES, absent=()),
    )


def _element(shell: feed_xml.Shell, piece: Piece, file: str) -> _Element:
    data = shell.opening + piece.data + shell.closing
    root = feed_xml.parsed(data, file, lambda line: line + piece.line - 1)
    return next(root.iter("{*}item"))


class _Facts:
    """The children of one element, by name."""

    def __init__(self, element: _Element) -> None:
        self._children: dict[str, list[_Element]] = {}
        self._order = element
        for child in element:
            self._children.setdefault(name_of(child.tag), []).append(child)

    def all(self, name: str) -> list[_Element]:
        """The children of that name, in order."""
        return self._children.get(name, [])

    def text(self, name: str) -> str | None:
        """The text of the first child of that name, None where there is none."""
        rows = self._children.get(name)
        return rows[0].text or "" if rows else None

    def attribute(self, name: str, key: str) -> str | None:
        """An attribute of the first child of that name, None where it is missing."""
        rows = self._children.get(name)
        return rows[0].get(key) if rows else None

    def values(self, table: Mapping[str, feed_tags.Reader], absent: Any = None) -> dict[str, Any]:
        """What the first tag of each row says, by the model's names."""
        return {
            field: read(rows[0]) if (rows := self._children.get(name)) else absent
            for field, (name, read) in table.items()
        }

    def lists(self, table: Mapping[str, feed_tags.Reader]) -> dict[str, Any]:
        """What all tags of each row say, by the model's names."""
        return {
            field: tuple(made for row in self._children.get(name, ()) if (made := read(row)) is not None)
            for field, (name, read) in table.items()
        }

    def extras(self, known: set[str]) -> tuple[str, ...]:
        """The tags that are not ``known``, each as XML of its own."""
        if self._children.keys() <= known:
            return ()
        return tuple(fragments.written(row) for row in self._order if name_of(row.tag) not in known)


def _item(element: _Element, place: Place) -> FeedItem:
    facts = _Facts(element)
    return FeedItem(
        title=facts.text("title") or facts.text("itunes:title") or "",
        guid=facts.text("guid"),
        guid_is_permalink=(facts.attribute("guid", "isPermaLink") or "true").lower() != "false",
        link=facts.text("link"),
        published=moment(facts.text("pubDate")),
        enclosure=_enclosure(facts),
        description=facts.text("description") or "",
        notes_html=facts.text("content:encoded") or "",
        chapters=_chapters(facts, place),
        chapters_url=facts.attribute("podcast:chapters", "url"),
        season=whole(facts.text("podcast:season") or facts.text("itunes:season")),
        season_name=facts.attribute("podcast:season", "name"),
        episode=number(facts.text("podcast:episode") or facts.text("itunes:episode")),
        episode_display=facts.attribute("podcast:episode", "display"),
        episode_type=facts.text("itunes:episodeType"),
        duration=timecode.parse(facts.text("itunes:duration") or ""),
        author=facts.text("itunes:author"),
        explicit=is_explicit(facts.text("itunes:explicit")),
        block=is_yes(facts.text("itunes:block")),
        image=facts.attribute("itunes:image", "href"),
        keywords=_keywords(facts),
        order=whole(facts.text("itunes:order")),
        closed_captioned=is_yes(facts.text("itunes:isClosedCaptioned")),
        extras=facts.extras(_ITEM),
        place=place,
        **facts.values(feed_tags.ITEM),
        **facts.lists(feed_tags.ITEM_MANY),
    )


_OWN: Final = {"title", "link", "description", "pubDate", "itunes:author", "itunes:explicit", "itunes:image",
               "itunes:block", "itunes:keywords"}  # fmt: skip
_ITEM: Final = _OWN | {name for name, _ in (*feed_tags.ITEM.values(), *feed_tags.ITEM_MANY.values())} | {
    "guid", "enclosure", "content:encoded", "psc:chapters", "podcast:chapters", "podcast:season", "podcast:episode",
    "itunes:season", "itunes:episode", "itunes:episodeType", "itunes:duration", "itunes:order",
    "itunes:isClosedCaptioned",
}  # fmt: skip
"""The children of an item that are read here; any other is an extra."""

_TABLES: Final = (feed_tags.CHANNEL, feed_tags.CHANNEL_MANY, feed_tags.TUPLES)
_CHANNEL: Final = _OWN | {name for table in _TABLES for name, _ in table.values()} | {
    "item", "language", "copyright", "generator", "lastBuildDate", "image", "ttl", "atom:link", "itunes:category",
    "itunes:type", "itunes:owner", "itunes:complete", "itunes:new-feed-url", "itunes:summary", "itunes:pubDate",
    "itunes:applepodcastsverify", "podcast:guid", "podcast:locked", "podcast:medium", "podcast:liveItem",
    "{http://purl.org/syndication/history/1.0}archive", "{http://purl.org/syndication/history/1.0}complete",
}  # fmt: skip
"""The children of a channel that are read here, or made anew by whoever writes a feed; any other is an extra."""


def as_episode(item: FeedItem) -> Episode:
    """The item as an episode: its HTML are the notes, and its guid stands for the slug, which no feed has."""
    same = {field.name for field in fields(Episode)} & {field.name for field in fields(FeedItem)}
    known = {name: getattr(item, name) for name in same}
    known |= {"notes_html": item.notes_html or item.description, "description": item.summary or ""}
    return Episode(slug=item.guid or "", **known)


def _live(row: _Element, file: str) -> LiveItem | None:
    """``podcast:liveItem``; None without a start that can be read."""
    start = feed_tags.iso_moment(row.get("start"))
    if start is None:
        return None
    item = as_episode(_item(row, Place(file, feed_xml.line_of(row))))
    return LiveItem(status=row.get("status", ""), start=start, end=feed_tags.iso_moment(row.get("end")), item=item)


def _keywords(facts: _Facts) -> tuple[str, ...]:
    rows = facts.all("itunes:keywords")
    return feed_tags.keywords(rows[0]) if rows else ()


def _enclosure(facts: _Facts) -> Enclosure | None:
    url = facts.attribute("enclosure", "url")
    if not url:
        return None
    length = whole(facts.attribute("enclosure", "length"))
    return Enclosure(url=url, media_type=facts.attribute("enclosure", "type") or "", length=max(length or 0, 0))


def _chapters(facts: _Facts, item: Place) -> tuple[Chapter, ...]:
    """psc's chapters in time order; only the first list counts (spec: chapters §2)."""
    lists = facts.all("psc:chapters")
    rows = (row for row in (lists[0] if lists else ()) if name_of(row.tag) == "psc:chapter")
    made = (_chapter(row, Place(item.file, feed_xml.line_of(row) + item.line - 1)) for row in rows)
    return tuple(sorted((chapter for chapter in made if chapter), key=lambda chapter: chapter.start))


def _chapter(row: _Element, place: Place) -> Chapter | None:
    start = timecode.parse(row.get("start", ""))
    if start is None:
        return None
    return Chapter(
        start=start, title=row.get("title", ""), url=row.get("href"), image=row.get("image"), place=place
    )  # fmt: skip


def _owner(facts: _Facts) -> Owner | None:
    rows = facts.all("itunes:owner")
    if not rows:
        return None
    inside = _Facts(rows[0])
    return Owner(email=inside.text("itunes:email") or "", name=inside.text("itunes:name"))


def _category(row: _Element) -> Category:
    subs = [child.get("text") for child in row if name_of(child.tag) == "itunes:category"]
    return Category(name=row.get("text", ""), sub=subs[0] if subs else None)
