"""Show notes reduced to what a feed's field may hold (spec: rss-podcast §9), and a chapter list as notes."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Final

from feedtool.render.xmltext import legal
from feedtool.safehtml import BASIC, Clean, clean
from feedtool.timecode import clock

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from feedtool.model import Chapter

LIMIT: Final = 4000
"""How many bytes of UTF-8 Apple and PSP-1 grant a description, tags included."""

_HOUR: Final = 3_600_000
_PARAGRAPHS: Final = re.compile(r"<(/?)(?:pre|dt|dd|figcaption|tr|caption)\b[^>]*>")
_HEADING: Final = re.compile(r"<(/?)h[1-6]\b[^>]*>")
_TABLE: Final = re.compile(r"</?(?:table|thead|tbody)>")
_CELL: Final = re.compile(r"</t[dh]>")
_BEYOND_BASIC: Final = re.compile(rf"<(?!/?(?:{'|'.join(sorted(BASIC))})[\s>])")
_EMPTY: Final = re.compile(r"<p>\s*</p>\n*")
_TOKEN: Final = re.compile(r"<(/?)([a-z0-9]+)[^>]*>|[^<]+")
_ROUNDS: Final = 8
_ENDS_BLOCK: Final = frozenset({"p", "li", "ul", "ol"})


def reduced(notes_html: str, description: str = "", *, limit: int = LIMIT) -> str:
    """The notes as PSP-1's few elements, cut between blocks to at most ``limit`` bytes of UTF-8.

    Headings become bold paragraphs; other blocks become paragraphs. Without notes the plain ``description`` is used.
    """
    if not notes_html.strip():
        return cut(f"<p>{escape(description, quote=False)}</p>", limit) if description else ""
    return cut(basic(notes_html), limit)


def full(notes_html: str) -> str:
    """The notes as ``content:encoded`` may hold them; what the reader of notes has cleaned already stays as it is."""
    if isinstance(notes_html, Clean):
        return notes_html
    return _cleaned(notes_html)


@lru_cache(4)
def _cleaned(notes_html: str) -> str:
    """Notes from elsewhere, cleaned. The last ones are kept: two fields are made of the same notes."""
    # The cleaner takes no lone surrogates and makes something of NUL; lxml finds what else XML cannot hold, in C.
    if "\0" in notes_html:
        notes_html = legal(notes_html)
    try:
        return clean(notes_html)
    except UnicodeEncodeError:
        return clean(legal(notes_html))


def basic(html: str) -> str:
    """``html`` with only the elements PSP-1 allows; what other blocks hold stays apart, as paragraphs."""
    safe = full(html)
    if not _BEYOND_BASIC.search(safe):
        return safe.strip()
    safe = _HEADING.sub(lambda m: "</strong></p>" if m[1] else "<p><strong>", safe)
    safe = _PARAGRAPHS.sub(r"<\1p>", _CELL.sub(" ", _TABLE.sub("", safe)))
    return _EMPTY.sub("", _settled(safe)).strip()


def _settled(html: str) -> str:
    """``html`` cleaned until it stays as it is: a list item whose frame went away may stand in another one."""
    for _ in range(_ROUNDS):
        made = clean(html, BASIC)
        if made == html:
            break
        html = made
    return html


def cut(html: str, limit: int = LIMIT) -> str:
    """``html`` (as ``clean`` gives it) within ``limit`` bytes of UTF-8, whole blocks if any fits, else whole words."""
    if len(html.encode()) <= limit:
        return html
    best = ""
    for end, closing in _ends(html, limit):
        if len(html[:end].encode()) + len(closing) > limit:
            break
        best = html[:end] + closing
    return best or _cut_words(html, limit)


def _ends(html: str, limit: int) -> Iterator[tuple[int, str]]:
    """Where a block ends within the first ``limit`` characters, and the end tags of what is open around it."""
    for end, name, is_close, opened in _walk(html):
        if end > limit:
            return
        if (is_close and name in _ENDS_BLOCK) or (name == "br" and not opened):
            yield end, _closing(opened)


def _walk(html: str) -> Iterator[tuple[int, str, bool, list[str]]]:
    """Each token's end, its element's name ("" for text), whether it closes, and the elements open after it."""
    opened: list[str] = []
    for match in _TOKEN.finditer(html):
        name = match[2] or ""
        if match[1] and opened:
            opened.pop()
        elif name and name != "br" and not match[1]:
            opened.append(name)
        yield match.end(), name, bool(match[1]), opened


def _closing(opened: Sequence[str]) -> str:
    return "".join(f"</{name}>" for name in reversed(opened))


def _cut_words(html: str, limit: int) -> str:
    """The first block is too long: end it after a word, with an ellipsis."""
    best = ""
    start = 0
    for end, name, _, opened in _walk(html):
        closing = "…" + _closing(opened)
        room = limit - len(closing.encode()) - len(html[:start].encode())
        if room <= 0:
            break
        if not name and (text := _words(html[start:end], room)):
            best = html[:start] + text + closing
        start = end
    return best


def _words(text: str, room: int) -> str:
    """As many whole words of ``text`` as fit ``room`` bytes, never half a character reference."""
    raw = text.encode()
    if len(raw) <= room:
        return text
    part = raw[:room].decode(errors="ignore")
    head, space, _ = part.rpartition(" ")
    return head if space else re.sub(r"&[^;]*$", "", part)


def with_chapter_list(notes_html: str, chapters: Iterable[Chapter]) -> str:
    """``notes_html`` followed by the chapters that show, one a line, as players read them: ``0:00 Title``.

    Every line has hours once one reaches an hour (spec: chapters §4). Without such chapters the notes stay as they are.
    """
    shown = [chapter for chapter in chapters if chapter.toc]
    if not shown:
        return notes_html
    hours = any(chapter.start >= _HOUR for chapter in shown)
    lines = "<br>\n".join(
        f"{_stamp(chapter.start, hours=hours)} {escape(chapter.title, quote=False)}" for chapter in shown
    )
    start = f"{notes_html.rstrip()}\n" if notes_html.strip() else ""
    made = f"{start}<p>{lines}</p>\n"
    return Clean(made) if isinstance(notes_html, Clean) else made


def _stamp(ms: int, *, hours: bool) -> str:
    text = clock(ms)
    minutes, _, rest = text.partition(":")
    return f"0:{minutes:0>2}:{rest}" if hours and ms < _HOUR else text
