"""Who speaks: names written before the text, and the people of the episode they belong to."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from feedtool.model import Person

_PREFIX = re.compile(r"([^\W\d_][^:：]{0,39})(?::(?:\s+|$)|：\s*)")
_ASIDE = re.compile(r"\s*\([^()]*\)")
_PARTICLES: Final = frozenset({"de", "da", "del", "della", "der", "den", "di", "dos", "du", "la", "le", "van", "von"})
_SHORT = re.compile(r"(?:[^\W\d_]|Dr|Mr|Mrs|Ms|Mx|Prof|St|Jr|Sr)\.")
_NO_NAMES = re.compile(
    r"(?:unknown|speaker|host|guest|sprecher|moderator|announcer)(?:\s*(?:[a-z]|\d+))?", re.IGNORECASE
)


def is_name(text: str) -> bool:
    """Whether ``text`` looks like a name: up to five words, none in lower case but ``van`` and the like.

    >>> is_name("Leo Dion (host)"), is_name("Dr. J. van Dyk"), is_name("And then he said"), is_name("Well, Ann")
    (True, True, False, False)
    """
    words = _ASIDE.sub("", text).split()
    return 0 < len(words) <= 5 and all(_in_name(word) for word in words) and words[0][0].isalpha()


def _in_name(word: str) -> bool:
    if word[-1] in ".,;!?" and not _SHORT.fullmatch(word):
        return False
    return word in _PARTICLES or not word[0].islower()


def prefixed(text: str) -> tuple[str | None, str]:
    """``Name: text`` in two; (None, text) without a name.

    >>> prefixed("Ada Byron: Hello: you"), prefixed("at 10:30 we left")
    (('Ada Byron', 'Hello: you'), (None, 'at 10:30 we left'))
    """
    match = _PREFIX.match(text)
    if not match or not is_name(match[1]):
        return None, text
    return match[1].strip(), text[match.end() :]


def told(texts: Sequence[str]) -> Iterator[tuple[str | None, str]]:
    """The speaker and the words of each of a file's ``texts``.

    One word before a colon is a name where it opens the file or comes again: ``Remember: …`` once in an hour is none.
    """
    pairs = [prefixed(text) for text in texts]
    seen = Counter(speaker for speaker, _ in pairs)
    for number, (speaker, words) in enumerate(pairs):
        if speaker and number and " " not in speaker and seen[speaker] < 2:
            yield None, texts[number]
        else:
            yield speaker, words


def person_of(speaker: str, people: Iterable[Person]) -> str | None:
    """The name of the one of ``people`` whom ``speaker`` names in full or by a first name nobody else has."""
    wanted = _ASIDE.sub("", speaker).strip().casefold()
    names = list(dict.fromkeys(person.name for person in people))
    whole = [name for name in names if name.casefold() == wanted]
    first = [name for name in names if name.casefold().split()[:1] == [wanted]]
    return whole[0] if whole else first[0] if len(first) == 1 else None


def nearest(speaker: str, people: Iterable[Person]) -> str | None:
    """The name most like ``speaker``; None when none is, and for ``Speaker 1`` and other stand-ins."""
    from difflib import get_close_matches

    if _NO_NAMES.fullmatch(speaker.strip()):
        return None
    folded = {person.name.casefold(): person.name for person in people}
    close = get_close_matches(_ASIDE.sub("", speaker)[:80].casefold(), folded, n=1)
    return folded[close[0]] if close else None
