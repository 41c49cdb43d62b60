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
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from feedtool.findings import Finding, Place, SourceError
from feedtool.located import load_toml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

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

    ``enclosure``, ``type`` and ``published`` (ISO 8601) are what the feed says; empty where nobody knows. ``file`` is
    the name of the published audio in ``audio/`` where it is another than SLUG.EXT. ``gone`` marks an episode that was
    let go: its guid is never given to another.
    """

    source: str
    guid: str
    title: str
    audio: str
    enclosure: str = ""
    type: str = ""
    published: str = ""
    file: str = ""
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


class AnotherForm(Exception):  # noqa: N818 - nothing is wrong with it
    """A lock that is not as :func:`write` writes it: a person or another program had a hand in it."""


def read(text: str, file: str = FILE) -> Lock:
    """The lock in ``text``. Raises SourceError (FT115) when it is damaged: guids must never be guessed."""
    try:
        guid, *rows = _whole(text, file)
        episodes = tuple(row for row in rows if isinstance(row, Locked))
        _refuse_twins(episodes)
        _refuse_one_name(episodes)
        return Lock(podcast_guid=guid if isinstance(guid, str) else None, episodes=episodes)
    except SourceError as error:
        first = error.findings[0]
        raise damaged(first.message, first.place or Place(file)) from None
    except (ValueError, TypeError, AttributeError) as error:
        raise damaged(str(error), Place(file)) from None


def _whole(text: str, file: str) -> list[str | Locked | None]:
    try:
        return [*_parts(_tables(text.split("\n")))]
    except AnotherForm:
        value = load_toml(text, file).value
        return [*_parts(iter([value, *value.get("episode", [])]))]


def streamed(stream: BinaryIO) -> Iterator[str | Locked | None]:
    """The show's guid, then row after row of a lock as :func:`write` writes it, in the memory of one.

    Raises AnotherForm, perhaps in the middle, for anything else: :func:`read` then says what it is.
    """
    lines = (line.removesuffix(b"\n").decode("utf-8", "replace") for line in stream)
    try:
        yield from _parts(_tables(lines))
    except (ValueError, TypeError, AttributeError):
        raise AnotherForm from None


def _parts(tables: Iterator[dict[str, Any]]) -> Iterator[str | Locked | None]:
    """What the tables of a lock say: the head's is the first."""
    head = next(tables)
    if head.get("version") not in _READ:
        raise ValueError(f"its version is {head.get('version')!r}, this feedtool knows {VERSION}")
    yield head.get("podcast_guid")
    for row in tables:
        yield Locked(**_checked(row))


def write(lock: Lock) -> str:
    """``lock`` as text: one table an episode, ordered by source, so that branches merge line by line."""
    return "".join(pieces(lock.podcast_guid, sorted(lock.episodes, key=lambda row: (row.source, row.guid))))


def pieces(podcast_guid: str | None, rows: Iterable[Locked]) -> Iterator[str]:
    """A lock as text, piece by piece; ``rows`` are ordered by source, then guid."""
    yield f"{_HEAD}\nversion = {VERSION}\n"
    if podcast_guid:
        yield f"podcast_guid = {_quoted(podcast_guid)}\n"
    for row in rows:
        lines = ["", "[[episode]]"]
        lines += [f"{key} = {_quoted(getattr(row, key))}" for key in _ALWAYS]
        lines += [f"{key} = {_quoted(value)}" for key in _WHEN_KNOWN if (value := getattr(row, key))]
        lines += ["gone = true"] if row.gone else []
        yield "\n".join(lines) + "\n"


def podcast_guid(feed_url: str) -> str:
    """The ``podcast:guid`` of a feed first published at ``feed_url`` (spec: podcast-namespace §2).

    >>> podcast_guid("https://podnews.net/rss")
    '9b024349-ccf0-5f69-a609-6b82873eab3c'
    """
    seed = re.sub(r"^[A-Za-z][A-Za-z0-9+.-]*://", "", feed_url.strip()).rstrip("/")
    return str(uuid.uuid5(PODCAST_NAMESPACE, seed))


def renamed(lock: Lock, names: Mapping[str, tuple[str, str]]) -> Lock:
    """The lock with the audio of some episodes under another name: by guid, the file's and the enclosure's address.

    The next build puts the audio there, and passes the gate. Raises ValueError for a guid that is not in the lock, a
    name that no file can have in ``audio/``, and one that two episodes would have.
    """
    if strangers := names.keys() - {row.guid for row in lock.episodes}:
        raise ValueError(f"no episode has the guid {min(strangers)}")
    for name, _ in names.values():
        _refuse_path(name)
    rows = [_renamed(row, *names[row.guid]) if row.guid in names else row for row in lock.episodes]
    _refuse_one_name(rows)
    return replace(lock, episodes=tuple(rows))


def _renamed(row: Locked, file: str, enclosure: str) -> Locked:
    return replace(row, file=file, enclosure=enclosure)


def _refuse_twins(episodes: Sequence[Locked]) -> None:
    guid, count = Counter(row.guid for row in episodes).most_common(1)[0] if episodes else ("", 0)
    if count > 1:
        raise ValueError(f"the guid {guid} stands in it twice")


def _refuse_one_name(episodes: Iterable[Locked]) -> None:
    names = Counter(row.file.casefold() for row in episodes if row.file and not row.gone)
    for name, count in names.most_common(1):
        if count > 1:
            raise ValueError(f"two episodes have the file {name}")


def is_name(name: str) -> bool:
    """Whether audio may be published under ``name``: it must stay in its folder, whoever wrote the lock."""
    return bool(_NAME.fullmatch(name)) and len(name.encode("utf-8", "replace")) <= _LONGEST


def _refuse_path(name: str) -> None:
    if not is_name(name):
        raise ValueError(f"{name!r} is no name for an audio file")


def _checked(row: Mapping[str, Any]) -> dict[str, Any]:
    if not all(isinstance(value, bool if key == "gone" else str) for key, value in row.items()):
        raise ValueError("an episode's entry is not text")
    if row.get("file"):
        _refuse_path(row["file"])
    return dict(row)


def _tables(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """The tables of a lock as :func:`write` writes it, line by line: ten times as fast as any TOML."""
    table: dict[str, Any] = {}
    for line in lines:
        match = _LINE.fullmatch(line)
        if line == "[[episode]]":
            yield table
            table = {}
        elif match and match[1] not in table:
            table[match[1]] = json.loads(match[2])
        elif line and not line.startswith("#"):
            raise AnotherForm
    yield table


_LINE: Final = re.compile(
    r'([a-z_]+) = ("(?:[^"\\\x00-\x1f\x7f]|\\(?:["\\bnfrt]|u(?![dD][89a-fA-F])[0-9A-Fa-f]{4}))*"|true|[0-9]+)'
)
_NAME: Final = re.compile(r"[^./\\\x00-\x1f\x7f][^/\\\x00-\x1f\x7f]*")
_LONGEST: Final = 200
"""Bytes of a published name: file systems take 255, and a temporary file's is longer."""
_ALWAYS: Final = ("source", "guid", "title", "audio")
_WHEN_KNOWN: Final = ("enclosure", "type", "published", "file")


def damaged(message: str, place: Place) -> SourceError:
    """The error that stops a build: what is wrong with the lock."""
    return SourceError(Finding(code="FT115", message=f"{FILE} is damaged: {message}", place=place))


def _quoted(text: str) -> str:
    """A TOML basic string: JSON's escapes are all TOML's, but DEL needs one too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
