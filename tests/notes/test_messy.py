"""Whole notes as hosts and people of many places write them, with what a careful reader would take from each.

``messy/labels.json`` was written before the parser saw the notes. ``beyond`` lists what it does not see yet, so that a
gain and a loss both show.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from feedtool.notes import read

FOLDER = Path(__file__).parent / "messy"
LABELS: dict[str, dict[str, Any]] = json.loads((FOLDER / "labels.json").read_text("utf-8"))

BEYOND = {
    "fr.txt",  # "présentée par …, avec Bruno Keller": a second role in one sentence
    "pl.md",  # "Rozmawiają …": a verb that names hosts, without a colon
    "podpage.html",  # "Imogen Sallow runs ours … She talks to Dario Pym": who of the two is the host
    "pt.txt",  # "Edição" is an editor of text or of sound
}
"""Notes of which not all people are found with their roles."""


@pytest.fixture(params=sorted(LABELS))
def case(request: pytest.FixtureRequest) -> tuple[str, dict[str, Any], Any]:
    name = request.param
    return name, LABELS[name], read((FOLDER / name).read_text("utf-8"), file=name).episode


def test_chapters(case: tuple[str, dict[str, Any], Any]) -> None:
    _, label, episode = case
    assert [[c.start / 1000, c.title] for c in episode.chapters] == label["chapters"]


def test_people(case: tuple[str, dict[str, Any], Any]) -> None:
    name, label, episode = case
    given = sorted([p.name, p.role] for p in episode.people)
    assert (given == sorted(label["people"])) == (name not in BEYOND)


def test_links(case: tuple[str, dict[str, Any], Any]) -> None:
    _, label, episode = case
    assert {url.rstrip("/") for url in label.get("links", [])} <= {link.url.rstrip("/") for link in episode.links}


def test_title_number_and_date(case: tuple[str, dict[str, Any], Any]) -> None:
    _, label, episode = case
    day = episode.published.isoformat()[:10] if episode.published else None
    assert label.get("title", episode.title) == episode.title
    assert (label.get("number"), label.get("date")) == (episode.episode, day)


def test_every_note_is_labelled() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {*LABELS, "labels.json"}
