"""Values of front matter in messages: as their author wrote them, short, on one line."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedtool.notes.shown import DEPTH, LONGEST, shown


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("soon", "soon"), ("", "empty"), (None, "empty"), (True, "true"), (12.5, "12.5"), (date(1850, 1, 1), "1850-01-01"),
        (datetime(1850, 1, 1, 6, tzinfo=UTC), "1850-01-01T06:00:00+00:00"), ([], "an empty list"), ({}, "an empty mapping"),
        ([1, "two", None], "[1, two, empty]"), ({"start": "soon", "title": "C"}, "{ start: soon, title: C }"),
        ([1, 2, 3, 4, 5], "[1, 2, 3, 4, …]"), ("two\nlines", "two lines"), ([[[[1]]]], "[[[[…]]]]"),
    ],
)  # fmt: skip
def test_shown(value: Any, text: str) -> None:
    assert shown(value) == text


_PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates()


@settings(max_examples=100)
@given(st.recursive(_PLAIN, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_always_one_short_line(value: Any) -> None:
    made = shown(value)
    assert len(made) <= LONGEST + 1
    assert len(made.splitlines()) <= 1


def test_depth_is_bounded() -> None:
    value: Any = "x"
    for _ in range(5000):
        value = [value]
    assert shown(value) == "[" * (DEPTH + 1) + "…" + "]" * (DEPTH + 1)
