"""Broken XML, put right in memory: each fault is told at its place, and what is left can still be judged.

Readers stop at the first fault; a podcaster wants to hear of all of them, and of what else is wrong with the episode.
Nothing is guessed: only characters that can mean but one thing are replaced, and none of it is ever written.
"""

from __future__ import annotations

import re
from html.entities import html5
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_CDATA: Final = r"<!--(?:.*?-->|.*)|<!\[CDATA\[(?:.*?\]\]>|.*)|<\?(?:.*?\?>|.*)"
_ILLEGAL: Final = "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
_BROKEN: Final = re.compile(
    rf"(?P<kept>{_CDATA})|(?P<illegal>{_ILLEGAL}+)|(?P<byte>[\udc80-\udcff]+)"
    r"|&(?P<number>#(?:[0-9]{1,8}|x[0-9A-Fa-f]{1,7});)|&(?P<name>[A-Za-z][A-Za-z0-9]{0,30};)|(?P<bare>&)"
    r"|(?P<less><(?![A-Za-z_/!?]))",
    re.DOTALL,
)
_MOST: Final = 100
_MOST_REPAIRED: Final = 20_000
_INSIDE: Final = re.compile(rf"(?P<illegal>{_ILLEGAL}+)|(?P<byte>[\udc80-\udcff]+)")
_OWN: Final = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})
_PREFIXED: Final = re.compile(rb"</?([A-Za-z_][\w.-]*):[A-Za-z_]|\s([A-Za-z_][\w.-]*):[A-Za-z_][\w.-]*\s*=\s*[\"']")
_DECLARES: Final = re.compile(rb"\sxmlns:([A-Za-z_][\w.-]*)\s*=")
_MASKED: Final = re.compile(_CDATA.encode(), re.DOTALL)


class Fault(NamedTuple):
    """What is wrong at a byte ``offset`` of the text given."""

    offset: int
    message: str
    hint: str


def mended(data: bytes) -> tuple[bytes, list[Fault]]:
    """``data`` with what no XML reader takes replaced, and the first hundred faults. No newline comes or goes.

    Bytes of another encoding are told once a line. What is wrong in more than twenty thousand places is left so.
    """
    faults: list[Fault] = []
    offset = done = 0
    text = data.decode("utf-8", "surrogateescape")
    parts: list[str] = []
    for start, end, new, message, hint in islice(_changes(text), _MOST_REPAIRED):
        again = bool(faults) and faults[-1].message == message and "\n" not in text[done:start]
        if len(faults) < _MOST and not (again and "byte" in message):
            offset += _size(text[done:start])
            faults.append(Fault(offset, message, hint))
        else:
            offset += _size(text[done:start])
        offset += _size(text[start:end])
        parts += (text[done:start], new)
        done = end
    return ("".join(parts) + text[done:]).encode("utf-8", "surrogateescape"), faults


def _size(text: str) -> int:
    return len(text.encode("utf-8", "surrogateescape"))


def _changes(text: str) -> Iterator[tuple[int, int, str, str, str]]:
    for match in _BROKEN.finditer(text):
        found = _INSIDE.finditer(match[0]) if match["kept"] else (match,)
        base = match.start() if match["kept"] else 0
        for inner in found:
            if change := _change(str(inner.lastgroup), inner[0]):
                yield (base + inner.start(), base + inner.end(), *change)


def _change(kind: str, text: str) -> tuple[str, str, str] | None:
    """What stands in place of a fault, and what is said about it; None where nothing is wrong."""
    if kind == "illegal":
        return " " * len(text), f"the control character U+{ord(text[0]):04X}", "Remove it: XML cannot hold it."
    if kind == "byte":
        letters = text.encode("utf-8", "surrogateescape").decode("cp1252", "replace")
        return letters, "bytes that are not UTF-8", "Save the feed as UTF-8, the encoding it claims to be in."
    if kind == "number":
        return None if _is_char(text) else (" ", f"{text} is no character", "Remove it: XML cannot hold it.")
    if kind == "name":
        return None if text[1:] in _OWN else _named(text)
    if kind == "less":
        return "&lt;", "a bare <", "Write &lt; for every < that begins no tag."
    return "&amp;", "a bare &", "Write &amp; for every & that is meant as such."


def _named(text: str) -> tuple[str, str, str]:
    if letters := html5.get(text[1:]):
        right = "".join(f"&#{ord(letter)};" for letter in letters)
        return right, f"{text} is HTML's, not XML's", "Write the character itself, or put HTML in CDATA."
    return f"&amp;{text[1:]}", f"{text} stands for nothing", "Write &amp; for every & that is meant as such."


def _is_char(text: str) -> bool:
    number = int(text[3:-1], 16) if text[2] == "x" else int(text[2:-1])
    return (number in {9, 10, 13} or 32 <= number <= 0x10FFFF) and not (
        0xD800 <= number <= 0xDFFF or number in {0xFFFE, 0xFFFF}
    )


def undeclared(data: bytes, declared: Collection[str]) -> dict[str, int]:
    """The prefixes used in ``data`` and declared neither there nor in ``declared``, with the offset of first use."""
    markup = _MASKED.sub(lambda match: b" " * len(match[0]), data)
    known = {*declared, "xml", "xmlns", *(found[1].decode() for found in _DECLARES.finditer(markup))}
    first: dict[str, int] = {}
    for match in _PREFIXED.finditer(markup):
        prefix = (match[1] or match[2]).decode()
        if prefix not in known:
            first.setdefault(prefix, match.start() + (0 if match[1] else 1))
    return first


def only_comments(data: bytes) -> bool:
    """Whether ``data`` holds comments, processing instructions and blanks, which may follow a feed's end."""
    return not _MASKED.sub(b"", data).strip()


def declared_in(data: bytes) -> set[str]:
    """The prefixes that start tags in ``data`` declare."""
    return {found[1].decode() for found in _DECLARES.finditer(data)}
