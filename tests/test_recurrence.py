"""Recurrence rules: what RFC 5545 allows is taken, in its own form; what it does not is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.recurrence import canonical


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("FREQ=WEEKLY", "FREQ=WEEKLY"),
        ("RRULE:FREQ=DAILY;INTERVAL=2;", "FREQ=DAILY;INTERVAL=2"),
        ("freq=monthly;byday=+4th,-1mo", "FREQ=MONTHLY;BYDAY=+4TH,-1MO"),
        ("FREQ=WEEKLY;UNTIL=2023-12-31T00:00:00.000Z", "FREQ=WEEKLY;UNTIL=20231231T000000Z"),
        ("FREQ=YEARLY;UNTIL=2023-12-31", "FREQ=YEARLY;UNTIL=20231231"),
        ("FREQ=YEARLY;BYMONTH=1,12;BYMONTHDAY=-1,31;BYSETPOS=-1;WKST=SU", None),
        ("FREQ=HOURLY;BYHOUR=0,23;BYMINUTE=59;BYSECOND=60;BYYEARDAY=-366;BYWEEKNO=53", None),
    ],
)
def test_rules(text: str, made: str | None):
    assert canonical(text) == (made or text)


@pytest.mark.parametrize(
    "text",
    [
        "", "WEEKLY", "FREQ=", "FREQ=WEEKLY;FREQ=DAILY", "BYDAY=MO", "FREQ=WEEKLY;BYDAY=XX", "FREQ=WEEKLY;COUNT=0",
        "FREQ=WEEKLY;COUNT=3;UNTIL=20231231", "FREQ=WEEKLY;X-A=1", "FREQ=WEEKLY;;BYDAY=MO", "FREQ=DAILY;BYHOUR=24",
        "FREQ=MONTHLY;BYMONTHDAY=32", "FREQ=YEARLY;BYMONTH=13", "every Monday",
    ],
)  # fmt: skip
def test_what_is_none(text: str):
    assert canonical(text) is None


@given(st.text())
def test_a_canonical_rule_stays_as_it_is(text: str):
    made = canonical(text)
    assert made is None or canonical(made) == made
