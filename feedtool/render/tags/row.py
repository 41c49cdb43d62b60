"""The shape of a tag's row, and the one function that writes rows as XML elements."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from lxml.etree import CDATA, SubElement

from feedtool.render.xmltext import legal

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


class Tag(NamedTuple):
    """One element of a feed: what it is called, where it stands, and how to get it from the model.

    ``get`` takes the Show (``channel``), the Episode (``item``) or, in ``children``, the parent's value, and gives
    the value to write; one that is empty or false leaves the element out. With ``many`` it gives one value
    an element. ``text`` takes such a value and gives text; so do ``attributes``, where None leaves one out.
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


def write(parent: _Element, tags: Iterable[Tag], source: Any) -> None:
    """Append to ``parent`` the elements that ``tags`` make of ``source``, in the order of the rows."""
    for tag in tags:
        value = tag.get(source)
        if not value:
            continue
        if tag.many:
            for one in value:
                _element(parent, tag, one)
        else:
            _element(parent, tag, value)


def _element(parent: _Element, tag: Tag, value: Any) -> None:
    name, _, _, text, attributes, children, _, markup = tag
    element = SubElement(parent, qualified(name))
    if text is not None:
        _fill(element, text(value), markup=markup)
    for key, get in attributes:
        said = get(value)
        if said is not None:
            _set(element, key, said)
    if children:
        write(element, children, value)


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


def _fill(element: _Element, text: str, *, markup: bool) -> None:
    wrap = CDATA if markup and ("<" in text or "&" in text) else itself
    try:
        element.text = wrap(text)
    except ValueError:
        element.text = wrap(legal(text))
