"""The episodes of a build as a host takes them: read out of the feed that was built, with the files it names."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from feedtool import uris
from feedtool.kinds import FEED_PATH
from feedtool.publish import inventory
from feedtool.publish.host import EpisodeUpload

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from feedtool.model import Transcript
    from feedtool.publish.inventory import Digest
    from feedtool.read.feed import FeedItem

_PAGE: Final = re.compile(r"(?:archive-)?(\d+)")
_TIMED: Final = ("text/vtt", "application/x-subrip", "application/srt")
"""The media types of transcripts that hosts take, the best first."""


def items_of(out: Path, base_url: str, digest: Callable[[Path], Digest] = inventory.digest) -> Iterator[EpisodeUpload]:
    """The episodes of the feed in ``out``, also of its further pages, newest first.

    What lies under ``base_url`` is looked for in ``out``. ``digest`` tells a file's size and hash; one that remembers
    saves reading gigabytes. Raises SourceError for a feed that cannot be read, EnvironmentFault for a file.
    """
    from feedtool.read import feed

    for path in _pages(out):
        with path.open("rb") as stream:
            for item in feed.items(stream, str(path)):
                yield _upload(item, _Files(out, base_url), digest)


class _Files:
    """The files of a build by their public address."""

    def __init__(self, out: Path, base_url: str) -> None:
        self._out = out.resolve()
        self._base = uris.join(base_url, "")

    def at(self, url: str | None) -> Path | None:
        """The file that is published as ``url``; None where that is none of ours."""
        if not url or not uris.encode(url).startswith(self._base):
            return None
        path = (self._out / unquote(uris.encode(url)[len(self._base) :].partition("#")[0])).resolve()
        return path if path.is_relative_to(self._out) and path.is_file() else None


def _pages(out: Path) -> list[Path]:
    """The files of the feed: its own, its further pages from the newest on, its archives from the newest on."""
    stem, _, ending = FEED_PATH.rpartition(".")
    found = []
    for path in out.glob(f"{stem}.*.{ending}"):
        if match := _PAGE.fullmatch(path.name[len(stem) + 1 : -len(ending) - 1]):
            archive = match[0].startswith("archive")
            found.append((archive, -int(match[1]) if archive else int(match[1]), path))
    return [out / FEED_PATH, *(path for _, _, path in sorted(found))]


def _upload(item: FeedItem, files: _Files, digest: Callable[[Path], Digest]) -> EpisodeUpload:
    audio = files.at(item.enclosure.url) if item.enclosure else None
    sound = digest(audio) if audio else None
    made = EpisodeUpload(
        guid=item.guid or "",
        slug=_slug(item, audio),
        title=item.title,
        notes_html=item.notes_html or item.description,
        summary=item.summary or "",
        subtitle=item.subtitle or "",
        number=item.episode,
        season=item.season,
        type=item.episode_type or "full",
        explicit=item.explicit,
        keywords=item.keywords,
        published=item.published,
        audio=audio,
        media_type=item.enclosure.media_type if item.enclosure else "",
        size=sound.size if sound else 0,
        duration=item.duration,
        chapters=files.at(item.chapters_url),
        transcript=_transcript(item.transcripts, files),
        image=files.at(item.image),
    )
    hashes = {name: digest(path).sha256 for name in ("chapters", "transcript") if (path := getattr(made, name))}
    parts = {"fields": made.hash_of_fields(), "audio": sound.sha256 if sound else "", **hashes}
    return replace(made, parts=parts)


def _slug(item: FeedItem, audio: Path | None) -> str:
    """The name of the episode's files, for a feed has no slugs."""
    if audio:
        return audio.stem
    return re.sub(r"[^A-Za-z0-9-]+", "-", (item.guid or item.title).rpartition("/")[2]).strip("-")[:100]


def _transcript(rows: Iterable[Transcript], files: _Files) -> Path | None:
    """The transcript with times; hosts take one."""
    found = {row.media_type: path for row in rows if (path := files.at(row.url))}
    return next((found[kind] for kind in _TIMED if kind in found), None)
