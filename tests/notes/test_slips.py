"""What wrong values of front matter can only mean; what might mean two things means nothing here."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.notes import slips, values


@pytest.mark.parametrize(
    ("name", "value", "meant"),
    [
        ("published", 20260102, "2026-01-02"),
        ("published", "20260102", "2026-01-02"),
        ("published", "2026–01–02", "2026-01-02"),
        ("published", "2026-01-02,", "2026-01-02"),
        ("published", "2026-01-02 6.05", "2026-01-02T06:05"),
        ("published", "01/02/2026", None),
        ("published", "20261302", None),
        ("published", "soon", None),
        ("explicit", "ja", True),
        ("draft", "Yes.", True),
        ("block", "nein", False),
        ("explicit", "perhaps", None),
        ("explicit", 3, None),
        ("explicit", "safe", None),
        ("season", "S2", 2),
        ("season", "Staffel 02", 2),
        ("episode", "Ep. 12", 12),
        ("episode", "No. #7", 7),
        ("episode", "S1E2", None),
        ("episode", "12 of 20", None),
        ("duration", "62:03 min", "62:03"),
        ("duration", "1:02:03 h", "1:02:03"),
        ("duration", "1:02 h", None),
        ("duration", "1.02.03", "1:02:03"),
        ("duration", "01;02;03", "01:02:03"),
        ("duration", "1.75.03", None),
        ("duration", "about an hour", None),
        ("episode_type", "Bonus episode", "bonus"),
        ("title", "Yes.", None),
        ("published", True, None),
        ("duration", ["1.02.03"], None),
    ],
)
def test_only_what_is_certain_is_meant(name: str, value: Any, meant: Any) -> None:
    made = slips.meant(name, value)
    assert (made, type(made)) == (meant, type(meant))


@given(st.sampled_from(sorted(slips._FIELDS)), st.text(max_size=80) | st.integers())
def test_what_is_meant_can_be_taken(name: str, value: str | int) -> None:
    made = slips.meant(name, value)
    readers = {
        "published": values.moment,
        "duration": values.milliseconds,
        "season": values.whole,
        "episode": values.whole,
    }
    assert made is None or readers.get(name, lambda value: value)(made) is not None
