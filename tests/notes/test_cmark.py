"""cmark gives the HTML its own package gives, and what it allocates is given back."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from cmarkgfm import cmark as package
from hypothesis import given, settings
from hypothesis import strategies as st

from feedtool.notes import cmark

FLAGS = package.Options.CMARK_OPT_SOURCEPOS | package.Options.CMARK_OPT_UNSAFE | package.Options.CMARK_OPT_FOOTNOTES
TEXT = "# Title\n\nWords **bold** [a](https://example.org) ~~no~~ x[^1]\n\n|a|b|\n|-|-|\n|1|2|\n\n[^1]: note\n" * 20


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="ab *_[]()#|-~`<>\n0é\0", max_size=200))
def test_the_same_html(text: str) -> None:
    expected = package.markdown_to_html_with_extensions(text, options=FLAGS, extensions=list(cmark.EXTENSIONS))
    assert cmark.html(text, FLAGS) == expected


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_memory_is_given_back() -> None:
    def resident() -> int:
        return int(Path("/proc/self/statm").read_text().split()[1]) * 4

    for _ in range(50):
        cmark.html(TEXT, FLAGS)
    before = resident()
    for _ in range(500):
        cmark.html(TEXT, FLAGS)
    assert resident() - before < 4000  # kB; kept, they are some 20,000
