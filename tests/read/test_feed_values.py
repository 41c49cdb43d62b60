"""Texts of feeds as values, as others write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.read import feed_values


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Wed, 04 Mar 2026 05:06:07 +0000", datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)),
        ("4 Mar 2026 05:06:07 -0000", datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)),
        ("2026-03-04T05:06:07Z", datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)),
        ("2026-03-04", None),
        ("soon", None),
        (None, None),
    ],
)
def test_moments(text: str | None, made: datetime | None):
    assert feed_values.moment(text) == made


@pytest.mark.parametrize(("text", "whole", "number"), [("7", 7, 7), ("7.0", 7, 7.0), ("7.5", None, 7.5), ("x", None, None), ("1e999", None, None), ("nan", None, None), ("٣", None, None)])  # fmt: skip
def test_numbers(text: str, whole: int | None, number: float | None):
    assert feed_values.whole(text) == whole
    assert feed_values.number(text) == number


@pytest.mark.parametrize(("word", "made"), [("true", True), ("Explicit", True), ("yes", True), ("clean", False), ("no", False), ("", None), (None, None)])  # fmt: skip
def test_explicit_in_old_words(word: str | None, made: bool | None):
    assert feed_values.is_explicit(word) is made


@given(st.text())
def test_anything_is_a_value_or_none(text: str):
    for read in (
        feed_values.moment,
        feed_values.whole,
        feed_values.number,
        feed_values.is_explicit,
        feed_values.is_yes,
    ):
        read(text)
