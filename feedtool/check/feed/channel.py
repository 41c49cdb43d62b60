"""What a channel's tags must agree on with one another, with its items, and with the address it was got from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from feedtool.check.feed.names import clark
from feedtool.check.feed.places import shown
from feedtool.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from feedtool.check.feed.frame import Said
    from feedtool.check.feed.places import Source
    from feedtool.findings import Finding

_SIZES: Final = {"width": 144, "height": 400}
"""The largest picture RSS's own image may be, in pixels (rss-podcast §2)."""


def check(channel: _Element, source: Source, *, items: int, said: Said, address: str) -> Iterator[Finding]:
    """The findings on a channel as a whole."""
    categories = channel.findall(clark("itunes:category"))
    if len(categories) > 2:
        message = f"{len(categories)} categories; Apple reads the first, at most two"
        yield source.finding("FT539", categories[2], message, "Keep the two that fit best.", Severity.INFO)
    if said.is_list and items:
        message = f"a list feed holds {items} items of its own"
        yield source.finding("FT572", channel, message, "Use podcast:remoteItem, or another medium.")
    yield from _links(channel, source, address)
    image = channel.find("image")
    if image is not None:
        yield from _image(channel, image, source)


def _links(channel: _Element, source: Source, address: str) -> Iterator[Finding]:
    """The feed's own address: given at all, once, and the one it was got from."""
    own = [link for link in channel.findall(clark("atom:link")) if link.get("rel") == "self"]
    for link in own[1:]:
        yield source.finding("FT526", link, "a second address of the feed's own", 'Keep one atom:link rel="self".')
    if own and address and own[0].get("href", "").strip() != address:
        message = f"the feed says its address is {shown(own[0].get('href', ''))}, and was got from {shown(address)}"
        yield source.finding("FT526", own[0], message, "Write the address people subscribe to.")
    moved = channel.find(clark("itunes:new-feed-url"))
    if own and moved is not None and (moved.text or "").strip() == own[0].get("href", "").strip():
        hint = "Remove itunes:new-feed-url once the feed has arrived there."
        yield source.finding("FT526", moved, "the feed moves to the address it stands at", hint)


def _image(channel: _Element, image: _Element, source: Source) -> Iterator[Finding]:
    """RSS's own image repeats the channel's title and link, and is small."""
    for name in ("title", "link"):
        one, other = channel.findtext(name, ""), image.findtext(name, "")
        if one.strip() and other.strip() and one.strip().rstrip("/") != other.strip().rstrip("/"):
            message = f"the {name} of <image> is {shown(other)}, the channel's {shown(one)}"
            yield source.finding("FT527", image, message, "Make them the same.")
    for name, most in _SIZES.items():
        size = (image.findtext(name) or "").strip()
        if size.isdecimal() and len(size) < 9 and int(size) > most:
            message = f"<image> has a {name} of {size}, RSS allows {most}"
            yield source.finding("FT527", image, message, f"Leave <{name}> out; large artwork goes into itunes:image.")
