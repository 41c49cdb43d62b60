"""From an episode page to a checked podcast feed, chapters and tagged audio.

The names below are the library's public face; everything else may change between versions. They load on first use, so
that ``import feedtool`` costs nothing.

    read_notes(text, file=…) -> Reading      an episode page understood: the Episode, and where each fact stands
    read_chapters(data, file) -> ChapterFile chapters in any known format
    read_audio(stream, file) -> Audio        container, duration, tag and chapters of an audio file
    read_settings(text) -> (Show, findings)  feedtool.toml
    build_episode(show, reading, parts)      every output of one episode, rendered and checked: pure
    build_project(root, out, now=…)          a whole project into its output folder
    examine_path(path, profile=…, now=…)     findings on any file the tool knows
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from feedtool.build import Built, Parts, build_episode
    from feedtool.chapters import ChapterFile
    from feedtool.chapters import read_any as read_chapters
    from feedtool.examine import examine_path
    from feedtool.findings import (
        CheckError,
        EnvironmentFault,
        FeedtoolError,
        Finding,
        Place,
        Severity,
        SourceError,
        UsageError,
    )
    from feedtool.model import Audio, Chapter, Enclosure, Episode, Link, Person, Picture, Show, Transcript
    from feedtool.notes import Reading
    from feedtool.notes import read as read_notes
    from feedtool.output import Report
    from feedtool.output import build as build_project
    from feedtool.read.audio import read as read_audio
    from feedtool.settings import read as read_settings

_HOMES = {
    "Audio": "model",
    "Built": "build",
    "Chapter": "model",
    "ChapterFile": "chapters",
    "CheckError": "findings",
    "Enclosure": "model",
    "EnvironmentFault": "findings",
    "Episode": "model",
    "FeedtoolError": "findings",
    "Finding": "findings",
    "Link": "model",
    "Parts": "build",
    "Person": "model",
    "Picture": "model",
    "Place": "findings",
    "Reading": "notes",
    "Report": "output",
    "Severity": "findings",
    "Show": "model",
    "SourceError": "findings",
    "Transcript": "model",
    "UsageError": "findings",
    "build_episode": "build",
    "build_project": "output:build",
    "examine_path": "examine",
    "read_audio": "read.audio:read",
    "read_chapters": "chapters:read_any",
    "read_notes": "notes:read",
    "read_settings": "settings:read",
}
"""The module each public name lives in, and its name there where that is another."""

__all__ = [
    "Audio",
    "Built",
    "Chapter",
    "ChapterFile",
    "CheckError",
    "Enclosure",
    "EnvironmentFault",
    "Episode",
    "FeedtoolError",
    "Finding",
    "Link",
    "Parts",
    "Person",
    "Picture",
    "Place",
    "Reading",
    "Report",
    "Severity",
    "Show",
    "SourceError",
    "Transcript",
    "UsageError",
    "__version__",
    "build_episode",
    "build_project",
    "examine_path",
    "read_audio",
    "read_chapters",
    "read_notes",
    "read_settings",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'feedtool' has no attribute {name!r}")
    module, _, inner = _HOMES[name].partition(":")
    return getattr(import_module(f"feedtool.{module}"), inner or name)
