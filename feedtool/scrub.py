"""Characters no output may carry: illegal in XML, and with them the whole feed would be unreadable."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final, TypeVar

ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 §2.2 leaves out of Char, and lone surrogates."""

_T = TypeVar("_T")


def scrub(value: _T) -> tuple[_T, list[str]]:
    """``value`` (text, tuple or dataclass, to any depth) without illegal characters, and the names of fields cured."""
    cured: list[str] = []
    made: _T = _scrub(value, "", cured)
    return made, cured


def _scrub(value: Any, name: str, cured: list[str]) -> Any:
    if isinstance(value, str):
        if not ILLEGAL.search(value):
            return value
        cured.append(name)
        return ILLEGAL.sub("", value)
    if isinstance(value, tuple):
        made = tuple(_scrub(item, f"{name}[{i}]", cured) for i, item in enumerate(value))
        return value if all(a is b for a, b in zip(value, made, strict=True)) else made
    if is_dataclass(value) and not isinstance(value, type):
        return _scrub_fields(value, name, cured)
    return value


def _scrub_fields(value: Any, name: str, cured: list[str]) -> Any:
    changed = {}
    for field in fields(value):
        if not field.compare:  # places and the like describe the value; they are not published
            continue
        old = getattr(value, field.name)
        new = _scrub(old, f"{name}.{field.name}".lstrip("."), cured)
        if new is not old:
            changed[field.name] = new
    return replace(value, **changed) if changed else value
