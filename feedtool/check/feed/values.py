"""What no grammar can say about one tag: a small function a rule, in a table by tag."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from feedtool.check.feed import dates, tables
from feedtool.check.feed.names import clark, usual
from feedtool.check.feed.places import shown
from feedtool.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from lxml.etree import _Element

    from feedtool.check.feed.places import Source
    from feedtool.findings import Finding

    Rule = Callable[[_Element, Source], Iterator[Finding]]

LIMIT: Final = 4000
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_SLIPS: Final = {
    "english": "en", "iw": "he", "in": "id", "ji": "yi", "jp": "ja", "cn": "zh", "gr": "el", "cz": "cs", "dk": "da",
}  # fmt: skip
_NUMBERED: Final = re.compile(
    r"(?:episode|folge|ep\.?)\s*#?[0-9]+\b|#[0-9]+\s*[:\-–]|\bs[0-9]{1,2}\s?e[0-9]{1,3}\b", re.IGNORECASE
)
_PERMANENT: Final = re.compile(r"https?://[^\s/]+\S*")
_UUID5: Final = re.compile(r".{14}5.{3}-[89abAB].{3}-.{12}")
_ENDING: Final = re.compile(r"https?://[^/?#]+/[^?#]*\.([A-Za-z0-9]{1,5})(?:[?#].*)?")
# A link to an https address, the usual case, is taken with its attribute; what is left over is looked at closely.
_TAGS: Final = re.compile(r"""<(/?)([A-Za-z][A-Za-z0-9]*)(?:\shref="https?://[^"<>]*")?((?:[\s/][^<>]*)?)>""")
_HTML: Final = re.compile(
    r"</?(?:a|b|br|div|em|font|h[1-6]|i|img|li|ol|p|span|strong|u|ul)(?:\s[^<>]*)?/?>", re.IGNORECASE
)
_PSP_TAGS: Final = frozenset({"p", "br", "ul", "ol", "li", "a", "b", "i", "strong", "em"})
_ACTIVE_TAGS: Final = frozenset(
    {"script", "iframe", "object", "embed", "form", "style", "svg", "math", "link", "meta", "base", "applet", "frame"}
)
_ACTIVE: Final = re.compile(
    r"""[\s"'/]on[a-z]+\s*=|(?:javascript|vbscript|data)\s*:|[\s"'/]srcdoc\s*=""", re.IGNORECASE
)
_BLANKS_IN_SCHEME: Final = re.compile(r"[\t\r\n\x00]|&(?:tab|newline|#[x0-9a-f]+);?", re.IGNORECASE)


def moment(element: _Element, source: Source) -> Iterator[Finding]:
    """A date's faults."""
    for code, message in dates.faults(element.text or ""):
        hint = "Write it as in: Wed, 04 Mar 2026 05:06:07 +0000"
        yield source.finding(code, element, f"<{usual(element.tag)}>: {message}", hint)


def trimmed(element: _Element, source: Source) -> Iterator[Finding]:
    """Blanks around a value."""
    text = element.text or ""
    if text != text.strip():
        message = f"<{usual(element.tag)}> has blanks around its value"
        yield source.finding("FT535", element, message, "Remove the blanks and line ends before and after it.")


def short(element: _Element, source: Source) -> Iterator[Finding]:
    """More than 255 characters."""
    length = len(element.text or "")
    if length > 255:
        message = f"<{usual(element.tag)}> has {length} characters"
        yield source.finding("FT534", element, message, "Apps cut it after 255: shorten it.")


def language(element: _Element, source: Source) -> Iterator[Finding]:
    """The channel's language, by Apple's rule."""
    text = (element.text or "").strip()
    slip = _SLIPS.get(text.lower())
    if slip or not _LANGUAGE.fullmatch(text):
        right = slip or text.replace("_", "-").lower()
        hint = f"Write {right}." if _LANGUAGE.fullmatch(right) else "Write two letters, such as en or de-at."
        yield source.finding("FT536", element, f'"{shown(text)}" is not a language', hint)
    elif len(text.split("-")[0]) == 3 or any(len(part) > 2 for part in text.split("-")[1:]):
        yield source.finding("FT537", element, f'Apple may not know the language "{shown(text)}"', "Try two letters.")


def plain(element: _Element, source: Source) -> Iterator[Finding]:
    """HTML where apps show the text as it is."""
    if tag := _HTML.search(element.text or ""):
        message = f"<{usual(element.tag)}> holds HTML: {shown(tag[0])}"
        yield source.finding("FT550", element, message, "Write plain text.")


def within_bytes(element: _Element, source: Source) -> Iterator[Finding]:
    """A description over 4,000 bytes of UTF-8."""
    size = len((element.text or "").encode())
    if size > LIMIT:
        message = f"<{usual(element.tag)}> has {size:,} bytes; Apple and PSP-1 grant {LIMIT:,}"
        yield source.finding("FT533", element, message, "Shorten it; tags and accented letters count in full.")


@lru_cache(8)
def _scan(text: str) -> tuple[frozenset[str], str]:
    """The elements a text of HTML holds, and the first tag that runs something ("": none).

    The last texts are kept: description and content:encoded are often one.
    """
    tags = _TAGS.findall(text)
    names = frozenset(map(str.lower, {name for _, name, _ in tags}))
    if names.isdisjoint(_ACTIVE_TAGS):
        tags = [tag for tag in tags if len(tag[2]) > 1]
    return names, next((found for tag in tags if (found := _runs(*tag))), "")


def _runs(slash: str, name: str, attributes: str) -> str:
    if not slash and name.lower() in _ACTIVE_TAGS:
        return f"<{name}>"
    if len(attributes) > 1 and _ACTIVE.search(_BLANKS_IN_SCHEME.sub("", attributes)):
        return f"<{name}{shown(attributes)}>"
    return ""


def harmless(element: _Element, source: Source) -> Iterator[Finding]:
    """Nothing that runs: no scripts, frames, handlers."""
    if running := _scan((element.text or "").strip())[1]:
        message = f"<{usual(element.tag)}> holds something that runs: {running}"
        yield source.finding("FT548", element, message, "Remove it.")


def shows(element: _Element, source: Source) -> Iterator[Finding]:
    """Only HTML that apps show in a description, escaped once."""
    text = element.text or ""
    names = _scan(text.strip())[0]
    others = sorted(names - _PSP_TAGS - _ACTIVE_TAGS)
    if others:
        message = f"<{usual(element.tag)}> holds <{others[0]}>, which apps do not show"
        yield source.finding("FT549", element, message, "Use p, br, ul, ol, li, a, strong, em, b and i.")
    if not names and ("&lt;p" in text or "&lt;br" in text or "&lt;a " in text or "&amp;amp;" in text):
        message = f"<{usual(element.tag)}> is escaped twice: listeners see the tags"
        yield source.finding("FT551", element, message, "Escape once, or use CDATA without escaping.")


def guid(element: _Element, source: Source) -> Iterator[Finding]:
    """An item's guid: a link if it says so, and unique beyond this feed."""
    text = (element.text or "").strip()
    if element.get("isPermaLink", "true") == "true" and text and not _PERMANENT.fullmatch(text):
        hint = 'Write <guid isPermaLink="false">.'
        yield source.finding("FT542", element, f'the guid "{shown(text)}" is no address, but isPermaLink is true', hint)
    elif text.isdigit() and len(text) < 9:
        hint = "Keep it if it is published; use a UUID for new episodes."
        yield source.finding("FT543", element, f"the guid {text} may stand in other feeds too", hint)


def enclosure(element: _Element, source: Source) -> Iterator[Finding]:
    """The audio file's address, type and length."""
    url, kind, length = (element.get(name, "") for name in ("url", "type", "length"))
    match = _ENDING.fullmatch(url)
    fitting = tables.MEDIA_TYPES.get(match[1].lower() if match else "")
    if not fitting:
        endings = ", ".join(f".{ending}" for ending in tables.MEDIA_TYPES)
        message = f"{shown(url)} does not end in {endings}"
        yield source.finding("FT545", element, message, "Apple tells a file's kind by the ending of its path.")
    elif kind not in fitting:
        message = f"type {shown(kind)} does not fit a .{match[1].lower() if match else ''} file"
        yield source.finding("FT546", element, message, f"Write {fitting[0]}.")
    if length.isdigit() and int(length) == 0:
        yield source.finding("FT547", element, "the length is 0, that is not known", "Write the file's size in bytes.")


def encrypted(element: _Element, source: Source) -> Iterator[Finding]:
    """http addresses where https is asked for."""
    for name in ("url", "href", "img"):
        if element.get(name, "").startswith("http://"):
            message = f"<{usual(element.tag)}> has an address without encryption: {shown(element.get(name, ''))}"
            yield source.finding("FT544", element, message, "Write https:// if the host has it.")


def category(element: _Element, source: Source) -> Iterator[Finding]:
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


def duration(element: _Element, source: Source) -> Iterator[Finding]:
    """A duration in another form than whole seconds."""
    text = (element.text or "").strip()
    if ":" in text:
        message = f"<itunes:duration> is {shown(text)}, not in seconds"
        yield source.finding("FT554", element, message, "Write whole seconds, such as 3600.")


def trailer(element: _Element, source: Source) -> Iterator[Finding]:
    """A trailer's date and media type."""
    for code, message in dates.faults(element.get("pubdate", "")):
        yield source.finding(code, element, f"pubdate of <podcast:trailer>: {message}", "As in a pubDate.")
    if element.get("type") in {"audio/mp3", "audio/mpeg3", "audio/x-mp3"}:
        message = f"the media type of MP3 is not {element.get('type')}"
        yield source.finding("FT546", element, message, "Write audio/mpeg.")


def title(element: _Element, source: Source) -> Iterator[Finding]:
    """A number in an episode's title."""
    if match := _NUMBERED.search(element.text or ""):
        hint = "Put it into itunes:season and itunes:episode; apps show it."
        yield source.finding("FT553", element, f'the title holds the number "{shown(match[0])}"', hint)


def retired(element: _Element, source: Source) -> Iterator[Finding]:
    """A tag nobody reads."""
    yield source.finding("FT552", element, f"<{usual(element.tag)}> is out of use", "Remove it.")


def person(element: _Element, source: Source) -> Iterator[Finding]:
    """Role and group by the podcast taxonomy."""
    role, group = element.get("role", "host").lower().strip(), element.get("group", "cast").lower().strip()
    roles = tables.ROLES.get(group) or tables.ROLES.get(f"{group}.")
    if roles is None:
        hint = f"One of {', '.join(tables.ROLES)}."
        yield source.finding("FT560", element, f'"{shown(group)}" is not a group of the podcast taxonomy', hint)
    elif role not in roles:
        others = sorted(name for name, known in tables.ROLES.items() if role in known)
        hint = f"It belongs to {others[0]}." if others else f"One of {', '.join(roles)}."
        yield source.finding("FT560", element, f'"{shown(role)}" is not a role of the group {group}', hint)


def show_guid(element: _Element, source: Source) -> Iterator[Finding]:
    """A podcast:guid of another version than 5."""
    text = (element.text or "").strip()
    if len(text) == 36 and not _UUID5.fullmatch(text):
        yield source.finding("FT561", element, f"{text} is not a UUID of version 5", "Keep it if it is published.")


def transcript(element: _Element, source: Source) -> Iterator[Finding]:
    """A transcript type players do not know."""
    kind = element.get("type", "").partition(";")[0].strip().lower()
    if kind and kind not in tables.TRANSCRIPT_TYPES:
        right = "application/x-subrip" if "srt" in kind else "text/vtt" if "vtt" in kind else "text/plain"
        yield source.finding("FT562", element, f"players do not know transcripts of type {shown(kind)}", f"{right}?")


def chapters(element: _Element, source: Source) -> Iterator[Finding]:
    """Another type than JSON chapters have."""
    kind = element.get("type", "").partition(";")[0].strip()
    if kind and kind != tables.CHAPTER_TYPE:
        hint = f"Write {tables.CHAPTER_TYPE}."
        yield source.finding("FT563", element, f"the type of JSON chapters is not {shown(kind)}", hint)


def simple_chapters(element: _Element, source: Source) -> Iterator[Finding]:
    """psc chapters whose starts go back."""
    from feedtool.timecode import parse

    last = -1
    for child in element:
        start = parse(child.get("start", ""))
        if start is not None and start <= last:
            message = f"the chapter at {child.get('start')} is not after the one before it"
            yield source.finding("FT565", child, message, "Put chapters in the order of their starts.")
        last = start if start is not None else last


def _kept(limit: int, attribute: str | None = None) -> Rule:
    """A rule that a text, or an attribute, of a podcast: tag is not longer than directories keep."""

    def rule(element: _Element, source: Source) -> Iterator[Finding]:
        length = len((element.get(attribute, "") if attribute else element.text) or "")
        if length > limit:
            what = f"<{usual(element.tag)}>" + (f" has a {attribute} of" if attribute else " has")
            hint = f"Directories keep {limit:,}: shorten it."
            yield source.finding("FT564", element, f"{what} {length:,} characters", hint, Severity.WARNING)

    return rule


_COMMON: Final[Mapping[str, tuple[Rule, ...]]] = {
    "title": (trimmed, short, plain),
    "pubDate": (moment,),
    "itunes:author": (short,),
    "itunes:title": (short, plain),
    "itunes:image": (encrypted,),
    "podcast:funding": (encrypted, _kept(128)),
    "podcast:person": (person, encrypted, _kept(128)),
    "podcast:license": (encrypted, _kept(128)),
    "podcast:location": (_kept(128),),
    "podcast:txt": (_kept(4000), _kept(128, "purpose")),
    "podcast:image": (encrypted, _kept(128, "purpose")),
    **{f"itunes:{name}": (retired,) for name in tables.RETIRED_TAGS},
}
CHANNEL: Final[Mapping[str, tuple[Rule, ...]]] = {
    clark(name): rules
    for name, rules in {
        **_COMMON,
        "language": (trimmed, language),
        "description": (within_bytes, plain),
        "copyright": (short,),
        "lastBuildDate": (moment,),
        "itunes:category": (category,),
        "podcast:guid": (show_guid,),
        "podcast:trailer": (trailer, encrypted, _kept(128)),
        "podcast:updateFrequency": (_kept(128),),
    }.items()
}
"""The rules of a channel's tags, by their whole names."""

ITEM: Final[Mapping[str, tuple[Rule, ...]]] = {
    clark(name): rules
    for name, rules in {
        **_COMMON,
        "title": (trimmed, short, plain, title),
        "description": (within_bytes, harmless, shows),
        "content:encoded": (harmless,),
        "guid": (trimmed, guid),
        "enclosure": (enclosure, encrypted),
        "itunes:duration": (duration,),
        "podcast:transcript": (transcript, encrypted),
        "podcast:chapters": (chapters, encrypted),
        "podcast:soundbite": (_kept(128),),
        "podcast:season": (_kept(128, "name"),),
        "podcast:episode": (_kept(32, "display"),),
        "podcast:alternateEnclosure": (_kept(32, "title"), _kept(32, "rel")),
        "psc:chapters": (simple_chapters,),
    }.items()
}
"""The rules of an item's tags, by their whole names."""


def check(element: _Element, table: Mapping[str, tuple[Rule, ...]], source: Source) -> Iterator[Finding]:
    """What the rules of ``table`` find in the children of a channel or an item."""
    for child in element:
        for rule in table.get(child.tag, ()):
            yield from rule(child, source)
