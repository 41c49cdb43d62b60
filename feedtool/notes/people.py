"""People and what they did, as taken from labels, headings with lists below, tables and glued page text."""

from __future__ import annotations

import re
from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from feedtool.notes import mentions
from feedtool.notes.names import FULL, all_names, clean_name, is_full, lead_name, sentence, split_names, split_parts
from feedtool.notes.roles import CAST, Found, found, role_of
from feedtool.notes.words import either, roles

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from feedtool.notes.line import Line

LONGEST_LABEL: Final = 300
"""Characters of a line beyond which it is running text."""
LONGEST_HEADING: Final = 40
BELOW: Final = 40
"""Lines below a heading among which its people stand."""

_WORDS = re.compile(r"[^\W\d_]+")
_PARTING: Final = bytes(code if _WORDS.match(chr(code)) else 32 for code in range(256))
_SIGNS: Final = "’“”–—…"
"""Signs of running text that Latin-1 lacks."""
_GLUE = re.compile(r"[^\W\d_](?:host|guest|producer|speaker)(?:[^\W\d_a-z]|$)")
_GLUED = re.compile(r"(co-host|host|guest|producer|speaker)(?=[^\W\d_a-z]|$)")
_BEHIND = re.compile(
    r"(?:[^\w@]|_)*(?P<name>[^\d(),:;|\t–—]{3,60}?)\s*(?:[(（,|\t–—]|\s-\s)\s*(?P<role>[^\d(),:;|]{3,40}?)[)）]?\s*"
)
_SONGS: Final = frozenset({"composer", "theme music"})
_STOP = re.compile(r"[.!?]\s")
_BRACKETED = re.compile(r"[(（]([^()（）]{3,40})[)）]\s*$")
_COLON = re.compile(r":\s|：")
_SIGNED = re.compile(
    rf"(?:[^\w@]|_)*(?P<label>[^:：|\t】］]{{2,{LONGEST_HEADING}}}?)\s*(?:[:：|\t】］]|\s[-–—]\s)\s*(?P<rest>\S.*)"
)
_GENDERED = re.compile(r"(?<=\w)(?:\(s\)|[/:*_](?:in|innen))(?=\W)")
_QUOTED = re.compile(r"^[“\"'«„「].{1,80}?[”\"'»“」]\s")


def find(lines: Sequence[Line], skipped: Sequence[bool]) -> list[Found]:
    """Everybody ``lines`` name with a role, each person once for each role, in the order of the text.

    ``skipped`` tells of each line whether it stands in a transcript.
    """
    kept = [line for line, skip in zip(lines, skipped, strict=True) if not skip]
    made: list[Found] = []
    for index, line in enumerate(kept):
        said = _words(line.text) if len(line.text) <= mentions.LONGEST else ()
        heard = _telling().intersection(said)
        if said and (heard or line.kind == "heading"):
            made += _of_line(index, line, kept, said, heard)
        elif said and len(line.text) <= LONGEST_LABEL:
            made += _glued(line)
    return unique(made)


def _words(text: str) -> list[str]:
    """The words of ``text`` in lower case, parted by all that is no letter; a table is faster where Latin-1 will do."""
    low = text.casefold()
    if not low.isascii():
        for sign in _SIGNS:
            low = low.replace(sign, " ")
    try:
        return low.encode("latin-1").translate(_PARTING).decode("latin-1").split()
    except UnicodeEncodeError:
        return _WORDS.findall(low)


def unique(people: Sequence[Found]) -> list[Found]:
    """``people`` without repeats: a name given a role by a label is not taken again by a weaker recogniser."""
    made: dict[tuple[str, str], Found] = {}
    named: dict[str, float] = {}
    for one in sorted(people, key=lambda f: -f.confidence):
        name = one.person.name.casefold()
        if (name, one.person.role) in made or named.get(name, 0.0) > one.confidence:
            continue
        if one.confidence < 0.8 and any(name in other.split() for other in named):
            continue
        named.setdefault(name, one.confidence)
        made[name, one.person.role] = one
    order = {id(f): i for i, f in enumerate(people)}
    return sorted(made.values(), key=lambda f: order[id(f)])


def _of_line(
    index: int, line: Line, lines: Sequence[Line], said: Sequence[str], heard: AbstractSet[str]
) -> Iterator[Found]:
    short = len(line.text) <= LONGEST_LABEL
    labelled = list(_labelled(line)) if short and said[0] in _first_words() else []
    if short and not labelled and ":" in line.text and not _first_words().isdisjoint(heard):
        labelled = list(_labelled_within(line))
    yield from labelled
    if short and not labelled:
        if line.kind == "heading" or said[0] in _first_words():
            yield from _below(index, line, lines)
        yield from _glued(line)
        yield from _in_brackets(line, said[-1])
    if heard:
        yield from mentions.find(index, line, said[0], heard)


@cache
def _first_words() -> frozenset[str]:
    """The first word of everything that names a role: a line with none of them names nobody's."""
    return frozenset(_WORDS.findall(name)[0] for name in roles())


@cache
def _last_words() -> frozenset[str]:
    return frozenset(_WORDS.findall(name)[-1] for name in roles())


@cache
def _telling() -> frozenset[str]:
    """Every word that some recogniser looks for: lines with none of them, and most have none, are left alone."""
    return frozenset((*_first_words(), *_last_words(), *mentions.telling()))


@cache
def _next_label() -> re.Pattern[str]:
    names = either(w for w in roles() if len(w) > 3 or not w.isascii())
    return re.compile(rf"(?<=\S)(?:\s*[|,;·•/]\s*|\s+)(?=(?:{names})\s?[:：])", re.IGNORECASE)


def _labelled(line: Line) -> Iterator[Found]:
    """``Host: Ada Byron``, ``Producers – A, B``, ``Hosted by Ada Byron``, also several on one line."""
    several = len(_COLON.findall(line.text)) > 1
    for part in _next_label().split(line.text) if several else [line.text]:
        yield from _label_of(part, line)


def _labelled_within(line: Line) -> Iterator[Found]:
    """``We talk about looms. Guest: Mary Shaw.``: a label that begins a later sentence of the line."""
    for part in _STOP.split(line.text)[1:]:
        first = _WORDS.match(part)
        if first and ":" in part and first[0].casefold() in _first_words():
            yield from _label_of(part, line)


def _label_of(text: str, line: Line) -> Iterator[Found]:
    signed = _SIGNED.fullmatch(_GENDERED.sub("", text[:LONGEST_HEADING]) + text[LONGEST_HEADING:])
    wanted = _roles_in(signed["label"]) if signed else []
    phrase = None if wanted else mentions.leading_phrase(text)
    if signed and wanted:
        names, sure = _names_behind(signed["rest"], signed=True)
    elif phrase:
        wanted, (names, sure) = [phrase.role], _names_behind(phrase.rest, signed=False)
    else:
        return
    for name in names:
        yield from (found(name, role, line, "label", sure) for role in wanted)


def _roles_in(label: str) -> list[str]:
    """The roles of ``Host``, or of ``Host & Producer``; none where the label says anything else."""
    whole = role_of(label)
    if whole:
        return [whole]
    parts = [role_of(part) for part in split_parts(label)]
    return [role for role in parts if role] if all(parts) else []


def _names_behind(rest: str, *, signed: bool) -> tuple[list[str], float]:
    """The names in what stands behind a label, and how sure they are; ``signed``: with a colon or a dash between."""
    rest = mentions.without_by(_QUOTED.sub("", rest))
    names = split_names(sentence(rest))
    strict = signed or all(FULL.fullmatch(n) or n.startswith("@") for n in names)
    if strict and all_names(rest, names):
        return names, 0.95 if signed else 0.85
    lead = lead_name(rest) if signed else None
    return ([lead] if lead else []), 0.8


def _glued(line: Line) -> list[Found]:
    """``Ada ByronhostMary Shawguest``: names and roles that lost their spaces when a page was copied."""
    text = line.text
    known = "host" in text or "guest" in text or "producer" in text or "speaker" in text
    if not known or not _GLUE.search(text):
        return []
    at = 0
    made = []
    for match in _GLUED.finditer(text):
        name = clean_name(text[at : match.start()])
        if not name or not FULL.fullmatch(name):
            return []
        made.append(found(name, match[1], line, "glued label", 0.9))
        at = match.end()
    return made if at == len(text) else []


def _below(index: int, line: Line, lines: Sequence[Line]) -> Iterator[Found]:
    """A heading that is a role, with a name on each line below it, or on each heading of the next rank.

    What stands below ``Music`` are songs and bands to listen to. A role behind a name says more than the heading.
    """
    role = _headed(line)
    if not role or role in _SONGS:
        return
    following = lines[index + 1 : index + 1 + BELOW]
    if following and following[0].kind == "heading":
        rank = following[0].level
        within = takewhile(lambda x: x.kind != "heading" or x.level > line.level, following)
        entries = [x for x in within if x.kind == "heading" and x.level == rank] if line.kind == "heading" else []
    else:
        entries = list(takewhile(_is_entry, following))
    for number, below in enumerate(entries):
        names = _names_of_entry(below)
        if not names or (number and below.kind not in (entries[0].kind, "item", "cell")):
            return
        said = _BRACKETED.search(below.text)
        own = role_of(said[1]) if said and len(names) == 1 else None
        yield from (found(name, own or role, below, "heading", 0.9) for name in names)


def _is_entry(line: Line) -> bool:
    return line.kind != "heading" and (line.kind == "item" or not line.text.rstrip().endswith((":", "：")))


def _headed(line: Line) -> str | None:
    """The role that ``line`` heads: ``Guests``; as a true heading also ``About our guests``, ``Meet the host``."""
    if len(line.text) > LONGEST_HEADING or line.kind not in ("heading", "text", "item"):
        return None
    role = role_of(line.text)
    if role or line.kind != "heading":
        return role
    said = line.text.split()
    endings = (role_of(" ".join(said[at:])) for at in range(1, min(len(said), 5)))
    return next((r for r in endings if r in CAST), None)


def _names_of_entry(line: Line) -> list[str]:
    text = re.sub(r"^(?:[^\w@]|_)+", "", line.text)
    names = split_names(text)
    if names and all_names(text, names) and all(FULL.fullmatch(n) or not n.isascii() or n[0] == "@" for n in names):
        return names
    lead = lead_name(text)
    return [lead] if lead else []


def _in_brackets(line: Line, last: str) -> Iterator[Found]:
    """``Ada Byron (Host)`` or ``Mary Shaw – Producer``, alone on a line or as a table row that ends on ``last``."""
    match = _BEHIND.fullmatch(line.text) if len(line.text) < 120 and last in _last_words() else None
    role = role_of(match["role"]) if match else None
    if match and role and (name := clean_name(match["name"])) and is_full(name):
        yield found(name, role, line, "role behind", 0.85)
