"""Where an element of a parsed piece stands in the feed, to the column, and findings that say so."""

from __future__ import annotations

import re
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

    @cached_property
    def _markup(self) -> bytes:
        """The bytes with comments and CDATA blanked, newlines kept."""
        return _NO_MARKUP.sub(lambda m: m[0].translate(_BLANKED), self._data)

    def place(self, element: _Element) -> Place:
        """File, line and column of the element's start tag."""
        name = element.tag.rpartition("}")[2]
        raw = f"{element.prefix}:{name}" if element.prefix else name
        tags = list(re.finditer(rb"<" + re.escape(raw.encode()) + rb"(?=[\s/>])", self._markup))
        # The tags that open a shell around an item are in the tree and not in the data: count from the end.
        number = len(tags) - _from_the_end(element)
        if number < 0:
            return Place(self._file, self._line(1))
        offset = tags[number].start()
        line = self._data.count(b"\n", 0, offset) + 1
        start = self._data.rfind(b"\n", 0, offset) + 1
        column = len(self._data[start:offset].decode(errors="replace")) + (self._column if line == 1 else 1)
        return Place(self._file, self._line(line), column)

    def finding(
        self, code: str, element: _Element, message: str, hint: str = "", severity: Severity | None = None
    ) -> Finding:
        """A finding at the element."""
        return Finding(code=code, message=message, place=self.place(element), hint=hint, severity=severity)


def _from_the_end(element: _Element) -> int:
    """How many elements of this very name begin where ``element`` does or later in the document."""
    same = [other for other in element.getroottree().iter(element.tag) if other.prefix == element.prefix]
    return len(same) - same.index(element)


def shown(text: str, limit: int = 60) -> str:
    """A value as a message shows it: one line, shortened."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
