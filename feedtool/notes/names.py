"""What a name looks like, and texts that hold nothing but names."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from feedtool.notes.nobody import is_nobody
from feedtool.notes.words import either, folded, roles, words

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_NAME: Final = 60
MOST: Final = 12
"""Names in one list; more are a crowd that is not of the episode."""

_TITLES: Final = r"(?:(?:Dr|Prof|Mr|Mrs|Ms|Sir|Dame|Rev|Pastor|Hon|St|Herr|Frau|Dipl|Ing|PD|Fr)\.?-?\s?){0,3}"
_PARTICLE: Final = (
    r"(?:van|von|der|den|de|da|do|dos|das|del|della|di|du|la|le|el|al|bin|ibn|ter|ten|zu|af|av|y|e|’t|'t)"
)
_LETTER: Final = r"[\w\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0dff\u0e30-\u0e4e’'.-]"
"""A letter of a name, or a sign that belongs to one, as vowels do in the scripts of India."""
_WORD: Final = rf"[^\W\d_a-zà-öø-ÿа-яё]{_LETTER}*(?<![^\W\d_]{{3}}\.)"
_LATIN: Final = (
    rf"{_TITLES}{_WORD}"
    rf"(?:\s(?:{_PARTICLE}\s){{0,2}}(?:[“\"'‘(][^“”\"'‘’()]{{1,20}}[”\"'’)]\s)?{_WORD}){{0,4}}"
)
_NAME = re.compile(_LATIN)
FULL: Final = re.compile(rf"{_TITLES}{_WORD}(?:\s(?:{_PARTICLE}\s){{0,2}}{_WORD}){{1,3}}")
"""A name of two to four words, perhaps with titles."""
PAREN: Final = re.compile(r"\s*[(（\[【][^()（）\[\]【】]{0,120}[)）\]】]?")
"""A remark in brackets behind a name."""
_TITLED = re.compile(rf"^{_TITLES}")
_POLITE = re.compile(r"(?:さん|氏|先生|様|くん|ちゃん|님|씨)$")
_HANDLE = re.compile(r"@[\w.-]{2,30}")
_CJK_NAME = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af·・ー]{2,12}|[\w.·・ \u3040-\u30ff\u3400-\u9fff-]{2,24}"
)
_CASELESS = re.compile(r"[\u0590-\u0dff\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""A letter of a script that has no capitals to know names by."""
_AFTER = re.compile(
    r"\s+[-–—|/•·]+\s+.*|\s*[,，:：;；].*|\s+(?:from|of|at|aus|von|de|из|chez|dal)\s.*|\s*https?://.*|\s*@.*"
)


def split_names(text: str) -> list[str]:
    """The names in a text that is nothing but names: parted by commas, "and" in any language, slashes or dots.

    >>> split_names("Ada Byron, Grace Hopper (Navy) und Mary Shaw")
    ['Ada Byron', 'Grace Hopper', 'Mary Shaw']
    """
    return [name for part in split_parts(PAREN.sub("", text)) if (name := clean_name(part))]


def split_parts(text: str) -> list[str]:
    """The parts of an enumeration, which commas, "and" in any language and the like part."""
    return _joint().split(text)


@cache
def _joint() -> re.Pattern[str]:
    inside = either(w for w in words("joins") if (w[0].isalpha() and w.isascii()) or "\u0400" <= w[0] <= "\u097f")
    signs = r"[,，、;；/&＆+•|·\t]|\s[-–—]\s"
    return re.compile(
        rf"\s*(?:{signs})\s*(?:(?:{inside})\s)?|\s(?:{inside})\s|(?<=[\u4e00-\u9fff])[和与與及・](?=[\u4e00-\u9fff])"
        r"|\sو\s?(?=[\u0621-\u064a]{2})|\sו-?(?=[\u05d0-\u05ea]{2})",
        re.IGNORECASE,
    )


def clean_name(text: str) -> str | None:
    """The name ``text`` starts with and ends near, or None where it is none."""
    text = re.sub(r"\s+", " ", text).strip(' \t.,:;-–—*_•·|"“”')
    if not text or len(text) > LONGEST_NAME or any(c in text for c in "?!<>{}=/\\#") or is_nobody(text):
        return None
    text = text if text.isascii() else _POLITE.sub("", text)
    if text[:1].islower():
        return None
    if _HANDLE.fullmatch(text) or _NAME.fullmatch(text):
        first, _, rest = text.partition(" ")
        return rest if FULL.fullmatch(rest) and folded(first) in roles() else text
    return text if _CASELESS.search(text) and _CJK_NAME.fullmatch(text) and not any(c.isdigit() for c in text) else None


def is_full(name: str) -> bool:
    """Whether ``name``, titles apart, has two words or more."""
    return bool(FULL.fullmatch(_TITLED.sub("", name)))


def is_same(name: str, other: str) -> bool:
    """Whether two names may be one person's: equal, one a part of the other, or first names of one initial.

    >>> is_same("Byron", "Ada Byron"), is_same("A. Byron", "Ada Byron"), is_same("Joan Byron", "Ada Byron")
    (True, True, False)
    """
    one, two = name.casefold().split(), other.casefold().split()
    if len(one) == 1 or len(two) == 1:
        return bool(set(one) & set(two))
    return one[-1] == two[-1] and one[0][0] == two[0][0]


def sentence(text: str) -> str:
    """``text`` up to the end of its first sentence; the dot of an initial or a title ends none."""
    match = re.search(r"(?<=[^\W\d_]{3})[.。](?:\s|$)", text)
    return text[: match.start()] if match else text


def all_names(rest: str, names: Sequence[str]) -> bool:
    """Whether most of ``rest`` is names, so that it is a list and no sentence."""
    parts = [p for p in split_parts(PAREN.sub("", sentence(rest))) if p.strip()]
    return bool(names) and len(names) >= 0.6 * len(parts) and len(names) <= MOST


def lead_name(text: str) -> str | None:
    """The full name a longer text opens with, before a comma, a dash, a bracket or a verb."""
    head = _AFTER.sub("", PAREN.split(text)[0]).strip()
    if FULL.fullmatch(head):
        return clean_name(head)
    match = FULL.match(text)
    return clean_name(match[0]) if match and _behind_name().match(text, match.end()) else None


@cache
def _behind_name() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:[,(（|–—-]|(?:{either(words('copula'))})\b|$)")
