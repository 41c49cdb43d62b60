"""Show notes as hosts take them that take no HTML: as Markdown, or as plain text with the addresses of links."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

_BLOCKS: Final = frozenset(
    ("p", "div", "ul", "ol", "li", "blockquote", "pre", "table", "tr", "dl", "dt", "dd", "figure", "figcaption",
     "section", "article", "h1", "h2", "h3", "h4", "h5", "h6", "hr")
)  # fmt: skip
_MARKS: Final = {"strong": "**", "b": "**", "em": "*", "i": "*", "code": "`"}
_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>]|&(?=#?\w+;))")
_LINE_START: Final = re.compile(r"^(#{1,6}(?!\S)|[-+](?!\S)|-{2,}|=+|~{3,}|\d+(?=[.)](?!\S)))", re.MULTILINE)
_DEEPEST: Final = 8
"""How deep lists are indented."""


def markdown(notes_html: str) -> str:
    """HTML as CommonMark; what Markdown has no word for keeps its text."""
    return _written(notes_html, marked=True)


def text(notes_html: str) -> str:
    """HTML as plain text: paragraphs, lists with dashes, and after the words of a link its address."""
    return _written(notes_html, marked=False)


def _written(notes_html: str, *, marked: bool) -> str:
    writer = _Writer(marked=marked)
    writer.feed(notes_html)
    writer.close()
    return writer.whole()


class _Writer(HTMLParser):
    """``lists`` are the open lists, each with the number of its last item (None: no numbers)."""

    def __init__(self, *, marked: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.marked = marked
        self.blocks: list[str] = []
        self.line = ""
        self.lead = ""
        self.lists: list[int | None] = []
        self.links: list[tuple[str, int]] = []

    def whole(self) -> str:
        """Everything that was written."""
        self._end()
        return "".join(self.blocks).strip() + "\n" if self.blocks else ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self._open(tag)
        elif tag == "br":
            self.line += "\\\n" if self.marked else "\n"
        elif tag == "a":
            self.links.append((dict(attrs).get("href") or "", len(self.line)))
        elif tag in _MARKS and self.marked:
            self.line += _MARKS[tag]

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._end()
            if tag in {"ul", "ol"} and self.lists:
                self.lists.pop()
        elif tag == "a" and self.links:
            self._link(*self.links.pop())
        elif tag in _MARKS and self.marked:
            self.line += _MARKS[tag]

    def handle_data(self, data: str) -> None:
        data = re.sub(r"\s+", " ", data)
        self.line += _SPECIAL.sub(r"\\\1", data) if self.marked else data

    def _open(self, tag: str) -> None:
        self._end()
        if tag in {"ul", "ol"}:
            self.lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            self.lead = self._bullet()
        elif tag == "blockquote":
            self.lead = "> "
        elif tag[0] == "h" and tag[1:].isdecimal():
            self.lead = "#" * int(tag[1:]) + " " if self.marked else ""

    def _bullet(self) -> str:
        depth = max(min(len(self.lists), _DEEPEST), 1) - 1
        number = self.lists[-1] if self.lists else None
        if number is None:
            return "   " * depth + "- "
        self.lists[-1] = number + 1
        return f"{'   ' * depth}{number + 1}. "

    def _link(self, href: str, start: int) -> None:
        words = self.line[start:].strip()
        if not href or href.startswith("#"):
            return
        if self.marked:
            made = f"[{words or href}](<{href.replace('>', '%3E').replace('<', '%3C')}>)"
        else:
            made = f"{words} ({href})" if words and words != href else href
        self.line = self.line[:start] + made

    def _end(self) -> None:
        """Write the block that is open, if it holds anything."""
        body = re.sub(r"[ \t]*\n[ \t]*", "\n", self.line).strip()
        if body:
            if self.marked and not self.lead:
                body = _LINE_START.sub(
                    lambda match: "\\" + match[0] if not match[0].isdecimal() else match[0] + "\\", body
                )
            tight = self.lists and self.lead
            self.blocks.append(f"{'' if not self.blocks else chr(10) if tight else chr(10) * 2}{self.lead}{body}")
            self.lead = ""
        self.line, self.links = "", []


def _escaped(match: re.Match[str]) -> str:
    """What would begin a heading or a list, so that it does not: ``\\#``, ``\\-``, ``1\\.``"""
    return f"{match[0]}\\" if match[0].isdecimal() else f"\\{match[0]}"
