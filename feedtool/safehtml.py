"""HTML that may be shown to a listener: an allow-list, links with known schemes, nothing that runs.

Notes are hostile input. Both the reader of notes and the writer of feeds clean through here; cleaning twice changes
nothing, and :class:`Clean` text tells that it has been done.
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


class Clean(str):
    """HTML that :func:`clean` has made with its widest list, and that need not be cleaned again.

    What is cut from one or joined to one is plain text again, except what :meth:`strip` takes off its ends.
    """

    __slots__ = ()

    def strip(self, chars: str | None = None, /) -> Clean:
        """As of any text; white space at its ends makes nothing safe or unsafe."""
        made = super().strip(chars)
        return Clean(made) if chars is None else made  # type: ignore[return-value]


def clean(html: str, allowed: frozenset[str] = FULL) -> str:
    """``html`` with only ``allowed`` elements, safe attributes and http, https or mailto links.

    >>> clean('<p onclick="x()">Hi <script>alert(1)</script><a href="javascript:x">there</a></p>')
    '<p>Hi <a>there</a></p>'
    """
    made = _cleaner(allowed)(html)
    return Clean(made) if allowed is FULL else made


@cache
def _cleaner(allowed: frozenset[str]) -> Callable[[str], str]:
    import nh3

    attributes = {tag: names for tag, names in _ATTRIBUTES.items() if tag in allowed}
    cleaner = nh3.Cleaner(
        tags=set(allowed), attributes=attributes, url_schemes=set(SCHEMES), link_rel=None, strip_comments=True
    )
    made: Callable[[str], str] = cleaner.clean
    return made
