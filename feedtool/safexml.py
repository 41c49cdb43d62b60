"""The one way XML from elsewhere is parsed: nothing outside its bytes is looked at, and its size is bounded."""

from __future__ import annotations

from functools import cache
from typing import Any


@cache
def parser(**more: Any) -> Any:
    """A parser of UTF-8 XML: no DTD, no entities, no network, no huge trees, no comments or processing instructions.

    ``more`` adds options of lxml's XMLParser, such as ``recover``; the same options give the same parser.
    """
    from lxml import etree

    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
        **more,
    )
