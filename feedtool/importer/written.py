"""Texts of a project: front matter and settings with one key a line, and notes that are read back as they were."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from feedtool.importer.plain import quoted, toml
from feedtool.safehtml import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

_PRE: Final = re.compile(r"(<pre\b.*?</pre>)", re.DOTALL | re.IGNORECASE)
_MARKED: Final = re.compile(r"[{}\u200b\u2060\ufeff]")
_MODULE: Final = re.compile(r"^(?=(?:import|export)\s)", re.MULTILINE)


def episode(front: Mapping[str, Any], notes: str) -> str:
    """The text of an episode. Each key of ``front`` has a line of its own; rows of lists stand below theirs."""
    lines = ["---"]
    for key, value in front.items():
        if isinstance(value, list) and len(value) > 1 and isinstance(value[0], dict):
            lines += [f"{key}:", *(f"  - {quoted(row)}" for row in value)]
        else:
            lines.append(f"{key}: {quoted(value)}")
    return "\n".join([*lines, "---", notes]).rstrip("\n") + "\n"


def settings(show: Mapping[str, Any], feed: Mapping[str, Any], schema: str) -> str:
    """A ``feedtool.toml``, one key a line."""
    lines = [f"#:schema ./{schema}", "", "[show]", *(f"{key} = {toml(value)}" for key, value in show.items())]
    if feed:
        lines += ["", "[feed]", *(f"{key} = {toml(value)}" for key, value in feed.items())]
    return "\n".join(lines) + "\n"


def key_at(text: str, line: int) -> str | None:
    """The key that was written on ``line`` (from 1) of such a text, or above it."""
    above = text.split("\n")[:line]
    found = (re.match(r"([A-Za-z_][\w-]*)(?::| =)", written) for written in reversed(above))
    return next((match[1] for match in found if match), None)


def notes(html: str) -> str:
    """``html`` as Markdown takes it and gives it back: one block of HTML without blank lines.

    Where the whole is plain words it is left as such: a paragraph of Markdown would be another thing.
    """
    safe = clean(html).strip()
    if not safe:
        return ""
    parts = _PRE.split(safe)
    parts[::2] = (re.sub(r"\n(?:[ \t]*\n)+", "\n", part) for part in parts[::2])
    parts[1::2] = (part.replace("\n\n", "\n&#10;").replace("\n\n", "\n&#10;") for part in parts[1::2])
    whole = _MARKED.sub(lambda match: f"&#{ord(match[0])};", "".join(parts))
    return f"<div>\n{_MODULE.sub('&#8203;', whole)}\n</div>\n"
