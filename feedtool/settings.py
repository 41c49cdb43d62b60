"""``feedtool.toml``: its text to a :class:`~feedtool.model.Show`, with findings at the lines that need a hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from feedtool import uris
from feedtool.check.schema import validate
from feedtool.findings import Finding, has_errors
from feedtool.located import load_toml
from feedtool.model import Category, Funding, Owner, Person, Show
from feedtool.taxonomy import GROUPS

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    if has_errors(findings):
        return None, findings
    return _show(located), findings


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
