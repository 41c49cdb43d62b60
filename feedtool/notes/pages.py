"""What an HTML page says of itself in its head: title, site, description, date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from feedtool.notes import dates

if TYPE_CHECKING:
    from datetime import date, datetime

_META = {
    "title": ("og:title", "twitter:title", "dc.title"),
    "show": ("og:site_name",),
    "description": ("description", "og:description", "twitter:description"),
    "published": ("article:published_time", "date", "dc.date", "datepublished", "og:published_time", "pubdate"),
    "image": ("og:image", "twitter:image"),
    "link": ("og:url",),
}


def read(root: Any) -> dict[str, Any]:
    """The fields a page's ``head`` states, by our names; ``published`` as a date, the rest as text.

    ``whole title`` is its ``title`` element, which mostly names the site as well.
    """
    given: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().casefold()
        content = (meta.get("content") or "").strip()
        if name and content:
            given.setdefault(name, content)
    made: dict[str, Any] = {}
    for field, names in _META.items():
        value = next((given[n] for n in names if n in given), None)
        if value:
            made[field] = value
    made["published"] = _moment(made.get("published")) or _time(root)
    head = root.find("head")
    title = head.find("title") if head is not None else None
    if title is not None and (title.text or "").strip():
        made["whole title"] = " ".join(title.text.split())
        made.setdefault("title", made["whole title"])
    language = root.get("lang")
    if language and 2 <= len(language) <= 12:
        made["language"] = language
    return {key: value for key, value in made.items() if value}


def _moment(text: str | None) -> datetime | date | None:
    return dates.parse(text) if text else None


def _time(root: Any) -> datetime | date | None:
    """The date of the one ``time`` element of a page; with several it is not clear whose they are."""
    found = [e for e in root.iter("time") if e.get("datetime")]
    return dates.parse(found[0].get("datetime")) if len(found) == 1 else None
