"""The podcast namespace read back: one small reader a tag (spec: podcast-namespace §2 to §18).

Lenient as a player is: what a tag lacks is empty, a number that is none is left out, a tag without what it is for is
passed over. Nothing here knows how this package writes.
"""

from __future__ import annotations

import contextlib
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final

from feedtool.model import Cloud, Funding, Location, Origin, Person, Topic, Transcript
from feedtool.namespace import (
    AlternateEnclosure,
    Block,
    Chat,
    ContentLink,
    Image,
    Integrity,
    License,
    RemoteItem,
    SocialInteract,
    Soundbite,
    Source,
    Trailer,
    Txt,
    UpdateFrequency,
    Value,
    ValueRecipient,
    ValueTimeSplit,
)
from feedtool.read.feed_values import moment, number, whole
from feedtool.read.feed_xml import name_of
from feedtool.timecode import from_seconds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.etree import _Element

_LONGEST: Final = 10**7  # seconds


def text_of(row: _Element) -> str:
    """What stands between the tags."""
    return row.text or ""


def inside(row: _Element, name: str) -> Iterator[_Element]:
    """The children called ``name``."""
    return (child for child in row if name_of(child.tag) == name)


def _span(text: str | None) -> int | None:
    """Decimal seconds in milliseconds."""
    try:
        seconds = Decimal((text or "").strip())
    except InvalidOperation:
        return None
    return from_seconds(seconds) if seconds.is_finite() and 0 <= seconds <= _LONGEST else None


def _true(text: str | None) -> bool:
    return (text or "").strip().lower() == "true"


def iso_moment(text: str | None) -> datetime | None:
    """An ISO 8601 moment with a zone, ``-0600`` without a colon as well; None for anything else."""
    with contextlib.suppress(ValueError):
        made = datetime.fromisoformat((text or "").strip())
        return made if made.tzinfo else None
    return None


def person(row: _Element) -> Person:
    """``podcast:person``; without a role a host, without a group of the cast."""
    return Person(
        name=text_of(row),
        role=row.get("role", "host").lower(),
        group=row.get("group", "cast").lower(),
        href=row.get("href"),
        img=row.get("img"),
    )


def transcript(row: _Element) -> Transcript:
    """``podcast:transcript``."""
    return Transcript(
        url=row.get("url", ""), media_type=row.get("type", ""), language=row.get("language"), rel=row.get("rel")
    )


def funding(row: _Element) -> Funding:
    """``podcast:funding``."""
    return Funding(url=row.get("url", ""), text=text_of(row))


def location(row: _Element) -> Location:
    """``podcast:location``; old feeds give no ``rel``, which means the subject."""
    return Location(
        name=text_of(row),
        rel=row.get("rel", "subject"),
        geo=row.get("geo"),
        osm=row.get("osm"),
        country=row.get("country"),
    )


def license_(row: _Element) -> License:
    """``podcast:license``."""
    return License(text=text_of(row), url=row.get("url"))


def txt(row: _Element) -> Txt:
    """``podcast:txt``."""
    return Txt(text=text_of(row), purpose=row.get("purpose"))


def image(row: _Element) -> Image:
    """``podcast:image``."""
    return Image(
        href=row.get("href", ""),
        alt=row.get("alt"),
        aspect_ratio=row.get("aspect-ratio"),
        width=whole(row.get("width")),
        height=whole(row.get("height")),
        type=row.get("type"),
        purpose=row.get("purpose"),
    )


def remote_item(row: _Element) -> RemoteItem:
    """``podcast:remoteItem``."""
    return RemoteItem(
        feed_guid=row.get("feedGuid", ""),
        feed_url=row.get("feedUrl"),
        item_guid=row.get("itemGuid"),
        medium=row.get("medium"),
        title=row.get("title"),
    )


def remote_items(row: _Element) -> tuple[RemoteItem, ...]:
    """The remote items inside a tag such as ``podcast:podroll``."""
    return tuple(map(remote_item, inside(row, "podcast:remoteItem")))


def publisher(row: _Element) -> RemoteItem | None:
    """``podcast:publisher``: the one remote item in it."""
    return next(iter(remote_items(row)), None)


def _recipients(row: _Element) -> tuple[ValueRecipient, ...]:
    return tuple(map(_recipient, inside(row, "podcast:valueRecipient")))


def _recipient(row: _Element) -> ValueRecipient:
    return ValueRecipient(
        type=row.get("type", ""),
        address=row.get("address", ""),
        split=whole(row.get("split")) or 0,
        name=row.get("name"),
        custom_key=row.get("customKey"),
        custom_value=row.get("customValue"),
        fee=_true(row.get("fee")),
    )


def value(row: _Element) -> Value:
    """``podcast:value`` with its recipients and time splits."""
    splits = map(_time_split, inside(row, "podcast:valueTimeSplit"))
    return Value(
        type=row.get("type", ""),
        method=row.get("method", ""),
        suggested=row.get("suggested"),
        recipients=_recipients(row),
        time_splits=tuple(split for split in splits if split),
    )


def _time_split(row: _Element) -> ValueTimeSplit | None:
    start, duration = _span(row.get("startTime")), _span(row.get("duration"))
    if start is None or duration is None:
        return None
    percentage = whole(row.get("remotePercentage"))
    return ValueTimeSplit(
        start=start,
        duration=duration,
        remote_item=publisher(row),
        recipients=_recipients(row),
        remote_start=_span(row.get("remoteStartTime")) or 0,
        remote_percentage=100 if percentage is None else min(max(percentage, 0), 100),
    )


def chat(row: _Element) -> Chat:
    """``podcast:chat``."""
    return Chat(
        server=row.get("server", ""),
        protocol=row.get("protocol", ""),
        account_id=row.get("accountId"),
        space=row.get("space"),
    )


def social(row: _Element) -> SocialInteract:
    """``podcast:socialInteract``."""
    return SocialInteract(
        protocol=row.get("protocol", ""),
        uri=row.get("uri"),
        account_id=row.get("accountId"),
        account_url=row.get("accountUrl"),
        priority=whole(row.get("priority")),
    )


def content_link(row: _Element) -> ContentLink:
    """``podcast:contentLink``."""
    return ContentLink(href=row.get("href", ""), text=text_of(row))


def soundbite(row: _Element) -> Soundbite | None:
    """``podcast:soundbite``; None without its times."""
    start, duration = _span(row.get("startTime")), _span(row.get("duration"))
    return None if start is None or duration is None else Soundbite(start=start, duration=duration, text=text_of(row))


def alternate(row: _Element) -> AlternateEnclosure:
    """``podcast:alternateEnclosure``; of several proofs the first."""
    sources = (
        Source(uri=source.get("uri", ""), content_type=source.get("contentType"))
        for source in inside(row, "podcast:source")
    )
    proofs = (
        Integrity(type=proof.get("type", ""), value=proof.get("value", ""))
        for proof in inside(row, "podcast:integrity")
    )
    default = row.get("default")
    return AlternateEnclosure(
        type=row.get("type", ""),
        sources=tuple(sources),
        length=whole(row.get("length")),
        bitrate=number(row.get("bitrate")),
        height=whole(row.get("height")),
        lang=row.get("lang"),
        title=row.get("title"),
        rel=row.get("rel"),
        codecs=row.get("codecs"),
        default=None if default is None else _true(default),
        integrity=next(proofs, None),
    )


def block(row: _Element) -> Block:
    """``podcast:block``."""
    return Block(blocked=text_of(row).strip().lower() == "yes", id=row.get("id"))


def trailer(row: _Element) -> Trailer | None:
    """``podcast:trailer``; None without a date that can be read."""
    when = moment(row.get("pubdate"))
    if when is None:
        return None
    return Trailer(
        text=text_of(row),
        url=row.get("url", ""),
        pubdate=when,
        length=whole(row.get("length")),
        type=row.get("type"),
        season=whole(row.get("season")),
    )


def updates(row: _Element) -> UpdateFrequency:
    """``podcast:updateFrequency``."""
    return UpdateFrequency(
        text=text_of(row),
        rrule=row.get("rrule"),
        complete=_true(row.get("complete")),
        dtstart=iso_moment(row.get("dtstart")),
    )


def podping(row: _Element) -> bool | None:
    """``podcast:podping``: whether it is used, None where it does not say."""
    return {"true": True, "false": False}.get(row.get("usesPodping", "").strip().lower())


def topic(row: _Element) -> Topic:
    """RSS ``category``."""
    return Topic(text=text_of(row), domain=row.get("domain"))


def cloud(row: _Element) -> Cloud:
    """RSS ``cloud``."""
    return Cloud(
        domain=row.get("domain", ""),
        port=whole(row.get("port")) or 0,
        path=row.get("path", ""),
        register_procedure=row.get("registerProcedure", ""),
        protocol=row.get("protocol", ""),
    )


def origin(row: _Element) -> Origin:
    """RSS ``source``."""
    return Origin(url=row.get("url", ""), text=text_of(row))


def _inner(name: str) -> Callable[[_Element], tuple[str, ...]]:
    return lambda row: tuple(text_of(child).strip() for child in inside(row, name))


def hours(row: _Element) -> tuple[int, ...]:
    """RSS ``skipHours``."""
    return tuple(hour for text in _inner("hour")(row) if (hour := whole(text)) is not None)


def keywords(row: _Element) -> tuple[str, ...]:
    """``itunes:keywords``: words between commas."""
    return tuple(word for part in text_of(row).split(",") if (word := part.strip()))


Reader = tuple[str, "Callable[[_Element], Any]"]
BOTH: Final[dict[str, Reader]] = {
    "itunes_title": ("itunes:title", text_of),
    "subtitle": ("itunes:subtitle", text_of),
    "license": ("podcast:license", license_),
    "chat": ("podcast:chat", chat),
}
BOTH_MANY: Final[dict[str, Reader]] = {
    "people": ("podcast:person", person),
    "funding": ("podcast:funding", funding),
    "locations": ("podcast:location", location),
    "texts": ("podcast:txt", txt),
    "images": ("podcast:image", image),
    "values": ("podcast:value", value),
    "social": ("podcast:socialInteract", social),
    "topics": ("category", topic),
}
ITEM: Final[dict[str, Reader]] = BOTH | {
    "rss_author": ("author", text_of),
    "comments": ("comments", text_of),
    "origin": ("source", origin),
    "summary": ("itunes:summary", text_of),
}
ITEM_MANY: Final[dict[str, Reader]] = BOTH_MANY | {
    "transcripts": ("podcast:transcript", transcript),
    "content_links": ("podcast:contentLink", content_link),
    "soundbites": ("podcast:soundbite", soundbite),
    "alternates": ("podcast:alternateEnclosure", alternate),
}
CHANNEL: Final[dict[str, Reader]] = BOTH | {
    "update_frequency": ("podcast:updateFrequency", updates),
    "podping": ("podcast:podping", podping),
    "publisher": ("podcast:publisher", publisher),
    "managing_editor": ("managingEditor", text_of),
    "web_master": ("webMaster", text_of),
    "docs": ("docs", text_of),
    "cloud": ("cloud", cloud),
}
CHANNEL_MANY: Final[dict[str, Reader]] = BOTH_MANY | {
    "blocks": ("podcast:block", block),
    "trailers": ("podcast:trailer", trailer),
    "remote_items": ("podcast:remoteItem", remote_item),
}
TUPLES: Final[dict[str, Reader]] = {
    "podroll": ("podcast:podroll", remote_items),
    "skip_hours": ("skipHours", hours),
    "skip_days": ("skipDays", _inner("day")),
}
"""Tags of the channel whose one element holds several values."""
