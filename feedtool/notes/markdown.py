"""Markdown to HTML and lines. CommonMark with tables, strikethrough, footnotes and bare links, by cmark."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

WIDTH: Final = 72
"""Columns from which on a line is taken to have been broken by an editor, not by its author."""

_POSITION = re.compile(r'data-sourcepos="(\d+):')
_CLOSING = re.compile(r"(?:</?(?:ul|ol|li|blockquote|t(?:able|head|body|r)|section|pre|code)\b[^>]*>\s*)+$")
_SHORTCODE = re.compile(r"\{\{[<%][^{}]{0,2000}[%>]\}\}|\{%[^{}]{0,2000}%\}|\{:[^{}\n]{0,300}\}")
_MODULE = re.compile(r"^(?:import\s[^\n]{0,300}\sfrom\s+['\"]|export\s+(?:const|default|let)\s)[^\n]*$", re.MULTILINE)
_DEEP: Final = (">>>>>>>>", "> > > > ", "- - - - ", "* * * * ", "+ + + + ")
_MARKERS = re.compile(r"^(?:[ \t]{0,3}>){40,}|^(?:[ \t]*[-*+] ){40,}", re.MULTILINE)


def to_html(text: str) -> str:
    """``text`` as HTML with ``data-sourcepos`` on what Markdown made. Template code of site generators is left out."""
    from cmarkgfm import cmark

    options = cmark.Options
    flags = options.CMARK_OPT_SOURCEPOS | options.CMARK_OPT_UNSAFE | options.CMARK_OPT_FOOTNOTES
    made: str = cmark.markdown_to_html_with_extensions(
        tame(text), options=flags, extensions=["table", "strikethrough", "autolink"]
    )
    return made


def tame(text: str) -> str:
    """``text`` of the same number of lines without shortcodes, module lines and quoting nested beyond sense."""
    if "{" in text:
        text = _SHORTCODE.sub(lambda m: "\n" * m[0].count("\n"), text)
    if "port " in text:
        text = _MODULE.sub("", text)
    return _MARKERS.sub("", text) if any(deep in text for deep in _DEEP) else text


def line_map(html: str, source: str) -> list[int]:
    """For each line of the rendered ``html``, from 1 on, its line in ``source``.

    Markdown's own blocks carry their line. Raw HTML is passed through as it stands, so there the lines that are not
    blank follow one another as they do in the source.
    """
    written = [line.strip() for line in source.split("\n")]
    mapped = [0]
    at = 0
    for line in html.split("\n"):
        found = _POSITION.search(line)
        if found:
            at = int(found[1])
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
