"""What each directory requires and recommends beyond RSS 2.0 (rss-podcast §2, §6, §11, §12)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from feedtool.check.feed.names import clark
from feedtool.findings import Finding, UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from lxml.etree import _Element

    from feedtool.check.feed.places import Source

PROFILES: Final = ("rss", "strict", "apple", "spotify", "psp1")
"""``rss`` asks for what RSS itself does; what directories would miss is a warning then."""


class Need(NamedTuple):
    """A tag of ``channel`` or ``item`` that some profiles require and others recommend."""

    parent: str
    name: str
    required: tuple[str, ...]
    recommended: tuple[str, ...]
    hint: str


_APPLE_PSP: Final = ("strict", "apple", "psp1")
_ALL: Final = PROFILES
_DIRECTORIES: Final = PROFILES[1:]
NEEDS: Final = (
    Need("channel", "language", _APPLE_PSP, (), "Add <language>en</language>, or your language."),
    Need("channel", "itunes:category", _APPLE_PSP, (), 'Add <itunes:category text="…"/> of Apple\'s list.'),
    Need("channel", "itunes:explicit", _APPLE_PSP, (), "Add <itunes:explicit>false</itunes:explicit>, or true."),
    Need("channel", "itunes:image", _DIRECTORIES, (), "Add artwork: square, 1400 to 3000 pixels, JPEG or PNG."),
    Need("channel", "itunes:author", ("spotify",), ("strict", "psp1", "apple"), "Add <itunes:author>."),
    Need("channel", "atom:link", ("strict", "psp1"), (), 'Add <atom:link rel="self"> with the feed\'s own address.'),
    Need("channel", "podcast:guid", (), ("strict", "psp1"), "Add the show's <podcast:guid>."),
    Need("channel", "podcast:locked", (), ("strict", "psp1"), "Add <podcast:locked>yes</podcast:locked>."),
    Need("channel", "itunes:owner", (), ("spotify",), "Spotify mails a code to the address in itunes:owner."),
    Need("item", "title", _ALL, (), "Add a title."),
    Need("item", "enclosure", _ALL, (), "Add the audio file as <enclosure url length type>."),
    Need("item", "guid", _ALL, (), "Add a <guid> that never changes."),
    Need("item", "pubDate", ("spotify",), ("strict", "apple", "psp1"), "Add <pubDate>."),
    Need("item", "description", (), _APPLE_PSP, "Add a description of at most 4,000 bytes."),
    Need("item", "itunes:duration", (), _APPLE_PSP, "Add <itunes:duration> in seconds."),
    Need("item", "link", (), ("psp1",), "Add the episode's page."),
    Need("item", "itunes:image", (), ("psp1",), "Add the episode's artwork."),
    Need("item", "itunes:explicit", (), ("psp1",), "Add <itunes:explicit>."),
    Need("item", "podcast:transcript", (), ("psp1",), "Add a transcript."),
)  # fmt: skip


def known(profile: str) -> str:
    """``profile``, if it is one; UsageError otherwise."""
    if profile not in PROFILES:
        names = ", ".join(PROFILES)
        raise UsageError(Finding(code="FT520", message=f"there is no profile {profile}", hint=f"One of {names}."))
    return profile


def check(element: _Element, there: Collection[str], parent: str, profile: str, source: Source) -> Iterator[Finding]:
    """The tags that ``profile`` misses in a channel or an item; ``there`` are the names of those that stand in it."""
    for code, need in missing(frozenset(there), parent, profile):
        yield source.finding(code, element, f"<{parent}> has no <{need.name}>", need.hint)


def missing(there: frozenset[str], parent: str, profile: str) -> tuple[tuple[str, Need], ...]:
    """The tags missed, each with the code of its finding: FT520 where it is required, FT521 where recommended."""
    missed = (need for need in NEEDS if need.parent == parent and clark(need.name) not in there)
    return tuple(
        ("FT520" if profile in need.required else "FT521", need)
        for need in missed
        if profile in need.required or profile in need.recommended or (profile == "rss" and "strict" in need.required)
    )
