"""What a feed says, without how it says it: each item, and the channel, as named fields of plain text.

Two feeds that no app tells apart have the same fields: prefixes, white space, CDATA, the notation of dates, lengths,
addresses and yes or no make no difference, and neither do tags that say nothing (spec: rss-podcast, ambiguities).
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from feedtool import timecode, uris
from feedtool.read.feed_values import is_explicit, is_yes, moment, number
from feedtool.read.feed_xml import name_of
from feedtool.safehtml import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.etree import _Element

Fields = dict[str, list[str]]
"""Texts by field: what stands in a feed once is a list of one."""

_BLOCKS: Final = re.compile(
    r"\s*(</?(?:p|br|ul|ol|li|h[1-6]|hr|blockquote|pre|div|tr|td|th|table|tbody|thead)\b[^>]*>)\s*"
)
_TAG: Final = re.compile(r"<[^>]*>")
_URL_END: Final = re.compile(r"(https?://[^/?#\s]+)/?")


def item(element: _Element) -> Fields:
    """The fields of an ``item``."""
    fields = _fields(element, _ITEM)
    _one_of_two(fields, "episode", "itunes:episode")
    _one_of_two(fields, "season", "itunes:season")
    described = fields.pop("description", [])
    if "notes" not in fields:
        fields |= {"notes": described} if described else {}
    elif described and _visible(described[0]) != _visible(fields["notes"][0]):
        fields["description"] = described
    return fields | {"guid": [known]} if (known := identity(fields)) else fields


def channel(element: _Element) -> Fields:
    """The fields of a ``channel`` without its items."""
    fields = _fields(element, _CHANNEL)
    pictured = fields.pop("picture", [])
    if pictured:
        fields.setdefault("artwork", pictured)
    for name, default in _DEFAULTS.items():
        if fields.get(name) == [default]:
            del fields[name]
    return fields


def identity(fields: Fields) -> str:
    """What apps know an item by: its guid, else its enclosure's address; empty where it has neither."""
    return (fields.get("guid") or fields.get("enclosure url") or [""])[0]


def html(text: str) -> str:
    """HTML as a listener gets it: cleaned, white space folded."""
    return _BLOCKS.sub(r"\1", " ".join(clean(text).split())).strip()


def _visible(text: str) -> str:
    return " ".join(_TAG.sub(" ", text).split())


def _fields(element: _Element, table: dict[str, Any]) -> Fields:
    fields: Fields = {}
    for child in element:
        name = name_of(str(child.tag))
        for field, value in table.get(name, _generic)(child):
            if value:
                fields.setdefault(field, []).append(value)
    return {field: values if field in _ORDERED else sorted(values) for field, values in sorted(fields.items())}


_ORDERED: Final = frozenset({"itunes:category"})


def _one_of_two(fields: Fields, name: str, other: str) -> None:
    """A number that two tags tell: the podcast namespace's counts."""
    second = fields.pop(other, [])
    if name not in fields and second:
        fields[name] = second


def _generic(element: _Element) -> Iterator[tuple[str, str]]:
    yield name_of(str(element.tag)), _said(element)


def _said(element: _Element) -> str:
    """All an element says: its attributes by name, its text, its children in order."""
    attributes = (f'{name}="{_value(value)}"' for name, value in sorted(_attributes(element)) if value.strip())
    children = (f"<{name_of(str(child.tag))} {_said(child)}>" for child in element)
    return " ".join(part for part in (*attributes, _value(element.text or ""), *children) if part.strip())


def _attributes(element: _Element) -> Iterator[tuple[str, str]]:
    return ((name_of(str(name)), str(value)) for name, value in element.attrib.items())


def _value(text: Any) -> str:
    folded = " ".join(str(text).split())
    return uris.encode(folded) if folded.startswith(("http://", "https://")) and " " not in folded else folded


def _as(field: str, read: Callable[[str], str] = _value) -> Any:
    """A reader of an element's text as ``field``."""

    def take(element: _Element) -> Iterator[tuple[str, str]]:
        yield field, read("".join(str(text) for text in element.itertext()))

    return take


def _attribute(field: str, name: str) -> Any:
    def take(element: _Element) -> Iterator[tuple[str, str]]:
        yield field, _value(element.get(name) or "")

    return take


def moment_of(text: str) -> datetime | None:
    """The moment of a date as apps take it: one without a zone is in UTC; None for what is no date."""
    from email.utils import parsedate_to_datetime

    made = moment(text)
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        with suppress(ValueError, OverflowError, IndexError):
            made = made or read(" ".join(text.split())).replace(tzinfo=UTC)
    return made


def _date(text: str) -> str:
    made = moment_of(text)
    return made.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC") if made else _value(text)


def length_of(text: str) -> int | None:
    """A duration in milliseconds as apps take it: 0:67:16 is 67 minutes; None for what is none."""
    made = timecode.parse(text)
    parts = text.strip().split(":")
    if made is None and 1 < len(parts) <= 3 and all(part.isascii() and part.isdigit() for part in parts):
        made = sum(int(part[:9]) * 60**power for power, part in enumerate(reversed(parts))) * 1000
    return made


def _seconds(text: str) -> str:
    made = length_of(text)
    return _value(text) if made is None else str((made + 500) // 1000)


def _explicit(text: str) -> str:
    made = is_explicit(text)
    return _value(text) if made is None else str(made).lower()


def _yes(text: str) -> str:
    return "yes" if is_yes(text) else ""


def _number(text: str) -> str:
    made = number(text)
    return _value(text) if made is None else f"{made:g}"


def _words(text: str) -> str:
    return ", ".join(word for part in text.split(",") if (word := " ".join(part.split())))


def _guid(element: _Element) -> Iterator[tuple[str, str]]:
    text = (element.text or "").strip()
    yield "guid", text
    yield "guid is a link", "no" if text and (element.get("isPermaLink") or "").strip().lower() == "false" else ""


def _enclosure(element: _Element) -> Iterator[tuple[str, str]]:
    yield "enclosure url", uris.encode(element.get("url") or "")
    yield "enclosure type", _value(element.get("type") or "").lower()
    length = (element.get("length") or "").strip()
    yield "enclosure length", length if length.strip("0") else ""


def _named(field: str, attribute: str) -> Any:
    """A number, and the words an attribute gives for it."""

    def take(element: _Element) -> Iterator[tuple[str, str]]:
        yield field, _number(element.text or "")
        yield f"{field} {attribute}", _value(element.get(attribute) or "")

    return take


def _chapters(element: _Element) -> Iterator[tuple[str, str]]:
    rows = []
    for row in element:
        start = timecode.parse(row.get("start") or "")
        said = [_value(row.get(name) or "") for name in ("title", "href", "image")]
        rows.append((start or 0, " ".join(part for part in said if part)))
    yield "chapters", "; ".join(f"{timecode.clock(start)} {text}" for start, text in sorted(rows))


def _person(element: _Element) -> Iterator[tuple[str, str]]:
    role, group = ((element.get(name) or default).lower() for name, default in (("role", "host"), ("group", "")))
    links = (_value(element.get(name) or "") for name in ("href", "img"))
    yield "podcast:person", " ".join(part for part in (_value(element.text or ""), role, group, *links) if part)


def _transcript(element: _Element) -> Iterator[tuple[str, str]]:
    yield "podcast:transcript", _said(element)


def _link(element: _Element) -> Iterator[tuple[str, str]]:
    if (element.get("rel") or "") == "self":
        yield "feed address", _value(element.get("href") or "")
    else:
        yield "atom:link", _said(element)


def _image(element: _Element) -> Iterator[tuple[str, str]]:
    for child in element:
        name = name_of(str(child.tag))
        yield ("picture" if name == "url" else f"image {name}"), _value(child.text or "")


def _owner(element: _Element) -> Iterator[tuple[str, str]]:
    for child in element:
        yield name_of(str(child.tag)).replace("itunes:", "owner "), _value(child.text or "")


def _address(text: str) -> str:
    return _URL_END.sub(r"\1", _value(text)) if _URL_END.fullmatch(_value(text)) else _value(text)


_BOTH: Final[dict[str, Any]] = {
    "title": _as("title"),
    "link": _as("link", _address),
    "itunes:explicit": _as("itunes:explicit", _explicit),
    "itunes:block": _as("itunes:block", _yes),
    "itunes:keywords": _as("itunes:keywords", _words),
    "itunes:image": _attribute("artwork", "href"),
    "podcast:person": _person,
}
_ITEM: Final[dict[str, Any]] = _BOTH | {
    "guid": _guid,
    "enclosure": _enclosure,
    "pubDate": _as("date", _date),
    "description": _as("description", html),
    "content:encoded": _as("notes", html),
    "itunes:duration": _as("itunes:duration", _seconds),
    "itunes:episode": _as("itunes:episode", _number),
    "itunes:season": _as("itunes:season", _number),
    "itunes:isClosedCaptioned": _as("itunes:isClosedCaptioned", _yes),
    "podcast:episode": _named("episode", "display"),
    "podcast:season": _named("season", "name"),
    "podcast:transcript": _transcript,
    "psc:chapters": _chapters,
}
_CHANNEL: Final[dict[str, Any]] = _BOTH | {
    "item": lambda _: iter(()),
    "description": _as("description", html),
    "language": _as("language", lambda text: _value(text).lower()),
    "pubDate": _as("pubDate", _date),
    "lastBuildDate": _as("lastBuildDate", _date),
    "itunes:complete": _as("itunes:complete", _yes),
    "itunes:owner": _owner,
    "image": _image,
    "atom:link": _link,
    "podcast:guid": _as("podcast:guid", lambda text: _value(text).lower()),
}
_DEFAULTS: Final = {"itunes:explicit": "false", "itunes:type": "episodic", "podcast:medium": "podcast"}
"""What apps take a channel to say that does not say it."""


def packed(fields: Fields) -> bytes:
    """The fields as bytes, for a spool."""
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def unpacked(data: bytes) -> Fields:
    """The fields that :func:`packed` made bytes."""
    made: Fields = json.loads(data.decode("utf-8", "surrogatepass"))
    return made
