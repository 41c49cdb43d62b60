"""A feed judged piece by piece."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO, Final

from feedtool.check.feed import assertions, grammar, profiles, values
from feedtool.check.feed.duplicates import Seen
from feedtool.check.feed.names import URIS, clark, usual
from feedtool.check.feed.places import Source, shown
from feedtool.findings import Finding, Place, Severity, SourceError
from feedtool.read.feed_pieces import Piece, chunks, split, utf8
from feedtool.read.feed_xml import Shell, line_of, parse, parsed, prefix_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element

_MOST: Final = 100
_MOST_ATTRIBUTES: Final = 1000
_LARGE: Final = 4 * _MOST_ATTRIBUTES
_OPENING: Final = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in URIS.items())


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


class Checker:
    """One feed on its way through: what items must not repeat, and what the channel says of them."""

    def __init__(self, file: str, profile: str) -> None:
        self._file, self._profile = file, profile
        self._guids, self._urls = Seen(), Seen()
        self._items = 0
        self._serial = self._list = False
        self._root_line = 1
        self._renamed: dict[bytes, bytes] = {}

    def feed(self, stream: BinaryIO | Iterable[bytes]) -> Iterator[Finding]:
        """The findings on a whole feed."""
        try:
            encoding, data = utf8(chunks(stream), self._file)
            if encoding not in {"utf-8", "utf8", "utf-8-sig"}:
                yield self._at(1, "FT507", f"the feed is in {encoding}", "Save it as UTF-8.")
            yield from self._pieces(split(data, self._file))
        except SourceError as error:
            yield from error.findings

    def _pieces(self, pieces: Iterator[Piece]) -> Iterator[Finding]:
        shell = Shell(next(pieces))
        wrong = list(self._opening(shell))
        yield from wrong
        if any(finding.code == "FT505" for finding in wrong):
            return
        for piece in pieces:
            if not piece.is_item:
                shell.add(piece)
                continue
            self._items += 1
            try:
                yield from self.item(shell, piece)
            except SourceError as error:
                yield from error.findings
        yield from self._channel(shell)

    def _opening(self, shell: Shell) -> Iterator[Finding]:
        """Is this a feed at all, and are its namespaces named rightly? Wrong names are put right for the rest."""
        try:
            root = parse(shell.opening + shell.closing)
        except SyntaxError:
            root = parsed(shell.data() or b" ", self._file, shell.line)
        inner = root[0] if len(root) else None
        if root.tag != "rss" or inner is None or inner.tag != "channel":
            what = "an <rss> without <channel>" if root.tag == "rss" else f"a <{shown(usual(str(root.tag)))}>"
            hint = "Podcast apps read <rss> with one <channel>; give the address of such a feed."
            yield self._at(shell.root_line, "FT505", f"this is not an RSS feed but {what}", hint)
            return
        self._root_line = shell.root_line
        for uri in dict.fromkeys([*root.nsmap.values(), *inner.nsmap.values()]):
            right = URIS.get(prefix_of(uri) or "", uri)
            if right != uri:
                yield self._namespace(uri, right)
                for quote in ('"', "'"):
                    self._renamed[f"{quote}{uri}{quote}".encode()] = f"{quote}{right}{quote}".encode()
        shell.opening = self._put_right(shell.opening)
        self._look_ahead(shell)

    def _namespace(self, uri: str, right: str) -> Finding:
        # The namespace's older address is one that readers are told to accept.
        severity = Severity.WARNING if uri.startswith("https://github.com/") else None
        message = f"the namespace {shown(uri)} is written wrongly"
        return replace(self._at(self._root_line, "FT506", message, f'Write "{right}".'), severity=severity)

    def _put_right(self, data: bytes) -> bytes:
        for wrong, right in self._renamed.items():
            data = data.replace(wrong, right)
        return data

    def _look_ahead(self, shell: Shell) -> None:
        """What the channel says before its items and they must follow."""
        try:
            channel = parse(self._put_right(shell.data()) + (shell.closing if self._open(shell) else b""))[0]
        except SyntaxError:
            return
        medium = channel.findtext(clark("podcast:medium"), "").strip()
        self._serial = channel.findtext(clark("itunes:type"), "").strip() == "serial"
        self._list = medium == "mixed" or medium.endswith("L")

    @staticmethod
    def _open(shell: Shell) -> bool:
        return not shell.data().rstrip().endswith(b"</rss>")

    def item(self, shell: Shell, piece: Piece) -> Iterator[Finding]:
        """The findings on one item. Broken XML raises SourceError."""
        root = self._parse(shell, piece)
        source = Source(piece.data, self._file, lambda line: line + piece.line - 1, piece.column)
        element = next(root.iter("item"), None)
        if element is None:
            return
        yield from grammar.check(element, "e.item", source)
        yield from assertions.check(root, source)
        yield from values.check(element, values.ITEM, source)
        yield from profiles.check(element, "item", self._profile, source)
        yield from self._together(element, source, piece)

    def _parse(self, shell: Shell, piece: Piece) -> _Element:
        data = shell.opening + piece.data + shell.closing
        root = parsed(data, self._file, lambda line: line + piece.line - 1, first_column=len(shell.opening))
        self._bounded(root, piece.data, piece.line)
        return root

    def _bounded(self, root: _Element, data: bytes, line: int) -> None:
        """Validating an element costs the square of its attributes; nothing honest has a thousand."""
        if len(data) > _LARGE and any(len(element.attrib) > _MOST_ATTRIBUTES for element in root.iter()):
            message = f"a tag with more than {_MOST_ATTRIBUTES:,} attributes"
            raise SourceError(self._at(line, "FT504", message, "Remove what is no part of the feed."))

    def _together(self, element: _Element, source: Source, piece: Piece) -> Iterator[Finding]:
        """What an item's tags, the other items and the channel must agree on."""
        facts = {child.tag: child for child in reversed(element)}
        yield from self._repeated(facts, source, piece)
        number, decimal = facts.get(clark("itunes:episode")), facts.get(clark("podcast:episode"))
        if self._serial and number is None and _text(facts.get(clark("itunes:episodeType"))) in {"", "full"}:
            yield source.finding("FT555", element, "an episode of a serial show has no number", "Add itunes:episode.")
        for one, other in ((number, decimal), (facts.get(clark("itunes:season")), facts.get(clark("podcast:season")))):
            if one is not None and other is not None and not _same_number(_text(one), _text(other)):
                message = f"itunes: says {shown(_text(one))}, podcast: says {shown(_text(other))}"
                yield source.finding("FT556", other, message, "Make them agree.")
        description, notes = facts.get("description"), facts.get(clark("content:encoded"))
        if notes is not None and description is None:
            yield source.finding("FT557", notes, "the notes stand in content:encoded only", "Add a description.")
        summary = facts.get(clark("itunes:summary"))
        if summary is not None and description is not None and _text(summary) and _text(summary) == _text(description):
            yield source.finding("FT558", summary, "<itunes:summary> repeats the description", "Remove it.")

    def _repeated(self, facts: dict[str, _Element], source: Source, piece: Piece) -> Iterator[Finding]:
        guid, enclosure = facts.get("guid"), facts.get("enclosure")
        line = piece.line - 1
        if guid is not None and (first := self._guids.first(guid.text or "", line_of(guid) + line)):
            message = f'the guid "{shown(guid.text or "")}" is also that of the item at line {first}'
            yield source.finding("FT540", guid, message, "Give each episode its own.")
        if enclosure is None or not (url := enclosure.get("url", "")):
            return
        if first := self._urls.first(url, line_of(enclosure) + line):
            message = f"the audio file {shown(url)} is also that of the item at line {first}"
            yield source.finding("FT541", enclosure, message, "Apple passes over the second: point it at its own file.")

    def _channel(self, shell: Shell) -> Iterator[Finding]:
        root = parsed(self._put_right(shell.data()), self._file, shell.line)
        self._bounded(root, shell.data(), self._root_line)
        source = Source(shell.data(), self._file, shell.line)
        yield from grammar.check(root, "e.rss", source)
        yield from assertions.check(root, source)
        channel = root[0]
        yield from values.check(channel, values.CHANNEL, source)
        yield from profiles.check(channel, "channel", self._profile, source)
        categories = channel.findall(clark("itunes:category"))
        if len(categories) > 2:
            message = f"{len(categories)} categories; Apple reads the first, at most two"
            yield source.finding("FT539", categories[2], message, "Keep the two that fit best.", Severity.INFO)
        if self._list and self._items:
            message = f"a list feed holds {self._items} items of its own"
            yield source.finding("FT572", channel, message, "Use podcast:remoteItem, or another medium.")

    def _at(self, line: int, code: str, message: str, hint: str) -> Finding:
        return Finding(code=code, message=message, hint=hint, place=Place(self._file, line))


def _text(element: _Element | None) -> str:
    return (element.text or "").strip() if element is not None else ""


def _same_number(one: str, other: str) -> bool:
    try:
        return float(one) == float(other)
    except ValueError:
        return True
