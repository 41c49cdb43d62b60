"""What listeners will see of the next build: a dry run of it, compared with the feed that stands; and a new lock.

Nothing here writes to the project but :func:`rebuild_lock`, and that only when it was asked for.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, BinaryIO, Final
from urllib.parse import unquote, urlsplit

from feedtool import canonical, files, lock, output, project
from feedtool.compare import Difference, compare
from feedtool.findings import Finding, Place
from feedtool.kinds import FEED_PATH
from feedtool.lock import Lock, Locked
from feedtool.rawfeed import RawFeed
from feedtool.read import feed as read_feed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime
    from pathlib import Path

    from feedtool.rawfeed import Part

MAX: Final = 100_000
"""Differences kept."""


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
    """Build the project in ``root`` without writing, and compare its feed with ``against``.

    Without it, with the feed in ``out`` (default ``root/output``); where none stands there, every episode is new.
    Raises what :func:`feedtool.output.build` raises, and SourceError where ``against`` is no feed.
    """
    standing = (out or root / output.OUTPUT) / FEED_PATH
    with tempfile.TemporaryFile() as made:
        report = output.build(
            root, out, now=now, dry_run=True, accepted=accepted, look=lambda stream: _copy(stream, made)
        )
        if not made.tell():
            return Plan(findings=report.findings)
        with _old(standing, against) as old:
            return Plan(findings=report.findings, differences=tuple(_compared(old, made)))


def _old(standing: Path, against: BinaryIO | None) -> BinaryIO:
    if against:
        return against
    return standing.open("rb") if standing.exists() else _empty()


def _empty() -> BinaryIO:
    from io import BytesIO

    return BytesIO(b'<rss version="2.0"><channel/></rss>')


def _copy(stream: BinaryIO, made: IO[bytes]) -> None:
    while chunk := stream.read(1 << 16):
        made.write(chunk)


def _compared(old: BinaryIO, made: IO[bytes]) -> Iterator[Difference]:
    made.seek(0)
    with tempfile.TemporaryFile() as spool:
        found = compare(
            RawFeed(old, "the feed that stands"), RawFeed(iter(lambda: made.read(1 << 16), b""), FEED_PATH), spool
        )
        yield from (one for _, one in zip(range(MAX), found, strict=False))


def rebuild_lock(root: Path, feed: BinaryIO, file: str) -> tuple[Lock, list[Finding]]:
    """Write a ``feedtool.lock`` with what ``feed`` says, in place of any that stands in ``root``.

    Episodes are named by the file their enclosure points to; the next build recognises them by that name or by their
    title. Raises UsageError where ``root`` holds no project, SourceError where ``feed`` is none.
    """
    project.require(root)
    raw = RawFeed(feed, file)
    made = locked(raw)
    files.write_bytes(root / lock.FILE, lock.write(made).encode())
    message = f"{lock.FILE} was made anew from {file}: {len(made.episodes)} episodes"
    return made, [*raw.findings, Finding(code="FT824", message=message, place=Place(lock.FILE))]


def locked(raw: RawFeed) -> Lock:
    """The lock that a feed's items make: guids, enclosures and dates as they are."""
    rows: dict[str, Locked] = {}
    for part in raw.items():
        row = _row(part)
        if row.guid:
            rows.setdefault(row.guid, row)
    show = canonical.channel(raw.channel) if raw.channel is not None else {}
    return Lock(podcast_guid=next(iter(show.get("podcast:guid", ())), None), episodes=tuple(rows.values()))


def _row(part: Part) -> Locked:
    item = next(read_feed.items([part.alone], part.place.file))
    sound = item.enclosure
    url = sound.url if sound else ""
    return Locked(
        source=PurePosixPath(unquote(urlsplit(url).path)).stem,
        guid=(item.guid or "").strip() or url,
        title=item.title,
        audio="",
        enclosure=url,
        type=sound.media_type if sound else "",
        published=item.published.isoformat() if item.published else "",
    )
