"""The table of outputs: what is made of an episode, under which name, by which writer, judged by which checker.

A new output is one row. :data:`EPISODE` lists the files of one episode; the feed is of the show and is streamed from
the items, so it stands beside the table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from feedtool.check import chapters as check_chapters
from feedtool.check import feed as check_feed
from feedtool.check import id3 as check_id3
from feedtool.render import chapters as render_chapters
from feedtool.render import feed as render_feed
from feedtool.render.audio import WRITERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from feedtool.findings import Finding
    from feedtool.model import Episode, Show
    from feedtool.render.audio import Writer


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of output of an episode. ``path`` is relative to the output folder, with ``{slug}`` in it.

    ``wanted`` says whether an episode has this output at all.
    """

    name: str
    path: str
    media_type: str
    schema: str
    render: Callable[[Show, Episode], bytes]
    check: Callable[[bytes, str], Iterable[Finding]]
    wanted: Callable[[Episode], bool] = lambda episode: True


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """How one audio container carries chapters: the bytes that go before its untouched payload, and their check."""

    writer: Writer
    check: Callable[[bytes, str, int | None], Iterable[Finding]]


CHAPTERS = Kind(
    name="chapters",
    path="chapters/{slug}.json",
    media_type="application/json+chapters",
    schema="chapters.schema.json",
    render=render_chapters.render,
    check=check_chapters.check,
    wanted=lambda episode: bool(episode.chapters),
)

FEED_PATH = "feed.xml"

FEED_PROFILE = "rss"
"""A build holds a feed to its format; what a directory asks for beyond it is said as a warning."""

ITEM = Kind(
    name="item",
    path=FEED_PATH,
    media_type="application/rss+xml",
    schema="rss.rng",
    render=render_feed.item,
    check=lambda data, file: check_feed.check_item(data, file, profile=FEED_PROFILE),
)

EPISODE: tuple[Kind, ...] = (CHAPTERS, ITEM)
"""What is rendered of each episode once its enclosure is known."""


def _check_id3(tag: bytes, file: str, duration: int | None) -> Iterable[Finding]:
    return check_id3.check(tag, file, duration=duration)


def _read_back(tag: bytes, file: str, duration: int | None) -> Iterable[Finding]:  # noqa: ARG001
    """No schema says what these tags hold: the agreement proof reads them back from the written file."""
    return ()


TAGS: Mapping[str, Tag] = {
    name: Tag(writer=writer, check=_check_id3 if writer.id3 else _read_back) for name, writer in WRITERS.items()
}
"""By container, the writers of tags; a container that is not here is published as it is, and that is said."""
