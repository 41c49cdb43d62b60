"""People of front matter: texts, rows with name and role, names to roles, and roles to names."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from feedtool.model import Person
from feedtool.notes.names import clean_name, split_names
from feedtool.notes.roles import group_of, role_of
from feedtool.notes.rows import IMAGE_KEYS, URL_KEYS, address, folded_row
from feedtool.notes.titles import from_markup

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedtool.findings import Place
    from feedtool.notes.rows import Entry, Header

MAX_PEOPLE: Final = 200
UNSAID: Final = "speaker"
"""The role of those whose key says none."""
LONGEST: Final = 60
_NAME_KEYS: Final = ("name", "fullname", "displayname", "person", "title")
_FIRST_KEYS: Final = ("firstname", "givenname", "first", "given")
_LAST_KEYS: Final = ("lastname", "familyname", "surname", "last", "family")
_SLUG = re.compile(r"[^\W\d_]{2,}(?:[-_][^\W\d_]+){1,3}")
_WITH_ROLE = re.compile(r"(?P<name>[^()（）]{2,60}?)\s*[(（](?P<role>[^()（）]{2,40})[)）]")


def people_of(header: Header, entry: Entry) -> None:
    """Take the people of an entry; ``hosts`` and ``guests`` are that, others speakers unless rows name a role."""
    add_people(header, entry, {"hosts": "host", "guests": "guest"}.get(entry.name, UNSAID))


def add_people(header: Header, entry: Entry, role: str) -> None:
    """Take the people of an entry whose key names their ``role``."""
    listed = isinstance(entry.value, list)
    for index, row in enumerate(islice(entry.value if listed else [entry.value], MAX_PEOPLE)):
        place = entry.place(index) if listed else entry.place()
        for one in islice(_persons(row, role, place), MAX_PEOPLE):
            if all((p.name, p.role) != (one.name, one.role) for p in header.people):
                header.people.append(one)


def _persons(row: Any, role: str, place: Place) -> Iterator[Person]:
    if isinstance(row, str):
        yield from _of_text(row.strip(), role, place)
    elif isinstance(row, dict):
        name = named(row)
        yield from [_of_row(name, row, role, place)] if name else _of_mapping(row, role, place)


def _of_text(text: str, role: str, place: Place) -> Iterator[Person]:
    """``Ada Byron``, ``Ada Byron (host), Joan Park``, a Markdown link, or the key of a site's own list of people."""
    text, url = from_markup(text)
    stated = _WITH_ROLE.fullmatch(text) if role == UNSAID else None
    if stated and (own := role_of(stated["role"])):
        text, role = stated["name"], own
    if _SLUG.fullmatch(text) and text == text.casefold():
        names = [" ".join(word.capitalize() for word in re.split("[-_]", text))]
    else:
        names = split_names(text) or ([text] if 0 < len(text) <= LONGEST and clean_name(text.title()) else [])
    href = url if len(names) == 1 else None
    yield from (Person(name=n, role=role, group=group_of(role), href=href, place=place) for n in names)


def _of_row(name: str, row: dict[Any, Any], role: str, place: Place) -> Person:
    folded = folded_row(row)
    given, group = folded.get("role"), folded.get("group")
    role = (role_of(given) or given.strip().casefold() or role) if isinstance(given, str) else role
    return Person(
        name=name.strip(),
        role=role,
        group=group.strip().casefold() if isinstance(group, str) else group_of(role),
        href=address(folded, URL_KEYS),
        img=address(folded, IMAGE_KEYS),
        place=place,
    )


def _of_mapping(row: dict[Any, Any], role: str, place: Place) -> Iterator[Person]:
    """``{Ada Byron: host}``, ``{Ada Byron: https://…}`` or ``{host: Ada Byron, guests: [Joan Park]}``."""
    for key, value in row.items():
        if own := role_of(str(key)):
            for inner in value if isinstance(value, list) else [value]:
                yield from _of_text(inner.strip(), own, place) if isinstance(inner, str) else ()
        elif name := clean_name(str(key)):
            text = value.strip() if isinstance(value, str) else ""
            did = role_of(text) or role
            href = text if text.startswith("http") else None
            yield Person(name=name, role=did, group=group_of(did), href=href, place=place)


def named(row: Any) -> str | None:
    """The name in a row that is a text or a mapping, also one of first and last name."""
    if not isinstance(row, dict):
        return row.strip() if isinstance(row, str) else None
    folded = folded_row(row)
    whole = next((str(folded[k]) for k in _NAME_KEYS if folded.get(k)), None)
    return whole or " ".join(filter(None, (address(folded, _FIRST_KEYS), address(folded, _LAST_KEYS)))) or None
