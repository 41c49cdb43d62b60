"""HTML to lines: a page's main content without its navigation, or a fragment as feeds hold it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from feedtool.notes.builder import LineBuilder, Source
from feedtool.notes.keys import words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from feedtool.notes.line import Kind, Line

SKIPPED: Final = words_of(
    "script style noscript template nav form button select textarea svg iframe audio video object canvas head "
    "footer aside dialog menu transcript"
)
"""Elements whose text is no part of the notes."""

_BLOCKS: Final = words_of(
    "address article blockquote body br caption center dd details div dl dt fieldset figcaption figure h1 h2 "
    "h3 h4 h5 h6 header hr html li main ol p pre section summary table tbody tfoot thead tr ul"
)
_KNOWN: Final = (
    SKIPPED
    | _BLOCKS
    | words_of(
        "a abbr b bdi bdo big cite code colgroup col del dfn em font i img input ins kbd label mark meta picture "
        "q s samp small source span strike strong sub sup td th time title track tt u var wbr base embed param "
        "ruby rt rp"
    )
)
_TIME_WHOLE = re.compile(r"\d{1,3}:\d{2}(?::\d{2})?(?:\.\d{1,3})?")
_LISTS: Final = frozenset({"ul", "ol"})
_VOID: Final = frozenset({"br", "hr"})
_KINDS: Final[dict[str, tuple[Kind, int]]] = {
    "tr": ("cell", 0), "pre": ("code", 0), "blockquote": ("quote", 0),
    "h1": ("heading", 1), "h2": ("heading", 2), "h3": ("heading", 3),
    "h4": ("heading", 4), "h5": ("heading", 5), "h6": ("heading", 6),
}  # fmt: skip
_TIME_NEXT = re.compile(r"\s*[\[(]?\d{1,3}:\d\d")
_TIME_LAST = re.compile(r"\d:\d\d[\])]?\s*$")
_MARKS = re.compile(
    r"<(?:p|br|li|ul|ol|div|a|h[1-6]|table|strong|b|em|span|html|body|!doctype)\b[^<>]{0,2000}>", re.IGNORECASE
)
_TAGS = re.compile(r"<[^<>]*>")


def looks_like_html(text: str) -> bool:
    """Whether ``text``, whose name tells nothing, is HTML: at least two tags, and no Markdown heading or list."""
    head = text[:20_000]
    if re.match(r"\s*<(?:!doctype|html|p|div|ul|ol|h[1-6]|br|a|span|section|article)\b", head, re.IGNORECASE):
        return True
    marks = len(_MARKS.findall(head))
    return marks >= 2 and not re.search(r"^(?:#{1,6} |[-*+] |\d+\. )", head, re.MULTILINE)


def parse(html: str) -> Any:
    """The element tree of ``html``, or None where it holds no element or nests deeper than libxml2 allows."""
    from lxml import etree

    text = html.replace("\x00", "\ufffd")
    text = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", lambda m: " " * len(m[0]), text)
    try:
        parser = etree.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8")
        return etree.fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def main_content(root: Any) -> Any:
    """The part of a page that holds the notes: its one ``main`` or ``article``, else the body."""
    for path in ("//main", "//*[@role='main']", "//article"):
        found = root.xpath(path)
        if len(found) == 1 and len("".join(found[0].itertext())) > 200:
            return found[0]
    body = root.find("body")
    return root if body is None else body


def main_html(main: Any, given: str) -> str:
    """The HTML of the part ``main``; of a page without its navigation, of a fragment as ``given``."""
    from lxml import etree

    if not re.search(r"<(?:nav|header|footer|aside|form|body)\b", given, re.IGNORECASE):
        return given
    for element in list(main.iter(*sorted(SKIPPED - {"head"}))):
        if element is not main and element.getparent() is not None:
            _drop(element)
    made: str = etree.tostring(main, encoding="unicode", method="html")
    return made


def _drop(element: Any) -> None:
    """Take ``element`` out of its tree and leave the text behind it."""
    parent, before, tail = element.getparent(), element.getprevious(), element.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


def to_lines(
    root: Any, source: Source, *, numbers: Sequence[int] = (), breaks: Callable[[int], bool] | None = None
) -> list[Line]:
    """The lines of the tree ``root``, made of ``source``.

    ``numbers`` holds for each line of the HTML its row in the source, where the two differ. ``breaks``, for HTML made
    from Markdown, tells whether the line break after a row of a paragraph parts two lines; in other HTML it is a space.
    """
    walk = _Walk(source, numbers, breaks)
    walk.run(root)
    return walk.builder.lines


def _is_hidden(element: Any) -> bool:
    style = element.get("style")
    return bool(style and "display:none" in style.replace(" ", "")) or element.get("hidden") is not None


def _is_footnote(element: Any) -> bool:
    """Whether a raised number only points to a footnote."""
    return "footnote" in (element.get("class") or "")


class _Walk:
    def __init__(self, source: Source, numbers: Sequence[int], breaks: Callable[[int], bool] | None) -> None:
        self.builder = LineBuilder(source)
        self._numbers, self._breaks = numbers, breaks
        self._line = 0
        self._depth = 0
        self._blocks: list[tuple[Kind, int, bool]] = [("text", 0, False)]  # those open; True: in what Markdown made
        self._pre = 0
        self._skipped: Any = None
        self._unwritten = not numbers  # Markdown's authors hide nothing

    def run(self, root: Any) -> None:
        """Take the lines out of a tree of HTML."""
        from lxml import etree

        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if event == "start":
                if self._is_skipped(element):
                    self._skipped = element
                    walk.skip_subtree()
                else:
                    self._start(element)
                continue
            self._end(element)
            tail = element.tail
            if tail and element is not root:
                if tail == "\n" and not self.builder.length:
                    self._line += 1
                else:
                    self._text(tail)
        self.builder.flush()

    def _is_skipped(self, element: Any) -> bool:
        tag = element.tag
        return tag in SKIPPED or (tag == "sup" and _is_footnote(element)) or (self._unwritten and _is_hidden(element))

    def _written(self) -> int:
        """The line of the source that the line of HTML at hand stands for."""
        if not self._numbers:
            return self._line
        try:
            return self._numbers[self._line]
        except IndexError:
            return self._numbers[-1]

    def _start(self, element: Any) -> None:
        tag, line, text = element.tag, element.sourceline, element.text
        if line > self._line:
            self._line = line
        if tag in _BLOCKS:
            self._open_block(tag, element)
        elif tag == "a":
            if element.get("href"):
                self.builder.open_link(element.get("href").strip())
        elif tag in ("td", "th"):
            self.builder.cell()
        elif tag not in _KNOWN:
            self._component(element)
        if text:
            self._text(text)

    def _component(self, element: Any) -> None:
        """An element of a site's own, as in Vue or MDX: what its attributes tell is its text."""
        given = {key.lstrip(":"): value.strip("'\"{} ") for key, value in element.attrib.items()}
        if given.get("rel"):
            return
        times = [value for value in given.values() if _TIME_WHOLE.fullmatch(value)]
        titles = [given[key] for key in ("title", "label", "name", "text") if given.get(key)]
        url = next((given[key] for key in ("href", "url", "to") if given.get(key, "").startswith("http")), None)
        number = self._written()
        if times:
            self.builder.flush()
            self.builder.add(" ".join([times[0], "", *titles[:1]]), number)
        if url:
            self.builder.open_link(url)
            if element.tag == "link" or not (element.text or len(element)):
                self.builder.add("" if times or not titles else titles[0], number)
                self.builder.close_link()

    def _open_block(self, tag: str, element: Any) -> None:
        self.builder.flush()
        if tag in _VOID:
            return
        if tag in _LISTS:
            self._depth += 1
        elif tag == "pre":
            self._pre += 1
        kind, level, rendered = self._blocks[-1]
        if tag == "li":
            kind, level = "item", self._depth
        elif tag in _KINDS:
            kind, level = _KINDS[tag]
        if not rendered and self._breaks:
            rendered = element.get("data-sourcepos") is not None
        self._blocks.append((kind, level, rendered))
        self.builder.kind, self.builder.level = kind, level

    def _end(self, element: Any) -> None:
        if element is self._skipped:
            self._skipped = None
            self._line = max(self._line, element.sourceline or 0)
            return
        tag = element.tag
        if tag in _BLOCKS:
            self._close_block(tag)
        elif tag == "a" or tag not in _KNOWN:
            self.builder.close_link()

    def _close_block(self, tag: str) -> None:
        self.builder.flush()
        if tag in _VOID:
            return
        if tag in _LISTS:
            self._depth -= 1
        elif tag == "pre":
            self._pre -= 1
        self._blocks.pop()
        self.builder.kind, self.builder.level, _ = self._blocks[-1]

    def _text(self, text: str) -> None:
        if "\n" not in text:
            self.builder.add(text, self._written())
            return
        if not self.builder.length and text.isspace():
            self._line += text.count("\n")
            return
        pieces = text.split("\n")
        for index, piece in enumerate(pieces):
            if index:
                if self._parts_here(pieces, index):
                    self.builder.flush()
                else:
                    self.builder.add(" ", self._written())
                self._line += 1
            self.builder.add(piece, self._written())

    def _parts_here(self, pieces: Sequence[str], index: int) -> bool:
        """Whether the line break before piece ``index`` parts two lines."""
        if self._pre:
            return True
        if self.builder.kind == "cell":
            return False
        if _TIME_NEXT.match(pieces[index]) or _TIME_LAST.search(pieces[index - 1][-12:]):
            return True
        return bool(self._blocks[-1][2] and self._breaks and self._breaks(self._written()))


def strip_tags(html: str) -> str:
    """``html`` without tags, for the rare text no parser takes."""
    import html as entities

    return entities.unescape(_TAGS.sub(" ", html))
