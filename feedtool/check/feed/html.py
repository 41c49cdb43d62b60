"""HTML in a feed: where it may stand, what apps show of it, and what must never be in it (rss-podcast §9)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from feedtool.check.feed.names import usual
from feedtool.check.feed.places import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element

    from feedtool.check.feed.places import Source
    from feedtool.findings import Finding

# A link to an https address, the usual case, is taken with its attribute; what is left over is looked at closely. A tag
# that is never closed ends where the next begins: browsers run it all the same.
_TAGS: Final = re.compile(
    r"""<(/?)([A-Za-z][A-Za-z0-9]*)(?:\shref="https?://[^"<>]*")?"""
    r"""((?:[\s/](?:[^<>"']|"[^"]*"|'[^']*'|["'])*)?)(?=[<>]|\Z)"""
)
_HTML: Final = re.compile(
    r"</?(?:a|b|br|div|em|font|h[1-6]|i|img|li|ol|p|span|strong|u|ul)(?:\s[^<>]*)?/?>", re.IGNORECASE
)
_PSP_TAGS: Final = frozenset({"p", "br", "ul", "ol", "li", "a", "b", "i", "strong", "em"})
_SHOWN: Final = frozenset({"p"})
_UNSHOWN: Final = re.compile(r"<(?:b|i|strong|em)>", re.IGNORECASE)
_ACTIVE_TAGS: Final = frozenset(
    {"script", "iframe", "object", "embed", "form", "style", "svg", "math", "link", "meta", "base", "applet", "frame",
     "noscript", "frameset", "template"}
)  # fmt: skip
_ACTIVE: Final = re.compile(
    r"""[\s"'/]on[a-z]+\s*=|(?:javascript|vbscript|data)\s*:|[\s"'/](?:srcdoc|formaction)\s*=""", re.IGNORECASE
)
_BLANKS_IN_SCHEME: Final = re.compile(r"[\t\r\n\x00]|&(?:tab|newline|#[x0-9a-f]+);?", re.IGNORECASE)
_TWICE: Final = re.compile(
    r"&lt;/?(?:p|br|a|div|ul|ol|li|strong|em|b|i|h[1-6])(?:\s|/?&gt;)|&amp;(?:amp|lt|gt|quot|#[0-9]+);"
)
_ENTITY: Final = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});")


def plain(element: _Element, text: str, source: Source) -> Iterable[Finding]:
    """HTML where apps show the text as it is."""
    if tag := _HTML.search(text):
        message = f"<{usual(element.tag)}> holds HTML: {shown(tag[0])}"
        return (source.finding("FT550", element, message, "Write plain text."),)
    return ()


def emphasis(element: _Element, text: str, source: Source) -> Iterable[Finding]:
    """Emphasis, which some apps do not show."""
    if unshown := _UNSHOWN.search(text):
        message = f"<{usual(element.tag)}> holds {unshown[0]}, which shows as plain text"
        return (source.finding("FT587", element, message),)
    return ()


def unescaped(element: _Element, text: str, source: Source) -> Iterable[Finding]:
    """An entity left over in a plain field: the text was escaped twice."""
    if left := _ENTITY.search(text):
        message = f"<{usual(element.tag)}> is escaped twice: listeners see {left[0]}"
        return (source.finding("FT551", element, message, "Escape once."),)
    return ()


# What most notes are made of and no app minds; only a text with any other tag is looked at tag by tag.
_ODD: Final = re.compile(
    r"""<(?!p>|/(?:p|a|br|li|ul|ol|strong|em|b|i)>|a href="https?://[^"<>]*">|(?:br|li|ul|ol|strong|em|b|i)>)"""
)


_last: list[tuple[str, tuple[frozenset[str], str]]] = [("", (frozenset(), ""))]
"""The text scanned last: description and content:encoded are often one."""


def _scan(text: str) -> tuple[frozenset[str], str]:
    """The elements a text of HTML holds, and the first tag that runs something ("": none)."""
    known, result = _last[0]
    if text != known:
        result = _scanned(text)
        _last[0] = text, result
    return result


def _scanned(text: str) -> tuple[frozenset[str], str]:
    if not _ODD.search(text):
        return (_SHOWN if "<" in text else frozenset()), ""
    tags = _TAGS.findall(text)
    names = frozenset(map(str.lower, {name for _, name, _ in tags}))
    if names.isdisjoint(_ACTIVE_TAGS):
        tags = [tag for tag in tags if len(tag[2]) > 1]
    running = next((found for tag in tags if (found := _runs(*tag))), "")
    return names, running


def _runs(slash: str, name: str, attributes: str) -> str:
    if not slash and name.lower() in _ACTIVE_TAGS:
        return f"<{name}>"
    if len(attributes) > 1 and _ACTIVE.search(_BLANKS_IN_SCHEME.sub("", attributes)):
        return f"<{name}{shown(attributes)}>"
    return ""


def harmless(element: _Element, text: str, source: Source) -> Iterable[Finding]:
    """Nothing that runs: no scripts, frames, handlers."""
    running = _scan(text.strip())[1]
    return (_runs_there(element, running, source),) if running else ()


def _runs_there(element: _Element, running: str, source: Source) -> Finding:
    message = f"<{usual(element.tag)}> holds something that runs: {running}"
    return source.finding("FT548", element, message, "Remove it.")


def shown_safely(element: _Element, text: str, source: Source) -> Iterator[Finding]:
    """Nothing that runs, only HTML that apps show in a description, escaped once."""
    names, running = _scan(text.strip())
    if running:
        yield _runs_there(element, running, source)
    if others := sorted(names - _PSP_TAGS - _ACTIVE_TAGS):
        message = f"<{usual(element.tag)}> holds <{others[0]}>, which apps do not show"
        yield source.finding("FT549", element, message, "Use p, br, ul, ol, li, a, strong, em, b and i.")
    if not names and _TWICE.search(text):
        message = f"<{usual(element.tag)}> is escaped twice: listeners see the tags"
        yield source.finding("FT551", element, message, "Escape once, or use CDATA without escaping.")
