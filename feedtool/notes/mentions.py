"""People named in running text: who hosts, who is talked with, who made it; and the guests in a title."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from feedtool.model import Person
from feedtool.notes.names import FULL, all_names, is_full, split_names
from feedtool.notes.roles import CAST, Found, found
from feedtool.notes.words import either, folded, pattern, roles, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from feedtool.notes.line import Line

LONGEST: Final = 2000
"""Characters of a paragraph beyond which nobody is looked for in it."""
OPENING: Final = 8
"""Lines from the top in which notes introduce who is talked with."""
INTRODUCTION: Final = 40
"""Lines from the top whose running text names hosts and guests; further down only labels, headings and credits do."""
MOST_WORDS: Final = 5
"""Words that a phrase which names a role has at most."""
IN_PROSE: Final = frozenset({"running text", "title"})
"""Recognisers whose lines are prose of the notes all the same."""
LEAD: Final = 40
"""Characters of a sentence before its credit, as ``This episode was``."""

_WORDS = re.compile(r"[^\W\d_]+")
_SPOKEN = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_BULLETS = re.compile(r"^(?:[^\w@]|_)+")
_SENTENCE = re.compile(r"[.。!](?<=[^\W\d_]{3}.)\s+|\s[|•·]\s|;\s")


def find(index: int, line: Line, first: str, heard: AbstractSet[str]) -> Iterator[Found]:
    """Those whom ``line``, number ``index`` of the notes, names in running text.

    ``first`` is its first word in lower case, ``heard`` are those of its words that are :func:`telling`.
    """
    if leading := [_leads(word) for word in heard & _by() if _leads(word).search(line.text)]:
        yield from _credited(line, leading)
    if index < INTRODUCTION and not _cast(index < OPENING).keys().isdisjoint(heard):
        yield from _hosted(line, heard, index < OPENING)
    if index < OPENING:
        if any(phrase in line.text.lower() for word in _arriving().keys() & heard for phrase in _arriving()[word]):
            yield from _joined(line)
        if first in _beside():
            yield from _with_names(line)


@cache
def telling() -> frozenset[str]:
    """Every word that one of the recognisers looks for: most lines hold none of them."""
    return frozenset((*_by(), *_cast(True), *_cast(False), *_arriving(), *_beside()))


@cache
def _by() -> frozenset[str]:
    return frozenset(words("by"))


@cache
def _beside() -> frozenset[str]:
    return frozenset(_WORDS.findall(word)[0] for word in words("beside") if word[0].isalpha())


def ends_with_by(phrase: str) -> bool:
    """Whether a role's ``phrase`` leads to names by itself, as ``hosted by`` does."""
    return phrase.casefold().rsplit(maxsplit=1)[-1] in _by() | _beside()


def without_by(text: str) -> str:
    """``text`` without a "by" at its start."""
    first, _, rest = text.partition(" ")
    return rest if first.casefold() in _by() and rest else text


@cache
def _many() -> str:
    """Full names, with commas or a word for "and" between them."""
    joins = either(w for w in words("joins") if w[0].isalpha() or w == "&")
    full = rf"(?:{FULL.pattern})"
    return rf"(?P<names>{full}(?:(?:,\s{full}){{0,4}},?\s(?:{joins})\s{full})?)(?![\w’'])"


def _full_names(text: str) -> list[str]:
    return [name for name in split_names(text) if is_full(name)]


class Phrase(NamedTuple):
    """What says a role and leads to names, as ``hosted by``, and the text behind it."""

    role: str
    rest: str


def leading_phrase(text: str) -> Phrase | None:
    """The phrase that ``text`` opens with, bullets apart; None where it opens with none."""
    text = _BULLETS.sub("", text)
    said = text.split(maxsplit=MOST_WORDS)
    for count in range(min(len(said) - 1, MOST_WORDS), 0, -1):
        phrase = folded(" ".join(said[:count]))
        role = roles().get(phrase)
        if role and ends_with_by(phrase):
            return Phrase(role, text.split(maxsplit=count)[count])
    return None


def _credited(line: Line, leading: Sequence[re.Pattern[str]]) -> Iterator[Found]:
    """``Produced by Kit Hill, and edited by Mary Shaw``: sentences that are credits, wherever they stand.

    Only those are that one of ``leading`` is found in.
    """
    for sentence in _SENTENCE.split(line.text):
        if not any(lead.search(sentence) for lead in leading):
            continue
        at = 0
        for word in _led().finditer(sentence):
            names = _names().match(sentence, word.end())
            if not names or word.start() < at:
                continue
            said = list(_SPOKEN.finditer(sentence, at, word.end()))[-MOST_WORDS - 1 :]
            done, first = _done([folded(w[0]) for w in said])
            if not done or not _is_lead(sentence[at : said[-1 - first].start()], at):
                continue
            for name in _full_names(names["names"]):
                yield from (found(name, role, line, "credit", 0.85) for role in done)
            at = names.end()


@cache
def _led() -> re.Pattern[str]:
    """A "by" before a capital letter, or before a letter of a script that has none."""
    return re.compile(rf"(?<!\w)(?i:{pattern('by')})(?=\s[^\W\d_a-z])")


@cache
def _leads(word: str) -> re.Pattern[str]:
    """As :func:`_led`, for the one ``word``."""
    letters = "".join(f"[{letter}{letter.upper()}]" for letter in word)
    return re.compile(rf"{letters}(?=\s[^\W\d_a-z])")


@cache
def _names() -> re.Pattern[str]:
    return re.compile(rf"\s{_many()}")


def _done(said: list[str]) -> tuple[list[str], int]:
    """The roles that the last of ``said`` before "by" name, and how many words before it they begin.

    ``produced by``, ``theme music by``, ``theme music is by``, ``written, produced and edited by``.
    """
    *before, by = said
    if before and before[-1] in words("copula"):
        before = before[:-1]
    for start in range(len(before)):
        phrase = " ".join(before[start:])
        role = roles().get(f"{phrase} {by}") or roles().get(phrase)
        if role and (role not in CAST or f"{phrase} {by}" in roles()):
            more = _also(before[:start], by)
            return [*more, role], len(said) - 1 - start + 2 * len(more)
    return [], 0


def _also(before: Sequence[str], by: str) -> list[str]:
    """The roles of the words before another and "and": ``written`` of ``written and produced by``."""
    if len(before) < 2 or before[-1] not in words("joins"):
        return []
    role = roles().get(f"{before[-2]} {by}")
    return [role] if role else []


def _is_lead(text: str, at: int) -> bool:
    """Whether what stands before a credit leads to it: nothing, "and", or a few words that name the episode."""
    said = _WORDS.findall(text.casefold())
    if len(text) > LEAD or (at and len(said) > 3):
        return False
    return len(said) < 2 or not _own().isdisjoint(said)


@cache
def _own() -> frozenset[str]:
    return frozenset({*words("episode"), *words("joins"), "podcast", "show"})


@cache
def _cast(talks: bool) -> dict[str, tuple[tuple[str, str], ...]]:
    """What stands before names in running text, by its last word: the whole phrase and the role."""
    made: dict[str, tuple[tuple[str, str], ...]] = {}
    named = [(w, r) for w, r in roles().items() if r in CAST and len(w) > 3]
    for phrase, role in (*named, *((w, "guest") for w in words("talks") if talks)):
        last = _WORDS.findall(phrase)[-1]
        made[last] = (*made.get(last, ()), (phrase, role))
    return made


@cache
def _following() -> re.Pattern[str]:
    trade = r"(?!(?:about|from|over|since|with)\s)[a-zà-öø-ÿ]{4,}\s"
    return re.compile(rf"\s(?:(?:[^\W\d_]+\s){{0,3}}(?:{pattern('copula')})\s|{trade})?{_many()}")


def _hosted(line: Line, heard: AbstractSet[str], talks: bool) -> Iterator[Found]:
    """``join hosts Ada Byron and Mary Shaw`` in running text: full names right behind what says who they are.

    ``talks`` also takes those who are talked with, which only the opening of the notes says of the guests.
    """
    low = line.text.lower()
    if len(low) != len(line.text):
        return
    cast = _cast(talks)
    if not any(phrase in low for word in cast.keys() & heard for phrase, _ in cast[word]):
        return
    for word in _WORDS.finditer(low):
        phrases = cast.get(word[0])
        role = _role_before(low, word.end(), phrases) if phrases else None
        match = _following().match(line.text, word.end()) if role else None
        for name in _full_names(match["names"]) if match else ():
            if role:
                yield found(name, role, line, "running text", 0.75)


def _role_before(low: str, end: int, phrases: Sequence[tuple[str, str]]) -> str | None:
    for phrase, role in phrases:
        start = end - len(phrase)
        if start >= 0 and low.startswith(phrase, start) and not low[start - 1 : start].isalpha():
            return role
    return None


@cache
def _arrives() -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|(?<=[.!?]\s)|(?<=[^\W\d_],\s)){_many()}(?:,[^.,:;!?]{{1,80}},|\s\([^()]{{1,80}}\))?"
        rf"\s(?i:{pattern('arrives')})(?!\w)"
    )


@cache
def _arriving() -> dict[str, tuple[str, ...]]:
    """What says that somebody comes, by its last word."""
    made: dict[str, tuple[str, ...]] = {}
    for phrase in words("arrives"):
        last = _WORDS.findall(phrase)[-1]
        made[last] = (*made.get(last, ()), phrase)
    return made


def _joined(line: Line) -> Iterator[Found]:
    """``Mary Shaw joins us``: who comes, at the start of a sentence."""
    for match in _arrives().finditer(line.text):
        for name in _full_names(match["names"]):
            yield found(name, "guest", line, "running text", 0.75)


@cache
def _with() -> re.Pattern[str]:
    beside = either(w for w in words("beside") if len(w) > 1)
    return re.compile(rf"(?:^|[\s(–—-])(?i:{beside})\s(?P<names>[^\W\d_a-z].*)$")


def _with_names(line: Line) -> Iterator[Found]:
    """``With Ada Byron and Mary Shaw``: a line that says nothing else."""
    match = _with().match(line.text.rstrip(". "))
    names = split_names(match["names"]) if match else []
    if match and names and all_names(match["names"], names) and all(is_full(n) for n in names):
        yield from (found(name, "guest", line, "running text", 0.7) for name in names)


def in_title(title: str) -> list[Found]:
    """Guests whom a title names at its end: ``… with Ada Byron and Mary Shaw``. Full names only."""
    match = _with().search(re.sub(r"\s*[|(\[].*$", "", title))
    names = split_names(match["names"]) if match else []
    if not match or not all_names(match["names"], names) or not all(FULL.fullmatch(n) for n in names):
        return []
    return [Found(Person(name=name, role="guest"), "title", 0.7) for name in names]
