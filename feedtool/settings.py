"""``feedtool.toml``: its text to a :class:`~feedtool.model.Show`, with findings at the lines that need a hand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from feedtool import notes, shapes, uris
from feedtool.build import local
from feedtool.check.schema import dotted, validate
from feedtool.findings import Finding, has_errors
from feedtool.located import load_toml
from feedtool.model import Category, Episode, Feeds, Funding, LiveItem, Owner, Person, Show
from feedtool.shape import Field, Unfit, within
from feedtool.shape import rows as rows_of
from feedtool.taxonomy import GROUPS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from feedtool.findings import Place
    from feedtool.located import Located

FILE = "feedtool.toml"


def read(text: str, file: str = FILE) -> tuple[Show | None, list[Finding]]:
    """The show that ``text`` describes, or None when an error stands in the findings.

    Raises SourceError (FT101) when the text is no TOML. ``show.image`` stays as written: a path or a URL.
    """
    located = load_toml(text, file)
    findings = [
        *validate(located.value, "feedtool.schema.json", code="FT104", unknown_code="FT105", locate=located.place)
    ]
    if not has_errors(findings):
        findings += _beyond_schema(located)
    if not has_errors(findings):
        show, more = _with_tags(_show(located), located)
        findings += more
    return (None, findings) if has_errors(findings) else (show, findings)


def _with_tags(show: Show, located: Located) -> tuple[Show, list[Finding]]:
    """The show with what its settings say in tags of their own, and what of it does not fit."""
    given = located.value["show"]
    read: dict[str, Any] = {}
    findings = []
    rows = (*shapes.CHANNEL, Field("live_items", "liveItem", rows_of(shapes.LIVE)))
    for field in rows:
        if field.key not in given:
            continue
        try:
            read[field.name] = within(field.read, given[field.key], "show", field.key)
        except Unfit as fault:
            message = f"{dotted(fault.path)}: {fault}"
            hint = f"Give {fault.wanted}."
            findings.append(Finding(code="FT104", message=message, hint=hint, place=located.place(fault.path)))
    zoned = _Zoned(show, located, findings)
    read |= {name: zoned.moments(read[name], key) for name, key in _DATED if name in read}
    if "live_items" in read and not has_errors(findings):
        read["live_items"] = tuple(_live(row) for row in read["live_items"])
    return replace(show, **read), findings


_DATED: Final = (("trailers", "trailer"), ("update_frequency", "updateFrequency"), ("live_items", "liveItem"))
"""What holds moments, and the key it is written under."""


@dataclass(frozen=True, slots=True)
class _Zoned:
    """Moments in the show's zone, where the author named none."""

    show: Show
    located: Located
    findings: list[Finding]

    def moments(self, value: Any, key: str) -> Any:
        """``value``, a value or several, with its moments zoned."""
        if isinstance(value, tuple):
            return tuple(self._one(row, key, i) for i, row in enumerate(value))
        return self._one(value, key)

    def _one(self, value: Any, *path: str | int) -> Any:
        if isinstance(value, dict):
            return value | {name: self._moment(value[name], *path, name) for name in ("start", "end") if name in value}
        found = ((name, getattr(value, name, None)) for name in ("pubdate", "dtstart"))
        return replace(value, **{name: self._moment(when, *path, name) for name, when in found if when})

    def _moment(self, when: datetime, *path: str | int) -> datetime:
        made = local(when, self.show)
        if made is None:
            place = self.located.place(("show", *path))
            self.findings.append(Finding(code="FT110", message=f"{when} names no time zone", place=place))
        return made or when


def _live(row: dict[str, Any]) -> LiveItem:
    """A live stream; its notes become HTML as an episode's do."""
    said = {name: value for name, value in row.items() if name not in {"status", "start", "end", "notes"}}
    html = notes.read(row["notes"], file="notes.md").episode.notes_html if "notes" in row else ""
    item = Episode(slug=row["guid"], notes_html=html, **said)
    return LiveItem(status=row["status"], start=row["start"], end=row.get("end"), item=item)


def _feeds(given: dict[str, Any]) -> Feeds:
    plain = {key: given[key] for key in ("page_size", "paging", "stylesheet", "inherit_hosts") if key in given}
    private = given.get("private") or None
    return Feeds(
        **plain,
        formats=tuple(given.get("formats", ())),
        private="private/feed.xml" if private is True else private,
        retired=tuple(given.get("retired", ())),
    )


def _show(located: Located) -> Show:
    """The show of settings that have passed their schema."""
    given: dict[str, Any] = dict(located.value["show"])
    base_url = uris.encode(given["base_url"]).rstrip("/") + "/"
    plain: dict[str, Any] = {key: given[key] for key in _PLAIN if key in given}
    plain |= {key: uris.encode(given[key]) for key in ("link", "new_feed_url") if key in given}
    return Show(
        **plain,
        base_url=base_url,
        feed_url=uris.encode(given.get("feed_url", f"{base_url}feed.xml")),
        guid=given["guid"].lower() if "guid" in given else None,
        owner=Owner(**given["owner"]) if "owner" in given else None,
        categories=tuple(_category(text) for text in given.get("categories", ())),
        people=tuple(
            _person(row, located.place(("show", "person", i))) for i, row in enumerate(given.get("person", ()))
        ),
        funding=tuple(Funding(**row) for row in given.get("funding", ())),
        transcripts=tuple(given.get("transcripts", ())),
        feeds=_feeds(located.value.get("feed", {})),
        places={key: located.place(("show", key)) for key in given},
    )


_PLAIN = (
    "title", "description", "language", "author", "explicit", "image", "type", "copyright", "locked", "medium",
    "timezone", "block", "complete",
)  # fmt: skip
"""Keys whose value goes into the show as it stands."""


def _category(text: str) -> Category:
    name, _, sub = text.partition(" > ")
    return Category(name=name, sub=sub or None)


def _person(row: dict[str, Any], place: Place) -> Person:
    """One person; a group that is not given follows from the role."""
    role = row.get("role", "host").strip().lower()
    group = row.get("group", GROUPS.get(role, "cast")).strip().lower()
    return Person(**(row | {"role": role, "group": group}), place=place)


def _beyond_schema(located: Located) -> Iterator[Finding]:
    """What the schema's vocabulary cannot say."""
    show = located.value["show"]
    for key in ("link", "base_url", "feed_url", "new_feed_url"):
        if key in show and not uris.is_web(show[key]):
            message = f"show.{key}: {show[key]!r} is not an absolute http or https URL"
            yield Finding(code="FT104", message=message, place=located.place(("show", key)))
    if "timezone" in show and not _is_zone(show["timezone"]):
        message = f"show.timezone: {show['timezone']!r} is not a known time zone"
        hint = "Write a zone of the tz database, such as 'Europe/Berlin', or 'UTC'."
        yield Finding(code="FT104", message=message, hint=hint, place=located.place(("show", "timezone")))
    if len(show["description"].encode()) > 4000:
        message = f"show.description has {len(show['description'].encode())} bytes, directories take 4000"
        yield Finding(code="FT104", message=message, place=located.place(("show", "description")))


def _is_zone(name: str) -> bool:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
