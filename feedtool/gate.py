"""The gate: what a build may not change of a published episode unless somebody accepts it by name.

Pure. The lock says what was published, the build what would be. An episode that was never built may change freely:
nothing of it is in the lock.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final

from feedtool.findings import Finding, Place, Severity
from feedtool.lock import FILE, Facts, Locked

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from feedtool.lock import Lock
    from feedtool.manifest import Row

ALL: Final = "all"
"""What accepts every change."""
ONCE: Final = frozenset({"FT807", "FT822"})
"""What is said by the build that does it, and by none after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An episode as it would be published: its row of the lock to be, its slug, and where its text is."""

    row: Locked
    slug: str
    place: Place

    def is_named(self, names: Collection[str]) -> bool:
        """Whether one of ``names`` means this episode: its file's name, slug or guid."""
        return ALL in names or not {self.row.source, self.slug, self.row.guid}.isdisjoint(names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """``findings`` of the gate, and the guids of the episodes that were let ``go``."""

    findings: list[Finding] = field(default_factory=list)
    go: frozenset[str] = frozenset()


def judge(lock: Lock, candidates: Sequence[Candidate], accepted: Collection[str], show: Place) -> Verdict:
    """What of ``candidates`` is another thing than ``lock`` says: errors, or notes where ``accepted`` names them.

    ``show`` is the place of base_url: when it moved, that is said once and not for every episode (FT820).
    """
    before = {row.guid: row for row in lock.episodes if not row.gone}
    pairs = [(before[one.row.guid], one) for one in candidates if one.row.guid in before]
    moved = [(old, one) for old, one in pairs if _moved(old.enclosure, one.row.enclosure)]
    findings = [*_moves(moved, accepted, show)]
    elsewhere = {one.row.guid for _, one in moved}
    for old, one in pairs:
        findings += _changes(old, one, accepted, address=one.row.guid not in elsewhere)
    there = {one.row.guid for one in candidates}
    gone = [row for guid, row in before.items() if guid not in there]
    go = frozenset(row.guid for row in gone if _lets_go(row, accepted))
    findings += [_let_go(row) for row in gone if row.guid in go]
    return Verdict(findings=[*findings, *_unknown(lock, candidates, accepted)], go=go)


def vanished(row: Locked) -> Finding:
    """A published episode whose text is there and which is left out now: a warning, for nothing is downloaded again."""
    message = f"{row.title!r} ({row.source}) was published and is left out now: it vanishes from the feed"
    return Finding(code="FT805", message=message, place=Place(FILE), severity=Severity.WARNING)


def _lets_go(row: Locked, accepted: Collection[str]) -> bool:
    return row.source in accepted or row.guid in accepted


def _let_go(row: Locked) -> Finding:
    message = f"{row.title!r} ({row.source}) is let go: its guid is kept, and never given to another"
    return Finding(code="FT822", message=message, place=Place(FILE))


def _moved(old: str, new: str) -> bool:
    """Whether only the folder changed that the output is published in: the path under it is the same.

    An output has audio/NAME, so two parts of the path tell.
    """
    return old != new and old.split("/")[-2:] == new.split("/")[-2:] and "/audio/" in new


def _moves(moved: Sequence[tuple[Locked, Candidate]], accepted: Collection[str], show: Place) -> Iterator[Finding]:
    if not moved:
        return
    old, one = moved[0]
    count = f"{len(moved)} episode{'' if len(moved) == 1 else 's'}"
    message = f"the audio of {count} moves, such as {old.enclosure} to {one.row.enclosure}"
    if ALL in accepted or all(candidate.is_named(accepted) for _, candidate in moved):
        yield Finding(code="FT822", message=message, place=show)
    else:
        yield Finding(code="FT820", message=message, place=show)


def _changes(old: Locked, one: Candidate, accepted: Collection[str], *, address: bool) -> Iterator[Finding]:
    new, named = one.row, one.is_named(accepted)
    stem = f"{new.title!r} ({new.source})"
    if address and old.enclosure and old.enclosure != new.enclosure:
        message = f"{stem}: the enclosure's address was {old.enclosure}, is {new.enclosure}"
        yield Finding(code="FT822" if named else "FT802", message=message, place=one.place, hint=_how(one))
    if old.type and old.type != new.type:
        message = f"{stem}: the enclosure's type was {old.type}, is {new.type}"
        yield Finding(code="FT822" if named else "FT803", message=message, place=one.place, hint=_how(one))
    if old.published and _moment(old.published) != _moment(new.published):
        message = f"{stem}: the date was {old.published}, is {new.published or 'none'}"
        yield Finding(code="FT822" if named else "FT807", message=message, place=one.place)


def _how(one: Candidate) -> str:
    return (
        "Subscribers may get it again. Put it back (slug: keeps an address when a file is renamed), or take it for "
        f"good: feedtool build --accept {one.row.source}"
    )


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _unknown(lock: Lock, candidates: Sequence[Candidate], accepted: Collection[str]) -> Iterator[Finding]:
    """Names that mean no episode: a slip must not look like a consent."""
    known = {name for row in lock.episodes for name in (row.source, row.guid)} | {ALL}
    known |= {name for one in candidates for name in (one.row.source, one.slug, one.row.guid)}
    for name in dict.fromkeys(accepted):
        if name not in known:
            yield Finding(code="FT823", message=f"--accept {name}: there is no such episode")


def facts_of(name: str, row: Row) -> Facts:
    """What the lock recognises an episode by, from its row."""
    url = row.enclosure[0] if row.enclosure and not row.audio else ""
    place = Place(*row.place)
    return Facts(source=name, title=row.title, audio=row.audio, guid=row.own_guid, place=place, enclosure=url)


def locked_of(name: str, row: Row) -> Locked:
    """What the lock keeps of an episode, from its row."""
    url, kind = row.enclosure or ("", "")
    return Locked(
        source=name,
        guid=row.guid,
        title=row.title,
        audio=row.audio,
        enclosure=url,
        type=kind,
        published=row.published or "",
    )
