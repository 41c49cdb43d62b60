"""What stands where names do and is nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from feedtool.notes.nobody import is_nobody

if TYPE_CHECKING:
    from collections.abc import Callable

    from feedtool.notes import Reading


@pytest.mark.parametrize(
    "text",
    [
        "VS Code",
        "DaVinci Resolve",
        "Audacity",
        "Pro Tools",
        "Looms Ltd.",
        "Pen Media",
        "The Lodgers",
        "Our Team",
        "TBA",
    ],
)
def test_nobody(text: str) -> None:
    assert is_nobody(text)


@pytest.mark.parametrize(
    "text", ["Ada Byron", "Theo Marsh", "Ally Code-Smith", "Reaper Jones", "Madonna", "Will Show-Alter"]
)
def test_somebody(text: str) -> None:
    assert not is_nobody(text)


@pytest.mark.parametrize(
    "line",
    ["Editor: VS Code", "Edited by Audacity", "Producer: Pen Media", "Music: The Lodgers", "Host: our spare room", "Guest: TBA",
     "Artwork by Midjourney", "Transcripts by Whisper", "Production: The Daily Loom"],
)  # fmt: skip
def test_labels_of_things_name_nobody(notes: Callable[..., Reading], line: str) -> None:
    assert notes(f"# T\n\n{line}\n").episode.people == ()
