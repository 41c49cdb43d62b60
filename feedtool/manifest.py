"""What the last build was made of: it decides what this one may leave alone.

A manifest stands in the project's folder ``.feedtool``, one for each output folder: outputs hold nothing of the machine
they were made on. It is a cache and nothing else: without it, or when it is damaged, everything is built again. It
holds a stamp of every file the build read or wrote, and for each episode what the next build needs of one it does not
touch: its facts, its findings, and where its item stands in the feed.

This module loads fast: a build with nothing to do imports little else.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass, field, fields
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from feedtool.findings import Finding, Place, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from feedtool.lock import Facts
    from feedtool.project import Entry

FOLDER: Final = ".feedtool"
IGNORED: Final = f"/{FOLDER}/build-*.json"
"""What version control leaves out."""
_VERSION: Final = 3
_SMALL: Final = 1 << 20
"""Files up to this size carry a hash, so that touching one changes nothing."""
_RACE: Final = 20_000_000
"""Nanoseconds within which a file can be written twice and show one time."""
_UNSURE: Final = -1
"""The size in the stamp of a file that changed while it was read: it never matches."""

Stamp = list[Any] | None
"""Size, modification time in ns and, of a small file, a hash; None for a file that was looked for and not there."""


@dataclass(slots=True, kw_only=True)
class Row:
    """One episode as last built. ``sources`` and ``outputs`` are paths with a stamp in the manifest.

    ``own`` are the files that carry its name. ``published`` is an ISO moment, ``enclosure`` an address and a type;
    ``item`` where its part of the feed stands: by audio format ("": the first) a path, an offset and a length. An
    episode that is left out has no outputs, and perhaps the POSIX time ``until`` which it is.
    """

    own: list[str]
    sources: list[str]
    title: str
    audio: str
    own_guid: str | None
    place: list[Any]
    findings: list[list[Any]] = field(default_factory=list)
    slug: str = ""
    guid: str = ""
    published: str | None = None
    number: float = 0
    enclosure: list[str] = field(default_factory=list)
    outputs: list[str] = field(default_factory=list)
    item: dict[str, list[Any]] = field(default_factory=dict)
    left_out: bool = False
    until: float | None = None


@dataclass(slots=True, kw_only=True)
class Manifest:
    """The whole of it: ``key`` names the tool, ``listing`` the names in ``episodes/``, ``show`` the show's files.

    ``said`` are the findings of all episodes, ``episodes`` and ``unchanged`` count those built and their files, and
    ``until`` is the first moment an episode left out is due. ``rows`` are read late (:func:`with_rows`): a build with
    nothing to do needs none; until then they wait as ``unread`` JSON.
    """

    key: str
    listing: list[str] = field(default_factory=list)
    stamps: dict[str, Stamp] = field(default_factory=dict)
    show: list[str] = field(default_factory=list)
    outputs: list[str] = field(default_factory=list)
    findings: list[list[Any]] = field(default_factory=list)
    said: list[list[Any]] = field(default_factory=list)
    episodes: int = 0
    unchanged: int = 0
    until: float | None = None
    rows: dict[str, Row] = field(default_factory=dict)
    unread: bytes = b""

    def due(self, now: datetime) -> bool:
        """Whether the time of an episode left out has come."""
        return self.until is not None and self.until <= now.timestamp()


def absolute(path: Path) -> str:
    """``path`` as the manifest names it: it must mean the same from any folder."""
    return os.path.abspath(path)  # noqa: PTH100 - links stay: what the author named is what is watched


def row_of(entry: Entry, facts: Facts) -> Row:
    """The row of an episode about to be built."""
    own = [*map(absolute, entry.own)]
    place = [facts.place.file, facts.place.line, facts.place.column]
    return Row(own=own, sources=own, title=facts.title, audio=facts.audio, own_guid=facts.guid, place=place)


def path_of(root: Path, out: Path) -> Path:
    """Where the manifest of the output folder ``out`` of the project in ``root`` stands."""
    name = hashlib.sha256(os.path.abspath(out).encode("utf-8", "surrogateescape")).hexdigest()[:16]  # noqa: PTH100
    return root / FOLDER / f"build-{name}.json"


def load(path: Path) -> Manifest | None:
    """The manifest at ``path``, its rows unread; None where there is none that can be used."""
    try:
        head, _, unread = path.read_bytes().partition(b"\n")
        value = json.loads(head)
        if value.pop("version") != _VERSION or value["key"] != tool_key():
            return None
        return Manifest(**value, unread=unread)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def with_rows(manifest: Manifest) -> Manifest | None:
    """The manifest with its rows read, and without what only a build with nothing to do needs: the stamps, compared
    already, and what was said. None where the rows cannot be used.
    """
    unread, manifest.unread = BytesIO(manifest.unread), b""
    manifest.stamps, manifest.said = {}, []
    try:
        for line in unread:
            name, row = json.loads(line)
            manifest.rows[name] = Row(**row)
    except (ValueError, TypeError):
        return None
    return manifest


def outputs(root: Path, out: Path) -> list[str]:
    """Every file the last build of ``root`` put into ``out``: relative POSIX paths, sorted, each once.

    Feeds, copies and the episodes' own files. Empty where no build is known, or an older feedtool made it: build first.
    """
    last = load(path_of(root, out))
    if not last or not with_rows(last):
        return []
    return sorted({*last.outputs, *(path for row in last.rows.values() for path in row.outputs)})


def dump(manifest: Manifest) -> Iterator[bytes]:
    """The manifest as bytes, in pieces: a large show's is not held twice."""
    head = [field.name for field in fields(manifest) if field.name not in {"rows", "unread"}]
    yield _json({"version": _VERSION, **{name: getattr(manifest, name) for name in head}})
    names = [field.name for field in fields(Row)]
    yield from (_json([name, {key: getattr(row, key) for key in names}]) for name, row in manifest.rows.items())


def _json(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode() + b"\n"


def changed(manifest: Manifest) -> set[str]:
    """The stamped paths that are not as they were. What only its time was touched of is not among them."""
    return {path for path, stamp in manifest.stamps.items() if not _same(path, stamp)}


def stamps(paths: Iterable[str], *, before: int | None = None) -> dict[str, Stamp]:
    """The stamps of files, each once. One changed since ``before`` (ns) gets a stamp that will not match: what was
    read of it may be older.
    """
    return {path: _stamp(path, before) for path in dict.fromkeys(paths)}


def _stamp(path: str, before: int | None) -> Stamp:
    try:
        status = os.stat(path)  # noqa: PTH116 - called for every file of a show: a Path would double the cost
    except OSError:
        return None
    if before is not None and status.st_mtime_ns > before - _RACE:
        return [_UNSURE, 0, None]
    return [status.st_size, status.st_mtime_ns, _hash(path) if status.st_size <= _SMALL else None]


def listing(folder: Path) -> list[str]:
    """The names in the folder of episodes, sorted; empty where there is none."""
    try:
        return sorted(os.listdir(folder))  # noqa: PTH208 - names are all that is needed
    except OSError:
        return []


def keep(finding: Finding) -> list[Any]:
    """A finding as plain values, to be said again by a build that leaves its episode alone."""
    places = [[p.file, p.line, p.column] if p else None for p in (finding.place, finding.source)]
    return [finding.code, finding.message, finding.hint, finding.weight.value, *places]


def kept(values: list[Any]) -> Finding:
    """The finding that :func:`keep` made plain."""
    code, message, hint, severity, *places = values
    place, source = (Place(*p) if p else None for p in places)
    return Finding(code=code, message=message, hint=hint, severity=Severity(severity), place=place, source=source)


def tool_key() -> str:
    """What names this very tool: its version, and the stamps of its own modules and schemas."""
    from feedtool import __version__

    here = Path(__file__).parent
    digest = hashlib.sha256(__version__.encode())
    for folder in (here, here / "schemas", here.parent / "schemas"):
        for name, size, when in sorted(_own_files(str(folder))):
            digest.update(f"{name} {size} {when}\n".encode())
    return digest.hexdigest()[:32]


def _own_files(folder: str) -> list[tuple[str, int, int]]:
    found: list[tuple[str, int, int]] = []
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return []
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            found += _own_files(entry.path)
        elif entry.name.endswith((".py", ".json", ".rng", ".sch", ".toml")):
            status = entry.stat()
            found.append((entry.path, status.st_size, status.st_mtime_ns))
    return found


def _same(path: str, old: Stamp) -> bool:
    try:
        status = os.stat(path)  # noqa: PTH116
    except OSError:
        return old is None
    if old is None or status.st_size != old[0]:
        return False
    return status.st_mtime_ns == old[1] or (old[2] is not None and _hash(path) == old[2])


def _hash(path: str) -> str | None:
    try:
        with open(path, "rb") as stream:  # noqa: PTH123
            return hashlib.file_digest(stream, "blake2b").hexdigest()[:32]
    except OSError:
        return None
