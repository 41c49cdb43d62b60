"""What people did, in the words of the podcast taxonomy, and what a recogniser makes of a name and a role."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from feedtool.model import Person
from feedtool.notes.sections import bare
from feedtool.notes.words import folded, roles
from feedtool.taxonomy import GROUPS

if TYPE_CHECKING:
    from feedtool.notes.line import Line

CAST: Final = frozenset({"host", "co-host", "guest host", "guest"})
"""The roles that notes tell in running text of those who are heard."""


class Found(NamedTuple):
    """A person, which recogniser took it, and how sure that is."""

    person: Person
    by: str
    confidence: float


def group_of(role: str) -> str:
    """The taxonomy's group of ``role``, in lower case."""
    return GROUPS.get(role, "cast")


def role_of(word: str) -> str | None:
    """The taxonomy's role that ``word`` names in some language, or None."""
    return roles().get(folded(bare(word).strip()))


def found(name: str, role: str, line: Line, by: str, confidence: float) -> Found:
    """The person of that ``name`` with ``role``, its group, and the address that the name is linked to in ``line``."""
    one = Person(name=name, role=role, group=group_of(role), href=_href(line, name), place=line.place)
    return Found(one, by, confidence)


def _href(line: Line, name: str) -> str | None:
    linked = (a.url for a in line.links if line.text[a.start : a.end].strip() == name)
    return next((url for url in linked if url.startswith("http")), None)
