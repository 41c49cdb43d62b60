"""Files that a feed points to, by what it says of them: audio, artwork, transcripts, chapters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from feedtool.check.feed import dates, tables
from feedtool.check.feed.names import clark, usual
from feedtool.check.feed.places import shown
from feedtool.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element

    from feedtool.check.feed.places import Source
    from feedtool.findings import Finding

_ENDING: Final = re.compile(r"https?://[^/?#]+/[^?#]*\.([A-Za-z0-9]{1,5})(?:[?#].*)?")
_INTEGRITY: Final = clark("podcast:integrity")
_SRI: Final = re.compile(r"(sha256|sha384|sha512)-([A-Za-z0-9+/]+={0,2})")
_SRI_LENGTHS: Final = {"sha256": 44, "sha384": 64, "sha512": 88}


def enclosure(element: _Element, _: str, source: Source) -> Iterable[Finding]:
    """The audio file's address and type."""
    url, kind = element.get("url", ""), element.get("type", "")
    match = _ENDING.fullmatch(url)
    ending = match[1].lower() if match else ""
    fitting = tables.MEDIA_TYPES.get(ending)
    if not fitting:
        endings = ", ".join(f".{ending}" for ending in tables.MEDIA_TYPES)
        message = f"{shown(url)} does not end in {endings}"
        return (source.finding("FT545", element, message, "Apple tells a file's kind by the ending of its path."),)
    if kind not in fitting:
        message = f"type {shown(kind)} does not fit a .{ending} file"
        return (source.finding("FT546", element, message, f"Write {fitting[0]}."),)
    return ()


def sized(element: _Element, _: str, source: Source) -> Iterable[Finding]:
    """An audio file whose length is not told."""
    length = element.get("length", "")
    if length.isdigit() and not length.strip("0"):
        return (
            source.finding("FT547", element, "the length is 0, that is not known", "Write the file's size in bytes."),
        )
    return ()


def encrypted(element: _Element, text: str, source: Source) -> Iterable[Finding]:
    """http addresses where https is asked for."""
    if text.startswith("http://"):
        return (_open_to_all(element, text, source),)
    given: Any = element.values()
    return [_open_to_all(element, value, source) for value in given if value.startswith("http://")]


def _open_to_all(element: _Element, address: str, source: Source) -> Finding:
    message = f"<{usual(element.tag)}> has an address without encryption: {shown(address)}"
    return source.finding("FT544", element, message, "Write https:// if the host has it.")


def trailer(element: _Element, _: str, source: Source) -> Iterator[Finding]:
    """A trailer's date and media type."""
    for code, message in dates.read(element.get("pubdate", ""))[0]:
        yield source.finding(code, element, f"pubdate of <podcast:trailer>: {message}", "As in a pubDate.")
    if element.get("type") in {"audio/mp3", "audio/mpeg3", "audio/x-mp3"}:
        message = f"the media type of MP3 is not {element.get('type')}"
        yield source.finding("FT546", element, message, "Write audio/mpeg.")


def transcript(element: _Element, _: str, source: Source) -> Iterator[Finding]:
    """A transcript type players do not know."""
    kind = element.get("type", "").partition(";")[0].strip().lower()
    if kind and kind not in tables.TRANSCRIPT_TYPES:
        right = "application/x-subrip" if "srt" in kind else "text/vtt" if "vtt" in kind else "text/plain"
        yield source.finding("FT562", element, f"players do not know transcripts of type {shown(kind)}", f"{right}?")


def chapters(element: _Element, _: str, source: Source) -> Iterator[Finding]:
    """Another type than JSON chapters have."""
    kind = element.get("type", "").partition(";")[0].strip()
    if kind and kind != tables.CHAPTER_TYPE:
        hint = f"Write {tables.CHAPTER_TYPE}."
        severity = Severity.INFO if kind in tables.CHAPTER_TYPES_READ else None
        yield source.finding("FT563", element, f"the type of JSON chapters is not {shown(kind)}", hint, severity)


def artwork(element: _Element, _: str, source: Source) -> Iterable[Finding]:
    """Artwork that is no JPEG and no PNG by its address (rss-podcast §5)."""
    match = _ENDING.fullmatch(element.get("href", ""))
    if match and match[1].lower() not in {"jpg", "jpeg", "png"}:
        message = f"<{usual(element.tag)}> names a .{match[1]} picture: {shown(element.get('href', ''))}"
        return (source.finding("FT528", element, message, "Directories take JPEG and PNG."),)
    return ()


def integrity(element: _Element, _: str, source: Source) -> Iterator[Finding]:
    """The hashes of an alternate enclosure's sources, by their form (podcast-namespace §12)."""
    for child in element.iterchildren(_INTEGRITY):
        value = child.get("value", "")
        if child.get("type") != "sri" or not value:
            continue
        match = _SRI.fullmatch(value)
        if not match or len(match[2]) != _SRI_LENGTHS[match[1]]:
            hint = "Write sha256-, sha384- or sha512-, then the hash of the file in base64."
            yield source.finding("FT585", child, f'"{shown(value)}" is no hash of a file', hint)
