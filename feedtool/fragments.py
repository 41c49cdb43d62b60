"""Elements of a feed that this package does not know: kept as XML that stands on its own, parsed before it is written.

Such a snippet comes from somebody else's feed or from an author. It is never pasted: only what a parser without
entities, DTDs and network makes of it is written, and nothing that a browser would run.
"""

from __future__ import annotations

from copy import deepcopy
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from feedtool import safexml

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_FRAGMENT: Final = 65_536
"""How many characters one snippet may take."""

_ACTIVE: Final = ("http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg", "http://www.w3.org/1998/Math/MathML")


@lru_cache(256)
def parsed(text: str) -> str | None:
    """One element as XML that declares what it uses; None when ``text`` is not one, or holds what browsers run.

    >>> parsed('<x:y xmlns:x="urn:x" z="1">a &amp; b</x:y>')
    '<x:y xmlns:x="urn:x" z="1">a &amp; b</x:y>'
    """
    from lxml import etree

    if len(text) > MAX_FRAGMENT or "<!DOCTYPE" in text:
        return None
    try:
        element: _Element = etree.fromstring(text.strip().encode(), safexml.parser())
    except (etree.XMLSyntaxError, ValueError):
        return None
    return None if _runs(element) else written(element)


def written(element: _Element) -> str:
    """An element as XML of its own, with the namespaces it uses and without what follows it."""
    from lxml import etree

    alone = deepcopy(element)
    etree.cleanup_namespaces(alone)
    made: str = etree.tostring(alone, encoding="unicode", with_tail=False)
    return made


def _runs(element: _Element) -> bool:
    return any(str(part.tag).startswith(tuple(f"{{{uri}}}" for uri in _ACTIVE)) for part in element.iter())
