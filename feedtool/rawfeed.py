"""A feed as XML elements, one item at a time: nothing is interpreted, and a broken item costs only itself.

Who compares feeds or takes one over needs what stands there, not what a reader makes of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, Final

from feedtool import safexml
from feedtool.check.feed import repair
from feedtool.findings import Finding, Place, SourceError
from feedtool.read import feed_xml
from feedtool.read.feed_xml import name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element

    from feedtool.read.feed_pieces import Piece

_ROOTS: Final = re.compile(r"(?:\{.*\})?(?:rss|RDF|channel)", re.IGNORECASE)
_ATOM: Final = "{http://www.w3.org/2005/Atom}feed"
_ATOM_HINT: Final = "This is an Atom feed: give the address of the show's RSS feed, which podcast apps read."


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One ``item`` of a feed: its element, the small feed around it as bytes, and where it begins."""

    element: _Element
    alone: bytes = field(repr=False)
    place: Place


@dataclass(slots=True)
class RawFeed:
    """A feed that is read once: first :meth:`items`, then ``channel`` holds what stood around them.

    ``findings`` tell what was broken and put right or left out (FT831). What is no RSS raises SourceError (FT830).
    """

    stream: BinaryIO | Iterable[bytes]
    file: str
    findings: list[Finding] = field(default_factory=list)
    channel: _Element | None = None
    alone: bytes = b""

    def items(self) -> Iterator[Part]:
        """The items in the feed's order, in the memory of one."""
        shell: feed_xml.Shell | None = None
        for piece in feed_xml.pieces(self.stream, self.file):
            if shell is None:
                shell = feed_xml.Shell(piece)
            elif not piece.is_item:
                shell.add(piece)
            if piece.is_item and (part := self._part(shell, piece)):
                yield part
        self._close(shell)

    def _part(self, shell: feed_xml.Shell, piece: Piece) -> Part | None:
        place = Place(self.file, piece.line, piece.column)
        root, alone = self._read(shell.opening + piece.data + shell.closing, place)
        element = next(root.iter("{*}item"), None) if root is not None else None
        return None if element is None else Part(element=element, alone=alone, place=place)

    def _close(self, shell: feed_xml.Shell | None) -> None:
        root, self.alone = self._read(shell.data() if shell else b"", Place(self.file, 1))
        if root is None or not _ROOTS.fullmatch(str(root.tag)):
            hint = _ATOM_HINT if root is not None and root.tag == _ATOM else ""
            message = f"{self.file} is no RSS feed"
            raise SourceError(Finding(code="FT830", message=message, place=Place(self.file), hint=hint))
        self.channel = next((child for child in root if name_of(child.tag) == "channel"), root)

    def _read(self, data: bytes, place: Place) -> tuple[_Element | None, bytes]:
        """``data`` as a tree, put right where it must be, and the bytes that were read; None where nothing helps."""
        from lxml.etree import XMLSyntaxError, tostring

        try:
            return feed_xml.parse(data), data
        except XMLSyntaxError as error:
            self.findings.append(_broken(error, place))
        better, _ = repair.mended(data)
        root = _recovered(_declared(better))
        return root, b"" if root is None else tostring(root, encoding="utf-8")


def _declared(data: bytes) -> bytes:
    """``data`` with every prefix declared on its root: the known ones as what they always stand for."""
    root = _ROOT.search(data)
    there = repair.declared_in(data[root.start() : data.find(b">", root.end())]) if root else set()
    missing = dict.fromkeys(name.decode() for name in _PREFIX.findall(data) if name.decode() not in there | {"xml"})
    known = {prefix: uri for uri, prefix in reversed(feed_xml.PREFIXES.items())}
    added = "".join(f' xmlns:{prefix}="{known.get(prefix, f"urn:undeclared:{prefix}")}"' for prefix in missing)
    return data[: root.end()] + added.encode() + data[root.end() :] if root else data


_PREFIX: Final = re.compile(rb"<([A-Za-z_][\w.-]*):[A-Za-z_]")
_ROOT: Final = re.compile(rb"<(?:rss|[A-Za-z_][\w.-]*:RDF|feed)\b", re.IGNORECASE)


def _recovered(data: bytes) -> _Element | None:
    from lxml import etree

    root: _Element | None = etree.fromstring(data, safexml.parser(recover=True)) if data.strip() else None
    return root


def _broken(error: Exception, place: Place) -> Finding:
    told = feed_xml.broken(error, place)
    return Finding(code="FT831", message=told.message, place=place, hint=told.hint)
