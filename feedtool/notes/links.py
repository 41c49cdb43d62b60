"""The links of the notes with the words they stand behind, each address once."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from feedtool.findings import Finding
from feedtool.model import Link
from feedtool.notes.titles import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from feedtool.notes.line import Anchor, Line

_SCHEME = re.compile(r"https?://[^\s/]+|mailto:[^\s@]+@", re.IGNORECASE)
MAX_ESCAPED: Final = 200
_ESCAPED = re.compile(r"%[89A-F][0-9A-F]", re.IGNORECASE)
_TRACKING = re.compile(r"[?&](?:utm_\w+|fbclid|gclid|mc_[ce]id|igshid|msclkid|yclid|_hsenc|ref_src)=", re.IGNORECASE)


def find(lines: Sequence[Line]) -> list[Link]:
    """All links to http, https and mailto addresses, in the order of the text, the first label of each kept."""
    made: dict[str, Link] = {}
    for link in _all(lines):
        known = made.get(link.url)
        if known is None or (known.text is None and link.text):
            made[link.url] = link
    return list(made.values())


def _all(lines: Sequence[Line]) -> Iterator[Link]:
    for line in lines:
        for anchor in line.links:
            url = anchor.url.strip().strip("\u2060\u200b")
            if _SCHEME.match(url):
                yield Link(url=url, text=_label(line, anchor), place=line.place)


def _label(line: Line, anchor: Anchor) -> str | None:
    text = clean(line.text[anchor.start : anchor.end])
    return text if text and not _is_address(text, anchor.url) else None


def _is_address(text: str, url: str) -> bool:
    return text.rstrip("/") in (url.rstrip("/"), url.split("://", 1)[-1].rstrip("/"), url.removeprefix("mailto:"))


def as_written(links: Sequence[Link], source: str) -> list[Link]:
    """``links`` with letters that the Markdown renderer escaped (``%E3…``) as the author wrote them in ``source``."""
    escaped = [link for link in links if "%" in link.url and _ESCAPED.search(link.url)]
    if not escaped:
        return list(links)
    plain = {link.url: unquote(link.url) for link in escaped[:MAX_ESCAPED] if link.url not in source}
    sure = {url: written for url, written in plain.items() if written in source}
    return [replace(link, url=sure[link.url]) if link.url in sure else link for link in links]


def tracked(links: Sequence[Link]) -> list[Finding]:
    """One finding for all links that carry tracking parameters; they are reported, never changed."""
    found = [link for link in links if "=" in link.url and _TRACKING.search(link.url)]
    if not found:
        return []
    first = found[0]
    return [
        Finding(
            code="FT211",
            message=f"tracking parameters in {len(found)} link{'s' * (len(found) > 1)}, such as {first.url[:120]}",
            place=first.place,
            hint="Take what follows the ? off the address if you do not want to follow your listeners.",
        )
    ]
