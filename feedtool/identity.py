"""Which episode is which: the guid of each by what the lock knows of it.

The facts of all episodes and the rows of the lock stand in two tables beside a build's notes, so that a show of any
length is recognised in little memory. :func:`recognise` is the rule; the rest puts in and takes out.
"""

from __future__ import annotations

import shlex
import sqlite3
import uuid
from dataclasses import fields, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from feedtool import lock
from feedtool.findings import Finding, Place
from feedtool.lock import FILE, Facts, Locked

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

_COLUMNS: Final = tuple(column.name for column in fields(Locked))
_VALUES: Final = attrgetter(*_COLUMNS)
LOCKED: Final = ", ".join(f"locked.{name}" for name in _COLUMNS)
"""The columns that make a :class:`feedtool.lock.Locked` (:func:`locked_of`)."""
TRAITS: Final = ("audio", "enclosure", "source", "title")
"""What an episode is recognised by, in this order, where it has no guid of its own."""
_TABLES: Final = f"""
CREATE TEMP TABLE locked ({", ".join(_COLUMNS)}, free INTEGER DEFAULT 1, PRIMARY KEY (guid));
CREATE TEMP TABLE fact (source TEXT PRIMARY KEY, folded TEXT UNIQUE, text TEXT, title, audio, own, enclosure,
  file, line, column, kept INTEGER, guid TEXT);
CREATE INDEX temp.fact_guid ON fact (guid);
CREATE INDEX temp.fact_text ON fact (text);
CREATE TEMP TABLE found (source TEXT PRIMARY KEY, guid TEXT);
"""


def begin(db: sqlite3.Connection) -> None:
    """Make the tables ``locked`` and ``fact``."""
    db.executescript(_TABLES)


def load(db: sqlite3.Connection, stream: BinaryIO) -> str | None:
    """Put the rows of the lock in ``stream`` into the table ``locked``; the show's guid.

    Raises SourceError (FT115) when it is damaged: guids must never be guessed.
    """
    try:
        guid = _load(db, lock.streamed(stream))
    except lock.AnotherForm:
        stream.seek(0)
        whole = lock.read(stream.read().decode("utf-8", "replace"))
        db.execute("DELETE FROM locked")
        store(db, whole.episodes)
        return whole.podcast_guid
    return guid


def _load(db: sqlite3.Connection, parts: Iterator[str | Locked | None]) -> str | None:
    guid = next(parts)
    try:
        store(db, (row for row in parts if isinstance(row, Locked)))
    except sqlite3.IntegrityError:
        raise lock.AnotherForm from None  # read whole, it is told which guid stands in it twice
    one_name = "SELECT 1 FROM locked WHERE file <> '' AND NOT gone GROUP BY file COLLATE NOCASE HAVING count(*) > 1"
    if db.execute(one_name).fetchone():
        raise lock.AnotherForm
    return guid if isinstance(guid, str) else None


def store(db: sqlite3.Connection, rows: Iterable[Locked]) -> None:
    """Put rows of a lock into the table ``locked``."""
    places = ", ".join("?" * len(_COLUMNS))
    db.executemany(f"INSERT INTO locked ({', '.join(_COLUMNS)}) VALUES ({places})", map(_VALUES, rows))  # noqa: S608


def twin(db: sqlite3.Connection, source: str) -> str | None:
    """The text of an episode noted before whose name differs in upper and lower case at most."""
    found = db.execute("SELECT text FROM fact WHERE folded = ?", (source.casefold(),)).fetchone()
    return str(found[0]) if found else None


def add(db: sqlite3.Connection, facts: Facts, text: str, *, kept: bool = False) -> None:
    """Note the facts of the episode in the file ``text``; ``kept``: it is as the last build left it."""
    values = (facts.source, facts.source.casefold(), text, facts.title, facts.audio, facts.guid or None)
    place = facts.place.file, facts.place.line, facts.place.column
    db.execute(
        "INSERT INTO fact VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)", (*values, facts.enclosure, *place, kept)
    )


def known(db: sqlite3.Connection, text: str) -> dict[str, Any] | None:
    """What is known of an episode before it is built, by the names of :class:`feedtool.manifest.Row`.

    None for one whose facts were not noted.
    """
    query = (
        f"SELECT {', '.join(f'fact.{name}' for name in _FACTS)}, fact.own, fact.guid, coalesce(locked.file, '') "  # noqa: S608
        "FROM fact LEFT JOIN locked USING (guid) WHERE fact.text = ?"
    )
    values = db.execute(query, (text,)).fetchone()
    return dict(zip(("name", *_FACTS[1:], "own_guid", "guid", "audio_file"), values, strict=True)) if values else None


_FACTS: Final = ("source", "title", "audio", "file", "line", "column")


def locked_of(values: Iterable[Any]) -> Locked:
    """The row of the lock that the columns :data:`LOCKED` make."""
    row = dict(zip(_COLUMNS, values, strict=True))
    return Locked(**row | {"gone": bool(row["gone"])})


BUILT: Final = "row.name, row.guid, row.title, row.audio, row.url, row.type, row.published, row.audio_file, 0"
"""The columns of a build's row that make a row of the lock."""


def pairs(db: sqlite3.Connection) -> Iterator[tuple[Locked | None, Locked, str, str]]:
    """What the lock says of each episode to be published, what it would say, its slug, and where its text is."""
    query = (
        f"SELECT row.slug, row.file, {BUILT}, {LOCKED} FROM row LEFT JOIN locked USING (guid) "  # noqa: S608
        "WHERE NOT row.left_out ORDER BY row.own"
    )
    count = len(_COLUMNS)
    for slug, file, *values in db.execute(query):
        new, old = values[:count], values[count:]
        yield (locked_of(old) if old[1] is not None else None), locked_of(new), slug, file


def others(db: sqlite3.Connection) -> Iterator[Locked]:
    """The rows of the lock that no episode to be published has."""
    query = (
        f"SELECT {LOCKED} FROM locked "  # noqa: S608
        "WHERE guid NOT IN (SELECT guid FROM row WHERE NOT left_out) ORDER BY rowid"
    )
    return map(locked_of, db.execute(query))


def hidden(db: sqlite3.Connection) -> Iterator[Locked]:
    """The rows of the lock whose episode is left out now."""
    query = (
        f"SELECT {LOCKED} FROM locked WHERE NOT gone AND guid IN "  # noqa: S608
        "(SELECT fact.guid FROM fact JOIN row ON row.name = fact.source WHERE row.left_out) ORDER BY rowid"
    )
    return map(locked_of, db.execute(query))


def after(db: sqlite3.Connection, gone: Collection[str]) -> Iterator[Locked]:
    """The rows of the lock after the build: those of the guids ``gone`` marked, what it knows of others as it was."""
    query = (
        f"SELECT {LOCKED} FROM locked WHERE guid NOT IN (SELECT guid FROM row WHERE NOT left_out) "  # noqa: S608
        f"UNION ALL SELECT {BUILT} FROM row WHERE NOT left_out ORDER BY 1, 2"
    )
    for row in map(locked_of, db.execute(query)):
        yield replace(row, gone=True) if row.guid in gone else row


def recognise(db: sqlite3.Connection, show_guid: str, accepted: Collection[str] = ()) -> list[Finding]:
    """Give every fact its guid; findings.

    An episode is recognised by its own guid, else by its sound, its enclosure elsewhere, its file's name or its title,
    in this order; one that nothing recognises gets a new guid made from ``show_guid`` and its source. A guid of its own
    that is another than before is a finding (FT116) unless the source is among those ``accepted``.
    """
    findings = [*_contradictions(db, accepted)]
    db.execute("UPDATE fact SET guid = own")
    for trait in TRAITS:
        _take(db)
        _match(db, trait)
    _take(db)
    # one by one, for a new guid must not be one that was given just now
    new = [source for (source,) in db.execute("SELECT source FROM fact WHERE guid IS NULL ORDER BY rowid")]
    for source in new:
        db.execute("UPDATE fact SET guid = ? WHERE source = ?", (_new_guid(db, show_guid, source), source))
    return [*findings, *_gone(db, accepted), *_twins(db)]


def _take(db: sqlite3.Connection) -> None:
    db.execute("UPDATE locked SET free = 0 WHERE guid IN (SELECT guid FROM fact)")


def _match(db: sqlite3.Connection, trait: str) -> None:
    """Recognise the episodes that alone share a trait with one row of the lock; what two share tells nothing."""
    db.execute("DELETE FROM found")
    db.execute(
        f"INSERT INTO found SELECT fact.source, locked.guid FROM "  # noqa: S608
        f"(SELECT {trait} AS trait, min(source) AS source FROM fact "
        f" WHERE guid IS NULL AND {trait} <> '' GROUP BY {trait} HAVING count(*) = 1) AS fact JOIN "
        f"(SELECT {trait} AS trait, min(guid) AS guid FROM locked "
        f" WHERE free AND {trait} <> '' GROUP BY {trait} HAVING count(*) = 1) AS locked USING (trait)"
    )
    db.execute(
        "UPDATE fact SET guid = (SELECT guid FROM found WHERE found.source = fact.source) "
        "WHERE source IN (SELECT source FROM found)"
    )


def _new_guid(db: sqlite3.Connection, show_guid: str, source: str) -> str:
    """A guid no episode of the show has had: a name that is used again must not bring an old guid back."""
    namespace = uuid.uuid5(uuid.NAMESPACE_URL, f"podcast:guid:{show_guid}")
    number = 0
    while True:
        guid = str(uuid.uuid5(namespace, f"{source}#{number}" if number else source))
        used = "SELECT EXISTS (SELECT 1 FROM locked WHERE guid = :guid UNION SELECT 1 FROM fact WHERE guid = :guid)"
        if not db.execute(used, {"guid": guid}).fetchone()[0]:
            return guid
        number += 1


def _contradictions(db: sqlite3.Connection, accepted: Collection[str]) -> Iterator[Finding]:
    """Episodes whose own guid is another than the one they were built under: by their file's name or their sound."""
    stated = (
        "SELECT source, audio, own, file, line, column FROM fact "
        "WHERE own IS NOT NULL AND own NOT IN (SELECT guid FROM locked) ORDER BY rowid"
    )
    for source, audio, own, *place in db.execute(stated):
        before = db.execute(
            "SELECT guid FROM locked WHERE NOT gone AND (source = ? OR (audio = ? AND audio <> '')) "
            "ORDER BY source = ? DESC, rowid DESC LIMIT 1",
            (source, audio, source),
        ).fetchone()
        if before and source not in accepted and not _states(db, before[0]):
            message = f"the guid {own!r} is not the one this episode was built under, {before[0]!r}"
            yield Finding(code="FT116", message=message, place=Place(*place))


def _states(db: sqlite3.Connection, guid: str) -> bool:
    """Whether the text of an episode gives this guid."""
    return db.execute("SELECT 1 FROM fact WHERE own = ?", (guid,)).fetchone() is not None


def _twins(db: sqlite3.Connection) -> Iterator[Finding]:
    query = (
        "SELECT fact.guid, fact.file, fact.line, fact.column, first.file FROM fact JOIN "
        "(SELECT guid, min(rowid) AS number FROM fact GROUP BY guid HAVING count(*) > 1) AS twins USING (guid) "
        "JOIN fact AS first ON first.rowid = twins.number WHERE fact.rowid <> twins.number ORDER BY fact.rowid"
    )
    for guid, file, line, column, other in db.execute(query):
        message = f"the guid {guid!r} is also that of {other}"
        yield Finding(code="FT114", message=message, place=Place(file, line, column))


def _gone(db: sqlite3.Connection, accepted: Collection[str]) -> Iterator[Finding]:
    query = (
        "SELECT title, source, guid FROM locked WHERE free AND NOT gone AND source NOT IN (SELECT source FROM fact) "
        "ORDER BY rowid"
    )
    for title, source, guid in db.execute(query):
        if not {source, guid} & {*accepted}:
            message = f"{title!r} ({source}) is in {FILE}, but its text is gone"
            hint = f"Put its text back, or let it go for good: feedtool build --accept {shlex.quote(source)}"
            yield Finding(code="FT117", message=message, place=Place(FILE), hint=hint)
