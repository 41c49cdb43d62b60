"""Texts of a feed as values: dates, numbers, yes and no, as others write them."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from typing import Any


def is_explicit(word: str | None) -> bool | None:
    """``true`` and the old words for it (spec: ambiguities 1)."""
    known = {"true": True, "yes": True, "explicit": True, "false": False, "no": False, "clean": False}
    return known.get((word or "").strip().lower())


def is_yes(word: str | None) -> bool:
    """Whether a word is yes, in any case: no other acts (spec: ambiguities 2)."""
    return (word or "").strip().lower() == "yes"


def moment(text: str | None) -> datetime | None:
    """An RFC 2822 or ISO 8601 date with a zone; None for anything else. ``-0000`` counts as UTC."""
    from email.utils import parsedate_to_datetime

    made: datetime | None = None
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        with contextlib.suppress(ValueError, OverflowError):
            made = made or read((text or "").strip())
    if made and made.tzinfo is None and "-0000" in (text or ""):
        made = made.replace(tzinfo=UTC)
    return made if made and made.tzinfo else None


def whole(text: str | None) -> int | None:
    """A whole number; None for anything else."""
    made = number(text)
    return int(made) if made is not None and made == int(made) else None


def number(text: str | None) -> Any:
    """A number of at most 15 characters; whole ones as int."""
    text = (text or "").strip()
    if len(text) > 15 or not text.isascii():
        return None
    for kind in (int, float):
        with contextlib.suppress(ValueError):
            made = kind(text)
            return made if made - made == 0 else None
    return None
