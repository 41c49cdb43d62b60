"""One item of a feed to the text of an episode that builds to the same item.

What the text cannot say is kept as raw extras, in the item's own words: the text is read and rendered as a build does
it, compared with the item, and what is missing is put beside it. What may not stand in a feed is left out and told.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from feedtool import canonical, fragments, shapes
from feedtool import notes as read_notes
from feedtool.build import Parts, build_episode
from feedtool.findings import Finding, has_errors
from feedtool.importer import written
from feedtool.importer.plain import fields as plain_fields
from feedtool.notes.markup import strip_tags
from feedtool.read import feed as read_feed
from feedtool.read import feed_xml
from feedtool.read.feed_xml import name_of
from feedtool.render import feed as render_feed
from feedtool.render.html import reduced
from feedtool.shape import Field, rows
from feedtool.timecode import clock

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from lxml.etree import _Element

    from feedtool.build import Built
    from feedtool.model import Chapter, Enclosure, Show
    from feedtool.notes import Reading
    from feedtool.rawfeed import Part
    from feedtool.read.feed import FeedItem

TYPES: Final = {
    "mp3": "audio/mpeg", "m4a": "audio/mp4", "m4b": "audio/mp4", "mp4": "video/mp4", "m4v": "video/x-m4v",
    "mov": "video/quicktime", "ogg": "audio/ogg", "oga": "audio/ogg", "opus": "audio/ogg", "flac": "audio/flac",
    "wav": "audio/wav", "aac": "audio/aac", "pdf": "application/pdf",
}  # fmt: skip
"""Types of media by ending, for enclosures that name none."""

_TAGS: Final[dict[str, tuple[str, ...]]] = {
    "episode": ("itunes:episode", "podcast:episode"),
    "episode display": ("podcast:episode",),
    "season": ("itunes:season", "podcast:season"),
    "season name": ("podcast:season",),
    "chapters": ("psc:chapters",),
    "artwork": ("itunes:image",),
    "enclosure url": ("enclosure",),
    "enclosure type": ("enclosure",),
    "enclosure length": ("enclosure",),
}
"""The tags behind a field of :mod:`feedtool.canonical` that is not called as its tag."""
_CORE: Final = frozenset(
    {
        "title",
        "guid",
        "guid is a link",
        "date",
        "notes",
        "description",
        "enclosure url",
        "enclosure type",
        "enclosure length",
    }
)
"""Fields no extra can stand for."""
_KEYS: Final[dict[str, tuple[str, ...]]] = {
    "podcast:person": ("people",),
    "podcast:transcript": ("transcripts",),
    "podcast:episode": ("episode", "episode_display"),
    "itunes:episode": ("episode", "episode_display"),
    "podcast:season": ("season", "season_name"),
    "itunes:season": ("season", "season_name"),
    "psc:chapters": ("chapters",),
    "itunes:image": ("image",),
    "itunes:explicit": ("explicit",),
    "itunes:duration": ("duration",),
    "itunes:episodeType": ("episode_type",),
    "itunes:author": ("author",),
    "itunes:block": ("block",),
    "itunes:title": ("itunes_title",),
    "itunes:keywords": ("keywords",),
    "link": ("link",),
    "author": ("rss_author",),
    "comments": ("rss_comments",),
    "source": ("rss_source",),
    "category": ("rss_category",),
}
"""The keys of front matter behind a tag, where they are not the tag's own name."""
_ATTEMPTS: Final = 6


@dataclass(slots=True)
class Draft:
    """An episode under way: its ``front`` matter, the ``notes`` as HTML, the item it comes from, what is to be told."""

    part: Part
    item: FeedItem
    guid: str
    enclosure: Enclosure
    front: dict[str, Any]
    notes: str
    when: datetime | None = None
    findings: list[Finding] = field(default_factory=list)
    extras: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def text(self) -> str:
        """The episode's text."""
        front = self.front | ({"extras": self.extras} if self.extras else {})
        return written.episode(front | {"verbatim": True}, written.notes(self.notes))

    def set_aside(self, why: str) -> None:
        """Keep the episode as a draft: a feed with it would be refused."""
        self.front["draft"] = True
        self.tell(f"it is a draft now: {why}", "FT835")

    def tell(self, message: str, code: str = "FT833") -> None:
        """Note something of this item."""
        self.findings.append(
            Finding(code=code, message=f"{' '.join(self.item.title.split())!r}: {message}", place=self.part.place)
        )


def draft(part: Part, enclosure: Enclosure, chapters: tuple[Chapter, ...] = ()) -> Draft:
    """The first draft of an episode, with every tag that front matter has a key for."""
    item = next(read_feed.items([part.alone], part.place.file))
    guid = (item.guid or "").strip() or enclosure.url
    told = {name_of(str(row.tag)): row.text or "" for row in reversed(part.element)}
    when = canonical.moment_of(told.get("pubDate", ""))
    made = Draft(
        part=part,
        item=item,
        guid=guid,
        enclosure=enclosure,
        front=dict(_front(item, told, when, guid, enclosure, item.chapters or chapters)),
        when=when,
        notes=item.notes_html or item.description,
    )
    if not made.front.get("title"):
        made.front = {"title": _title(made)} | made.front
        made.tell(f"it has no title; it is called {made.front['title']!r} now", "FT838")
    if not item.guid:
        made.tell("it has no guid; its enclosure's address is its guid now", "FT832")
    if item.description and item.description.strip() != reduced(made.notes).strip():
        made.front["feed_description"] = item.description
    return made


def _title(made: Draft) -> str:
    """What to call an item without a title: its first words, else its guid."""
    words = strip_tags(made.notes).split()
    return " ".join(words[:8]) or made.guid


def _front(
    item: FeedItem,
    told: dict[str, str],
    when: datetime | None,
    guid: str,
    enclosure: Enclosure,
    chapters: tuple[Chapter, ...],
) -> Iterator[tuple[str, Any]]:
    """The front matter of an item, in the order people read it."""
    lasts = item.duration if item.duration is not None else canonical.length_of(told.get("itunes:duration", ""))
    said: Iterable[tuple[str, Any]] = (
        ("title", " ".join(item.title.split())),
        ("date", when.isoformat() if when else None),
        ("guid", guid),
        ("guid_is_permalink", item.guid_is_permalink and bool(item.guid)),
        ("season", item.season),
        ("season_name", item.season_name),
        ("episode", item.episode),
        ("episode_display", item.episode_display),
        ("episode_type", item.episode_type),
        ("duration", None if lasts is None else clock(lasts)),
        ("author", item.author),
        ("link", item.link),
        ("image", item.image),
        ("block", item.block),
        ("enclosure", {"url": enclosure.url, "length": enclosure.length, "type": enclosure.media_type}),
        ("people", plain_fields(item, _PEOPLE).get("people")),
        ("transcripts", [_transcript(row) for row in item.transcripts]),
        ("chapters", [_chapter(row) for row in chapters]),
    )
    yield from ((key, value) for key, value in said if value not in (None, "", [], False))
    if item.explicit is not None:
        yield "explicit", item.explicit
    yield from plain_fields(item, tuple(row for row in shapes.ITEM if row.key != "extras")).items()


_PEOPLE: Final = (Field("people", "people", rows(shapes.PERSON)),)


def _transcript(row: Any) -> dict[str, str]:
    said = {"url": row.url, "type": row.media_type, "language": row.language, "rel": row.rel}
    return {key: value for key, value in said.items() if value}


def _chapter(row: Chapter) -> dict[str, Any]:
    said = {"start": clock(row.start), "title": row.title, "url": row.url, "image": row.image}
    return {key: value for key, value in said.items() if value} | ({} if row.toc else {"toc": False})


def settle(made: Draft, show: Show, file: str) -> None:
    """Change the draft until a build of it says what the item says, as far as a feed may say it."""
    wanted = canonical.item(made.part.element)
    if "chapters" in made.front:
        wanted.pop("podcast:chapters", None)  # they were taken over, and are published from here
    children = list(made.part.element)
    unknown = [child for child in children if fragments.written(child) in made.item.extras]
    texts = [fragments.written(named(child)) for child in unknown]
    made.extras = [text for text in texts if fragments.parsed(text) is not None]
    for _ in range(_ATTEMPTS):
        before = made.text()
        built = _built(made, show, file)
        missing = _missing(wanted, built, show)
        if not missing and not has_errors(built.findings):
            return
        _stand_in(made, missing, children)
        _obey(made, built)
        if made.text() == before:
            break
    built = _built(made, show, file)
    for name, values in _missing(wanted, built, show).items():
        made.tell(f"{name}: {_short(values)} cannot be kept")
    if faults := [found for found in built.findings if found.weight == "error"]:
        made.set_aside(faults[0].message)


def named(element: _Element) -> _Element:
    """A copy of an element whose known namespaces are called by their right names."""
    made = deepcopy(element)
    for part in made.iter():
        uri, _, local = str(part.tag)[1:].partition("}")
        if local and (prefix := feed_xml.prefix_of(uri)):
            part.tag = f"{{{_URIS[prefix]}}}{local}"
    return made


_URIS: Final = {prefix: uri for uri, prefix in reversed(feed_xml.PREFIXES.items())}


def _built(made: Draft, show: Show, file: str) -> Built:
    """What a build makes of the draft, with its audio where it is published now."""
    text = made.text()
    reading = read_notes.read(text, file=file, show=show.title)
    _drop_unread(made, reading, text)
    parts = Parts(file=file, guid=made.guid, transcripts=reading.episode.transcripts)
    return build_episode(show, reading, parts)


def _drop_unread(made: Draft, reading: Reading, text: str) -> None:
    """Take out what front matter does not take as it stands; it comes back as an extra."""
    for found in reading.findings:
        key = written.key_at(text, found.place.line) if found.place and found.place.line else None
        if found.code in {"FT205", "FT206", "FT207"} and key in made.front:
            del made.front[key]


def _missing(wanted: canonical.Fields, built: Built, show: Show) -> dict[str, list[str]]:
    """What the item says and the build does not: the values by field."""
    if has_errors(built.findings) and not built.outputs:
        return {}
    got = canonical.item(_element(render_feed.head(show, updated=None) + built.item + render_feed.TAIL))
    return {name: values for name, values in wanted.items() if values != got.get(name)}


def _element(feed: bytes) -> _Element:
    return next(feed_xml.parse(feed).iter("{*}item"))


def _stand_in(made: Draft, missing: dict[str, list[str]], children: list[_Element]) -> None:
    """Put the item's own elements in place of what the front matter says otherwise."""
    for name in missing:
        if name in _CORE:
            continue
        for tag in _TAGS.get(name, (name,)):
            elements = [child for child in children if name_of(child.tag) == tag]
            for key in _KEYS.get(tag, (tag.removeprefix("podcast:"),)):
                made.front.pop(key, None)
            texts = [fragments.written(named(element)) for element in elements]
            known = {*made.extras, *made.refused}
            new = [text for text in texts if text not in known and fragments.parsed(text) is not None]
            made.extras += new


def _obey(made: Draft, built: Built) -> None:
    """Take out what keeps the build from passing: the extra or the key that an error is about."""
    for found in built.findings:
        if found.weight != "error":
            continue
        bad = _blamed(made, found)
        if bad in made.extras:
            made.extras.remove(bad)
            made.refused.append(bad)
        elif bad in made.front:
            del made.front[bad]
        else:
            continue
        made.tell(f"{bad[:120]} is left out: {found.message}")


def _blamed(made: Draft, found: Finding) -> str:
    """The extra whose tag a finding names, else the key."""
    for text in made.extras:
        name = text[1:].split(None, 1)[0].split(">")[0].rstrip("/")
        if f"<{name}>" in found.message or name.rpartition(":")[2] in found.message:
            return text
    said = {key: _BLAMED.get(key, key.replace("_", " ")) for key in (*_BLAMED, *made.front)}
    return next((key for key, word in said.items() if key in made.front and word in found.message), "")


_BLAMED: Final = {"feed_description": "description", "chapters": "chapter", "people": "person"}
"""Keys, and what a finding on them says."""


def _short(values: list[str]) -> str:
    text = " · ".join(values)
    return repr(text if len(text) < 120 else f"{text[:120]}…")
