"""Chapter titles as a listener should see them: no bullets, separators, markup or list numbers; what belongs stays."""

from __future__ import annotations

import html as entities
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from feedtool.notes.plain import URL, trim_url

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedtool.notes.line import Anchor

_SEPARATORS: Final = "-–—−‒―|:：∶·•*>→»›~〜～=,;、，；\t ⎯►▶▸"
_LEADING = re.compile(r"(?:[\s\-–—−‒―|:：∶·•*>→»›~〜～=,;、，；)\]）】》►▶▸⎯]|\.(?=\s)|_(?=\s))+")
_LEADERS = re.compile(r"(?:\s?\.{4,}|(?:\s\.){2,}|\s[/@\\]|\s?_{3,})$")
_LEADING_ON: Final = ("....", " .", " /", " @", " \\", "___")
"""What dotted and other lines that lead on end with."""
_OPENERS, _CLOSERS = "([{（【《「", ")]}）】》」"
_PLAIN = re.compile(r"[^\W_]+(?: [\w'’&,.]*[^\W_])*")
_PAIR = dict(zip(_CLOSERS, _OPENERS, strict=True))
_ORDINAL = re.compile(r"^(?:#\s?)?(\d{1,3})\s?(?:[.):\]、．]|-(?=\s))\s*(?=\S)")
_NOTE = re.compile(r"^\s?\([^()]{1,80}\)\s*$")


class Title(NamedTuple):
    """A cleaned title, and the address that stood bare at its end or behind all of it."""

    text: str
    url: str | None = None


def clean(text: str) -> str:
    """``text`` without what leads to it or follows it: separators, stray brackets, white space.

    >>> clean(" - **Intro** |"), clean(") (part one)"), clean(": .NET 8")
    ('Intro', '(part one)', '.NET 8')
    """
    text = text.strip()
    if text.isalnum() or _PLAIN.fullmatch(text):
        return text
    leading = _LEADING.match(text)
    text = (text[leading.end() :] if leading else text).replace("\t", " ")
    return " ".join(_without_emphasis(_trimmed(text)).split())


def _trimmed(text: str) -> str:
    while text:
        kept = text.rstrip(_SEPARATORS)
        kept = _LEADERS.sub("", kept) if kept.endswith(_LEADING_ON) else kept
        if (kept and kept[-1] in _OPENERS) or (
            kept and kept[-1] in _PAIR and kept.count(kept[-1]) > kept.count(_PAIR[kept[-1]])
        ):
            kept = kept[:-1]
        if kept == text:
            break
        text = kept
    return text


def _without_emphasis(text: str) -> str:
    if text[:1] not in ("*", "_", "`"):
        return text
    for mark in ("**", "__", "*", "_", "`"):
        size = len(mark)
        if len(text) > 2 * size and text.startswith(mark) and text.endswith(mark) and mark not in text[size:-size]:
            return text[size:-size].strip(" -–—:")
    return text


def titled(text: str, start: int, end: int, anchors: Sequence[Anchor]) -> Title:
    """The title in ``text[start:end]``; a bare address at its end, or a link behind the whole of it, is its url."""
    url = None
    kept = text[start:end].rstrip()
    if kept.endswith(">"):
        end = start + len(kept) - 1
    if not anchors:
        return Title(clean(text[start:end]))
    inside = [a for a in anchors if a.start >= start and a.end <= end and a.end > a.start]
    while inside and not text[inside[-1].end : end].strip(_SEPARATORS + ")]）.") and _bare(text, inside[-1]):
        url = inside[-1].url
        end = inside[-1].start
        inside.pop()
    if url and text[start:end].rstrip().endswith("<"):
        end = start + text[start:end].rindex("<")
    made = clean(text[start:end])
    if not url and len(inside) == 1 and _same(clean(text[inside[0].start : inside[0].end]), made):
        url = inside[0].url
    return Title(made, url if url and url.startswith(("http://", "https://")) else None)


def _same(linked: str, title: str) -> bool:
    return bool(linked) and linked.strip(" .\"'“”") == title.strip(" .\"'“”")


def _bare(text: str, anchor: Anchor) -> bool:
    shown = text[anchor.start : anchor.end].strip()
    return bool(URL.fullmatch(shown)) or shown == anchor.url or anchor.url.endswith(f"//{shown}")


_LINK = re.compile(r"!?\[([^\[\]]{0,500})\]\(\s*<?([^()\s<>]{0,2000})>?(?:\s+[\"'][^\"']{0,200}[\"'])?\s*\)")
_ANGLED = re.compile(r"\s?<(https?://[^\s<>]{1,2000})>")
_EMPHASIS = re.compile(r"(?<![\w*_])([*_]{1,3})(?=\S)([^*_\n]{1,500}?)(?<=\S)\1(?![\w*_])")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,500}>")


def from_markup(text: str) -> Title:
    """A title out of a front-matter text, in which authors write Markdown or HTML.

    >>> from_markup("The _Old_ [site](https://example.org) &amp; more")
    Title(text='The Old site & more', url='https://example.org')
    """
    text = _ANGLED.sub(r" \1", text)
    link = _LINK.search(text)
    text = _EMPHASIS.sub(r"\2", _LINK.sub(r"\1", _TAG.sub("", text)))
    text = entities.unescape(text.replace("`", ""))
    found = list(URL.finditer(text))
    url = link[2] if link else None
    if found and not text[found[-1].end() :].strip():
        url = trim_url(found[-1][0])
        text = text[: found[-1].start()].rstrip(_SEPARATORS + "(")
    text = re.sub(r"\s+", " ", text).strip()
    return Title(text, url if url and url.startswith(("http://", "https://")) else None)


def without_numbers(titles: Sequence[str]) -> list[str]:
    """``titles`` without their list numbers, where nearly all carry one and they count up."""
    found = [_ORDINAL.match(title) for title in titles]
    numbers = [int(m[1]) for m in found if m]
    if len(numbers) < max(2, 0.8 * len(titles)) or any(b - a not in (0, 1) for a, b in pairwise(numbers)):
        return list(titles)
    return [title[m.end() :] if m else title for title, m in zip(titles, found, strict=True)]


def without_bullets(titles: Sequence[str]) -> list[str]:
    """``titles`` without the one sign, such as an emoji, that every one of them starts with."""
    firsts = {t.split(" ", 1)[0] for t in titles}
    if len(titles) > 2 and len(firsts) == 1:
        first = next(iter(firsts))
        if not any(c.isalnum() for c in first) and first not in ("(", '"', "“", "«", "„", "¿", "¡"):
            return [t[len(first) :].strip() or t for t in titles]
    return list(titles)


def note_after(text: str) -> str:
    """A remark in brackets behind the time, as in ``Encore 4:26 (first time live)``; else an empty text."""
    return text.strip() if _NOTE.match(text) else ""
