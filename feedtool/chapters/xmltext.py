"""XML for the formats that are XML: parsed without entities, DTDs or network, and escaped."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, cast

from feedtool import safexml
from feedtool.findings import Finding, Place, SourceError

if TYPE_CHECKING:
    from lxml.etree import _Element

_ROOT = re.compile(  # possessive throughout: what may stand before the root is never tried twice
    r"(?>\s+|<\?[^>]*>|<!--.*?-->|<!DOCTYPE[^>\[]*>)*+<([A-Za-z_][\w.:-]*+)", re.DOTALL
)


def root_name(text: str) -> str | None:
    """The name of the root element, without its prefix; None where ``text`` does not start as XML."""
    if not text[:1000].lstrip().startswith("<"):
        return None
    match = _ROOT.match(text[:20_000])
    return match[1].rpartition(":")[2] if match else None


def parse(text: str, file: str) -> _Element:
    """The root of ``text``. SourceError FT318 where it is not well-formed, FT317 where it declares entities."""
    from lxml import etree

    if "<!ENTITY" in text:
        line = text.count("\n", 0, text.index("<!ENTITY")) + 1
        message = "XML that declares its own entities is not read"
        raise SourceError(Finding(code="FT317", message=message, place=Place(file, line)))
    try:
        root: _Element = etree.fromstring(text.encode("utf-8", "replace"), safexml.parser())
    except etree.XMLSyntaxError as error:
        line, column = error.position
        message = f"not XML: {(error.msg or 'it ends too early').splitlines()[0]}"
        raise SourceError(Finding(code="FT318", message=message, place=Place(file, line, column))) from None
    return root


def local(element: _Element) -> str:
    """An element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def place(element: _Element, file: str) -> Place:
    """Where an element stands; lxml knows lines only."""
    return Place(file, cast("int | None", element.sourceline) or 0)


def attributes(**named: str | None) -> str:
    """`` name="value"`` for each that has one, in the order given."""
    return "".join(f' {name}="{escape(value)}"' for name, value in named.items() if value)


def escaped(text: str) -> str:
    """``text`` as the content of an element."""
    return escape(text, quote=False)
