"""Plain text to lines and to HTML: paragraphs, lists and bare links, as a pasted page or a description holds them."""

from __future__ import annotations

import html as entities
import re
from typing import TYPE_CHECKING

from feedtool.findings import Place
from feedtool.notes.line import Anchor, Line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedtool.notes.line import Kind

_SPACE = re.compile(r"[^\S\t\n]+|\u200b|\u2060|\ufeff")
_BULLET = re.compile(r"(\s*)(?:[-*+•◦▪‣·●○■–—]|\d{1,3}[.)])(?:\s+|\t)(?=\S)")
URL = re.compile(r"(?:https?://|www\.)[^\s<>\"'`{}|\\^\[\]（）「」【】，。、；⁠]+", re.IGNORECASE)
"""A bare address in running text; :func:`trim_url` takes closing punctuation off its end."""


def trim_url(url: str) -> str:
    """``url`` without the punctuation of the sentence around it."""
    while url:
        kept = url.rstrip(".,;:!?*_~'\"»”’…")
        if kept.endswith(")") and kept.count("(") < kept.count(")"):
            kept = kept[:-1]
        if kept == url:
            break
        url = kept
    return url


def anchors(text: str) -> tuple[Anchor, ...]:
    """The bare addresses in ``text``."""
    found = []
    for match in URL.finditer(text):
        url = trim_url(match[0])
        if "." in url:
            found.append(Anchor(url if "://" in url else f"https://{url}", match.start(), match.start() + len(url)))
    return tuple(found)


def to_lines(text: str, file: str, first_line: int = 1) -> list[Line]:
    """The lines of ``text`` that are not blank."""
    made = []
    for number, raw in enumerate(text.split("\n"), first_line):
        line = _SPACE.sub(" ", raw).strip()
        if line:
            column = len(raw) - len(raw.lstrip()) + 1
            kind, level = _kind(raw)
            made.append(Line(line, anchors(line), kind, level, Place(file, number, column)))
    return made


def _kind(raw: str) -> tuple[Kind, int]:
    bullet = _BULLET.match(raw)
    return ("item", 1 + min(len(bullet[1].expandtabs(4)) // 2, 8)) if bullet else ("text", 0)


def to_html(text: str) -> str:
    """``text`` as HTML: blank lines part paragraphs, lines with bullets become a list, addresses become links."""
    return "\n".join(_block(block) for block in _blocks(text))


def _blocks(text: str) -> Iterator[list[str]]:
    block: list[str] = []
    for raw in [*text.split("\n"), ""]:
        line = raw.strip()
        if block and (not line or bool(_BULLET.match(raw)) != bool(_BULLET.match(block[-1]))):
            yield block
            block = []
        if line:
            block.append(raw)


def _block(lines: list[str]) -> str:
    if not _BULLET.match(lines[0]):
        return "<p>" + "<br>\n".join(_linked(line.strip()) for line in lines) + "</p>"
    tag = "ol" if lines[0].lstrip()[0].isdigit() else "ul"
    items = "\n".join(f"<li>{_linked(_BULLET.sub('', line, count=1).strip())}</li>" for line in lines)
    return f"<{tag}>\n{items}\n</{tag}>"


def _linked(text: str) -> str:
    parts, at = [], 0
    for url, start, end in anchors(text):
        parts += [entities.escape(text[at:start], quote=False), f'<a href="{entities.escape(url)}">']
        parts += [entities.escape(text[start:end], quote=False), "</a>"]
        at = end
    return "".join(parts) + entities.escape(text[at:], quote=False)
