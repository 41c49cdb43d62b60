"""Chapters JSON 1.2.0, the file ``podcast:chapters`` points at (spec: chapters §1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.chapters import podcasting2

if TYPE_CHECKING:
    from feedtool.model import Episode, Show


def render(show: Show, episode: Episode) -> bytes:
    """The JSON chapters file of one episode, UTF-8."""
    facts = {"title": episode.title, "podcastName": show.title, "author": episode.author or show.author}
    about = {key: value for key, value in facts.items() if value}
    return podcasting2.write(episode.chapters, about=about).encode()
