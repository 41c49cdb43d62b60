"""Names of elements as the checker writes them and as XML libraries do."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

URIS: Final = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "psc": "http://podlove.org/simple-chapters",
}
"""The one right name of each namespace (rss-podcast §1)."""

_PREFIXES: Final = {uri: prefix for prefix, uri in URIS.items()}


@cache
def clark(name: str) -> str:
    """``podcast:guid`` as ``{https://podcastindex.org/namespace/1.0}guid``."""
    prefix, _, local = name.rpartition(":")
    return f"{{{URIS[prefix]}}}{local}" if prefix else name


@lru_cache(4096)
def usual(tag: str) -> str:
    """The other way round; a name of any other namespace stays whole."""
    if not tag.startswith("{"):
        return tag
    uri, _, local = tag[1:].partition("}")
    return f"{_PREFIXES[uri]}:{local}" if uri in _PREFIXES else tag
