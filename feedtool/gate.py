"""The gate: what a build may not change of a published episode unless somebody accepts it by name.

Pure. The lock says what was published, the build what would be. An episode that was never built may change freely:
nothing of it is in the lock.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final

from feedtool.findings import Finding, Place, Severity
from feedtool.lock import FILE, Facts, Locked

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

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


def judge(
    pairs: Iterable[tuple[Locked | None, Candidate]],
    gone: Iterable[Locked],
    accepted: Collection[str],
    show: Place,
) -> Verdict:
    """What of the candidates is another thing than the lock says: errors, or notes where ``accepted`` names them.

    ``pairs`` are all candidates with the lock's row of each, ``gone`` the other rows of the lock. ``show`` is the place
    of base_url: when it moved, that is said once and not for every episode (FT820).
    """
    moves, names = _Moves(), _Names(accepted)
    findings: list[Finding] = []
    for old, one in pairs:
        names.meet(one.row.source, one.slug, one.row.guid, old.source if old else "")
        if old and not old.gone:
            address = not moves.takes(old, one, accepted)
            findings += _changes(old, one, accepted, address=address)
    let_go = []
    for row in gone:
        names.meet(row.source, row.guid)
        if not row.gone and _lets_go(row, accepted):
            let_go.append(row)
    findings = [*moves.findings(show), *findings, *map(_let_go, let_go)]
    return Verdict(findings=[*findings, *names.unknown()], go=frozenset(row.guid for row in let_go))


@dataclass(slots=True)
class _Moves:
    """The episodes of which only the folder changed that they are published in."""

    count: int = 0
    first: str = ""
    named: bool = True

    def takes(self, old: Locked, one: Candidate, accepted: Collection[str]) -> bool:
        """Whether ``one`` is such an episode; then it is counted."""
        if not _moved(old.enclosure, one.row.enclosure):
            return False
        self.first = self.first or f"{old.enclosure} to {one.row.enclosure}"
        self.named = self.named and one.is_named(accepted)
        self.count += 1
        return True

    def findings(self, show: Place) -> Iterator[Finding]:
        """One for all of them."""
        if self.count:
            count = f"{self.count} episode{'' if self.count == 1 else 's'}"
            message = f"the audio of {count} moves, such as {self.first}"
            yield Finding(code="FT822" if self.named else "FT820", message=message, place=show)


@dataclass(slots=True)
class _Names:
    """Names that are accepted: one that means no episode is a slip, and must not look like a consent."""

    accepted: Collection[str]
    met: set[str] = field(default_factory=lambda: {ALL})

    def meet(self, *names: str) -> None:
        """Note the names of an episode."""
        if self.accepted:
            self.met.update(name for name in names if name in self.accepted)

    def unknown(self) -> Iterator[Finding]:
        """A finding for each name that no episode has."""
        for name in dict.fromkeys(self.accepted):
            if name not in self.met:
                yield Finding(code="FT823", message=f"--accept {name}: there is no such episode")


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


def _changes(old: Locked, one: Candidate, accepted: Collection[str], *, address: bool) -> Iterator[Finding]:
    new = one.row

    def changed(code: str, message: str, hint: str = "") -> Finding:
        told = f"{new.title!r} ({new.source}): {message}"
        if one.is_named(accepted):
            return Finding(code="FT822", message=told, place=one.place)
        return Finding(code=code, message=told, place=one.place, hint=hint)

    if address and old.enclosure and old.enclosure != new.enclosure:
        yield changed("FT802", f"the enclosure's address was {old.enclosure}, is {new.enclosure}", _how(one))
    if old.type and old.type != new.type:
        yield changed("FT803", f"the enclosure's type was {old.type}, is {new.type}", _how(one))
    if old.published and _moment(old.published) != _moment(new.published):
        yield changed("FT807", f"the date was {old.published}, is {new.published or 'none'}")


def _how(one: Candidate) -> str:
    return (
        "Subscribers may get it again. Put it back (slug: keeps an address when a file is renamed), or take it for "
        f"good: feedtool build --accept {shlex.quote(one.row.source)}"
    )


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def facts_of(row: Row) -> Facts:
    """What the lock recognises an episode by, from its row."""
    place = Place(row.file, row.line, row.column)
    url = "" if row.audio else row.url
    return Facts(source=row.name, title=row.title, audio=row.audio, guid=row.own_guid, place=place, enclosure=url)
