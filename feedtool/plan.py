"""What listeners will see of the next build: a dry run of it, compared with the feeds that stand; and a new lock.

Nothing here writes to the project but :func:`rebuild_lock`, and that only when it was asked for.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, BinaryIO, Final
from urllib.parse import unquote, urlsplit

from feedtool import canonical, feeds, files, lock, manifest, output, project, settings, uris
from feedtool.compare import Difference, compare
from feedtool.findings import Finding, Place
from feedtool.kinds import FEED_PATH
from feedtool.lock import Lock, Locked
from feedtool.rawfeed import RawFeed
from feedtool.read import feed as read_feed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from lxml.etree import _Element

    from feedtool.compare import Feed
    from feedtool.rawfeed import Part

MAX: Final = 100_000
"""Differences kept."""
_CHUNK: Final = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a build would find, and how its feed differs from the one that stands; None: it could not be made."""

    findings: tuple[Finding, ...]
    differences: tuple[Difference, ...] | None = None


def plan(
    root: Path,
    out: Path | None = None,
    *,
    now: datetime,
    against: BinaryIO | None = None,
    accepted: Collection[str] = (),
) -> Plan:
    """Build the project in ``root`` without writing, and compare each of its feeds with the one that stands.

    They stand in ``out`` (default ``root/output``), all pages of one together; where the feed itself does not, every
    episode is new. A further feed (of an audio format, or the private one) that is there for the first time has no
    subscribers yet and is not compared; the differences of one name its ``file``. ``against`` is compared with the feed
    itself alone. Raises what :func:`feedtool.output.build` raises, and SourceError where ``against`` is no feed.
    """
    target = out or root / output.OUTPUT
    with tempfile.TemporaryFile() as spool:
        made = _Made(spool)
        report = output.build(root, out, now=now, dry_run=True, accepted=accepted, look=made.add)
        if not made.pages:
            return Plan(findings=report.findings)
        pairs = [("", RawFeed(against, "the feed that stands"), made.feed(FEED_PATH))] if against else []
        found = chain.from_iterable(differences(*pair) for pair in pairs or _pairs(root, target, made))
        return Plan(findings=report.findings, differences=tuple(islice(found, MAX)))


@dataclass(frozen=True, slots=True)
class _Pages:
    """The pages of a feed as one: their items one after the other, and the first page's channel."""

    pages: Sequence[RawFeed]

    @property
    def channel(self) -> _Element | None:
        """The channel of the first page."""
        return self.pages[0].channel if self.pages else None

    def items(self) -> Iterator[Part]:
        """The items of all pages."""
        for page in self.pages:
            yield from page.items()


@dataclass(slots=True)
class _Made:
    """The files of the feeds of a dry run, kept one behind the other in ``spool``: where each begins and ends."""

    spool: IO[bytes]
    pages: dict[str, tuple[int, int]] = field(default_factory=dict)

    def add(self, path: str, stream: BinaryIO) -> None:
        """Keep a file."""
        start = self.spool.tell()
        shutil.copyfileobj(stream, self.spool)
        self.pages[path] = start, self.spool.tell()

    def feed(self, name: str) -> _Pages:
        """All pages of a feed."""
        return _Pages([RawFeed(self._chunks(*self.pages[path]), path) for path in pages_of(name, self.pages)])

    def _chunks(self, start: int, end: int) -> Iterator[bytes]:
        while start < end:
            self.spool.seek(start)
            chunk = self.spool.read(min(_CHUNK, end - start))
            start += len(chunk)
            yield chunk


def pages_of(name: str, paths: Iterable[str]) -> list[str]:
    """Those of ``paths`` that are pages of the feed, from the newest on."""
    return sorted((path for path in paths if feeds.page_of(path)[0] == name), key=feeds.page_of)


def _pairs(root: Path, target: Path, made: _Made) -> Iterator[tuple[str, _Pages, _Pages]]:
    """Each feed with the one of that name that stands: those made, and those that are made no more."""
    there = {path for path in (*manifest.outputs(root, target), *made.pages) if path.endswith(".xml")}
    standing = [path for path in sorted(there) if (target / path).is_file()]
    names = dict.fromkeys(feeds.page_of(path)[0] for path in (*made.pages, *standing))
    for name in names:
        old = pages_of(name, standing)
        if old or name == FEED_PATH:
            yield name, _Pages([RawFeed(_read(target / path), path) for path in old]), made.feed(name)


def _read(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        yield from iter(lambda: stream.read(_CHUNK), b"")


def differences(name: str, old: Feed, new: Feed) -> Iterator[Difference]:
    """How two states of the feed called ``name`` differ; a further feed is named by each difference."""
    with tempfile.TemporaryFile() as spool:
        for one in compare(old, new, spool):
            yield replace(one, file="" if name == FEED_PATH else name)


def rebuild_lock(root: Path, feed: BinaryIO, file: str) -> tuple[Lock, list[Finding]]:
    """Write a ``feedtool.lock`` with what ``feed`` says, in place of any that stands in ``root``.

    Episodes are named by the file their enclosure points to; the next build recognises them by that name or by their
    title. Raises UsageError where ``root`` holds no project, SourceError where ``feed`` is none.
    """
    show, _ = settings.read(project.read_text(project.require(root), root)[0])
    raw = RawFeed(feed, file)
    made = locked(raw, uris.join(show.base_url, "audio/") if show else "")
    files.write_bytes(root / lock.FILE, lock.write(made).encode())
    message = f"{lock.FILE} was made anew from {file}: {len(made.episodes)} episodes"
    return made, [*raw.findings, Finding(code="FT824", message=message, place=Place(lock.FILE))]


def locked(raw: RawFeed, audio: str = "") -> Lock:
    """The lock that a feed's items make: guids, enclosures and dates as they are.

    Audio right below the address ``audio`` keeps its published name.
    """
    rows: dict[str, Locked] = {}
    for part in raw.items():
        row = _row(part, audio)
        if row.guid:
            rows.setdefault(row.guid, row)
    show = canonical.channel(raw.channel) if raw.channel is not None else {}
    return Lock(podcast_guid=next(iter(show.get("podcast:guid", ())), None), episodes=tuple(rows.values()))


def _row(part: Part, audio: str) -> Locked:
    item = next(read_feed.items([part.alone], part.place.file))
    sound = item.enclosure
    url = sound.url if sound else ""
    name = unquote(url.removeprefix(audio)) if audio and url.startswith(audio) else ""
    return Locked(
        source=PurePosixPath(unquote(urlsplit(url).path)).stem,
        guid=(item.guid or "").strip() or url,
        title=item.title,
        audio="",
        enclosure=url,
        type=sound.media_type if sound else "",
        published=item.published.isoformat() if item.published else "",
        file=name if lock.is_name(name) else "",
    )
