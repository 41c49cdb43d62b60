"""The words of show notes, one data file a language, merged once.

A language is a module here with one value ``WORDS``. Every module is found by itself: nothing else needs a line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING
from unicodedata import normalize

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What one language calls the things of show notes. All in lower case; alternatives parted by ``|``.

    ``months`` has twelve entries. ``roles`` maps a role of the podcast taxonomy to what stands before names.
    ``chapters``, ``transcript``, ``links`` are headings. ``published``, ``recorded``, ``duration``, ``episode``,
    ``season``, ``title`` are labels. ``range`` stands between two times, ``joins`` between two names, ``beside``
    before the name of somebody talked with in a title, ``talks`` in a sentence, ``arrives`` behind it. ``by``
    stands between what was done and who did it, ``copula`` is "is" and "are", ``year`` stands behind a year.
    ``clock`` stands beside a time of day, ``zones`` are names of time zones, ``days`` are weekdays, ``schedule``
    heads a timetable or opening hours. ``hours``, ``minutes``, ``seconds`` follow a number in a duration. ``nav``
    is what pages say around their content, ``elsewhere`` marks what belongs to another episode, ``books`` are books
    of scripture, ``intro`` is how first chapters are called.
    """

    months: tuple[str, ...] = ()
    days: str = ""
    roles: Mapping[str, str]
    chapters: str = ""
    transcript: str = ""
    links: str = ""
    published: str = ""
    recorded: str = ""
    duration: str = ""
    episode: str = ""
    season: str = ""
    title: str = ""
    range: str = ""
    joins: str = ""
    beside: str = ""
    talks: str = ""
    arrives: str = ""
    by: str = ""
    copula: str = ""
    year: str = ""
    clock: str = ""
    zones: str = ""
    schedule: str = ""
    hours: str = ""
    minutes: str = ""
    seconds: str = ""
    nav: str = ""
    elsewhere: str = ""
    books: str = ""
    intro: str = ""


@cache
def languages() -> tuple[tuple[str, Words], ...]:
    """All languages by code, in the order of their codes, English first: it wins where two languages share a word."""
    codes = sorted((m.name for m in iter_modules(__path__)), key=lambda code: (code != "en", code))
    return tuple((code, import_module(f"{__name__}.{code}").WORDS) for code in codes)


@cache
def words(name: str) -> tuple[str, ...]:
    """The words of the field ``name`` in all languages, longest first, each once."""
    if name not in {f.name for f in fields(Words)}:
        raise KeyError(name)
    found = (w for _, language in languages() for w in str(getattr(language, name)).split("|") if w)
    return tuple(sorted(dict.fromkeys(found), key=lambda w: (-len(w), w)))


def folded(word: str) -> str:
    """``word`` in the form its table is looked up by: lower case, with one i for the four that Turkish writes."""
    return word.casefold().replace("\u0307", "").replace("ı", "i")


@cache
def months() -> Mapping[str, int]:
    """Month names and their short forms, to the month's number."""
    made: dict[str, int] = {}
    for _, language in languages():
        for number, names in enumerate(language.months, 1):
            for name in names.split("|"):
                made.setdefault(folded(name), number)
    return made


@cache
def month_names() -> tuple[str, ...]:
    """The names of :func:`months`, also as they are written: folding takes some letters of Greek apart."""
    return tuple(dict.fromkeys((*months(), *(normalize("NFC", name) for name in months()))))


@cache
def roles() -> Mapping[str, str]:
    """What people are called, as :func:`folded` writes it, to the role of the podcast taxonomy."""
    made: dict[str, str] = {}
    for _, language in languages():
        for role, names in language.roles.items():
            for name in names.split("|"):
                made.setdefault(folded(name), role)
    return made


def either(names: Iterable[str]) -> str:
    """A pattern for any of ``names``, longest first; a space in a name is any white space."""
    ordered = sorted(names, key=lambda w: (-len(w), w))
    return "|".join(re.escape(n).replace(r"\ ", r"\s") for n in ordered) or r"(?!)"


@cache
def pattern(name: str) -> str:
    """A pattern for any word of the field ``name``."""
    return either(words(name))
