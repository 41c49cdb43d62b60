"""Lines put together from pieces of text, with white space folded and link ranges kept true."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from feedtool.findings import Place
from feedtool.notes.line import Anchor, Line
from feedtool.notes.plain import anchors as bare_anchors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedtool.notes.line import Kind

MAX_WORD: Final = 40
"""Characters of a line within which its first word is looked for in the source."""
MAX_ROW: Final = 2000
"""Characters of the source through which it is looked for: pages may stand in one row."""
_BEHIND = re.compile("[（）「」【】，。、；…”»]")
_LITERAL = re.compile(r"\[([^\[\]]{1,300})\]\(\s*(https?://[^\s()<>]{1,2000})\s*\)")


def literal_links(text: str) -> tuple[str, tuple[Anchor, ...]]:
    """``text`` with links as Markdown writes them resolved, which HTML blocks and plain text keep as they stand."""
    parts: list[str] = []
    found: list[Anchor] = []
    size = at = 0
    for match in _LITERAL.finditer(text):
        before = text[at : match.start()]
        parts += [before, match[1]]
        found.append(Anchor(match[2], size + len(before), size + len(before) + len(match[1])))
        size, at = size + len(before) + len(match[1]), match.end()
    made = "".join(parts) + text[at:]
    return made, with_bare(made, tuple(found))


def _runs_on(text: str, anchor: Anchor) -> bool:
    """Whether a bare address goes on behind the sign that ends it: Markdown knows only those of English."""
    return text.startswith(("http", "www."), anchor.start) and bool(_BEHIND.search(text, anchor.start, anchor.end))


def with_bare(text: str, known: tuple[Anchor, ...]) -> tuple[Anchor, ...]:
    """``known`` and the bare addresses of ``text`` that no known link covers, in the order of the text."""
    more = [a for a in bare_anchors(text) if not any(k.start < a.end and a.start < k.end for k in known[:100])]
    return tuple(sorted((*known, *more), key=lambda a: a.start)) if more else known


class Source(NamedTuple):
    """The text that lines were written in: its file, its rows, and how many lines of the file stand above it."""

    file: str
    rows: Sequence[str]
    above: int = 0

    def column(self, number: int, text: str, after: int) -> int:
        """The column from 1 on where ``text`` starts in row ``number``, at or behind the column ``after``; 0: nowhere.

        Markup may stand between any two words, so the first one is looked for.
        """
        if not 0 < number <= len(self.rows):
            return 0
        word = text[:MAX_WORD].partition(" ")[0].partition("\t")[0]
        return self.rows[number - 1].find(word, after, after + MAX_ROW) + 1 if word else 0


class LineBuilder:
    """Collects pieces into lines; numbers given count from the first row of ``source``.

    ``length`` counts the characters of the line at hand; ``kind`` and ``level`` are what it will be.
    """

    def __init__(self, source: Source) -> None:
        self.lines: list[Line] = []
        self._source = source
        self._last = (0, 0)
        self._parts: list[str] = []
        self.length = 0
        self._spaced = True
        self._anchors: list[Anchor] = []
        self._open: tuple[str, int] | None = None
        self._number = 0
        self.kind: Kind = "text"
        self.level = 0

    def add(self, text: str, number: int) -> None:
        """Append ``text``, which stands in row ``number`` of the source."""
        folded = " ".join(text.split())
        if folded != text and text:
            if text[0].isspace() and not self._spaced:
                folded = f" {folded}"
            if folded and folded != " " and text[-1].isspace():
                folded += " "
        if not folded:
            return
        if not self.length:
            self._number = number
        self._parts.append(folded)
        self.length += len(folded)
        self._spaced = folded[-1] == " "

    def cell(self) -> None:
        """Start a new cell of the table row at hand."""
        if self.length:
            last = self._parts[-1].rstrip(" ")
            self.length -= len(self._parts[-1]) - len(last) - 1
            self._parts[-1:] = [last, "\t"]
            self._spaced = True

    def open_link(self, url: str) -> None:
        """What is added from here on is linked to ``url``."""
        self.close_link()
        self._open = (url, self.length)

    def close_link(self) -> None:
        """End the link at hand."""
        if self._open:
            url, start = self._open
            self._anchors.append(Anchor(url, start, self.length))
            self._open = None

    def flush(self) -> None:
        """End the line at hand; a link that is still open goes on in the next."""
        if not self._parts and not self._anchors:
            return
        still = self._open
        if still:
            self.close_link()
        text = "".join(self._parts).rstrip()
        if text or self._anchors:
            anchors = self._linked(text) if self._anchors else ()
            if "](" in text and not anchors:
                text, anchors = literal_links(text)
            elif "://" in text or "www." in text:
                anchors = with_bare(text, anchors)
            if text or any(a.url for a in anchors):
                self.lines.append(Line(text, anchors, self.kind, self.level, self._place(text)))
        self._parts = []
        self._anchors = []
        self.length, self._spaced, self._number = 0, True, 0
        if still:
            self._open = (still[0], 0)

    def _linked(self, text: str) -> tuple[Anchor, ...]:
        """The links of the line at hand, which has become ``text``."""
        end = len(text)
        anchors = tuple(a if a.end <= end else Anchor(a.url, min(a.start, end), end) for a in self._anchors)
        return anchors if text.isascii() else tuple(a for a in anchors if not _runs_on(text, a))

    def _place(self, text: str) -> Place:
        """Where ``text`` was written; of several lines of one row each is looked for behind the one before."""
        number, source = self._number, self._source
        if not number:
            return Place(source.file)
        after = self._last[1] if self._last[0] == number else 0
        column = source.column(number, text, after)
        self._last = (number, column or after)
        return Place(source.file, number + source.above, column)
