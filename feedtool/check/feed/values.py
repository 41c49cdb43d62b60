"""What no grammar can say about one tag: a small function a rule, in a table by tag."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from feedtool.check.feed import tables
from feedtool.check.feed.html import emphasis, harmless, plain, shown_safely, unescaped
from feedtool.check.feed.media import artwork, chapters, enclosure, encrypted, integrity, sized, trailer, transcript
from feedtool.check.feed.names import clark, usual
from feedtool.check.feed.places import shown
from feedtool.check.feed.podcast import (
    frequency,
    kept,
    listed,
    live,
    location,
    person,
    show_guid,
    simple_chapters,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from lxml.etree import _Element

    from feedtool.check.feed.places import Source
    from feedtool.findings import Finding

    Rule = Callable[[_Element, str, Source], Iterable[Finding]]

LIMIT: Final = 4000
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_SLIPS: Final = {
    "english": "en", "iw": "he", "in": "id", "ji": "yi", "jp": "ja", "cn": "zh", "gr": "el", "cz": "cs", "dk": "da",
}  # fmt: skip
_NUMBERED: Final = re.compile(
    r"(?=[ef#s])(?:(?:episode|folge|ep\.?)\s*#?[0-9]+\b|#[0-9]+\s*[:\-–]|\bs[0-9]{1,2}\s?e[0-9]{1,3}\b)",
    re.IGNORECASE,
)
_PERMANENT: Final = re.compile(r"https?://[^\s/]+\S*")
_MAIL: Final = re.compile(r"[^@\s()<>]+@[^@\s()<>]+\.[^@\s()<>]+(?:\s+\([^()]*\))?")
_COPYRIGHT: Final = re.compile(r"©|\(c\)|copyright|\b(?:19|20)[0-9]{2}\b", re.IGNORECASE)


def trimmed(element: _Element, text: str, source: Source) -> Iterable[Finding]:
    """Blanks around a value."""
    if text != text.strip():
        message = f"<{usual(element.tag)}> has blanks around its value"
        return (source.finding("FT535", element, message, "Remove the blanks and line ends before and after it."),)
    return ()


def short(element: _Element, text: str, source: Source) -> Iterable[Finding]:
    """More than 255 characters."""
    length = len(text)
    if length > 255:
        message = f"<{usual(element.tag)}> has {length} characters"
        return (source.finding("FT534", element, message, "Apps cut it after 255: shorten it."),)
    return ()


def language(element: _Element, text: str, source: Source) -> Iterator[Finding]:
    """The channel's language, by Apple's rule."""
    text = text.strip()
    slip = _SLIPS.get(text.lower())
    if slip or not _LANGUAGE.fullmatch(text):
        right = slip or text.replace("_", "-").lower()
        hint = f"Write {right}." if _LANGUAGE.fullmatch(right) else "Write two letters, such as en or de-at."
        yield source.finding("FT536", element, f'"{shown(text)}" is not a language', hint)
    elif len(text.split("-")[0]) == 3 or any(len(part) > 2 for part in text.split("-")[1:]):
        yield source.finding("FT537", element, f'Apple may not know the language "{shown(text)}"', "Try two letters.")


def within_bytes(element: _Element, text: str, source: Source) -> Iterable[Finding]:
    """A description over 4,000 bytes of UTF-8."""
    size = len(text if text.isascii() else text.encode())
    if size > LIMIT:
        message = f"<{usual(element.tag)}> has {size:,} bytes; Apple and PSP-1 grant {LIMIT:,}"
        return (source.finding("FT533", element, message, "Shorten it; tags and accented letters count in full."),)
    return ()


def guid(element: _Element, text: str, source: Source) -> Iterable[Finding]:
    """An item's guid: a link if it says so, and unique beyond this feed."""
    text = text.strip()
    if element.get("isPermaLink", "true") == "true" and text and not _PERMANENT.fullmatch(text):
        hint = 'Write <guid isPermaLink="false">.'
        message = f'the guid "{shown(text)}" is no address, but isPermaLink is true'
        return (source.finding("FT542", element, message, hint),)
    if text.isdigit() and len(text) < 9:
        hint = "Keep it if it is published; use a UUID for new episodes."
        return (source.finding("FT543", element, f"the guid {text} may stand in other feeds too", hint),)
    return ()


def category(element: _Element, _: str, source: Source) -> Iterator[Finding]:
    """An Apple category and its subcategories."""
    name = element.get("text", "")
    subs = [(child, child.get("text", "")) for child in element]
    if name in tables.CATEGORIES:
        for child, sub in subs:
            if sub not in tables.CATEGORIES[name]:
                yield _category(child, sub, sub in tables.RETIRED.get(name, ()), tables.CATEGORIES[name], source)
    else:
        yield _category(element, name, name in tables.RETIRED, tuple(tables.CATEGORIES), source)


def _category(element: _Element, name: str, old: bool, right: tuple[str, ...], source: Source) -> Finding:
    from difflib import get_close_matches

    near = get_close_matches(name, right, 1, 0.5)
    above = next((top for top, subs in tables.CATEGORIES.items() if name in subs), None)
    hint = f'Put it inside <itunes:category text="{above}">.' if above else ""
    hint = (
        hint or f"Did you mean {near[0]}?"
        if near
        else f"One of {', '.join(right)}."
        if right
        else "It has none below it."
    )
    if old:
        return source.finding("FT539", element, f"the category {shown(name)} went out of use in 2019", hint)
    return source.finding("FT538", element, f'"{shown(name)}" is not a category of Apple\'s', hint)


def duration(element: _Element, text: str, source: Source) -> Iterable[Finding]:
    """A duration in another form than whole seconds."""
    text = text.strip()
    if ":" in text:
        message = f"<itunes:duration> is {shown(text)}, not in seconds"
        return (source.finding("FT554", element, message, "Write whole seconds, such as 3600."),)
    return ()


def title(element: _Element, text: str, source: Source) -> Iterable[Finding]:
    """A number in an episode's title."""
    if match := _NUMBERED.search(text):
        hint = "Put it into itunes:season and itunes:episode; apps show it."
        return (source.finding("FT553", element, f'the title holds the number "{shown(match[0])}"', hint),)
    return ()


def retired(element: _Element, _: str, source: Source) -> Iterator[Finding]:
    """A tag nobody reads."""
    yield source.finding("FT552", element, f"<{usual(element.tag)}> is out of use", "Remove it.")


def contact(element: _Element, text: str, source: Source) -> Iterator[Finding]:
    """RSS's own author tags, which hold an e-mail address (rss-podcast §6)."""
    text = text.strip()
    if text and not _MAIL.fullmatch(text):
        message = f'<{usual(element.tag)}> is "{shown(text)}", which does not begin with an e-mail address'
        hint = "Write ann@example.com (Ann), or use itunes:author or podcast:person."
        yield source.finding("FT525", element, message, hint)


def rights(element: _Element, text: str, source: Source) -> Iterator[Finding]:
    """PSP-1's copyright: the holder's name alone (rss-podcast §2)."""
    if word := _COPYRIGHT.search(text):
        yield source.finding("FT522", element, f'<copyright> holds "{word[0]}"')


def only_yes(element: _Element, text: str, source: Source) -> Iterator[Finding]:
    """A tag that acts when it says Yes, and says nothing otherwise (rss-podcast §3)."""
    text = text.strip()
    if text.lower() != "yes":
        message = f'<{usual(element.tag)}> is "{shown(text)}"; only Yes does anything'
        yield source.finding("FT523", element, message)


_PLAIN: Final = (trimmed, short, plain, unescaped)
_COMMON: Final[Mapping[str, tuple[Rule, ...]]] = {
    "title": _PLAIN,
    "link": (encrypted,),
    "atom:link": (encrypted,),
    "itunes:author": (short, unescaped),
    "itunes:title": (short, plain, unescaped),
    "itunes:image": (encrypted, artwork),
    "itunes:block": (only_yes,),
    "podcast:funding": (encrypted, kept(128)),
    "podcast:person": (person, encrypted, kept(128)),
    "podcast:license": (encrypted, kept(128)),
    "podcast:location": (location, kept(128)),
    "podcast:txt": (kept(4000), kept(128, "purpose")),
    "podcast:image": (encrypted, kept(128, "purpose")),
    "podcast:chat": (listed(tables.CHAT, "protocol", "chat protocol"),),
    "podcast:socialInteract": (listed(tables.SOCIAL, "protocol", "protocol for comments"), encrypted),
    "podcast:value": (listed(tables.VALUE, "type", "kind of value"), listed(tables.VALUE, "method", "way to pay")),
    **{f"itunes:{name}": (retired,) for name in tables.RETIRED_TAGS},
}
CHANNEL: Final[Mapping[str, tuple[Rule, ...]]] = {
    clark(name): rules
    for name, rules in {
        **_COMMON,
        "language": (trimmed, language),
        "description": (within_bytes, plain, harmless),
        "copyright": (short, rights),
        "managingEditor": (contact,),
        "webMaster": (contact,),
        "itunes:complete": (only_yes,),
        "itunes:category": (category,),
        "itunes:new-feed-url": (encrypted,),
        "podcast:guid": (show_guid,),
        "podcast:block": (listed(tables.SERVICES, "id", "service"),),
        "podcast:trailer": (trailer, encrypted, kept(128)),
        "podcast:updateFrequency": (frequency, kept(128)),
        "podcast:liveItem": (live,),
    }.items()
}
"""The rules of a channel's tags, by their whole names."""

ITEM: Final[Mapping[str, tuple[Rule, ...]]] = {
    clark(name): rules
    for name, rules in {
        **_COMMON,
        "title": (*_PLAIN, title),
        "author": (contact,),
        "description": (within_bytes, shown_safely, emphasis),
        "content:encoded": (harmless,),
        "guid": (trimmed, guid),
        "enclosure": (enclosure, sized, encrypted),
        "source": (encrypted,),
        "itunes:duration": (duration,),
        "podcast:transcript": (transcript, encrypted),
        "podcast:chapters": (chapters, encrypted),
        "podcast:soundbite": (kept(128),),
        "podcast:season": (kept(128, "name"),),
        "podcast:episode": (kept(32, "display"),),
        "podcast:contentLink": (encrypted,),
        "podcast:alternateEnclosure": (kept(32, "title"), kept(32, "rel"), integrity),
        "psc:chapters": (simple_chapters,),
    }.items()
}
"""The rules of an item's tags, by their whole names."""

LIVE: Final = {**ITEM, "enclosure": (enclosure, encrypted)}
"""The rules of a live item's tags: what is still running has no length."""

TASTES: Final[Mapping[Rule, str]] = {emphasis: "FT587", rights: "FT522"}
"""Rules that some profiles do not ask for at all, and their codes: those are not even looked for there."""
