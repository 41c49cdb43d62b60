"""Markdown to HTML and lines. CommonMark with tables, strikethrough, footnotes and bare links, by cmark."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from feedtool.notes.cmark import html
from feedtool.notes.words import either, month_names

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Set as AbstractSet

WIDTH: Final = 72
"""Columns from which on a line is taken to have been broken by an editor, not by its author."""

MAX_ROWS: Final = 1000
"""Lines of a paragraph among which chapters are looked for."""

_POSITION = re.compile(r'data-sourcepos="(\d{1,9}):')
_BLOCK = re.compile(r'<(h[1-6]|p) data-sourcepos="(\d{1,9}):\d+-(\d{1,9}):\d+">')
_BLOCKS = re.compile(rf"\n{_BLOCK.pattern}")
_CLOSING = re.compile(r"(?:</?(?:ul|ol|li|blockquote|t(?:able|head|body|r)|section|pre|code)\b[^>]*>\s*)+$")
_SHORTCODE = re.compile(r"\{\{[<%][^{}]{0,2000}[%>]\}\}|\{%[^{}]{0,2000}%\}|\{:[^{}\n]{0,300}\}")
_MODULE = re.compile(r"^(?:import\s[^\n]{0,300}\sfrom\s+['\"]|export\s+(?:const|default|let)\s)[^\n]*$", re.MULTILINE)
_WILD = re.compile(
    r"\n(?:\d{1,2}\. .{0,20}\b\d{4}\b|(?:im|ex)port\s|(?:[ \t]{0,3}>){40}|(?:[ \t]*[-*+] ){40})",
)
"""What a line begins with that is to be tamed: a day, a module's line, or quotes and lists deep within one another."""
_MARKERS = re.compile(r"^(?:[ \t]{0,3}>){40,}|^(?:[ \t]*[-*+] ){40,}", re.MULTILINE)


def to_html(text: str) -> str:
    """``text`` as HTML with ``data-sourcepos`` on what Markdown made. Template code of site generators is left out."""
    from cmarkgfm import cmark

    options = cmark.Options
    flags = options.CMARK_OPT_SOURCEPOS | options.CMARK_OPT_UNSAFE | options.CMARK_OPT_FOOTNOTES
    return html(tame(text), flags)


def tame(text: str) -> str:
    """``text`` of the same number of lines without shortcodes, module lines and quoting nested beyond sense."""
    if "{" in text:
        text = _SHORTCODE.sub(lambda m: "\n" * m[0].count("\n"), text)
    if not _WILD.search(f"\n{text}"):
        return text
    return _MARKERS.sub("", _MODULE.sub("", _day_line().sub(r"\1\\.", text)))


def published(html: str, left_out: AbstractSet[int], listed: AbstractSet[int]) -> str:
    """The rendered ``html`` without the headings and paragraphs on the source's lines ``left_out``.

    In a paragraph that holds one of the lines ``listed``, every line break is kept.
    """
    blocks = _BLOCKS.finditer(f"\n{html}")
    if not any(int(b[2]) in left_out or (b[1] == "p" and _is_listed(b, listed)) for b in blocks):
        return html
    made: list[str] = []
    broken = False
    for line in html.split("\n"):
        block = _BLOCK.match(line) if line.startswith(("<p", "<h")) else None
        if block and int(block[2]) in left_out and line.endswith(f"</{block[1]}>"):
            continue
        if block and block[1] == "p":
            broken = _is_listed(block, listed)
        breaks = broken and not line.endswith(("</p>", "<br />"))
        made.append(f"{line}<br />" if breaks else line)
        broken = broken and not line.endswith("</p>")
    return "\n".join(made)


def _is_listed(block: re.Match[str], listed: AbstractSet[int]) -> bool:
    """Whether one of the lines ``listed`` stands in the paragraph ``block``."""
    first, last = int(block[2]), int(block[3])
    return not listed.isdisjoint(range(first, min(last, first + MAX_ROWS) + 1))


@cache
def _day_line() -> re.Pattern[str]:
    """A line that starts with a day as German and others write it, which Markdown takes for a list of one."""
    return re.compile(
        rf"^(\d{{1,2}})\.(?=\s(?:(?:{either(month_names())})\.?|\d{{1,2}}\.)\s\d{{4}}\b)", re.MULTILINE | re.IGNORECASE
    )


def line_map(html: str, source: str) -> list[int]:
    """For each line of the rendered ``html``, from 1 on, its line in ``source``.

    Markdown's own blocks carry their line. Raw HTML is passed through as it stands, so there the lines that are not
    blank follow one another as they do in the source.
    """
    written = [line.strip() for line in source.split("\n")]
    mapped = [0]
    at = 0
    for line in html.split("\n"):
        if found := _POSITION.search(line) if "data-sourcepos" in line else None:
            at = min(int(found[1]), len(written))
            if line.startswith("<pre") and written[at - 1][:3] in ("```", "~~~"):
                at += 1
        elif line.strip():
            at = _next(written, at, line.strip())
        mapped.append(max(at, 1))
    return mapped


def _next(written: list[str], at: int, line: str) -> int:
    following = at
    while following < len(written) and not written[following]:
        following += 1
    if following >= len(written):
        return at
    if _CLOSING.match(line) and written[following] != line:
        return at
    return following + 1


def breaks_after(source: str) -> Callable[[int], bool]:
    """Whether the break after line N of ``source`` is the author's: False where the next word would not have fitted."""
    lines = source.split("\n")

    def parts(number: int) -> bool:
        if not 0 < number < len(lines):
            return True
        word = lines[number].split(maxsplit=1)
        return len(lines[number - 1]) + len(word[0] if word else "") < WIDTH

    return parts
