"""The whole path from a text to an episode."""

from __future__ import annotations

from feedtool.model import Episode
from feedtool.notes.fact import Reading
from feedtool.notes.plain import to_html, to_lines


def read(
    text: str,
    *,
    file: str,
    format: str | None = None,
    sidecar: tuple[str, str] | None = None,
    show: str | None = None,
) -> Reading:
    """Read one episode text."""
    lines = to_lines(text, file)
    title = lines[0].text if lines else ""
    return Reading(episode=Episode(title=title, slug="x", show=show, notes_html=to_html(text)), lines=tuple(lines))
