"""Addresses are encoded once, never twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool import uris


@pytest.mark.parametrize(
    ("url", "encoded"),
    [
        ("https://example.org/a b.mp3", "https://example.org/a%20b.mp3"),
        ("https://example.org/a%20b.mp3", "https://example.org/a%20b.mp3"),
        ("https://example.org/100%.mp3", "https://example.org/100%25.mp3"),
        ("https://example.org/ü?q=ä&r=1#ö", "https://example.org/%C3%BC?q=%C3%A4&r=1#%C3%B6"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://example.org/<script>\"'", "https://example.org/%3Cscript%3E%22'"),
        ("mailto:a b@example.org", "mailto:a%20b@example.org"),
    ],
)
def test_encode(url: str, encoded: str) -> None:
    assert uris.encode(url) == encoded


@given(st.text())
def test_encoding_twice_changes_nothing(text: str) -> None:
    once = uris.encode(f"https://example.org/{text}")
    assert uris.encode(once) == once
    assert once.isascii()


@given(st.text(st.characters(codec="utf-8")))
def test_joined_path_comes_back(name: str) -> None:
    from urllib.parse import unquote

    joined = uris.join("https://example.org/x/", name)
    assert unquote(joined) == f"https://example.org/x/{name}"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "//example.org", "http://", "file:///etc/passwd", "a.mp3", ""])
def test_no_web_address(url: str) -> None:
    assert not uris.is_web(url)
