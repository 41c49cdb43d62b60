"""Why a file is no chapter file."""

from __future__ import annotations

import pytest

from feedtool.chapters.unknown import refusal


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "x:1: error: this file is empty [FT310]"),
        ("prose", "x:1: error: this text is in no chapter format that is known here [FT310]"),
        ("{}", "x:1: error: this JSON is in no chapter format that is known here [FT310]"),
        ("<opml/>", "x:1: error: XML with the root “opml” is in no chapter format that is known here [FT310]"),
        ("{", "x:1:2: error: not JSON: Expecting property name enclosed in double quotes [FT103]"),
    ],
)
def test_refusal(text, said):
    assert str(refusal(text, "x").findings[0]) == said
