"""An episode as JSON: in order, without nulls, the same bytes each time, and sound by its schema."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import jsonschema
import pytest

from feedtool.model import Chapter, Enclosure, Episode, Link, Person, Transcript
from feedtool.render.episode import render, to_json
from feedtool.schemas import load
from feedtool.shapes import ITEM

FULL = Episode(
    title="A loom that counts",
    slug="loom",
    subtitle="On cards",
    description="Cards and what they weave.",
    notes_html="<p>Cards</p>",
    chapters=(
        Chapter(start=0, title="Intro"),
        Chapter(start=94_500, end=120_000, title="Cards", url="https://example.org/c", toc=False),
    ),
    people=(Person(name="Ada Byron", href="https://example.org/ada"),),
    links=(Link(url="https://example.org/", text="page"), Link(url="https://example.org/2")),
    season=1,
    episode=12.5,
    episode_type="bonus",
    published=datetime(2024, 5, 31, 18, 0, tzinfo=UTC),
    duration=3_723_250,
    show="Looms",
    explicit=False,
    language="en",
    guid="x",
    audio="loom.mp3",
    enclosure=Enclosure(url="https://example.org/loom.mp3", media_type="audio/mpeg", length=12),
    transcripts=(Transcript(url="loom.vtt", media_type="text/vtt"),),
    draft=True,
    block=True,
)


def errors(value: Any) -> list[str]:
    validator = jsonschema.Draft202012Validator(load("episode.schema.json"))
    return [error.message for error in validator.iter_errors(value)]


@pytest.mark.parametrize(
    "episode", [FULL, Episode(title="", slug="x"), Episode(title="T", slug="x", published=date(2024, 5, 31))]
)
def test_every_episode_is_sound_by_its_schema(episode: Episode) -> None:
    assert errors(json.loads(render(episode))) == []


def test_everything_an_item_can_say_is_sound_by_its_schema(every_episode: Episode) -> None:
    made = json.loads(render(every_episode))
    assert errors(made) == []
    assert made["soundbites"][0] == {"start": 73, "duration": 45.5, "text": "Best minute"}
    assert made["values"][0]["time_splits"][0]["remote_item"]["item_guid"] == "song-1"
    assert {field.name for field in ITEM} <= set(made)


def test_schema_refuses_what_is_not_in_it() -> None:
    assert errors({**to_json(FULL), "duration": None})
    assert errors({**to_json(FULL), "published": "May 31"})
    assert errors({**to_json(FULL), "slug": "../x"})
    assert errors({**to_json(FULL), "more": 1})


def test_schema_itself_is_sound_and_described_throughout() -> None:
    schema = load("episode.schema.json")
    jsonschema.Draft202012Validator.check_schema(schema)
    for holder in (schema, *schema["$defs"].values()):
        assert all("description" in value for value in holder.get("properties", {}).values())


def test_times_are_seconds_and_nothing_is_null() -> None:
    made = to_json(FULL)
    assert made["chapters"][1] == {
        "start": 94.5,
        "end": 120,
        "title": "Cards",
        "url": "https://example.org/c",
        "toc": False,
    }
    assert made["duration"] == 3723.25
    assert made["published"] == "2024-05-31T18:00:00+00:00"
    assert b"null" not in render(FULL)


def test_same_episode_gives_same_bytes_and_keeps_letters() -> None:
    episode = Episode(title="Über 🎉", slug="x")
    assert render(episode) == render(episode)
    assert "Über 🎉".encode() in render(episode)
    assert render(episode).endswith(b"}\n")
