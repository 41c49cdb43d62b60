"""People and what they did, as taken from labels, headings with lists below, running text and glued page text."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from feedtool.model import Person
from feedtool.notes.sections import bare
from feedtool.notes.words import either, roles, words
from feedtool.taxonomy import GROUPS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from feedtool.notes.line import Line

LONGEST_NAME: Final = 60
OPENING: Final = 8
"""Lines from the top in which notes introduce who is talked with."""
INTRODUCTION: Final = 40
"""Lines from the top whose running text names hosts and guests; further down only labels and headings do."""

_TITLES: Final = r"(?:(?:Dr|Prof|Mr|Mrs|Ms|Sir|Dame|Rev|Pastor|Hon|St|Herr|Frau|Dipl|Ing|PD|Fr)\.?-?\s?){0,3}"
_PARTICLE: Final = (
    r"(?:van|von|der|den|de|da|do|dos|das|del|della|di|du|la|le|el|al|bin|ibn|ter|ten|zu|af|av|y|e|’t|'t)"
)
_WORD: Final = r"[^\W\d_a-zà-öø-ÿа-яё][\w’'.-]*"
_LATIN: Final = (
    rf"{_TITLES}{_WORD}(?:\s(?:{_PARTICLE}\s){{0,2}}(?:[“\"'‘(][^“”\"'‘’()]{{1,20}}[”\"'’)]\s)?{_WORD}){{0,4}}"
)
_NAME = re.compile(_LATIN)
_FULL = re.compile(rf"{_TITLES}{_WORD}(?:\s(?:{_PARTICLE}\s){{0,2}}{_WORD}){{1,3}}")
_TITLED = re.compile(rf"^{_TITLES}")
_POLITE = re.compile(r"(?:さん|氏|先生|様|くん|ちゃん|님|씨)$")
_HANDLE = re.compile(r"@[\w.-]{2,30}")
_CJK_NAME = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af·・ー]{2,12}|[\w.·・ \u3040-\u30ff\u3400-\u9fff-]{2,24}"
)
_PAREN = re.compile(r"\s*[(（\[【][^()（）\[\]【】]{0,120}[)）\]】]?")
_GLUE = re.compile(r"[^\W\d_](?:host|guest|producer|speaker)(?:[^\W\d_a-z]|$)")
_BEHIND = re.compile(
    r"(?:[^\w@]|_)*(?P<name>[^\d(),:;|\t–—]{3,60}?)\s*(?:[(（,|\t–—]|\s-\s)\s*(?P<role>[^\d(),:;|]{3,40}?)[)）]?\s*"
)
_AFTER = re.compile(
    r"\s+[-–—|/•·]+\s+.*|\s*[,，:：;；].*|\s+(?:from|of|at|aus|von|de|из|chez|dal)\s.*|\s*https?://.*|\s*@.*"
)


_WORDS = re.compile(r"[^\W\d_]+")


@cache
def _first_words() -> frozenset[str]:
    """The first word of everything that names a role: a line with none of them names nobody's."""
    return frozenset(_WORDS.findall(name)[0] for name in roles())


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
    return roles().get(bare(word).strip())


def person(name: str, role: str, line: Line | None = None, href: str | None = None) -> Person:
    """A person of ``role`` with its group, found in ``line``."""
    return Person(name=name, role=role, group=group_of(role), href=href, place=line.place if line else None)


def split_names(text: str) -> list[str]:
    """The names in a text that is nothing but names: parted by commas, "and" in any language, slashes or dots.

    >>> split_names("Ada Byron, Grace Hopper (Navy) und Mary Shaw")
    ['Ada Byron', 'Grace Hopper', 'Mary Shaw']
    """
    text = _PAREN.sub("", text)
    parts = _joint().split(text)
    return [name for part in parts if (name := clean_name(part))]


@cache
def _joint() -> re.Pattern[str]:
    inside = either(w for w in words("joins") if (w[0].isalpha() and w.isascii()) or "\u0400" <= w[0] <= "\u04ff")
    signs = r"[,，、;；/&＆+•|·\t]|\s[-–—]\s"
    return re.compile(
        rf"\s*(?:{signs})\s*(?:(?:{inside})\s)?|\s(?:{inside})\s|(?<=[\u4e00-\u9fff])[和与與及](?=[\u4e00-\u9fff])",
        re.IGNORECASE,
    )


def clean_name(text: str) -> str | None:
    """The name ``text`` starts with and ends near, or None where it is none."""
    text = re.sub(r"\s+", " ", text).strip(' \t.,:;-–—*_•·|"“”')
    if not text or len(text) > LONGEST_NAME or any(c in text for c in "?!<>{}=/\\#"):
        return None
    text = text if text.isascii() else _POLITE.sub("", text)
    if _HANDLE.fullmatch(text) or _NAME.fullmatch(text):
        first, _, rest = text.partition(" ")
        return rest if _FULL.fullmatch(rest) and first.casefold() in roles() else text
    return text if not text.isascii() and _CJK_NAME.fullmatch(text) and not any(c.isdigit() for c in text) else None


def find(lines: Sequence[Line], skipped: Sequence[bool]) -> list[Found]:
    """Everybody ``lines`` name with a role, each person once for each role, in the order of the text."""
    kept = [line for line, skip in zip(lines, skipped, strict=True) if not skip]
    return unique([f for index, line in enumerate(kept) for f in _of_line(index, line, kept)])


def unique(found: Sequence[Found]) -> list[Found]:
    """``found`` without repeats: a name given a role by a label is not taken again by a weaker recogniser."""
    made: dict[tuple[str, str], Found] = {}
    named: dict[str, float] = {}
    for one in sorted(found, key=lambda f: -f.confidence):
        name = one.person.name.casefold()
        if (name, one.person.role) in made or named.get(name, 0.0) > one.confidence:
            continue
        if one.confidence < 0.8 and any(name in other.split() for other in named):
            continue
        named.setdefault(name, one.confidence)
        made[name, one.person.role] = one
    order = {id(f): i for i, f in enumerate(found)}
    return sorted(made.values(), key=lambda f: order[id(f)])


def _of_line(index: int, line: Line, lines: Sequence[Line]) -> Iterator[Found]:
    if len(line.text) > (2000 if index < INTRODUCTION else 300):
        return
    said = _WORDS.findall(line.text.casefold())
    if not said:
        return
    opens = said[0] in _first_words()
    labelled = list(_labelled(line)) if opens else []
    yield from labelled
    if labelled:
        return
    if opens:
        yield from _below(index, line, lines)
    if len(line.text) <= 300:
        yield from _glued(line)
        yield from _in_brackets(line, said[-1])
    if index < INTRODUCTION and not _cast(index < OPENING).keys().isdisjoint(said):
        yield from _hosted(line, index < OPENING)


@cache
def _label() -> re.Pattern[str]:
    names = either(roles())
    return re.compile(
        rf"(?:[^\w@]|_)*(?P<role>{names})(?:\s(?:&|and|und|et|y|e|/)\s(?P<second>{names}))?(?:\(s\)|/in|:in|\*in)?"
        rf"(?P<sign>\s*[:：|\t]\s*|\s[-–—]\s|\s)(?P<rest>\S.*)",
        re.IGNORECASE,
    )


@cache
def _next_label() -> re.Pattern[str]:
    return re.compile(
        rf"(?<=\S)\s*[|,;·•]?\s+(?=(?:{either(w for w in roles() if len(w) > 3)})\s?[:：])", re.IGNORECASE
    )


def _labelled(line: Line) -> Iterator[Found]:
    """``Host: Ada Byron``, ``Producers – A, B``, ``Hosted by Ada Byron``, also several on one line."""
    if len(line.text) > 300:
        return
    parts = _next_label().split(line.text) if line.text.count(":") + line.text.count("：") > 1 else [line.text]
    for part in parts:
        yield from _label_of(part, line)


def _label_of(text: str, line: Line) -> Iterator[Found]:
    match = _label().fullmatch(text)
    if not match:
        return
    word, sign, rest = match["role"].casefold(), match["sign"].strip(), match["rest"]
    if not sign and not re.search(r"\s(?:by|par|von|por|da|di|av|af|de|con|mit|with)$", word):
        return
    role = roles()[word]
    second = roles()[match["second"].casefold()] if match["second"] else None
    names = split_names(_sentence(rest))
    strict = bool(sign) or all(_FULL.fullmatch(n) or n.startswith("@") for n in names)
    sure = 0.95 if sign else 0.85
    if not strict or not _all_names(rest, names):
        lead = _lead_name(rest) if sign else None
        names, sure = ([lead] if lead else []), 0.8
    for name in names:
        for each in filter(None, (role, second)):
            yield Found(person(name, each, line, _href(line, name)), "label", sure)


def _sentence(text: str) -> str:
    """``text`` up to the end of its first sentence; the dot of an initial or a title ends none."""
    match = re.search(r"(?<=[^\W\d_]{3})[.。](?:\s|$)", text)
    return text[: match.start()] if match else text


def _all_names(rest: str, names: Sequence[str]) -> bool:
    """Whether most of ``rest`` is names, so that it is a list and no sentence."""
    parts = [p for p in _joint().split(_PAREN.sub("", _sentence(rest))) if p.strip()]
    return bool(names) and len(names) >= 0.6 * len(parts) and len(names) <= 12


def _lead_name(text: str) -> str | None:
    """The full name a longer text opens with, before a comma, a dash or a bracket."""
    head = _AFTER.sub("", _PAREN.split(text)[0]).strip()
    if _FULL.fullmatch(head):
        return head
    match = _FULL.match(text)
    return match[0] if match and re.match(r"\s*(?:[,(（|–—-]|is\b|ist\b|est\b|es\b|$)", text[match.end() :]) else None


def _href(line: Line, name: str) -> str | None:
    for anchor in line.links:
        if line.text[anchor.start : anchor.end].strip() == name and anchor.url.startswith("http"):
            return anchor.url
    return None


def _glued(line: Line) -> Iterator[Found]:
    """``Ada ByronhostMary Shawguest``: names and roles that lost their spaces when a page was copied."""
    text = line.text
    if not any(role in text for role in ("host", "guest", "producer", "speaker")) or not _GLUE.search(text):
        return
    at = 0
    made = []
    for match in re.finditer(r"(co-host|host|guest|producer|speaker)(?=[^\W\d_a-z]|$)", text):
        name = clean_name(text[at : match.start()])
        if not name or not _FULL.fullmatch(name):
            return
        made.append(Found(person(name, match[1], line), "glued label", 0.9))
        at = match.end()
    if at == len(text):
        yield from made


def _below(index: int, line: Line, lines: Sequence[Line]) -> Iterator[Found]:
    """A heading that is a role, with a name on each line below it."""
    role = role_of(line.text) if len(line.text) <= 40 and line.kind in ("heading", "text", "item") else None
    if not role:
        return
    for below in lines[index + 1 : index + 13]:
        if below.kind == "heading" or (below.text.rstrip().endswith((":", "：")) and below.kind != "item"):
            break
        names = _names_of_entry(below)
        if not names:
            break
        for name in names:
            yield Found(person(name, role, below, _href(below, name)), "heading", 0.9)
        if below.kind not in ("item", "cell") and index + 1 < len(lines) and lines[index + 1] is not below:
            break


def _names_of_entry(line: Line) -> list[str]:
    text = re.sub(r"^(?:[^\w@]|_)+", "", line.text)
    names = split_names(text)
    if names and _all_names(text, names) and all(_FULL.fullmatch(n) or not n.isascii() or n[0] == "@" for n in names):
        return names
    lead = _lead_name(text)
    return [lead] if lead else []


@cache
def _cast(talks: bool) -> dict[str, tuple[tuple[str, str], ...]]:
    """What stands before names in running text, by its last word: the whole phrase and the role."""
    made: dict[str, tuple[tuple[str, str], ...]] = {}
    named = [(w, r) for w, r in roles().items() if r in ("host", "co-host", "guest") and len(w) > 3]
    for phrase, role in (*named, *((w, "guest") for w in words("talks") if talks)):
        last = _WORDS.findall(phrase)[-1]
        made[last] = (*made.get(last, ()), (phrase, role))
    return made


@cache
def _many() -> re.Pattern[str]:
    joins = either(w for w in words("joins") if w[0].isalpha() or w == "&")
    full = rf"(?:{_FULL.pattern})"
    verb = "is|are|ist|sind|est|sont|es|son|é|são|è|sono"
    return re.compile(
        rf"\s(?:(?:{verb})\s)?(?P<names>{full}(?:(?:,\s{full}){{0,4}},?\s(?:{joins})\s{full})?)(?![\w’'])"
    )


def _hosted(line: Line, talks: bool) -> Iterator[Found]:
    """``join hosts Ada Byron and Mary Shaw`` in running text: full names right behind what says who they are.

    ``talks`` also takes those who are talked with, which only the opening of the notes says of the guests.
    """
    low = line.text.lower()
    if len(low) != len(line.text):
        return
    cast = _cast(talks)
    for word in _WORDS.finditer(low):
        phrases = cast.get(word[0])
        role = _role_before(low, word.end(), phrases) if phrases else None
        match = _many().match(line.text, word.end()) if role else None
        for name in split_names(match["names"]) if match else ():
            if role and _FULL.fullmatch(_TITLED.sub("", name)):
                yield Found(person(name, role, line, _href(line, name)), "running text", 0.75)


def _role_before(low: str, end: int, phrases: Sequence[tuple[str, str]]) -> str | None:
    for phrase, role in phrases:
        start = end - len(phrase)
        if start >= 0 and low.startswith(phrase, start) and not low[start - 1 : start].isalpha():
            return role
    return None


@cache
def _last_words() -> frozenset[str]:
    return frozenset(_WORDS.findall(name)[-1] for name in roles())


def _in_brackets(line: Line, last: str) -> Iterator[Found]:
    """``Ada Byron (Host)`` or ``Mary Shaw – Producer``, alone on a line or as a table row that ends on ``last``."""
    match = _BEHIND.fullmatch(line.text) if len(line.text) < 120 and last in _last_words() else None
    role = role_of(match["role"]) if match else None
    if match and role and (name := clean_name(match["name"])) and _FULL.fullmatch(name):
        yield Found(person(name, role, line, _href(line, name)), "role behind", 0.85)


@cache
def _with() -> re.Pattern[str]:
    beside = either(w for w in words("beside") if len(w) > 1)
    return re.compile(rf"(?:^|[\s(–—-])(?i:{beside})\s(?P<names>[^\W\d_a-z].*)$")


def in_title(title: str) -> list[Found]:
    """Guests whom a title names at its end: ``… with Ada Byron and Mary Shaw``. Full names only."""
    match = _with().search(re.sub(r"\s*[|(\[].*$", "", title))
    if not match:
        return []
    names = split_names(match["names"])
    if not names or not _all_names(match["names"], names) or not all(_FULL.fullmatch(n) for n in names):
        return []
    return [Found(person(name, "guest"), "title", 0.7) for name in names]


__all__ = ["Found", "clean_name", "find", "group_of", "in_title", "person", "role_of", "split_names", "unique"]
