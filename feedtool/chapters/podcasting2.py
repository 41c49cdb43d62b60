"""JSON chapters 1.2.0 of the podcast namespace: the format that keeps everything (spec: chapters §1)."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from feedtool.chapters.base import ChapterFile, Limits, Sample, gather, moment, seconds, skipped
from feedtool.chapters.fit import fit
from feedtool.findings import Finding, SourceError
from feedtool.located import load_json
from feedtool.model import Chapter, Location
from feedtool.textfile import sound
from feedtool.timecode import to_seconds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from feedtool.located import Located

NAME: Final = "podcasting2"
TITLE: Final = "Podcasting 2.0 JSON"
SUFFIXES: Final = (".json",)
KEEPS: Final = frozenset({"end", "url", "image", "toc", "fraction", "location", "extra"})

_ABOUT: Final = ("author", "title", "podcastName", "description", "fileName", "waypoints")
_KNOWN: Final = frozenset({"startTime", "endTime", "title", "url", "img", "toc", "location"})


def _tidy(chapter: Chapter) -> Chapter:
    extra = {k: v for k, v in chapter.extra.items() if k not in _KNOWN}
    return replace(
        chapter, title=sound(chapter.title), url=chapter.url or None, image=chapter.image or None, extra=_clean(extra)
    )


LIMITS: Final = Limits(untitled=True, exact=True, tidy=_tidy)


def sniff(sample: Sample) -> bool:
    """An object with ``chapters``, told by ``startTime`` or a version."""
    if not isinstance(sample.json, dict) or not isinstance(sample.json.get("chapters"), list):
        return False
    return any("startTime" in row for row in sample.rows) or not sample.rows


def write(chapters: Sequence[Chapter], *, about: Mapping[str, Any] | None = None, **_: object) -> str:
    """JSON chapters 1.2.0 text: sorted, whole seconds as integers, else at most three decimals, nothing empty.

    ``about`` gives the top-level keys (author, title, podcastName, description, fileName, and any other).
    """
    head = {k: v for k, v in (about or {}).items() if k not in ("version", "chapters")}
    ordered = {k: head[k] for k in _ABOUT if k in head} | head
    made = {
        "version": "1.2.0",
        **_clean(ordered),
        "chapters": [_object(c) for c in fit(chapters, KEEPS, LIMITS)],
    }
    return sound(json.dumps(made, ensure_ascii=False, indent=2, allow_nan=False)) + "\n"


def _object(chapter: Chapter) -> dict[str, Any]:
    row: dict[str, Any] = {
        "startTime": to_seconds(chapter.start),
        "endTime": None if chapter.end is None else to_seconds(chapter.end),
        "title": chapter.title,
        "url": chapter.url,
        "img": chapter.image,
        "toc": None if chapter.toc else False,
    }
    if chapter.location:
        where = chapter.location
        row["location"] = {"name": where.name, "geo": where.geo, "osm": where.osm}
    return {**_clean(row), **chapter.extra}


def _clean(value: Any) -> Any:
    """``value`` without what may not be written: nulls, empty strings, numbers that are none."""
    if isinstance(value, dict):
        cleaned = {sound(str(k)): _clean(v) for k, v in value.items()}
        return {k: v for k, v in cleaned.items() if v is not None and v != ""}
    if isinstance(value, list | tuple):
        return [v for v in map(_clean, value) if v is not None]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return sound(value) if isinstance(value, str) else value


def read(text: str, file: str, **_: object) -> ChapterFile:
    """The chapters of JSON chapters text. SourceError where it is no JSON (FT103) or has no ``chapters`` list."""
    located = load_json(text, file)
    top = located.value
    if not isinstance(top, dict) or not isinstance(top.get("chapters"), list):
        message = "no list named “chapters” at the top"
        raise SourceError(Finding(code="FT311", message=message, place=located.place()))
    about = {k: v for k, v in top.items() if k not in ("version", "chapters")}
    rows = (item for n, row in enumerate(top["chapters"]) for item in _chapter(row, located, n))
    return gather(NAME, rows, about, file=file)


def _chapter(row: Any, located: Located, n: int) -> Iterator[Chapter | Finding]:
    path = ("chapters", n)
    if not isinstance(row, dict):
        yield skipped(row, located.place(path), "A chapter is an object with a startTime in seconds.")
        return
    start, findings = _time(row, "startTime", located, n)
    if start is None:
        yield from findings or [skipped(None, located.place(path), "Give each chapter a startTime in seconds.")]
        return
    end, about_end = _time(row, "endTime", located, n)
    texts = {key: row[key] for key in ("title", "url", "img") if isinstance(row.get(key), str)}
    where, toc = _location(row.get("location")), row.get("toc")
    yield from findings + about_end + [_odd(k, row[k], located, n) for k in _odd_keys(row, texts, where, toc)]
    yield Chapter(
        start=start,
        end=end,
        title=sound(texts.get("title", "")),
        url=texts.get("url") or None,
        image=texts.get("img") or None,
        toc=toc is not False,
        location=where,
        extra={k: v for k, v in row.items() if k not in _KNOWN},
        place=located.place(path),
    )


def _time(row: Mapping[str, Any], key: str, located: Located, n: int) -> tuple[int | None, list[Finding]]:
    """A time in milliseconds, and what is wrong with how it is written: clock text is understood all the same."""
    value = row.get(key)
    if value is None:
        return None, []
    place = located.place(("chapters", n, key))
    if (ms := seconds(value)) is not None:
        return ms, []
    if (ms := moment(value)) is not None:
        message = f"{key} is the text {value!r}, not a number of seconds"
        return ms, [Finding(code="FT315", message=message, place=place, hint=f"Write {to_seconds(ms)}.")]
    if key == "startTime":
        return None, [skipped(value, place, "Write the seconds as a number, 94.5 for 1:34.5.")]
    return None, [_odd(key, value, located, n)]


def _odd_keys(row: Mapping[str, Any], texts: Mapping[str, str], where: Location | None, toc: object) -> list[str]:
    """The known keys whose value is of the wrong kind, in the row's order; null is no value."""
    read = {*texts, *(["location"] if where else []), *(["toc"] if isinstance(toc, bool) else [])}
    return [k for k in row if k in _KNOWN - {"startTime", "endTime"} - read and row[k] is not None]


def _odd(key: str, value: object, located: Located, n: int) -> Finding:
    message = f"{key} is {json.dumps(value)[:60]}, which it cannot be; it is left out"
    return Finding(code="FT316", message=message, place=located.place(("chapters", n, key)))


def _location(value: Any) -> Location | None:
    if not isinstance(value, dict) or not all(isinstance(value.get(k), str) for k in ("name", "geo")):
        return None
    osm = value.get("osm")
    return Location(name=value["name"], geo=value["geo"], osm=osm if isinstance(osm, str) else None)
