"""An ID3v2 tag judged by its bytes: the schema of its plain data, then the rules of chapters.

Stated from the Addendum and from what players were seen to lose, independently of the writer. Reads any version, so
that foreign files can be checked too.
"""

from __future__ import annotations

from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any

from feedtool.check.schema import validate
from feedtool.findings import Finding, Place
from feedtool.read import id3
from feedtool.timecode import clock

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SCHEMA = "id3.schema.json"
_SLOW = 2**20
_REFUSED = 16 * 2**20
_NEVER = 2**32 - 1
_LONGEST_ID = 100


def check(tag: bytes, file: str, *, duration: int | None = None) -> Iterator[Finding]:
    """Findings FT404 and FT410 to FT422 on the tag at the start of ``tag``; ``duration`` of the audio is in ms.

    No tag gives no findings.
    """
    found = id3.read(tag, file)
    if not found.version:
        return
    place = Place(file)
    for problem in found.problems:
        yield Finding(code="FT404", message=problem, place=place)
    yield from validate(found.plain(), SCHEMA, code="FT410", locate=lambda _: place)
    elements = [frame for frame in found.frames if frame["id"] == "CHAP" and "start" in frame]
    tables = [frame for frame in found.frames if frame["id"] == "CTOC" and "element" in frame]
    rules = chain(
        _container(found),
        _contents(elements, tables),
        _ids(elements, tables),
        *(_times(frame, duration) for frame in elements),
        _order(elements),
        *(_titles(frame, tables) for frame in elements),
        *(_inside(frame) for frame in elements),
        _pictures(found.frames),
    )
    for code, message in rules:
        yield Finding(code=code, message=message, place=place)


def _container(tag: id3.Tag) -> Iterator[tuple[str, str]]:
    if tag.version != "2.3" and tag.chapters:
        yield "FT411", f"the chapters stand in an ID3v{tag.version} tag"
    if tag.size > _REFUSED:
        yield "FT420", f"the tag is {tag.size:,} bytes long; players stop at {_REFUSED:,}"
    elif tag.size > _SLOW:
        yield "FT419", f"the tag is {tag.size:,} bytes long"


def _contents(chapters: Sequence[dict[str, Any]], tables: Sequence[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """One top-level, ordered table that lists what is there. Chapters kept out of the list need none of it."""
    if not chapters:
        return
    top = [table for table in tables if table.get("top_level")]
    if len(top) != 1:
        yield "FT412", f"{len(top) or 'no'} top-level table{'s' * (len(top) != 1)} of contents for the chapters"
    known = {frame["element"] for frame in chain(chapters, tables)}
    for table in tables:
        children = table.get("children", [])
        for missing in sorted(set(children) - known):
            yield "FT412", f"the table of contents lists {missing!r}, which is not there"
        if not children:
            yield "FT412", "the table of contents is empty"


def _ids(chapters: Sequence[dict[str, Any]], tables: Sequence[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for frame in chain(tables, chapters):
        name = frame["element"]
        if name in seen:
            yield "FT421", f"two frames are called {name!r}"
        if len(name) >= _LONGEST_ID:
            yield "FT421", f"the frame name {name[:20]!r}… is {len(name)} bytes long; players read at most 100"
        seen.add(name)


def _times(frame: dict[str, Any], duration: int | None) -> Iterator[tuple[str, str]]:
    start, end, name = frame["start"], frame["end"], _name(frame)
    if _NEVER in (start, end):
        yield "FT413", f"{name} leaves its {'start' if start == _NEVER else 'end'} open"
    elif end <= start:
        yield "FT413", f"{name} ends at {clock(end)}, which is not after its start at {clock(start)}"
    elif duration is not None and start >= duration:
        yield "FT414", f"{name} starts at {clock(start)}, and the audio ends at {clock(duration)}"
    elif duration is not None and end > duration:
        yield "FT414", f"{name} ends at {clock(end)}, and the audio at {clock(duration)}"


def _order(chapters: Sequence[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for one, two in pairwise(chapters):
        if two["start"] < one["start"]:
            yield "FT415", f"{_name(two)} at {clock(two['start'])} stands behind {clock(one['start'])}"
            return


def _titles(frame: dict[str, Any], tables: Sequence[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    shown = not tables or any(frame["element"] in table.get("children", ()) for table in tables)
    if shown and not _first(frame, "TIT2").get("text", "").strip():
        yield "FT422", f"the chapter at {clock(frame['start'])} has no title"


def _inside(frame: dict[str, Any]) -> Iterator[tuple[str, str]]:
    link = _first(frame, "WXXX")
    if link.get("encoding"):
        yield "FT417", f"the link of {_name(frame)} is in encoding {link['encoding']}, not 0"
    if "\0" in link.get("url", ""):
        yield "FT417", f"the link of {_name(frame)} has a NUL in it"
    yield from _pictures(frame.get("frames", ()), of=f" of {_name(frame)}")


def _pictures(frames: Sequence[dict[str, Any]], *, of: str = "") -> Iterator[tuple[str, str]]:
    for frame in frames:
        if frame["id"] == "APIC" and frame.get("holds"):
            yield "FT418", f"the image{of} holds the letters {', '.join(frame['holds'])}"


def _name(frame: dict[str, Any]) -> str:
    title = _first(frame, "TIT2").get("text", "")
    return f"chapter {title[:60]!r}" if title else f"the chapter {frame['element']!r}"


def _first(frame: dict[str, Any], name: str) -> dict[str, Any]:
    return next((inner for inner in frame.get("frames", ()) if inner["id"] == name), {})
