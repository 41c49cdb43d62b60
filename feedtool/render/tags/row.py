"""The shape of a tag's row, and the one function that writes rows as XML elements."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from lxml.etree import _Element

NAMESPACES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "atom": "http://www.w3.org/2005/Atom",
        "content": "http://purl.org/rss/1.0/modules/content/",
        "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
        "podcast": "https://podcastindex.org/namespace/1.0",
        "psc": "http://podlove.org/simple-chapters",
    }
)
"""The prefixes a feed declares on its root, and what they stand for (spec: rss-podcast §1)."""

Get = Callable[[Any], Any]
_ILLEGAL: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Tag(NamedTuple):
    """One element of a feed: what it is called, where it stands, and how to get it from the model.

    ``get`` takes the Show (``channel``), the Episode (``item``) or, in ``children``, the parent's value, and gives
    the value to write; None, False, ``""`` and an empty tuple leave the element out. With ``many`` it gives one value
    an element. ``text`` and ``attributes`` take such a value and give text; None leaves them out.
    """

    name: str
    where: Literal["channel", "item", "inside"]
    get: Get
    text: Get | None = None
    attributes: tuple[tuple[str, Get], ...] = ()
    children: tuple[Tag, ...] = ()
    many: bool = False
    markup: bool = False
    """The text is HTML: it is written as CDATA where it holds markup."""


def itself(value: Any) -> Any:
    """The value as it is: the ``text`` of a tag whose value is its text."""
    return value


def legal(text: str) -> str:
    """``text`` without the characters XML 1.0 cannot hold; they cost only themselves (spec: rss-podcast §1)."""
    return _ILLEGAL.sub("", text)


def write(parent: _Element, tags: Iterable[Tag], source: Any) -> None:
    """Append to ``parent`` the elements that ``tags`` make of ``source``, in the order of the rows."""
    for tag in tags:
        value = tag.get(source)
        if value is None or value is False or value in ("", ()):
            continue
        for one in value if tag.many else (value,):
            _element(parent, tag, one)


def _element(parent: _Element, tag: Tag, value: Any) -> None:
    from lxml.etree import SubElement

    element = SubElement(parent, qualified(tag.name))
    for name, get in tag.attributes:
        text = get(value)
        if text is not None:
            _set(element, name, text)
    if tag.text is not None:
        _fill(element, tag.text(value), markup=tag.markup)
    if tag.children:
        write(element, tag.children, value)


@cache
def qualified(name: str) -> str:
    """``podcast:guid`` in the form XML libraries take: ``{namespace}guid``. An RSS name has no prefix."""
    prefix, _, local = name.rpartition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}" if prefix else local


# XML's rules are checked by lxml in C: only a text it refuses is worth a second look.
def _set(element: _Element, name: str, text: str) -> None:
    try:
        element.set(name, text)
    except ValueError:
        element.set(name, legal(text))


def _fill(element: _Element, text: str | None, *, markup: bool) -> None:
    from lxml.etree import CDATA

    wrap = CDATA if markup and text and ("<" in text or "&" in text) else itself
    try:
        element.text = wrap(text)
    except ValueError:
        element.text = wrap(legal(text or ""))
