"""HTML that may be shown to a listener: an allow-list, links with known schemes, nothing that runs.

Notes are hostile input. Both the reader of notes and the writer of feeds clean through here; cleaning twice changes
nothing.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

SCHEMES: Final = frozenset({"http", "https", "mailto"})
BASIC: Final = frozenset({"a", "b", "br", "em", "i", "li", "ol", "p", "strong", "ul"})
"""What a feed's ``description`` may hold: PSP-1's list and ``br`` (spec: rss-podcast §9)."""

FULL: Final = BASIC | frozenset(
    {
        "abbr", "blockquote", "cite", "code", "dd", "del", "dl", "dt", "figcaption", "figure", "h1", "h2", "h3", "h4",
        "h5", "h6", "hr", "img", "kbd", "mark", "pre", "q", "s", "small", "sub", "sup", "table", "tbody", "td", "th",
        "thead", "tr", "u",
    }
)  # fmt: skip
"""What ``content:encoded`` and a page may hold."""

_ATTRIBUTES: Final = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "abbr": {"title"},
}


def clean(html: str, allowed: frozenset[str] = FULL) -> str:
    """``html`` with only ``allowed`` elements, safe attributes and http, https or mailto links.

    >>> clean('<p onclick="x()">Hi <script>alert(1)</script><a href="javascript:x">there</a></p>')
    '<p>Hi <a>there</a></p>'
    """
    return _cleaner(allowed)(html)


@cache
def _cleaner(allowed: frozenset[str]) -> Callable[[str], str]:
    import nh3

    attributes = {tag: names for tag, names in _ATTRIBUTES.items() if tag in allowed}
    cleaner = nh3.Cleaner(
        tags=set(allowed), attributes=attributes, url_schemes=set(SCHEMES), link_rel=None, strip_comments=True
    )
    made: Callable[[str], str] = cleaner.clean
    return made
