"""The manifest's row of an episode, and what the lock and the gate need of it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from feedtool.findings import Place
from feedtool.lock import Facts, Locked
from feedtool.manifest import Row

if TYPE_CHECKING:
    from pathlib import Path

    from feedtool.project import Entry


def absolute(path: Path) -> str:
    """``path`` as the manifest names it: it must mean the same from any folder."""
    return os.path.abspath(path)  # noqa: PTH100 - links stay: what the author named is what is watched


def row_of(entry: Entry, facts: Facts) -> Row:
    """The row of an episode about to be built."""
    own = [*map(absolute, entry.own)]
    place = [facts.place.file, facts.place.line, facts.place.column]
    return Row(own=own, sources=own, title=facts.title, audio=facts.audio, own_guid=facts.guid, place=place)


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
