"""What stands around the items: is it a feed, are its namespaces named rightly, what does it say of its items.

A frame also makes trees of the pieces: wrong namespace names, prefixes declared nowhere and broken characters are put
right in memory once they are told, so that one slip at the top does not hide everything below it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from feedtool import safexml
from feedtool.check.feed import grammar, repair
from feedtool.check.feed.names import URIS, clark, usual
from feedtool.check.feed.places import shown
from feedtool.findings import Finding, Place, Severity
from feedtool.read.feed_xml import broken, prefix_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from lxml.etree import _Element

    from feedtool.read.feed_xml import Shell

_OLD: Final = "https://github.com/"
_DEFAULT: Final = re.compile(rb"""\sxmlns\s*=\s*("[^"]*"|'[^']*')""")


def parse(data: bytes) -> _Element:
    """XML as a tree without the blanks between its tags. Raises lxml's XMLSyntaxError."""
    from lxml import etree

    root: _Element = etree.fromstring(data, safexml.parser(remove_blank_text=True, collect_ids=False))
    return root


class Origin(NamedTuple):
    """Where a piece's bytes stand: ``line`` maps its lines to the feed's, its first line begins at ``column``."""

    line: Callable[[int], int]
    column: int = 1

    def place(self, data: bytes, offset: int, file: str) -> Place:
        """File, line and column of a byte of ``data``."""
        number = data.count(b"\n", 0, offset) + 1
        before = data[data.rfind(b"\n", 0, offset) + 1 : offset]
        column = len(before.decode("utf-8", "replace")) + (self.column if number == 1 else 1)
        return Place(file, self.line(number), column)


@dataclass(slots=True)
class Said:
    """What a channel says that its items must follow."""

    serial: bool = False
    is_list: bool = False
    hosts: tuple[str, ...] = ()


class Frame:
    """The shell of one feed, and what is known wrong about it."""

    def __init__(self, shell: Shell, file: str) -> None:
        self.shell, self.file, self.said = shell, file, Said()
        self.is_feed = True
        self._renamed: dict[str, str] = {}
        self._declared = repair.declared_in(shell.opening)

    def opening(self) -> Iterator[Finding]:
        """Is this a feed at all, and are its namespaces named rightly?"""
        shell = self.shell
        yield from self._mend_opening()
        try:
            root = parse(shell.opening + shell.closing)
        except SyntaxError:
            whole, _ = self.channel()  # what is wrong with it is told once the end of the feed is there
            if whole is None:
                self.is_feed = False
                return
            root = whole
        if _local(root) == "rss" and "}" in str(root.tag):
            yield self._default(root)
            shell.opening = _DEFAULT.sub(b"", shell.opening)
            root = parse(shell.opening + shell.closing)
        inner = root[0] if len(root) else None
        if root.tag != "rss" or inner is None or inner.tag != "channel":
            self.is_feed = False
            yield self._no_feed(root)
            return
        yield from self._names([*root.nsmap.values(), *inner.nsmap.values()], Place(self.file, shell.root_line))
        shell.opening = self._put_right(shell.opening)
        self._look_ahead()

    def _mend_opening(self) -> Iterator[Finding]:
        shell = self.shell
        missing = repair.undeclared(shell.opening, ())
        right, faults = repair.mended(shell.opening)
        for fault in faults[:1]:
            yield self._fault(fault.message, fault.hint, Place(self.file, shell.root_line))
        shell.opening = self._declare(right, missing)

    def _default(self, root: _Element) -> Finding:
        message = f"all tags stand in the namespace {shown(str(root.nsmap.get(None)))}, RSS's own stand in none"
        place = Place(self.file, self.shell.root_line)
        return Finding(code="FT509", message=message, place=place, hint='Remove xmlns="…" from <rss>.')

    def _no_feed(self, root: _Element) -> Finding:
        what = "an <rss> without <channel>" if root.tag == "rss" else f"a <{shown(usual(str(root.tag)))}>"
        hint = "Podcast apps read <rss> with one <channel>; give the address of such a feed."
        place = Place(self.file, self.shell.root_line)
        return Finding(code="FT505", message=f"this is not an RSS feed but {what}", place=place, hint=hint)

    def _names(self, uris: list[str], place: Place) -> Iterator[Finding]:
        """Namespaces under wrong names, each once in a feed; they are put right for the rest."""
        for uri in dict.fromkeys(uris):
            right = URIS.get(prefix_of(uri) or "", uri)
            if right == uri or uri in self._renamed:
                continue
            self._renamed[uri] = right
            # The podcast namespace's older address is one that readers are told to accept.
            severity = Severity.WARNING if uri.startswith(_OLD) else None
            message = f"the namespace {shown(uri)} is written wrongly"
            yield Finding(code="FT506", message=message, place=place, hint=f'Write "{right}".', severity=severity)

    def _put_right(self, data: bytes) -> bytes:
        for wrong, right in self._renamed.items():
            for quote in ('"', "'"):
                data = data.replace(f"{quote}{wrong}{quote}".encode(), f"{quote}{right}{quote}".encode())
        return data

    def _declare(self, data: bytes, prefixes: dict[str, int]) -> bytes:
        """``data`` with ``prefixes`` declared in its first start tag, by their usual names."""
        tag = re.search(rb"<[A-Za-z_][^\s/>]*", data)
        if not prefixes or not tag:
            return data
        self._declared |= prefixes.keys()
        added = "".join(f' xmlns:{prefix}="{URIS.get(prefix, f"urn:undeclared:{prefix}")}"' for prefix in prefixes)
        return data[: tag.end()] + added.encode() + data[tag.end() :]

    def _look_ahead(self) -> None:
        """What the channel says before its items and they must follow."""
        data, _ = repair.mended(self._whole())
        missing = repair.undeclared(data, ())
        tail = b"" if data.rstrip().endswith(b"</rss>") else self.shell.closing
        try:
            root = parse(self._declare(self._put_right(data), missing) + tail)
            self._declared -= missing.keys()
        except SyntaxError:
            return
        channel: Any = root[0]
        medium = (channel.findtext(clark("podcast:medium")) or "").strip()
        people = channel.findall(clark("podcast:person"))
        hosts = ((p.text or "").strip() for p in people if p.get("role", "host").lower() in {"host", "co-host"})
        self.said = Said(
            serial=(channel.findtext(clark("itunes:type")) or "").strip() == "serial",
            is_list=medium == "mixed" or medium.endswith("L"),
            hosts=tuple(hosts),
        )

    def _whole(self) -> bytes:
        data = self.shell.data()
        return _DEFAULT.sub(b"", data, count=1) if data and _DEFAULT.search(data[: data.find(b"<channel")]) else data

    def sound(self, data: bytes) -> _Element | None:
        """The tree of some items in their shell; None where anything about them has to be put right first.

        Namespaces that the items themselves declare are not looked at.
        """
        if self._renamed:
            return None
        try:
            return parse(self.shell.opening + data + self.shell.closing)
        except SyntaxError:
            return None

    def item(self, data: bytes, origin: Origin) -> tuple[_Element | None, list[Finding]]:
        """The tree of an item in its shell, and what had to be put right for it; no tree where that is not enough."""
        shell = self.shell
        told: list[Finding] = []
        right = self._put_right(data) if self._renamed else data
        root: _Element | None
        try:
            root = parse(shell.opening + right + shell.closing)
        except SyntaxError:
            right, told, missing = self._mended(data, origin, self._declared)
            shell.opening = self._declare(shell.opening, missing)
            wrapped = shell.opening + self._put_right(right) + shell.closing
            if (root := self._parsed(wrapped, len(shell.opening), origin, told)) is None:
                return None, told
        if b"xmlns" in data and (more := list(self._inner_names(data, root, origin))):
            told += more
            root = parse(shell.opening + self._put_right(right) + shell.closing)
        return root, told

    def channel(self) -> tuple[_Element | None, list[Finding]]:
        """The tree of the feed without its items, likewise."""
        data, origin = self._whole(), Origin(self.shell.line)
        data, told = self._cut(data, origin)
        right, more, missing = self._mended(data, origin, ())
        told += more
        root = self._parsed(self._declare(self._put_right(right), missing), 0, origin, told)
        if root is not None and (more := list(self._inner_names(data, root, origin))):
            told += more
            root = parse(self._declare(self._put_right(right), missing))
        return root, told

    def _mended(
        self, data: bytes, origin: Origin, declared: Collection[str]
    ) -> tuple[bytes, list[Finding], dict[str, int]]:
        """``data`` with its characters put right, what was told of it, and the prefixes it does not declare."""
        right, faults = repair.mended(data)
        told = [self._fault(f.message, f.hint, origin.place(data, f.offset, self.file)) for f in faults]
        missing = repair.undeclared(data, declared)
        for prefix, offset in missing.items():
            message, hint = f"the prefix {prefix}: is declared nowhere", f'Declare it on <rss>: xmlns:{prefix}="…".'
            if prefix in URIS:
                hint = f'Write xmlns:{prefix}="{URIS[prefix]}" into <rss>.'
            told.append(self._fault(message, hint, origin.place(data, offset, self.file)))
        return right, sorted(told, key=lambda finding: finding.place or Place("")), missing

    def _parsed(self, data: bytes, outside: int, origin: Origin, told: list[Finding]) -> _Element | None:
        """The tree of ``data``, whose first ``outside`` bytes are not the piece's; a fault that is left is told."""
        try:
            return parse(data)
        except SyntaxError as error:
            line, column = error.position  # type: ignore[attr-defined]
            column = max(column - outside, 0) + origin.column - 1 if line == 1 else column
            told.append(broken(error, Place(self.file, origin.line(line or 1), column)))
            return None

    def _inner_names(self, data: bytes, root: _Element, origin: Origin) -> Iterator[Finding]:
        """Namespaces named wrongly below the channel's own tag, each at the tag that does so."""
        known = {*root.nsmap.values(), *(root[0].nsmap.values() if len(root) else ())}
        inner = {uri for element in root.iter() for uri in element.nsmap.values()} - known
        for uri in sorted(inner):
            at = max(data.find(uri.encode()), 0)
            yield from self._names([uri], origin.place(data, max(data.rfind(b"<", 0, at), 0), self.file))

    def _cut(self, data: bytes, origin: Origin) -> tuple[bytes, list[Finding]]:
        """``data`` up to the end of the feed, and a finding where anything follows (rss-podcast §1)."""
        end = data.rfind(b"</rss>") + len(b"</rss>")
        rest = data[end:]
        if end < len(b"</rss>") or not rest.strip():
            return data, []
        severity = None if repair.only_comments(rest) else Severity.ERROR
        place = origin.place(data, end + len(rest) - len(rest.lstrip()), self.file)
        message = f'"{shown(rest.decode(errors="replace"), 30)}" stands after </rss>'
        finding = Finding(code="FT508", message=message, place=place, severity=severity)
        return data[:end], [finding]

    def _fault(self, message: str, hint: str, place: Place) -> Finding:
        return Finding(code="FT501", message=f"not well-formed XML: {message}", place=place, hint=hint)


def _local(element: _Element) -> str:
    return str(element.tag).rpartition("}")[2]


def bounded(root: _Element, data: bytes) -> bool:
    """Whether no tag has more attributes than anything honest: judging them by a schema costs their square."""
    most = grammar.MOST_ATTRIBUTES
    return data.count(b"=") <= most or all(len(element.attrib) <= most for element in root.iter())
