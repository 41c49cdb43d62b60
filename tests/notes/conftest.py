"""What the tests of the notes parser share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from feedtool.notes import Reading, read

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def notes() -> Callable[..., Reading]:
    """Read a text as Markdown unless told otherwise."""

    def reader(text: str, file: str = "a.md", **more: object) -> Reading:
        return read(text, file=file, **more)  # type: ignore[arg-type]

    return reader
