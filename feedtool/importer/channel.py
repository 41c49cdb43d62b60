"""A feed's channel to the settings of a show that build to the same channel."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from feedtool import canonical, fragments, settings, shapes, uris
from feedtool.check import feed as check_feed
from feedtool.findings import Finding, Place
from feedtool.importer import written
from feedtool.importer.items import named
from feedtool.importer.plain import fields as plain_fields
from feedtool.importer.plain import plain
from feedtool.read import feed as read_feed
from feedtool.read import feed_xml
from feedtool.read.feed_xml import name_of
from feedtool.render import feed as render_feed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from feedtool.model import Show
    from feedtool.rawfeed import RawFeed

_TAGS: Final[dict[str, tuple[str, ...]]] = {
    "artwork": ("itunes:image",),
    "feed address": ("atom:link",),
    "owner name": ("itunes:owner",),
    "owner email": ("itunes:owner",),
}
_CORE: Final = frozenset(
    {
        "title",
        "link",
        "description",
        "language",
        "itunes:explicit",
        "feed address",
        "generator",
        "pubDate",
        "lastBuildDate",
        "image title",
        "image link",
    }
)
_MADE_ANEW: Final = frozenset({"generator", "pubDate", "lastBuildDate", "image title", "image link"})
_KEYS: Final[dict[str, tuple[str, ...]]] = {
    "podcast:person": ("person",),
    "itunes:image": ("image",),
    "itunes:category": ("categories",),
    "itunes:new-feed-url": ("new_feed_url",),
    "category": ("rss_category",),
    "managingEditor": ("managing_editor",),
    "webMaster": ("web_master",),
    "itunes:title": ("itunes_title",),
}
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_ATTEMPTS: Final = 6
NO_HOST: Final = "https://example.org/"
"""Where a show is published that nobody says it of."""


@dataclass(slots=True)
class Settings:
    """The settings under way: the keys of ``[show]``, raw extras, and what is to be told."""

    element: _Element
    file: str
    keys: dict[str, Any]
    extras: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def text(self, schema: str) -> str:
        """The text of feedtool.toml."""
        keys = self.keys | ({"extras": self.extras} if self.extras else {})
        return written.settings(keys, {"stylesheet": False}, schema)

    def tell(self, message: str, code: str = "FT833") -> None:
        """Note something of the show."""
        self.findings.append(Finding(code=code, message=message, place=Place(self.file)))


def settle(raw: RawFeed, address: str | None, schema: str) -> tuple[Settings, Show]:
    """The settings of the show whose channel ``raw`` has read, and the show they make.

    ``address`` is where the feed was read from, when that is the web.
    """
    show = read_feed.channel([raw.alone], raw.file)
    element = raw.channel if raw.channel is not None else feed_xml.parse(b"<channel/>")
    made = Settings(element=element, file=raw.file, keys=dict(_keys(show, address)), extras=[])
    unknown = [row for row in element if fragments.written(row) in show.extras]
    made.extras = [text for row in unknown if fragments.parsed(text := fragments.written(named(row))) is not None]
    _fill(made, show)
    wanted = canonical.channel(element)
    for _ in range(_ATTEMPTS):
        ready = _read(made, schema)
        missing = _missing(wanted, ready)
        if not _stand_in(made, missing) + _obey(made, ready):
            break
    ready = _read(made, schema)
    for name, values in _missing(wanted, ready).items():
        if name not in _MADE_ANEW:
            made.tell(f"{name}: {' · '.join(values)[:120]!r} cannot be kept")
    return made, ready


def _keys(show: Show, address: str | None) -> Iterator[tuple[str, Any]]:
    feed_url = _web(show.feed_url) or address
    base = (feed_url or _web(show.link) or NO_HOST).partition("?")[0]
    said: tuple[tuple[str, Any], ...] = (
        ("title", " ".join(show.title.split())),
        ("link", _web(show.link)),
        ("description", show.description.strip()),
        ("language", show.language if _LANGUAGE.fullmatch(show.language) else None),
        ("base_url", base[: base.rfind("/") + 1] if urlsplit(base).path else f"{base}/"),
        ("feed_url", feed_url),
        ("author", show.author),
        (
            "owner",
            {k: v for k, v in (("name", show.owner.name), ("email", show.owner.email)) if v} if show.owner else None,
        ),
        ("categories", [f"{row.name} > {row.sub}" if row.sub else row.name for row in show.categories]),
        ("image", _web(show.image)),
        ("type", show.type if show.type != "episodic" else None),
        ("copyright", show.copyright),
        ("guid", show.guid),
        ("medium", show.medium if show.medium != "podcast" else None),
        ("block", show.block),
        ("complete", show.complete),
        ("new_feed_url", show.new_feed_url),
        ("person", plain(show.people)),
        ("funding", plain(show.funding)),
    )
    yield from ((key, value) for key, value in said if value not in (None, "", [], False))
    yield "explicit", show.explicit
    if show.locked is not None:
        yield "locked", show.locked
    rows = (row for row in shapes.CHANNEL if row.key not in {"extras", "funding"})
    yield from plain_fields(show, tuple(rows)).items()


def _web(url: str | None) -> str | None:
    return uris.encode(url) if url and uris.is_web(url.strip()) else None


def _fill(made: Settings, show: Show) -> None:
    """What a show must have and this feed does not say."""
    keys = made.keys
    host = "/".join(str(keys["base_url"]).split("/")[:3]) + "/"
    picture = next((url for row in made.element if name_of(str(row.tag)) == "image" for url in _urls(row)), None)
    wanted = {"title": "Untitled", "link": host, "description": show.title.strip() or "Untitled", "language": "en"}
    for key, value in wanted.items():
        if not keys.get(key):
            keys[key] = value
            made.tell(f"the feed names no {key}: it is {value!r} now", "FT838")
    if "image" not in keys and (url := _web(picture)):
        keys["image"] = url
    order = ("title", "link", "description", "language", "base_url", "feed_url")
    made.keys = {key: keys[key] for key in (*order, *keys) if key in keys}


def _urls(image: _Element) -> Iterator[str]:
    return (row.text or "" for row in image if name_of(str(row.tag)) == "url")


def _read(made: Settings, schema: str) -> Show:
    """The show of the settings; keys they do not take are left out and told."""
    while True:
        text = made.text(schema)
        show, findings = settings.read(text)
        if show is not None:
            return show
        for found in findings:
            key = written.key_at(text, found.place.line) if found.weight == "error" and found.place else None
            if key == "extras":
                made.extras.clear()
            elif key in made.keys:
                _replace(made, key, found)
            else:
                continue
            break
        else:
            raise AssertionError(f"no key to blame for {findings}")


def _replace(made: Settings, key: str, found: Finding) -> None:
    """A key that is needed gets a plain value in place of its own; any other is left out."""
    plain_values = {"description": str(made.keys.get("description", ""))[:1000], "language": "en", "title": "Untitled"}
    before = made.keys[key]
    if key in plain_values and before != plain_values[key]:
        made.keys[key] = plain_values[key]
    else:
        del made.keys[key]
    made.tell(f"{_words(before)[:120]!r} is not taken by the setting {key}: {found.message}")


def _words(value: object) -> str:
    """A setting's value as the feed had it, for people."""
    rows = value.values() if isinstance(value, dict) else value if isinstance(value, list) else (value,)
    return " · ".join(map(str, rows))


def _missing(wanted: canonical.Fields, show: Show) -> canonical.Fields:
    feed = feed_xml.parse(render_feed.head(show, updated=None) + render_feed.TAIL)
    got = canonical.channel(next(iter(feed)))
    return {name: values for name, values in wanted.items() if values != got.get(name)}


def _stand_in(made: Settings, missing: canonical.Fields) -> int:
    count = 0
    for name in missing:
        if name in _CORE:
            continue
        for tag in _TAGS.get(name, (name,)):
            elements = [row for row in made.element if name_of(str(row.tag)) == tag and row.get("rel") != "self"]
            local = tag.removeprefix("podcast:").removeprefix("itunes:")
            for key in _KEYS.get(tag, (local,)) if elements else ():
                made.keys.pop(key, None)
            texts = [fragments.written(named(row)) for row in elements]
            known = {*made.extras, *made.refused}
            new = [text for text in texts if text not in known and fragments.parsed(text) is not None]
            made.extras += new
            count += len(new)
    return count


def _obey(made: Settings, show: Show) -> int:
    """Leave out the extras that a feed may not hold; how many."""
    count = 0
    feed = render_feed.head(show, updated=None) + render_feed.TAIL
    for found in check_feed.check([feed], made.file, profile="rss"):
        if found.weight != "error":
            continue
        for text in made.extras:
            name = text[1:].split(None, 1)[0].split(">")[0].rstrip("/")
            if name.rpartition(":")[2] in found.message:
                made.extras.remove(text)
                made.refused.append(text)
                made.tell(f"{text[:120]} is left out: {found.message}")
                count += 1
                break
    return count
