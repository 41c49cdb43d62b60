"""The notes in their own format, as lines to understand and as HTML to publish."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final, Literal

from feedtool.notes import markdown, markup, plain
from feedtool.notes.builder import Source
from feedtool.notes.sections import bare
from feedtool.safehtml import clean

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from feedtool.notes.line import Line

Format = Literal["markdown", "text", "html"]

_ENDINGS: Final[dict[str, Format]] = {
    "md": "markdown", "markdown": "markdown", "mdx": "markdown", "mkd": "markdown", "mdown": "markdown",
    "txt": "text", "text": "text", "html": "html", "htm": "html", "xhtml": "html",
}  # fmt: skip
_OPENING: Final = re.compile(r"<(h[12])\b[^<>]{0,500}>", re.IGNORECASE)
_MAX_HEADINGS: Final = 4
_MAX_HEADING: Final = 5000


@dataclass(frozen=True, slots=True)
class Shape:
    """The lines of notes of one ``format``; ``html`` is not clean yet, ``first`` the file's line it begins on."""

    format: Format
    lines: list[Line]
    html: str
    first: int

    def published(self, left_out: AbstractSet[int], listed: AbstractSet[int], called: AbstractSet[str]) -> str:
        """The notes as clean HTML.

        ``left_out`` are lines of the file taken as title or page furniture, ``called`` what headings say that are
        only that, and ``listed`` are lines of chapters, each of which players want on a line of its own.
        """
        if self.format == "text":
            rows = self.html.split("\n")
            kept = ["" if number in left_out else row for number, row in enumerate(rows, self.first)]
            return clean(plain.to_html("\n".join(kept)))
        if self.format == "html":
            return clean(_without_headings(self.html, {bare(name) for name in called}))
        moved = 1 - self.first
        return clean(markdown.published(self.html, {n + moved for n in left_out}, {n + moved for n in listed})).strip()


def guess(file: str, body: str) -> Format:
    """The format of ``body`` by the ending of ``file``, else by its content."""
    ending = file.rsplit(".", 1)[-1].casefold() if "." in file else ""
    return _ENDINGS.get(ending) or ("html" if markup.looks_like_html(body) else "markdown")


def shape(kind: Format, body: str, file: str, first: int) -> Shape:
    """The lines and the HTML of ``body``, which begins on line ``first`` of ``file``."""
    if kind == "text":
        return Shape(kind, plain.to_lines(body, file, first), body, first)
    if not body.strip():
        return Shape(kind, [], "", first)
    rendered = markdown.to_html(body) if kind == "markdown" else body
    root = markup.parse(rendered)
    source = Source(file, body.split("\n"), first - 1)
    if root is None:
        return Shape(kind, plain.to_lines(markup.strip_tags(rendered), file, first), rendered, first)
    if kind == "html":
        main = markup.main_content(root)
        return Shape(kind, markup.to_lines(main, source), markup.main_html(main, rendered), first)
    mapped = markdown.line_map(rendered, body)
    lines = markup.to_lines(root, source, numbers=mapped, breaks=markdown.breaks_after(body))
    return Shape(kind, lines, rendered, first)


def _without_headings(html: str, called: AbstractSet[str]) -> str:
    """``html`` without those of its first headings that say one of ``called``: a page shows that already."""
    made, at = [], 0
    for opening in islice(_OPENING.finditer(html), _MAX_HEADINGS):
        end = html.find(f"</{opening[1]}>", opening.end(), opening.end() + _MAX_HEADING)
        inner = markup.strip_tags(html[opening.end() : end])
        if end > 0 and bare(" ".join(inner.split())) in called:
            made.append(html[at : opening.start()])
            at = end + len(opening[1]) + 3
    return "".join([*made, html[at:].lstrip() if made else html])
