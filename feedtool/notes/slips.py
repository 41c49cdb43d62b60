"""What a value of front matter that cannot be taken can only mean, by the field it was given for.

Nothing here is guessed when an episode is read: these are corrections an author is offered, and sees as a diff.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from feedtool.notes import values

if TYPE_CHECKING:
    from collections.abc import Callable

_YES: Final = frozenset(
    {"y", "t", "yes", "true", "ja", "oui", "si", "sí", "sì", "sim", "wahr", "vrai", "verdadero", "vero"}
)
_NO: Final = frozenset({"n", "f", "no", "false", "nein", "nee", "non", "não", "nej", "falsch", "faux", "falso"})
_DASHES: Final = str.maketrans("‐‑‒–—−", "-" * 6)
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_DOTTED_TIME: Final = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{1,2})\.(\d{2})")
_WITH_UNIT: Final = re.compile(
    r"(\d{1,3}:[0-5]\d:[0-5]\d)\s*h(?:(?:ou)?rs?)?\.?|(\d{1,3}:[0-5]\d)\s*min(?:ute)?s?\.?", re.IGNORECASE
)
_SEPARATED: Final = re.compile(r"(\d{1,2})([.;,])([0-5]\d)\2([0-5]\d)")
_TYPE: Final = re.compile(r"(full|bonus|trailer)[\s-]+(?:episode|folge|episodio)", re.IGNORECASE)


def meant(name: str, value: Any) -> bool | int | str | None:
    """What ``value``, which the field ``name`` does not take, can only mean; None where that is not certain.

    >>> meant("published", 20260102), meant("episode", "Ep. 12"), meant("explicit", "ja")
    ('2026-01-02', 12, True)
    """
    read = _FIELDS.get(name)
    if read is None or not isinstance(value, str | int) or isinstance(value, bool):
        return None
    text = str(value).strip()
    return read(text) if len(text) <= 60 else None


def _flag(text: str) -> bool | None:
    word = text.casefold().rstrip(".!")
    return True if word in _YES else False if word in _NO else None


def _numbered(words: str) -> Callable[[str], int | None]:
    pattern = re.compile(rf"(?:{words})\.?\s*#?\s*(\d{{1,6}})", re.IGNORECASE)

    def read(text: str) -> int | None:
        match = pattern.fullmatch(text)
        return int(match[1]) if match else None

    return read


def _length(text: str) -> str | None:
    if match := _WITH_UNIT.fullmatch(text):
        return match[1] or match[2]
    if match := _SEPARATED.fullmatch(text):
        return f"{match[1]}:{match[3]}:{match[4]}"
    return None


def _date(text: str) -> str | None:
    text = text.translate(_DASHES).rstrip(",;. ")
    if match := _COMPACT.fullmatch(text):
        text = "-".join(match.groups())
    elif match := _DOTTED_TIME.fullmatch(text):
        text = f"{match[1]}T{match[2]:0>2}:{match[3]}"
    return text if values.moment(text) is not None else None


def _kind(text: str) -> str | None:
    match = _TYPE.fullmatch(text)
    return match[1].lower() if match else None


_FIELDS: Final[dict[str, Callable[[str], bool | int | str | None]]] = {
    "published": _date,
    "duration": _length,
    "season": _numbered("season|staffel|temporada|saison|s"),
    "episode": _numbered("episode|episodio|épisode|folge|number|nr|no|ep|e"),
    "episode_type": _kind,
    **dict.fromkeys(("explicit", "block", "draft", "guid_is_permalink", "verbatim"), _flag),
}
