"""``feedtool.lock``: what subscribers' apps remember of a show, kept in version control.

An app knows an episode by its guid alone. The lock keeps the guid each episode was first built under, so that a
renamed file, a new slug, a new title or a new address never makes an episode look new (spec: rss-podcast §7). Beside it
stand the enclosure's address and type and the date: what a build may not change unless somebody accepts it
(:mod:`feedtool.gate`).
"""

from __future__ import annotations

import json
import re
import uuid
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from feedtool.findings import Finding, Place, SourceError
from feedtool.located import load_toml

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

FILE: Final = "feedtool.lock"
VERSION: Final = 2
_READ: Final = (1, 2)
"""The versions that are read: the first had no enclosures and dates, which the next build adds."""
PODCAST_NAMESPACE: Final = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""The namespace of every ``podcast:guid`` (spec: podcast-namespace §2)."""

_HEAD: Final = """\
# What subscribers' apps remember of this show: keep this file in version control and do not edit it by hand.
# An app takes an episode whose guid changed for a new one and downloads it again.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Locked:
    """One episode as it was built: ``source`` is the file's stem, ``audio`` the fingerprint of its sound.

    ``enclosure``, ``type`` and ``published`` (ISO 8601) are what the feed says; empty where nobody knows. ``gone``
    marks an episode that was let go: its guid is never given to another.
    """

    source: str
    guid: str
    title: str
    audio: str
    enclosure: str = ""
    type: str = ""
    published: str = ""
    gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """The whole lock; empty before the first build."""

    podcast_guid: str | None = None
    episodes: tuple[Locked, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What an episode can be recognised by: ``guid`` only when its own text gives one.

    ``enclosure`` is the address of audio that lies elsewhere.
    """

    source: str
    title: str
    audio: str
    guid: str | None
    place: Place
    enclosure: str = ""


def read(text: str, file: str = FILE) -> Lock:
    """The lock in ``text``. Raises SourceError (FT115) when it is damaged: guids must never be guessed."""
    try:
        value = _plain(text) or load_toml(text, file).value
        if value.get("version") not in _READ:
            raise ValueError(f"its version is {value.get('version')!r}, this feedtool knows {VERSION}")
        episodes = tuple(Locked(**_checked(row)) for row in value.get("episode", []))
        _refuse_twins(episodes)
        return Lock(podcast_guid=value.get("podcast_guid"), episodes=episodes)
    except SourceError as error:
        first = error.findings[0]
        raise _damaged(first.message, first.place or Place(file)) from None
    except (ValueError, TypeError, AttributeError) as error:
        raise _damaged(str(error), Place(file)) from None


def write(lock: Lock) -> str:
    """``lock`` as text: one table an episode, ordered by source, so that branches merge line by line."""
    lines = [_HEAD, f"version = {VERSION}"]
    if lock.podcast_guid:
        lines.append(f"podcast_guid = {_quoted(lock.podcast_guid)}")
    for row in sorted(lock.episodes, key=lambda e: (e.source, e.guid)):
        lines += ["", "[[episode]]"]
        lines += [f"{key} = {_quoted(getattr(row, key))}" for key in _ALWAYS]
        lines += [f"{key} = {_quoted(value)}" for key in _WHEN_KNOWN if (value := getattr(row, key))]
        lines += ["gone = true"] if row.gone else []
    return "\n".join(lines) + "\n"


def podcast_guid(feed_url: str) -> str:
    """The ``podcast:guid`` of a feed first published at ``feed_url`` (spec: podcast-namespace §2).

    >>> podcast_guid("https://podnews.net/rss")
    '9b024349-ccf0-5f69-a609-6b82873eab3c'
    """
    seed = re.sub(r"^[A-Za-z][A-Za-z0-9+.-]*://", "", feed_url.strip()).rstrip("/")
    return str(uuid.uuid5(PODCAST_NAMESPACE, seed))


def identify(
    facts: Sequence[Facts], lock: Lock, show_guid: str, accepted: Collection[str] = ()
) -> tuple[dict[str, str], list[Finding]]:
    """The guid of every episode by its source, and findings.

    An episode is recognised by its own guid, else by its sound, its enclosure elsewhere, its file's name or its title,
    in this order; one that nothing recognises gets a new guid made from ``show_guid`` and its source. A guid of its own
    that is another than before is a finding (FT116) unless the source is among those ``accepted``.
    """
    findings = [*_contradictions(facts, lock, accepted)]
    known = {f.source: f.guid for f in facts if f.guid}
    free = [row for row in lock.episodes if row.guid not in set(known.values())]
    for trait in ("audio", "enclosure", "source", "title"):
        found = _unique([f for f in facts if f.source not in known], free, trait)
        known |= {source: row.guid for source, row in found.items()}
        taken = {row.guid for row in found.values()}
        free = [row for row in free if row.guid not in taken]
    used = set(known.values()) | {row.guid for row in lock.episodes}
    for fact in facts:
        if fact.source not in known:
            known[fact.source] = _new_guid(show_guid, fact.source, used)
            used.add(known[fact.source])
    findings += _gone(row for row in free if row.source not in known and not {row.source, row.guid} & {*accepted})
    return known, [*findings, *_twins(facts, known)]


def updated(lock: Lock, show_guid: str, built: Iterable[Locked], gone: Collection[str] = ()) -> Lock:
    """The lock after a build of these episodes: what it knew of others stays, those of the guids ``gone`` marked."""
    rows = {row.guid: replace(row, gone=row.gone or row.guid in gone) for row in lock.episodes}
    rows |= {row.guid: row for row in built}
    return Lock(podcast_guid=show_guid, episodes=tuple(rows.values()))


def _unique(unknown: Sequence[Facts], free: Sequence[Locked], trait: str) -> dict[str, Locked]:
    """The locked episode of each unknown one that alone shares a trait with it; what two share tells nothing."""
    wanted = Counter(getattr(fact, trait) for fact in unknown)
    offered = Counter(getattr(row, trait) for row in free)
    rows = {getattr(row, trait): row for row in free}
    return {
        fact.source: rows[value]
        for fact in unknown
        if (value := getattr(fact, trait)) and wanted[value] == 1 and offered[value] == 1
    }


def _new_guid(show_guid: str, source: str, used: set[str]) -> str:
    """A guid no episode of the show has had: a name that is used again must not bring an old guid back."""
    namespace = uuid.uuid5(uuid.NAMESPACE_URL, f"podcast:guid:{show_guid}")
    number = 0
    while (guid := str(uuid.uuid5(namespace, f"{source}#{number}" if number else source))) in used:
        number += 1
    return guid


def _contradictions(facts: Sequence[Facts], lock: Lock, accepted: Collection[str]) -> Iterable[Finding]:
    """Episodes whose own guid is another than the one they were built under: by their file's name or their sound."""
    by_source = {row.source: row for row in lock.episodes if not row.gone}
    by_audio = {row.audio: row for row in lock.episodes if row.audio and not row.gone}
    guids = {row.guid for row in lock.episodes}
    stated = {fact.guid for fact in facts}
    for fact in facts:
        row = by_source.get(fact.source) or by_audio.get(fact.audio)
        if fact.guid and row and fact.guid not in guids and row.guid not in stated and fact.source not in accepted:
            message = f"the guid {fact.guid!r} is not the one this episode was built under, {row.guid!r}"
            yield Finding(code="FT116", message=message, place=fact.place)


def _twins(facts: Iterable[Facts], known: Mapping[str, str]) -> Iterable[Finding]:
    first: dict[str, Facts] = {}
    for fact in facts:
        other = first.setdefault(known[fact.source], fact)
        if other is not fact:
            message = f"the guid {known[fact.source]!r} is also that of {other.place.file}"
            yield Finding(code="FT114", message=message, place=fact.place)


def _gone(free: Iterable[Locked]) -> Iterable[Finding]:
    for row in free:
        if row.gone:
            continue
        message = f"{row.title!r} ({row.source}) is in {FILE}, but its text is gone"
        yield Finding(code="FT117", message=message, place=Place(FILE))


def _refuse_twins(episodes: Sequence[Locked]) -> None:
    guid, count = Counter(row.guid for row in episodes).most_common(1)[0] if episodes else ("", 0)
    if count > 1:
        raise ValueError(f"the guid {guid} stands in it twice")


def _checked(row: Mapping[str, Any]) -> dict[str, Any]:
    if not all(isinstance(value, bool if key == "gone" else str) for key, value in row.items()):
        raise ValueError("an episode's entry is not text")
    return dict(row)


def _plain(text: str) -> dict[str, Any] | None:
    """The lock as :func:`write` writes it, line by line: ten times as fast as any TOML; None for another form."""
    value: dict[str, Any] = {"episode": []}
    table = value
    for line in text.split("\n"):
        match = _LINE.fullmatch(line)
        if line == "[[episode]]":
            table = {}
            value["episode"].append(table)
        elif match and match[1] not in table:
            table[match[1]] = json.loads(match[2])
        elif line and not line.startswith("#"):
            return None
    return value


_LINE: Final = re.compile(
    r'([a-z_]+) = ("(?:[^"\\\x00-\x1f\x7f]|\\(?:["\\bnfrt]|u(?![dD][89a-fA-F])[0-9A-Fa-f]{4}))*"|true|[0-9]+)'
)
_ALWAYS: Final = ("source", "guid", "title", "audio")
_WHEN_KNOWN: Final = ("enclosure", "type", "published")


def _damaged(message: str, place: Place) -> SourceError:
    return SourceError(Finding(code="FT115", message=f"{FILE} is damaged: {message}", place=place))


def _quoted(text: str) -> str:
    """A TOML basic string: JSON's escapes are all TOML's, but DEL needs one too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
