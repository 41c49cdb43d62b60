"""Times in text, lengths, dates: what they are, and what only looks like them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedtool.notes import dates, values
from feedtool.notes.times import length, marks


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("0:00 Intro", [(0, None)]),
        ("[00:01 - 07:11] X", [(1_000, 431_000)]),
        ("1:34.5 x", [(94_500, None)]),
        ("12：30 标题", [(750_000, None)]),
        ("1h02m03s x", [(3_723_000, None)]),
        ("0:00 bis 1:30 x", [(0, 90_000)]),
        ("(9:33)Peers (11:00)", [(573_000, None), (660_000, None)]),
        ("0:00 Am Anfang", [(0, None)]),
        ("0:00 Est-ce vrai", [(0, None)]),
    ],
)
def test_marks(text: str, found: list[tuple[int, int | None]]) -> None:
    assert [(m.ms, m.until) for m in marks(text)] == found


@pytest.mark.parametrize(
    "text",
    ["John 21:15-25", "10:00 am", "at 12:30", "20:15 Uhr", "19:00 MSK", "UTC-05:00", "3:75", "1:2", "2024-01-01 12:30", "v1:30x",
     "12:30h", "20h30", "http://x/1:30", "1:23:45:67", "00:1B:44", "99:99", "$10:50"],
)  # fmt: skip
def test_no_marks(text: str) -> None:
    assert marks(text) == []


@settings(max_examples=100)
@given(ms=st.integers(0, 359_999).map(lambda s: s * 1000))
def test_every_clock_time_is_read_back(ms: int) -> None:
    seconds = ms // 1000
    text = f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02} Title"
    assert [m.ms for m in marks(text)] == [ms]


@pytest.mark.parametrize(
    ("text", "ms"),
    [("1h 44m", 6_240_000), ("57:50", 3_470_000), ("14m", 840_000), ("187min", 11_220_000), ("1 Stunde 20 Minuten", 4_800_000),
     ("PT1H2M3S", 3_723_000), ("45 минут", 2_700_000), ("1小时20分钟", 4_800_000), ("soon", None), ("", None), ("45.2 MB", None)],
)  # fmt: skip
def test_lengths(text: str, ms: int | None) -> None:
    assert length(text) == ms


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-05-31", date(2024, 5, 31)), ("31 May 2024", date(2024, 5, 31)), ("May 31st, 2024", date(2024, 5, 31)),
        ("31. Mai 2024", date(2024, 5, 31)), ("31 mai 2024", date(2024, 5, 31)), ("31 de mayo de 2024", date(2024, 5, 31)),
        ("31 мая 2024", date(2024, 5, 31)), ("2024年5月31日", date(2024, 5, 31)), ("31.05.2024", date(2024, 5, 31)),
        ("2024/05/31", date(2024, 5, 31)), ("31/05/2024", date(2024, 5, 31)), ("Friday, May 31, 2024", date(2024, 5, 31)),
        ("5/6/2024", None), ("2024-13-01", None), ("0001-01-01", None), ("soon", None), ("31 2024", None),
    ],
)  # fmt: skip
def test_dates(text: str, day: date | None) -> None:
    assert dates.parse(text) == day


def test_moments_keep_their_zone() -> None:
    assert str(dates.parse("Mon, 03 Jul 2023 06:00:00 GMT")) == "2023-07-03 06:00:00+00:00"
    assert str(dates.parse("2024-05-31T18:00:00+02:00")) == "2024-05-31 18:00:00+02:00"
    assert str(dates.parse("2024-05-31 18:00")) == "2024-05-31 18:00:00"


@pytest.mark.parametrize("value", [True, None, -1, float("nan"), float("inf"), 1e12, [], {}, "x" * 100, "1:60"])
def test_bad_values_are_none(value: object) -> None:
    assert values.milliseconds(value) is None
    assert values.moment(value) is None or value == 1e12
