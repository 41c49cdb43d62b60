"""A feed read back: its channel as a Show, its items one by one.

Reads what others wrote, leniently: old namespace names, old words for explicit, dates without a weekday. It knows
nothing of how this package writes, so that what was written can be compared with what was meant (spec: rss-podcast,
podcast-namespace, chapters §2).
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, BinaryIO

from feedtool import timecode
from feedtool.findings import Place
from feedtool.model import Category, Chapter, Enclosure, Funding, Owner, Person, Show, Transcript
from feedtool.read import feed_xml
from feedtool.read.feed_xml import name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element

    from feedtool.read.feed_pieces import Piece


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedItem:
    """One item as a feed says it. ``duration`` is in milliseconds, ``chapters`` are psc's, ``place`` its first line."""

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
        explicit=_is_explicit(facts.text("itunes:explicit")) or False,
        image=facts.attribute("itunes:image", "href"),
        type="serial" if facts.text("itunes:type") == "serial" else "episodic",
        copyright=facts.text("copyright"),
        guid=facts.text("podcast:guid"),
        locked={"yes": True, "no": False}.get(facts.text("podcast:locked") or ""),
        medium=facts.text("podcast:medium") or "podcast",
        people=_people(facts),
        funding=tuple(Funding(url=row.get("url", ""), text=row.text or "") for row in facts.all("podcast:funding")),
        block=_is_yes(facts.text("itunes:block")),
        complete=_is_yes(facts.text("itunes:complete")),
        new_feed_url=facts.text("itunes:new-feed-url"),
    )


def _element(shell: feed_xml.Shell, piece: Piece, file: str) -> _Element:
    data = shell.opening + piece.data + shell.closing
    root = feed_xml.parsed(data, file, lambda line: line + piece.line - 1)
    return next(root.iter("{*}item"))


class _Facts:
    """The children of one element, by name."""

    def __init__(self, element: _Element) -> None:
        self._children: dict[str, list[_Element]] = {}
        for child in element:
            self._children.setdefault(name_of(child.tag), []).append(child)

    def all(self, name: str) -> list[_Element]:
        return self._children.get(name, [])

    def text(self, name: str) -> str | None:
        rows = self._children.get(name)
        return rows[0].text or "" if rows else None

    def attribute(self, name: str, key: str) -> str | None:
        rows = self._children.get(name)
        return rows[0].get(key) if rows else None


def _item(element: _Element, place: Place) -> FeedItem:
    facts = _Facts(element)
    return FeedItem(
        title=facts.text("title") or facts.text("itunes:title") or "",
        guid=facts.text("guid"),
        guid_is_permalink=(facts.attribute("guid", "isPermaLink") or "true").lower() != "false",
        link=facts.text("link"),
        published=_moment(facts.text("pubDate")),
        enclosure=_enclosure(facts),
        description=facts.text("description") or "",
        notes_html=facts.text("content:encoded") or "",
        chapters=_chapters(facts, place),
        chapters_url=facts.attribute("podcast:chapters", "url"),
        people=_people(facts),
        transcripts=_transcripts(facts),
        season=_whole(facts.text("podcast:season") or facts.text("itunes:season")),
        season_name=facts.attribute("podcast:season", "name"),
        episode=_number(facts.text("podcast:episode") or facts.text("itunes:episode")),
        episode_display=facts.attribute("podcast:episode", "display"),
        episode_type=facts.text("itunes:episodeType"),
        duration=timecode.parse(facts.text("itunes:duration") or ""),
        author=facts.text("itunes:author"),
        explicit=_is_explicit(facts.text("itunes:explicit")),
        block=_is_yes(facts.text("itunes:block")),
        image=facts.attribute("itunes:image", "href"),
        place=place,
    )


def _enclosure(facts: _Facts) -> Enclosure | None:
    url = facts.attribute("enclosure", "url")
    if not url:
        return None
    length = _whole(facts.attribute("enclosure", "length"))
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


def _people(facts: _Facts) -> tuple[Person, ...]:
    return tuple(
        Person(
            name=row.text or "",
            role=row.get("role", "host").lower(),
            group=row.get("group", "cast").lower(),
            href=row.get("href"),
            img=row.get("img"),
        )
        for row in facts.all("podcast:person")
    )


def _transcripts(facts: _Facts) -> tuple[Transcript, ...]:
    return tuple(
        Transcript(
            url=row.get("url", ""),
            media_type=row.get("type", ""),
            language=row.get("language"),
            rel=row.get("rel"),
        )
        for row in facts.all("podcast:transcript")
    )


def _owner(facts: _Facts) -> Owner | None:
    rows = facts.all("itunes:owner")
    if not rows:
        return None
    inside = _Facts(rows[0])
    return Owner(email=inside.text("itunes:email") or "", name=inside.text("itunes:name"))


def _category(row: _Element) -> Category:
    subs = [child.get("text") for child in row if name_of(child.tag) == "itunes:category"]
    return Category(name=row.get("text", ""), sub=subs[0] if subs else None)


def _is_explicit(word: str | None) -> bool | None:
    """``true`` and the old words for it (spec: ambiguities 1)."""
    known = {"true": True, "yes": True, "explicit": True, "false": False, "no": False, "clean": False}
    return known.get((word or "").strip().lower())


def _is_yes(word: str | None) -> bool:
    return (word or "").strip().lower() == "yes"


def _moment(text: str | None) -> datetime | None:
    """An RFC 2822 or ISO 8601 date with a zone; None for anything else. ``-0000`` counts as UTC."""
    from email.utils import parsedate_to_datetime

    moment: datetime | None = None
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        with contextlib.suppress(ValueError, OverflowError):
            moment = moment or read((text or "").strip())
    if moment and moment.tzinfo is None and "-0000" in (text or ""):
        moment = moment.replace(tzinfo=UTC)
    return moment if moment and moment.tzinfo else None


def _whole(text: str | None) -> int | None:
    number = _number(text)
    return int(number) if number is not None and number == int(number) else None


def _number(text: str | None) -> Any:
    """A number of at most 15 characters; whole ones as int."""
    text = (text or "").strip()
    if len(text) > 15 or not text.isascii():
        return None
    for kind in (int, float):
        with contextlib.suppress(ValueError):
            number = kind(text)
            return number if number - number == 0 else None
    return None
