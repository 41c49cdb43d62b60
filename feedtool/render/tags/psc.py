"""Podlove Simple Chapters inside an item (spec: chapters §2). It knows no hidden chapters and no ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.render.tags.row import Tag, itself
from feedtool.render.tags.values import constant, uri
from feedtool.timecode import npt

if TYPE_CHECKING:
    from feedtool.model import Chapter, Episode


def _visible(episode: Episode) -> tuple[Chapter, ...]:
    return tuple(chapter for chapter in episode.chapters if chapter.toc)


ITEM = (
    Tag(
        "psc:chapters",
        "item",
        _visible,
        attributes=(("version", constant("1.2")),),
        children=(
            Tag(
                "psc:chapter",
                "inside",
                itself,
                many=True,
                attributes=(
                    ("start", lambda chapter: npt(chapter.start)),
                    ("title", lambda chapter: chapter.title),
                    ("href", lambda chapter: uri(chapter.url) if chapter.url else None),
                    ("image", lambda chapter: uri(chapter.image) if chapter.image else None),
                ),
            ),
        ),
    ),
)
