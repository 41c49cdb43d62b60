"""Chapters, as an author gave them and as a JSON file holds them: order, lengths, and the schema."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from feedtool.check.schema import validate
from feedtool.findings import Finding
from feedtool.located import load_json
from feedtool.timecode import clock

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from feedtool.model import Chapter

END_SLACK = 1000
"""Milliseconds an end may lie past the audio's, as lists in whole seconds do; it is cut to the audio's end."""

TITLE_LIMIT = 128
"""Characters after which players cut a chapter's title (spec: id3-chapters §8)."""


def check(data: bytes, file: str) -> Iterator[Finding]:
    """Findings on a JSON chapters file: its schema, and what the schema cannot say (spec: chapters §1)."""
    located = load_json(data.decode("utf-8-sig"), file)
    broken = list(validate(located.value, "chapters.schema.json", code="FT308", locate=located.place))
    yield from broken
    if broken:
        return
    starts = [c["startTime"] for c in located.value["chapters"]]
    for number, (before, after) in enumerate(pairwise(starts), 1):
        if after < before:
            place = located.place(("chapters", number, "startTime"))
            yield Finding(code="FT301", message=f"startTime {after} is not after the {before} above", place=place)


def check_order(chapters: Sequence[Chapter], duration: int | None) -> Iterator[Finding]:
    """Findings on the chapters an author gave, each at the author's own line.

    ``duration`` of the audio in milliseconds; without it nothing can be past the end.
    """
    visible = [c for c in chapters if c.toc]
    for above, chapter in pairwise(visible):
        yield from _follows(above, chapter)
    for chapter in chapters:
        yield from _fits(chapter, duration)
    if visible and visible[0].start > 0:
        message = f"the first chapter starts at {clock(visible[0].start)}"
        yield Finding(code="FT305", message=message, place=visible[0].place)


def _follows(above: Chapter, chapter: Chapter) -> Iterator[Finding]:
    if chapter.start == above.start:
        message = f"two chapters start at {clock(chapter.start)}: {above.title!r} and {chapter.title!r}"
        yield Finding(code="FT302", message=message, place=chapter.place)
    elif chapter.start < above.start:
        message = f"chapter at {clock(chapter.start)} is not after the one above"
        yield Finding(code="FT301", message=message, place=chapter.place)


def _fits(chapter: Chapter, duration: int | None) -> Iterator[Finding]:
    start, end = chapter.start, chapter.end
    if end is not None and end <= start:
        message = f"chapter at {clock(start)} ends at {clock(end)}: it has no length"
        yield Finding(code="FT303", message=message, place=chapter.place)
    if duration is not None and (start >= duration or (end or 0) > duration + END_SLACK):
        what = f"starts at {clock(start)}" if start >= duration else f"ends at {clock(end or 0)}"
        message = f"chapter {what}, but the audio is {clock(duration)} long"
        yield Finding(code="FT304", message=message, place=chapter.place)
    if chapter.toc and not chapter.title:
        yield Finding(code="FT307", message=f"chapter at {clock(start)} has no title", place=chapter.place)
    if len(chapter.title) > TITLE_LIMIT:
        message = f"the title of the chapter at {clock(start)} has {len(chapter.title)} characters"
        yield Finding(code="FT309", message=message, place=chapter.place)
