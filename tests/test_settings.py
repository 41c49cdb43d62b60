"""feedtool.toml: every fault at its line, with the word that was meant."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from feedtool import schemas, settings, shapes
from feedtool.model import Feeds
from feedtool.shape import Shape

if TYPE_CHECKING:
    from collections.abc import Iterator

GOOD = """\
[show]
title = "Show"
link = "https://example.org/"
description = "About."
language = "en"
base_url = "https://example.org/ü/"
categories = ["Technology", "Education > How To"]
timezone = "Europe/Berlin"
owner = { email = "a@example.org" }

[[show.person]]
name = "Ann"
role = "Co-Host"
"""


def test_good() -> None:
    show, findings = settings.read(GOOD)
    assert findings == []
    assert show
    assert show.base_url == "https://example.org/%C3%BC/"
    assert show.feed_url == "https://example.org/%C3%BC/feed.xml"
    assert [(c.name, c.sub) for c in show.categories] == [("Technology", None), ("Education", "How To")]
    assert (show.people[0].role, show.people[0].place.line) == ("co-host", 11)
    assert show.explicit is False


@pytest.mark.parametrize(
    ("line", "with_", "said"),
    [
        ('title = "Show"', "", "feedtool.toml:1:1: error: show: 'title' is missing [FT104]"),
        ('title = "Show"', "title = 5", "feedtool.toml:2:1: error: show.title: 5 is not text [FT104]"),
        (
            'title = "Show"',
            'titel = "Show"\ntitle = "x"',
            "feedtool.toml:2:1: error: unknown key 'titel' in show [FT105]",
        ),
        ('"Technology"', '"Tecnology"', "feedtool.toml:7:1: error: show.categories[0]: 'Tecnology' is none of the"),
        ('"Europe/Berlin"', '"Mars/Base"', "feedtool.toml:8:1: error: show.timezone: 'Mars/Base' is not a known time"),
        ('"Europe/Berlin"', '"../../etc/passwd"', "feedtool.toml:8:1: error: show.timezone"),
        (
            "https://example.org/ü/",
            "/ü/",
            "feedtool.toml:6:1: error: show.base_url: '/ü/' does not have the right form",
        ),
        ('"About."', f'"{"é" * 2001}"', "feedtool.toml:4:1: error: show.description has 4002 bytes"),
        ('language = "en"', 'language = "en_US"', "feedtool.toml:5:1: error: show.language: 'en_US' does not have"),
        ('role = "Co-Host"', "roll = 1", "feedtool.toml:13:1: error: unknown key 'roll' in show.person[0] [FT105]"),
    ],
)
def test_fault(line: str, with_: str, said: str) -> None:
    show, findings = settings.read(GOOD.replace(line, with_))
    assert show is None
    assert str(findings[0]).startswith(said)
    assert findings[0].advice


def test_nearest_name_is_the_hint() -> None:
    _, findings = settings.read(GOOD.replace("title =", "titel ="))
    assert "Did you mean 'title'?" in [f.hint for f in findings]


def objects(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
        for value in schema.values():
            yield from objects(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from objects(value)


def test_schema_is_what_editors_understand() -> None:
    """Editors know draft-04: no later keyword, and a description on every key, which is what they show."""
    schema = schemas.load("feedtool.schema.json")
    later = {"const", "if", "then", "else", "$defs", "examples", "contains", "propertyNames", "unevaluatedProperties"}
    assert not later & set(re.findall(r'"([^"]+)":', json.dumps(schema)))
    for holder in objects(schema):
        for name, key in holder.get("properties", {}).items():
            assert isinstance(key, dict)
            assert key.get("description"), name


def test_every_tag_of_the_channel_has_a_key_and_every_key_a_field() -> None:
    """The schema, which editors read, and the shapes, which read values, know the same keys."""
    schema = schemas.load("feedtool.schema.json")["properties"]["show"]["properties"]
    assert [field.key for field in shapes.CHANNEL if field.key not in schema] == []
    for field in shapes.CHANNEL:
        inner = schema[field.key].get("items", schema[field.key]).get("properties", {})
        assert sorted(inner) == sorted(keys(field.read)), field.key
    assert sorted(schema["liveItem"]["items"]["properties"]) == sorted(keys(shapes.LIVE))


def keys(read: Any) -> list[str]:
    """The keys that a reader of tables knows; it may be the reader of one row of a list."""
    inner = read if isinstance(read, Shape) else next((cell.cell_contents for cell in read.__closure__ or ()), None)
    return [field.key for field in inner.fields] if isinstance(inner, Shape) else []


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("license = 'mine'", "error: show.license: {'text': 'mine'} does not fit [FT104]"),
        ("[[show.trailer]]\ntext = 'x'\nurl = 'https://e.org/'\npubdate = 'soon'", "error: show.trailer[0].pubdate: 'soon'"),
        ("updateFrequency = { text = 'x', rrule = 'weekly' }", "error: show.updateFrequency.rrule: 'weekly'"),
        ("[feed]\nprivate = '../feed.xml'", "error: feed.private: '../feed.xml' does not have the right form"),
        ("[feed]\nprivate = '/etc/feed.xml'", "error: feed.private"),
    ],
)  # fmt: skip
def test_fault_in_a_tag(lines: str, said: str) -> None:
    text = (
        GOOD.replace("[[show.person]]", f"{lines}\n[[show.person]]")
        if not lines.startswith("[")
        else f"{GOOD}{lines}\n"
    )
    show, findings = settings.read(text.replace('role = "Co-Host"\n', "") if lines.startswith("[") else text)
    assert show is None
    assert findings[0].code == "FT104"
    assert said in str(findings[0])


def test_moments_without_a_zone_are_the_shows_and_need_one() -> None:
    lines = "updateFrequency = { text = 'x', dtstart = 2026-07-01T10:00:00 }"
    show, _ = settings.read(GOOD.replace("owner =", f"{lines}\nowner ="))
    assert show
    assert show.update_frequency
    assert str(show.update_frequency.dtstart) == "2026-07-01 10:00:00+02:00"
    show, findings = settings.read(
        GOOD.replace("owner =", f"{lines}\nowner =").replace('timezone = "Europe/Berlin"\n', "")
    )
    assert (show, [f.code for f in findings]) == (None, ["FT110"])


def test_the_layout_of_feeds() -> None:
    show, _ = settings.read(
        f"{GOOD}[feed]\nprivate = true\nformats = ['mp3', 'opus']\npage_size = 10\npaging = 'archived'\n"
    )
    assert show
    assert show.feeds == Feeds(private="private/feed.xml", formats=("mp3", "opus"), page_size=10, paging="archived")
