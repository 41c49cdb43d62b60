"""The one representation every format of notes is turned into: a sequence of lines with their links and places."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from feedtool.findings import Place

Kind = Literal["text", "heading", "item", "cell", "quote", "code"]


class Anchor(NamedTuple):
    """A link of a line: its address and the half-open range of ``Line.text`` that is linked."""

    url: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line as a reader sees it: markup gone, white space folded, the cells of a table row parted by tabs.

    ``level`` is a heading's rank (1 to 6) or a list item's depth from 1. ``place`` says where it was written.
    """

    text: str
    links: tuple[Anchor, ...] = ()
    kind: Kind = "text"
    level: int = 0
    place: Place | None = field(default=None, compare=False)
