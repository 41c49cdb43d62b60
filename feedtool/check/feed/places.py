"""Where an element of a parsed piece stands in the feed, to the column, and findings that say so."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING, Final

from feedtool.findings import Finding, Place, Severity

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element

_NO_MARKUP: Final = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.DOTALL)
_BLANKED: Final = bytes(10 if byte == 10 else 32 for byte in range(256))
"""Every byte to a blank, but for newlines."""


class Source:
    """The bytes an element was parsed from, and how its lines, and the column of the first, map to the feed's.

    Parsers know an element's line at best, and the wrong one for a start tag of several lines. The n-th element of a
    name is the n-th start tag of that name: its place is found again in the bytes, when a finding asks for it.
    """

    def __init__(self, data: bytes, file: str, line: Callable[[int], int], column: int = 1) -> None:
        self._data, self._file, self._line, self._column = data, file, line, column
        self._found: dict[bytes, list[int]] = {}
        self._numbered: dict[tuple[str, str | None], dict[_Element, int]] = {}

    @cached_property
    def _markup(self) -> bytes:
        """The bytes with comments and CDATA blanked, newlines kept."""
        return _NO_MARKUP.sub(lambda m: m[0].translate(_BLANKED), self._data)

    @cached_property
    def _newlines(self) -> list[int]:
        return [match.start() for match in re.finditer(rb"\n", self._data)]

    def place(self, element: _Element) -> Place:
        """File, line and column of the element's start tag."""
        name = element.tag.rpartition("}")[2]
        tags = self._tags((f"{element.prefix}:{name}" if element.prefix else name).encode())
        # The tags that open a shell around an item are in the tree and not in the data: count from the end.
        same = self._same(element)
        number = len(tags) - len(same) + same[element]
        if number < 0:
            return Place(self._file, self._line(1))
        offset = tags[number]
        line = bisect_left(self._newlines, offset) + 1
        start = self._newlines[line - 2] + 1 if line > 1 else 0
        column = len(self._data[start:offset].decode(errors="replace")) + (self._column if line == 1 else 1)
        return Place(self._file, self._line(line), column)

    def _tags(self, name: bytes) -> list[int]:
        """Where the start tags of a ``name`` begin."""
        if name not in self._found:
            tags = re.finditer(rb"<" + re.escape(name) + rb"(?=[\s/>])", self._markup)
            self._found[name] = [tag.start() for tag in tags]
        return self._found[name]

    def _same(self, element: _Element) -> dict[_Element, int]:
        """The elements of the very name of ``element``, numbered."""
        key = (element.tag, element.prefix)
        if element not in self._numbered.get(key, ()):
            every = element.getroottree().iter(element.tag)
            self._numbered[key] = {other: n for n, other in enumerate(e for e in every if e.prefix == element.prefix)}
        return self._numbered[key]

    def finding(
        self, code: str, element: _Element, message: str, hint: str = "", severity: Severity | None = None
    ) -> Finding:
        """A finding at the element."""
        return Finding(code=code, message=message, place=self.place(element), hint=hint, severity=severity)


def shown(text: str, limit: int = 60) -> str:
    """A value as a message shows it: one line, shortened."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
