"""The podcast namespace's HTML: ``<cite>Name:</cite><time>0:00</time><p>text</p>``, and pages that come near it."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from feedtool.findings import Finding, Place
from feedtool.textfile import one_line
from feedtool.timecode import clock
from feedtool.transcripts.base import Cue, TranscriptFile, gather, moment
from feedtool.transcripts.fit import paragraphs
from feedtool.transcripts.speakers import told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

NAME: Final = "html"
TITLE: Final = "HTML"
SUFFIXES: Final = (".html", ".htm")
MEDIA_TYPE: Final = "text/html"
TIMED: Final = False
NAMED: Final = True
KEEPS: Final = frozenset({"time"})
WIDTH: Final = None
ROWS: Final = None

_TAG = re.compile(r"<!--|<(/?)([A-Za-z][A-Za-z0-9]*)(?:[\s/][^<>]*)?>|<!(?!--)[^<>]*>")
_UNSEEN: Final = frozenset({"script", "style", "head", "title", "template", "h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS: Final = frozenset({"p", "div", "li", "blockquote", "section", "article", "main", "body", "html", "ul", "ol"})
_BOUNDS: Final = _BLOCKS | _UNSEEN | {"cite", "time"}
_PLAIN: Final = _BLOCKS | {"cite", "time", "br", "head", "title"}


def sniff(text: str) -> bool:
    """It starts with a tag, a comment or a doctype."""
    return _TAG.match(text) is not None or text.startswith("<!--")


def read(text: str, file: str) -> TranscriptFile:
    """The paragraphs, each with the ``cite`` and ``time`` before it; script, style and headings are passed over."""
    page = _Page(file)
    for words, tag, line in _pieces(text):
        page.words(words, line)
        page.tag(tag)
    page.flush()
    asides = ["markup"] if page.markup else []
    return gather(NAME, _named(page.items), file=file, asides=asides)


def _pieces(text: str) -> Iterator[tuple[str, str, int]]:
    """Text, the tag behind it (``p``, ``/p`` or nothing), and the line the text starts on."""
    at, line = 0, 1
    while match := _TAG.search(text, at):
        yield text[at : match.start()], f"{match[1] or ''}{match[2] or ''}".lower(), line
        end = _past(text, match)
        line += text.count("\n", at, end)
        at = end
    yield text[at:], "", line


def _past(text: str, match: re.Match[str]) -> int:
    """Where the text goes on: behind the tag, the comment, or the element nobody sees."""
    end = match.end()
    if match[0] == "<!--":
        closed = text.find("-->", end)
        return closed + 3 if closed >= 0 else len(text)
    if match[1] == "" and match[2].lower() in _UNSEEN:
        closing = re.compile(rf"</{match[2]}\s*>", re.IGNORECASE).search(text, end)
        return closing.end() if closing else len(text)
    return end


@dataclass(slots=True)
class _Page:
    """What was seen of a page so far: whose words they are, and when."""

    file: str
    items: list[Cue | Finding] = field(default_factory=list)
    markup: bool = False
    _inside: str = ""
    _held: list[str] = field(default_factory=list)
    _speaker: str | None = None
    _start: int | None = None
    _place: Place | None = None

    def words(self, words: str, line: int) -> None:
        """Take text: a name inside ``cite``, a time inside ``time``, else speech."""
        said = one_line(html.unescape(words))
        if not said:
            self._held.append(words)
        elif self._inside == "cite":
            self._speaker = said.rstrip(":： ") or None
        elif self._inside == "time":
            self._take_time(said, line)
        else:
            lead = line + len(words[: len(words) - len(words.lstrip())].splitlines()[1:])
            self._place = self._place or Place(self.file, lead)
            self._held.append(html.unescape(words))

    def _take_time(self, said: str, line: int) -> None:
        self._start = moment(said.strip("[]() "))
        if self._start is None:
            self.items.append(Finding(code="FT604", message=f"{said[:40]!r} is no time", place=Place(self.file, line)))

    def tag(self, tag: str) -> None:
        """Go into an element or out of it; one of a paragraph's own ends what is held."""
        name = tag.removeprefix("/")
        if name in _BOUNDS:
            self.flush()
        elif name == "br":
            self._held.append(" ")
        self.markup |= bool(tag) and name not in _PLAIN
        if name in {"cite", "time"}:
            self._inside = "" if tag[0] == "/" else name

    def flush(self) -> None:
        """Make a cue of what is held."""
        if text := one_line("".join(self._held)):
            self.items.append(Cue(text=text, start=self._start, speaker=self._speaker, place=self._place))
            self._speaker = self._start = None
        self._held, self._place = [], None


def _named(items: Iterable[Cue | Finding]) -> Iterator[Cue | Finding]:
    """``items``; on a page without any ``cite``, with the names that stand before the text."""
    held = list(items)
    cues = [item for item in held if isinstance(item, Cue)]
    if any(cue.speaker for cue in cues):
        yield from held
        return
    names = told([cue.text for cue in cues])
    for item in held:
        if isinstance(item, Cue):
            speaker, text = next(names)
            yield replace(item, speaker=speaker, text=text)
        else:
            yield item


def write(cues: Sequence[Cue], **_: object) -> str:
    """Paragraphs, each with its speaker, where that changes, and its time in whole seconds, where it is known."""
    return "".join(_written(cue) for cue in paragraphs(cues))


def _written(cue: Cue) -> str:
    name = f"<cite>{html.escape(cue.speaker, quote=False)}:</cite>\n" if cue.speaker else ""
    time = f"<time>{clock(cue.start // 1000 * 1000)}</time>\n" if cue.start is not None else ""
    return f"{name}{time}<p>{html.escape(cue.text, quote=False)}</p>\n"
