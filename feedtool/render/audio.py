"""The audio containers that chapters are written into: one row each, who renders the head and who says what is lost."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from feedtool.render import id3, mp4, vorbis

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from feedtool.findings import Finding
    from feedtool.model import Audio, Episode, Show


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """One container. ``render`` gives the bytes that go before the audio's payload; both are pure.

    ``losses`` names what the container or the old file's state keeps from being written. ``hidden`` says whether
    chapters out of the list are kept, ``links`` whether their addresses are. ``id3`` stands for a head that is an
    ID3v2 tag: what it held and the episode does not say stays in it, chapters too.
    """

    render: Callable[[Show | None, Episode, Audio], bytes]
    losses: Callable[[Show | None, Episode, Audio, str], Iterable[Finding]]
    hidden: bool = False
    links: bool = True
    id3: bool = False


_ID3 = Writer(
    render=lambda show, episode, audio: id3.render(show, episode, audio.tag),
    losses=lambda _, episode, audio, file: id3.losses(episode, audio.tag, file),
    hidden=True,
    id3=True,
)
_VORBIS = Writer(
    render=lambda show, episode, audio: vorbis.render_ogg(show, episode, audio.tag),
    losses=lambda show, episode, *_: vorbis.losses(show, episode),
)

WRITERS: Mapping[str, Writer] = MappingProxyType(
    {
        "mp3": _ID3,
        "aac": _ID3,
        "m4a": Writer(
            render=lambda show, episode, audio: mp4.render(show, episode, audio.tag, audio.payload),
            losses=lambda show, episode, audio, _: mp4.losses(show, episode, audio.tag),
            links=False,
        ),
        "ogg": _VORBIS,
        "opus": _VORBIS,
        "flac": Writer(
            render=lambda show, episode, audio: vorbis.render_flac(show, episode, audio.tag),
            losses=lambda show, episode, *_: vorbis.losses(show, episode),
        ),
    }
)
"""By the container's name in :class:`feedtool.model.Audio`."""
