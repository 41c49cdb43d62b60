"""What authors write of tags: taken in any spelling of the keys, refused with the path to the fault."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from feedtool import namespace, shape, shapes
from feedtool.model import Location

GUID = "917393e3-1b1e-5cef-ace4-edaa54e1f810"
PAID = {"type": "node", "address": "02", "split": 1}


@pytest.mark.parametrize("key", ["startTime", "start_time", "START-TIME"])
def test_keys_in_any_spelling(key: str):
    made = shapes.SOUNDBITE({key: "1:13", "duration": 45.5})
    assert made == namespace.Soundbite(start=73_000, duration=45_500)


def test_bare_texts_stand_for_the_main_field():
    assert shapes.LICENSE("CC-BY-4.0") == namespace.License(
        text="cc-by-4.0", url="https://creativecommons.org/licenses/by/4.0/"
    )
    assert shapes.LOCATION("Berlin") == Location(name="Berlin", rel="subject")
    assert shapes.UPDATES("weekly") == namespace.UpdateFrequency(text="weekly")
    assert shape.rows(shapes.TXT)("a") == (namespace.Txt(text="a"),)
    assert shapes.BLOCK("apple") == namespace.Block(blocked=True, id="apple")


@pytest.mark.parametrize(
    ("read", "value", "path", "wanted"),
    [
        (shapes.LICENSE, {"text": "mine"}, (), "url as well"),
        (shapes.VALUE, {"type": "l", "method": "k"}, (), "valueRecipient as well"),
        (shapes.VALUE, {"type": "l", "method": "k", "valueRecipient": [PAID, {"type": "x"}]}, ("valueRecipient", 1), "address as well"),
        (shapes.TIME_SPLIT, {"startTime": 0, "duration": 1}, (), "either remoteItem or valueRecipient"),
        (shapes.TIME_SPLIT, {"startTime": 0, "duration": 1, "remoteItem": GUID, "valueRecipient": PAID}, (), "either"),
        (shapes.REMOTE, {"feedGuid": "x"}, ("feedGuid",), "a UUID"),
        (shapes.CHAT, {"server": "a", "protocol": "icq"}, ("protocol",), "one of irc, xmpp"),
        (shapes.SOCIAL, {"protocol": "nostr"}, (), "uri as well"),
        (shapes.LOCATION, {"name": "x", "geo": "51,0"}, ("geo",), "a geo URI"),
        (shapes.LOCATION, {"name": "x" * 129}, ("name",), "at most 128"),
        (shapes.LOCATION, {"name": "x", "colour": 1}, ("colour",), "one of the keys name, rel"),
        (shapes.SOUNDBITE, {"startTime": -1, "duration": 1}, ("startTime",), "a number"),
        (shapes.SOUNDBITE, {"startTime": float("nan"), "duration": 1}, ("startTime",), "a number"),
        (shapes.UPDATES, {"text": "x", "rrule": "FREQ=DAILY;COUNT=2"}, (), "dtstart as well"),
        (shapes.UPDATES, {"text": "x", "rrule": "daily"}, ("rrule",), "a recurrence"),
        (shapes.IMAGE, {"href": "a.jpg"}, ("href",), "an absolute http"),
        (shapes.TRAILER, {"text": "x", "url": "https://e.org/", "pubdate": "soon"}, ("pubdate",), "a moment"),
        (shapes.TXT, "x" * 4001, ("text",), "at most 4000"),
        (shapes.FUNDING, 5, (), "a table with url"),
    ],
)  # fmt: skip
def test_faults_have_a_path_and_a_cure(read: Any, value: Any, path: tuple[Any, ...], wanted: str):
    with pytest.raises(shape.Unfit) as caught:
        read(value)
    assert caught.value.path == path
    assert wanted in caught.value.wanted


def test_times_and_moments_as_toml_and_yaml_give_them():
    assert shape.span(time(0, 1, 2, 500_000)) == 62_500
    assert shape.span(12) == 12_000
    assert shape.moment(datetime(2026, 1, 1, tzinfo=UTC)).year == 2026
    assert shape.decimal(5e-8) == "0.00000005"
    assert shape.decimal("0.00000005000") == "0.00000005000"


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.datetimes(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize("field", [*shapes.CHANNEL, *shapes.ITEM], ids=lambda f: f.key)
@example_settings(max_examples=25, deadline=None)
@given(value=PLAIN)
def test_anything_else_is_unfit_and_nothing_worse(field: shape.Field, value: Any):
    try:
        field.read(value)
    except shape.Unfit as fault:
        assert fault.wanted  # noqa: PT017
