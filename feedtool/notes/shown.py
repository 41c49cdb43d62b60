"""Values of front matter as their author would see them, for messages: no quoting of a programming language."""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import Any, Final

LONGEST: Final = 60
"""Characters of a value that are shown."""
MOST: Final = 4
"""Parts of a list or mapping that are shown."""
DEPTH: Final = 3


def shown(value: Any) -> str:
    """``value`` on one line, as it would be written in front matter, cut where it is long.

    >>> shown({"start": "soon", "title": "C"}), shown(True), shown(None), shown([])
    ('{ start: soon, title: C }', 'true', 'empty', 'an empty list')
    """
    text = " ".join(_written(value, DEPTH).split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()}…"


def _written(value: Any, depth: int) -> str:
    if value is None or value == "":
        return "empty"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | dict):
        return _gathered(value, depth)
    return value.isoformat() if isinstance(value, date) else str(value)[: LONGEST * 4]


def _gathered(value: list[Any] | dict[Any, Any], depth: int) -> str:
    listed = isinstance(value, list)
    if not value:
        return "an empty list" if listed else "an empty mapping"
    parts = ["…"] if not depth else []
    if isinstance(value, dict) and depth:
        parts = [f"{key}: {_written(inner, depth - 1)}" for key, inner in islice(value.items(), MOST)]
    elif depth:
        parts = [_written(inner, depth - 1) for inner in islice(value, MOST)]
    more = ", …" if depth and len(value) > MOST else ""
    return f"[{', '.join(parts)}{more}]" if listed else f"{{ {', '.join(parts)}{more} }}"
