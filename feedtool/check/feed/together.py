"""What an item's tags must agree on: with one another, with the other items, and with what the channel says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from feedtool.check.feed.duplicates import Seen
from feedtool.check.feed.names import clark
from feedtool.check.feed.places import shown
from feedtool.read.feed_xml import line_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element

    from feedtool.check.feed.frame import Said
    from feedtool.check.feed.places import Source
    from feedtool.findings import Finding

_NUMBER: Final = clark("itunes:episode")
_DECIMAL: Final = clark("podcast:episode")
_SEASON: Final = clark("itunes:season")
_DISPLAYED: Final = clark("podcast:season")
_TWINS: Final = ((_NUMBER, _DECIMAL), (_SEASON, _DISPLAYED))
_KIND: Final = clark("itunes:episodeType")
_NOTES: Final = clark("content:encoded")
_SUMMARY: Final = clark("itunes:summary")
_PERSON: Final = clark("podcast:person")
_ALTERNATE: Final = clark("podcast:alternateEnclosure")
_SOURCE: Final = clark("podcast:source")


class Items:
    """The items met so far, as far as others must differ from them."""

    def __init__(self) -> None:
        self.count = 0
        self._guids, self._urls = Seen(), Seen()

    def check(
        self, element: _Element, facts: Mapping[str, _Element], said: Said, source: Source, line: int
    ) -> Iterator[Finding]:
        """The findings on one more item: ``facts`` are its tags, ``line`` the feed's on which its piece begins."""
        yield from self._repeated(facts, source, line - 1)
        if said.serial and _NUMBER not in facts and _text(facts.get(_KIND)) in {"", "full"}:
            yield source.finding("FT555", element, "an episode of a serial show has no number", "Add itunes:episode.")
        for one, other in _TWINS:
            if one in facts and other in facts and facts[one].text != facts[other].text:
                yield from _numbers(facts[one], facts[other], source)
        if (_NOTES in facts and "description" not in facts) or _SUMMARY in facts:
            yield from _texts(facts, source)
        if said.hosts and _PERSON in facts:
            yield from _hosts(element, facts[_PERSON], said, source)
        if _ALTERNATE in facts and "enclosure" in facts:
            yield from alternates(element, facts["enclosure"], source)

    def _repeated(self, facts: Mapping[str, _Element], source: Source, above: int) -> Iterator[Finding]:
        guid, enclosure = facts.get("guid"), facts.get("enclosure")
        if guid is not None and (first := self._guids.first(guid.text or "", line_of(guid) + above)):
            message = f'the guid "{shown(guid.text or "")}" is also that of the item at line {first}'
            yield source.finding("FT540", guid, message, "Give each episode its own.")
        if enclosure is None or not (url := enclosure.get("url", "")):
            return
        if first := self._urls.first(url, line_of(enclosure) + above):
            message = f"the audio file {shown(url)} is also that of the item at line {first}"
            yield source.finding("FT541", enclosure, message, "Apple passes over the second: point it at its own file.")


def _numbers(one: _Element, other: _Element, source: Source) -> Iterator[Finding]:
    """A number that the two namespaces give in different forms: is it the same?"""
    if not _same_number(_text(one), _text(other)):
        message = f"itunes: says {shown(_text(one))}, podcast: says {shown(_text(other))}"
        yield source.finding("FT556", other, message, "Make them agree.")


def _texts(facts: Mapping[str, _Element], source: Source) -> Iterator[Finding]:
    description, notes, summary = facts.get("description"), facts.get(_NOTES), facts.get(_SUMMARY)
    if notes is not None and description is None:
        yield source.finding("FT557", notes, "the notes stand in content:encoded only", "Add a description.")
    if summary is not None and description is not None and _text(summary) and _text(summary) == _text(description):
        yield source.finding("FT558", summary, "<itunes:summary> repeats the description", "Remove it.")


def _hosts(element: _Element, first: _Element, said: Said, source: Source) -> Iterator[Finding]:
    """An item's persons stand in place of all the channel's (podcast-namespace §7)."""
    there = {_text(child).casefold() for child in element if child.tag == _PERSON}
    missing = [name for name in said.hosts if name.casefold() not in there]
    if missing:
        message = f"the episode names people, and not {', '.join(map(shown, missing[:3]))} of the channel"
        hint = "An item's persons replace the channel's: name the hosts again if they took part."
        yield source.finding("FT529", first, message, hint)


def alternates(element: _Element, enclosure: _Element, source: Source) -> Iterator[Finding]:
    """The default alternate is the enclosure's own file, so what is said of it is the same (podcast-namespace §12)."""
    for child in element:
        if child.tag != _ALTERNATE or child.get("default") != "true":
            continue
        for name in ("length", "type"):
            one, other = enclosure.get(name, ""), child.get(name, "")
            if one and other and one != other:
                message = f"the default alternate has {name} {shown(other)}, the enclosure {shown(one)}"
                yield source.finding("FT584", child, message, "They are one file: make them agree.")


def _text(element: _Element | None) -> str:
    return (element.text or "").strip() if element is not None else ""


def _same_number(one: str, other: str) -> bool:
    try:
        return float(one) == float(other)
    except ValueError:
        return True
