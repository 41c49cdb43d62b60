"""The name an episode's files carry."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any, Final

from feedtool.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feedtool.findings import Place

LONGEST: Final = 100
_SOUND = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_DEVICES: Final = frozenset(["con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))])
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "å": "a", "đ": "d", "ł": "l", "œ": "oe", "ı": "i", "þ": "th"})


def is_sound(slug: str) -> bool:
    """Whether ``slug`` may name files on every system: plain letters, digits, ``. _ -``, no device of Windows."""
    return (
        bool(_SOUND.fullmatch(slug))
        and len(slug) <= LONGEST
        and slug.partition(".")[0].casefold() not in _DEVICES
        and not slug.endswith(".")
    )


def made_from(text: str) -> str:
    """``text`` as a slug: lower case, accents off, everything else a hyphen; empty where nothing is left.

    >>> made_from("Über Größe & Maß")
    'uber-grosse-mass'
    """
    flat = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS)).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", flat).strip("-")[:LONGEST].strip("-")
    return f"episode-{slug}" if slug in _DEVICES else slug


def slug_of(fields: Mapping[str, Any], file: str, place: Place | None) -> tuple[str, list[Finding]]:
    """The slug: the one stated, else made from the file's name, else from the title, else ``episode``.

    A stated one that may not name files is found as an error, and a sound one made from it is used.
    """
    stated = fields.get("slug")
    stem = re.sub(r"\.[A-Za-z]{2,8}$", "", re.split(r"[/\\]", file)[-1])
    if stated is not None:
        return _stated(str(stated), place)
    if stem not in ("-", "") and is_sound(stem):
        return stem, []
    made = next(
        (s for s in (made_from(stem if stem != "-" else ""), made_from(str(fields.get("title", "")))) if s), "episode"
    )
    return made, []


def _stated(slug: str, place: Place | None) -> tuple[str, list[Finding]]:
    if is_sound(slug):
        return slug, []
    made = made_from(slug) or "episode"
    hint = f"Use letters, digits, dots, hyphens and underscores, at most {LONGEST}: {made}"
    return made, [Finding(code="FT208", message=f"the slug {slug[:60]!r} cannot name files", place=place, hint=hint)]
