"""The shape of a tag's row, and the one function that writes rows as lines of XML.

Rows are written as text: an element a line, indented. Building trees for a library to serialise costs twice as much
(docs/explanation/why.md), and everything an author wrote passes :func:`attribute`, :func:`plain` or :func:`cdata`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final, Literal, NamedTuple

from feedtool.render.xmltext import attribute, cdata, plain

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


def write(lines: list[str], tags: Iterable[Tag], source: Any, indent: str = "") -> None:
    """Append to ``lines`` the elements that ``tags`` make of ``source``, in the order of the rows.

    Each ends with a line end. Characters XML cannot hold are the caller's to find.
    """
    for tag in tags:
        value = tag[2](source)
        if not value:
            continue
        if tag[6]:
            for one in value:
                _element(lines, tag, one, indent)
        else:
            _element(lines, tag, value, indent)


def _element(lines: list[str], tag: Tag, value: Any, indent: str) -> None:
    name, _, _, get_text, attributes, children, _, markup = tag
    start = f"{indent}<{name}"
    for key, get in attributes:
        said = get(value)
        if said is not None:
            start += f' {key}="{attribute(said)}"'
    inner: list[str] = []
    write(inner, children, value, indent + "  ")
    if inner:
        lines += (f"{start}>\n", *inner, f"{indent}</{name}>\n")
        return
    text = get_text(value) if get_text else ""
    if not text:
        lines.append(f"{start}/>\n")
        return
    lines.append(f"{start}>{cdata(text) if markup else plain(text)}</{name}>\n")
