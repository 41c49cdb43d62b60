"""A feed judged piece by piece."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple

from feedtool.check.feed import assertions, channel, grammar, profiles
from feedtool.check.feed.frame import Frame, Origin, bounded
from feedtool.check.feed.judge import Judge
from feedtool.check.feed.names import URIS
from feedtool.check.feed.places import Source
from feedtool.check.feed.together import Items
from feedtool.findings import Finding, Place, Severity, SourceError
from feedtool.read.feed_pieces import Piece, chunks, singles, split, utf8
from feedtool.read.feed_xml import Shell
from feedtool.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from lxml.etree import _Element

    from feedtool.check.feed.judge import Plan

_MOST: Final = 100
_BATCH: Final = 1 << 18
_RUN: Final = 1 << 17
_MOST_RUN: Final = 48
_OPENING: Final = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in URIS.items())
_UTF8: Final = frozenset({"utf-8", "utf8", "utf-8-sig"})
_DECLARATION: Final = re.compile(
    rb"""(\s*(?:<!--.*?-->\s*)*)<\?xml\s(?:[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["'])?""", re.DOTALL
)


def shell_of() -> Shell:
    """The shell of a feed that declares every prefix and says nothing."""
    return Shell(Piece(is_item=False, line=1, column=1, data=f'<rss version="2.0"{_OPENING}><channel>'.encode()))


def limited(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The first hundred findings of each code, and how many more there were."""
    counts: dict[str, int] = {}
    last: dict[str, Finding] = {}
    for finding in findings:
        code = finding.code
        counts[code] = counts.get(code, 0) + 1
        if counts[code] <= _MOST:
            yield finding
        else:
            last[code] = finding
    for code, finding in last.items():
        yield replace(finding, message=f"{counts[code] - _MOST:,} more like this, the last: {finding.message}")


def weighed(findings: Iterable[Finding], profile: str) -> Iterator[Finding]:
    """The findings as ``profile`` weighs them: a rule's row says where it counts for more, for less or not at all."""
    for finding in findings:
        rule = RULES[finding.code]
        weight = rule.weight(profile)
        if weight == "off":
            continue
        known = finding.severity or weight == rule.severity
        yield finding if known else replace(finding, severity=Severity(weight))


class _Item(NamedTuple):
    """An item's element, its children and their tags, and what such items are held to."""

    element: _Element
    tags: tuple[str, ...]
    children: list[_Element]
    plan: Plan


class Checker:
    """One feed on its way through: what items must not repeat, and what the channel says of them.

    ``now`` is the moment dates are measured against (None: none is in the future), ``address`` where the feed was
    got from.
    """

    def __init__(self, file: str, profile: str, *, now: datetime | None = None, address: str = "") -> None:
        self._file, self._profile, self._address = file, profile, address
        self._items = Items()
        self._judge = Judge(profile, now)

    def feed(self, stream: BinaryIO | Iterable[bytes]) -> Iterator[Finding]:
        """The findings on a whole feed."""
        try:
            encoding, data = utf8(_batched(chunks(stream)), self._file)
            pieces = split(data, self._file, most=_MOST_RUN, size=_RUN)
            first = next(pieces)
            yield from self._encoding(encoding, first)
            yield from self._pieces(Frame(Shell(first), self._file), pieces)
        except SourceError as error:
            yield from error.findings

    def _encoding(self, encoding: str, first: Piece) -> Iterator[Finding]:
        """Is the feed in UTF-8, does it say so, and does it begin with what says so?"""
        if encoding not in _UTF8:
            yield self._at(1, "FT507", f"the feed is in {encoding}", "Save it as UTF-8.")
        match = _DECLARATION.match(first.data)
        if match and match[1]:
            line = match[1].count(b"\n") + 1
            message = "not well-formed XML: the XML declaration is not at the very start"
            yield self._at(line, "FT501", message, "Remove the blanks and lines before <?xml.")
        declared = match[2].decode().lower() if match and match[2] else ""
        if encoding == "utf-8-sig" and declared and declared not in _UTF8:
            message = f"the feed says it is in {declared}, and begins as UTF-8 does"
            yield self._at(1, "FT503", message, 'Write encoding="UTF-8".')

    def _pieces(self, frame: Frame, pieces: Iterator[Piece]) -> Iterator[Finding]:
        yield from frame.opening()
        for piece in pieces:
            if not piece.is_item:
                frame.shell.add(piece)
            elif frame.is_feed:
                yield from self._run(frame, piece)
        yield from self._channel(frame) if frame.is_feed else frame.channel()[1]

    def _run(self, frame: Frame, run: Piece) -> Iterator[Finding]:
        """The findings on some items that follow one another: one tree for all costs less than a tree for each.

        Where that tree cannot be made, each item is read alone, so that a broken one hides nothing of the others.
        """
        if (root := frame.sound(run.data)) is not None:
            items = self._items_of(root)
            if all(item.plan.flat for item in items) or b"xmlns" not in run.data:
                yield from self._judged(frame, root, items, run)
                return
        for piece in singles(run, self._file):
            yield from self.item(frame, piece)

    def item(self, frame: Frame, piece: Piece) -> Iterator[Finding]:
        """The findings on one item."""
        root, told = frame.item(piece.data, _origin(piece))
        yield from told
        if root is not None:
            yield from self._judged(frame, root, self._items_of(root), piece)
        else:
            self._items.count += 1

    def _items_of(self, root: _Element) -> list[_Item]:
        found = []
        for element in root[0].iterchildren("item"):
            children = list(element)
            tags = tuple([child.tag for child in children])
            found.append(_Item(element, tags, children, self._judge.plan(tags)))
        return found

    def _judged(self, frame: Frame, root: _Element, items: Sequence[_Item], piece: Piece) -> Iterator[Finding]:
        """The findings on the items of a tree, whose bytes are those of ``piece``."""
        source = Source(piece.data, self._file, _origin(piece).line, piece.column)
        for element, tags, children, plan in items:
            self._items.count += 1
            facts = dict(zip(reversed(tags), reversed(children), strict=True))
            yield from self._judge.item(element, children, plan, source)
            yield from self._items.check(element, facts, frame.said, source, piece.line)
        if any(item.plan.concerned for item in items) and bounded(root, piece.data):
            yield from assertions.check(root, source)

    def _channel(self, frame: Frame) -> Iterator[Finding]:
        shell = frame.shell
        root, told = frame.channel()
        yield from told
        if root is None:
            return
        source = Source(shell.data(), self._file, shell.line)
        if not bounded(root, shell.data()):
            yield from grammar.explain(root, "e.rss", source)
            return
        yield from grammar.check(root, "e.rss", source)
        if assertions.concern([str(element.tag) for element in root.iter()]):
            yield from assertions.check(root, source)
        if len(root):
            yield from self._judge.channel(root[0], source)
            there = {child.tag for child in root[0]}
            yield from profiles.check(root[0], there, "channel", self._profile, source)
            yield from channel.check(root[0], source, items=self._items.count, said=frame.said, address=self._address)

    def _at(self, line: int, code: str, message: str, hint: str) -> Finding:
        return Finding(code=code, message=message, hint=hint, place=Place(self._file, line))


def _origin(piece: Piece) -> Origin:
    return Origin(lambda line: line + piece.line - 1, piece.column)


def _batched(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in larger parts: what makes a feed and what judges it then take turns less often."""
    held: list[bytes] = []
    size = 0
    for part in parts:
        held.append(part)
        size += len(part)
        if size >= _BATCH:
            batch = b"".join(held)
            held, size = [], 0
            yield batch
    yield b"".join(held)
