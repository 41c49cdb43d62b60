"""Links of front matter: lists of them in any shape, and addresses that sites keep under keys of their own."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from feedtool.model import Link
from feedtool.notes.rows import MAX_ROWS, TITLE_KEYS, URL_KEYS, address, folded_row
from feedtool.notes.titles import from_markup

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedtool.findings import Place
    from feedtool.notes.rows import Entry, Header

DEPTH: Final = 4
"""Levels within a value that links are looked for in."""
_WEB = re.compile(r"https?://\S|mailto:\S", re.IGNORECASE)
_FILES = re.compile(
    r"image|img|cover|thumb|logo|icon|photo|poster|banner|avatar|artwork|picture|audio|mp3|m4a|enclosure|media|feed|rss|"
    r"^(?:base)?url$|canonical|permalink|schema|^og|api|script|style|font|comments?id|license",
    re.IGNORECASE,
)
"""Keys whose addresses are files of the site and no links for a listener."""


def links_of(header: Header, entry: Entry) -> None:
    """Take links: addresses, rows with address and words, Markdown links, words to addresses, and groups of these."""
    rows = entry.value if isinstance(entry.value, list) else [entry.value]
    for index, row in enumerate(islice(rows, MAX_ROWS)):
        place = entry.place(index) if isinstance(entry.value, list) else entry.place()
        header.links += islice(_links(row, place, DEPTH), MAX_ROWS)


def links_beside(entry: Entry) -> list[Link]:
    """The addresses under a key that is not known, as ``youtube`` or ``spotify``: the episode's on other sites."""
    if _FILES.search(entry.key):
        return []
    return list(islice(_addresses(entry.value, entry.place(), DEPTH), MAX_ROWS))


def _links(row: Any, place: Place, depth: int) -> Iterator[Link]:
    if isinstance(row, str):
        for line in row.splitlines():
            made = from_markup(line.strip().lstrip("*-• "))
            if made.url:
                yield Link(url=made.url, text=made.text or None, place=place)
            elif _WEB.match(line.strip()):
                yield Link(url=line.strip(), place=place)
    elif isinstance(row, list) and depth:
        for inner in row:
            yield from _links(inner, place, depth - 1)
    elif isinstance(row, dict):
        yield from _of_row(row, place, depth)


def _of_row(row: dict[Any, Any], place: Place, depth: int) -> Iterator[Link]:
    folded = folded_row(row)
    url = address(folded, URL_KEYS)
    if url and _WEB.match(url):
        yield Link(url=url, text=address(folded, TITLE_KEYS), place=place)
        return
    for key, value in row.items():
        if isinstance(value, str) and _WEB.match(value.strip()):
            yield Link(url=value.strip(), text=str(key), place=place)
        elif isinstance(value, list | dict) and depth:
            yield from _links(value, place, depth - 1)


def _addresses(value: Any, place: Place, depth: int) -> Iterator[Link]:
    if isinstance(value, str) and _WEB.match(value.strip()) and len(value.split()) == 1:
        yield Link(url=value.strip(), place=place)
    elif isinstance(value, list) and depth:
        for inner in value:
            yield from _addresses(inner, place, depth - 1)
    elif isinstance(value, dict) and depth:
        for key, inner in value.items():
            if not _FILES.search(str(key)) or str(key).casefold() == "url":
                yield from _addresses(inner, place, depth - 1)
