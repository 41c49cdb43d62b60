"""What the last build was made of: it decides what this one may leave alone.

A manifest stands in the project's folder ``.feedtool``, one for each output folder: outputs hold nothing of the machine
they were made on. It is a cache and nothing else: without it, or when it is damaged, everything is built again. It is
an SQLite database with a checksum behind it. A build keeps its own notes in such a database too (:class:`Book`), so its
memory does not grow with the number of episodes; those notes become the next manifest.

    head   name, value                   the tool, the names in episodes/, what was found of the show
    file   path, owner, kind, stamp      every file read or made, and the episode it belongs to
    row    one episode as last built (:class:`Row`)
    item   name, format, path, start, length   where its part of the feed stands

This module loads fast: a build with nothing to do imports little else.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import sys
import tempfile
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, fields
from enum import IntEnum
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from feedtool import stamps
from feedtool.findings import Finding, Place, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

FOLDER: Final = ".feedtool"
IGNORED: Final = f"/{FOLDER}/"
"""What version control leaves out."""
_VERSION: Final = 4
_CACHE: Final = -512
"""How much of a database is held in memory: 512 KB."""
_DIGEST: Final = 16
_CHUNK: Final = 1 << 20


class Kind(IntEnum):
    """What a file is to a build: ``SHOW`` what all episodes depend on, ``READ`` and ``MADE`` by one or by the show."""

    SHOW = 0
    READ = 1
    MADE = 2
    LOCK = 3


@dataclass(slots=True, kw_only=True)
class Row:
    """One episode as last built. ``own`` are the names of its files, the text first, joined by slashes.

    ``file``, ``line`` and ``column`` are the place to go to, ``published`` an ISO moment and ``moment`` the same in
    POSIX seconds; ``url`` and ``type`` are the enclosure's, ``audio_file`` its published name where the lock gives one.
    An episode that is left out has perhaps the POSIX time ``until`` which it is; ``findings`` are JSON.
    """

    name: str
    own: str
    title: str
    audio: str
    own_guid: str | None
    file: str
    line: int
    column: int
    findings: str | None = None
    slug: str = ""
    folded: str | None = None
    guid: str = ""
    published: str | None = None
    moment: float | None = None
    number: float = 0
    url: str = ""
    type: str = ""
    audio_file: str = ""
    left_out: bool = False
    until: float | None = None


_COLUMNS: Final = tuple(column.name for column in fields(Row))
_VALUES: Final = attrgetter(*_COLUMNS)
_ROW: Final = ", ".join(_COLUMNS)
_INSERT: Final = f"INSERT OR REPLACE INTO row VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608
_TABLES: Final = f"""
CREATE TABLE head (name TEXT PRIMARY KEY, value TEXT);
CREATE TABLE file (path BLOB, owner TEXT, kind INTEGER, size INTEGER, time INTEGER, hash TEXT);
CREATE TABLE row ({_ROW}, PRIMARY KEY (name), UNIQUE (folded));
CREATE TABLE item (name TEXT, format TEXT, path TEXT, start INTEGER, length INTEGER, PRIMARY KEY (name, format));
CREATE TABLE placed (name TEXT, format TEXT, path TEXT, start INTEGER, length INTEGER, PRIMARY KEY (name, format));
CREATE INDEX row_guid ON row (guid);
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a manifest says of the whole: ``key`` names the tool, ``listing`` the names in ``episodes/``.

    ``findings`` are those of the show, ``episodes`` and ``unchanged`` count those built and all files made, and
    ``until`` is the first moment an episode left out is due.
    """

    key: str
    listing: str
    findings: list[list[Any]] = field(default_factory=list)
    episodes: int = 0
    unchanged: int = 0
    until: float | None = None

    def due(self, now: datetime) -> bool:
        """Whether the time of an episode left out has come."""
        return self.until is not None and self.until <= now.timestamp()


@dataclass(slots=True)
class Book:
    """The notes of a build, in a database that is gone with it, beside those of the ``last`` build if there are any.

    Any method may raise sqlite3.Error: where there is a ``last``, because it is damaged.
    """

    db: sqlite3.Connection
    last: Head | None = None

    def changed(self) -> set[str]:
        """The paths that are not as the last build left them. What only its time was touched of is not among them."""
        self.db.execute("CREATE TEMP TABLE touched (path BLOB PRIMARY KEY)")
        found = set()
        for path, *stamp in self.db.execute("SELECT path, size, time, hash FROM last.file"):
            if stamps.is_as_before(path, *stamp):
                continue
            if stamps.is_same(path, *stamp):
                self.db.execute("INSERT OR IGNORE INTO touched VALUES (?)", (path,))
            else:
                found.add(os.fsdecode(path))
        return found

    def said(self) -> Iterator[list[Any]]:
        """What the last build found: of the show, then of each episode in order."""
        yield from self.last.findings if self.last else ()
        query = "SELECT findings FROM last.row WHERE findings IS NOT NULL ORDER BY own"
        for (found,) in self.db.execute(query):
            yield from json.loads(found)

    def begin(self) -> None:
        """Make the tables of a build."""
        self.db.executescript(_TABLES)

    def last_row(self, name: str) -> Row | None:
        """The last build's row of an episode."""
        if not self.last:
            return None
        found = self.db.execute(f"SELECT {_ROW} FROM last.row WHERE name = ?", (name,)).fetchone()  # noqa: S608
        return Row(**dict(zip(_COLUMNS, found, strict=True))) if found else None

    def show_files(self) -> set[str]:
        """What all episodes of the last build depend on."""
        return {os.fsdecode(path) for (path,) in self.db.execute("SELECT path FROM last.file WHERE kind = 0")}

    def owners(self, differs: Iterable[str], feeds: Iterable[str]) -> set[str]:
        """The episodes of the last build that one of these paths belongs to, or whose items stand in these feeds."""
        self.db.execute("CREATE TEMP TABLE differs (path BLOB PRIMARY KEY)")
        self.db.executemany("INSERT INTO differs VALUES (?)", ((os.fsencode(path),) for path in differs))
        owners = self.db.execute("SELECT DISTINCT owner FROM last.file JOIN differs USING (path)")
        found = {owner for (owner,) in owners}
        for path in feeds:
            found |= {name for (name,) in self.db.execute("SELECT name FROM last.item WHERE path = ?", (path,))}
        return found

    def feeds(self) -> list[str]:
        """The files that items of the last build stand in, below the output folder."""
        return [path for (path,) in self.db.execute("SELECT DISTINCT path FROM last.item")]

    def take_over(self, names: str) -> int:
        """Keep the last build's rows of the episodes that the query ``names`` gives; how many files they made."""
        if not self.last:
            return 0
        self.db.execute(f"INSERT INTO row SELECT * FROM last.row WHERE name IN ({names})")  # noqa: S608
        self.db.execute("INSERT INTO file SELECT * FROM last.file WHERE owner IN (SELECT name FROM row)")
        self.db.execute("INSERT INTO item SELECT * FROM last.item WHERE name IN (SELECT name FROM row)")
        self.db.execute("UPDATE file SET size = NULL WHERE path IN (SELECT path FROM touched)")
        return self.count("SELECT count(*) FROM file WHERE kind = 2")

    def add(self, row: Row) -> None:
        """Keep an episode's row."""
        self.db.execute(_INSERT, _VALUES(row))

    def found(self, name: str) -> list[Finding]:
        """What the row of an episode says was found of it."""
        row = self.db.execute("SELECT findings FROM row WHERE name = ?", (name,)).fetchone()
        return [*map(kept, json.loads(row[0]))] if row and row[0] else []

    def has(self, name: str) -> bool:
        """Whether an episode has a row."""
        return self.db.execute("SELECT 1 FROM row WHERE name = ?", (name,)).fetchone() is not None

    def add_files(self, owner: str | None, kind: Kind, paths: Iterable[str]) -> None:
        """Keep which files an episode, or the show (None), read or made; they get their stamps in the end."""
        rows = ((os.fsencode(path), owner, kind) for path in dict.fromkeys(paths))
        self.db.executemany("INSERT INTO file (path, owner, kind) VALUES (?, ?, ?)", rows)

    def count(self, query: str) -> int:
        """The number that ``query`` gives."""
        return int(self.db.execute(query).fetchone()[0])

    def shared(self, folder: str) -> Iterator[tuple[str, str, str]]:
        """The names of files in ``folder`` that two episodes make, and which; only where the lock names files."""
        if self.count("SELECT EXISTS (SELECT 1 FROM row WHERE audio_file <> '')"):
            query = (
                "SELECT path, min(owner), max(owner) FROM file WHERE kind = 2 AND owner IS NOT NULL "
                "GROUP BY path HAVING min(owner) < max(owner)"
            )
            for path, one, other in self.db.execute(query):
                if os.path.dirname(os.fsdecode(path)) == folder:  # noqa: PTH120
                    yield os.path.basename(os.fsdecode(path)), one, other  # noqa: PTH119

    def stale(self) -> Iterator[str]:
        """What the last build made and this one does not."""
        if self.last:
            made = "SELECT path FROM {}.file WHERE kind = 2"
            gone = self.db.execute(f"{made.format('last')} EXCEPT {made.format('main')}")
            yield from (os.fsdecode(path) for (path,) in gone)

    def stamp(self, before: int) -> None:
        """Stamp the files that have no stamp yet, once everything is in place.

        One that was read and changed since ``before`` (ns) gets a stamp that will not match: what was read of it may be
        older.
        """
        stamped = lru_cache(maxsize=1024)(stamps.stamp)
        while rows := self.db.execute("SELECT rowid, path, kind FROM file WHERE size IS NULL LIMIT 500").fetchall():
            found = ((*stamped(path, before if kind <= Kind.READ else None), row) for row, path, kind in rows)
            self.db.executemany("UPDATE file SET size = ?, time = ?, hash = ? WHERE rowid = ?", found)

    def dump(self, head: Head) -> Iterator[bytes]:
        """The notes as the next manifest, in pieces."""
        values = {"version": _VERSION, **{one.name: getattr(head, one.name) for one in fields(head)}}
        self.db.executemany("INSERT INTO head VALUES (?, ?)", ((name, json.dumps(v)) for name, v in values.items()))
        self.db.executescript("DROP TABLE item; ALTER TABLE placed RENAME TO item;")
        with tempfile.TemporaryDirectory() as place:
            path = Path(place) / "manifest"
            with closing(sqlite3.connect(path)) as copy:
                self.db.backup(copy)
            digest = hashlib.blake2b(digest_size=_DIGEST)
            with path.open("rb") as stream:
                while chunk := stream.read(_CHUNK):
                    digest.update(chunk)
                    yield chunk
            yield digest.digest()


@contextmanager
def opened(path: Path | None) -> Iterator[Book]:
    """A book for a build, with the manifest at ``path`` where there is one that can be used."""
    # without a journal, for these notes end with the build
    with closing(sqlite3.connect("", uri=True, isolation_level=None)) as db:
        db.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA main.cache_size = {_CACHE};")
        db.executescript(f"PRAGMA temp.cache_size = {_CACHE};")
        yield Book(db, _attached(db, path) if path else None)


def _attached(db: sqlite3.Connection, path: Path) -> Head | None:
    """The head of the manifest at ``path``, which becomes the schema ``last``; None where it cannot be used."""
    try:
        if not _is_whole(path):
            return None
        db.execute("ATTACH ? AS last", (f"file:{quote(os.fsencode(absolute(path)))}?mode=ro&immutable=1",))
        db.execute(f"PRAGMA last.cache_size = {_CACHE}")
        head = {name: json.loads(value) for name, value in db.execute("SELECT name, value FROM last.head")}
        if head.pop("version") != _VERSION or head["key"] != stamps.tool_key():
            return None
        return Head(**head)
    except (OSError, sqlite3.Error, ValueError, TypeError, KeyError):
        return None


def _is_whole(path: Path) -> bool:
    """Whether the file ends with the checksum of what stands before it."""
    digest = hashlib.blake2b(digest_size=_DIGEST)
    with path.open("rb") as stream:
        left = max(os.fstat(stream.fileno()).st_size - _DIGEST, 0)
        while left and (chunk := stream.read(min(_CHUNK, left))):
            digest.update(chunk)
            left -= len(chunk)
        return stream.read() == digest.digest()


def outputs(root: Path, out: Path) -> list[str]:
    """Every file the last build of ``root`` put into ``out``: relative POSIX paths, sorted, each once.

    Feeds, copies and the episodes' own files. Empty where no build is known, or an older feedtool made it: build first.
    """
    with opened(path_of(root, out)) as book:
        if not book.last:
            return []
        made = book.db.execute("SELECT DISTINCT path FROM last.file WHERE kind = 2")
        return sorted(os.path.relpath(os.fsdecode(path), absolute(out)) for (path,) in made)


def absolute(path: Path) -> str:
    """``path`` as the manifest names it: it must mean the same from any folder."""
    return os.path.abspath(path)  # noqa: PTH100 - links stay: what the author named is what is watched


def path_of(root: Path, out: Path) -> Path:
    """Where the manifest of the output folder ``out`` of the project in ``root`` stands."""
    name = hashlib.sha256(os.path.abspath(out).encode("utf-8", "surrogateescape")).hexdigest()[:16]  # noqa: PTH100
    return root / FOLDER / f"build-{name}.db"


def keep(finding: Finding) -> list[Any]:
    """A finding as plain values, to be said again by a build that leaves its episode alone."""
    places = [[p.file, p.line, p.column] if p else None for p in (finding.place, finding.source)]
    return [finding.code, finding.message, finding.hint, finding.weight.value, *places]


def kept(values: list[Any]) -> Finding:
    """The finding that :func:`keep` made plain."""
    code, message, hint = map(sys.intern, values[:3])  # hardly a finding is alone
    severity, *places = values[3:]
    place, source = (Place(*p) if p else None for p in places)
    return Finding(code=code, message=message, hint=hint, severity=Severity(severity), place=place, source=source)
