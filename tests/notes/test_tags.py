"""Front matter that speaks of tags: taken by their own names, faults at their lines, other programs' keys left alone."""

from __future__ import annotations

import pytest

from feedtool import notes
from feedtool.model import Enclosure, Location
from feedtool.namespace import Chat, License, Soundbite


def read(matter: str) -> notes.Reading:
    return notes.read(f"---\ntitle: T\n{matter}\n---\nWords.\n", file="x.md")


def said(made: notes.Reading) -> list[str]:
    return [str(f) for f in made.findings if f.code == "FT205"]


def test_tags_by_their_own_names_and_in_the_habit_of_front_matter():
    made = read(
        "soundbite: [{startTime: 1:13, duration: 45.5, text: Best}]\n"
        "chat: {server: irc.example.org, protocol: irc, account_id: ann}\n"
        "location: {name: Marlow, geo: 'geo:51.57,-0.77'}\n"
        "license: cc-by-4.0\nkeywords: [one, two]"
    )
    assert said(made) == []
    assert made.episode.soundbites == (Soundbite(start=73_000, duration=45_500, text="Best"),)
    assert made.episode.chat == Chat(server="irc.example.org", protocol="irc", account_id="ann")
    assert made.episode.locations == (Location(name="Marlow", rel="subject", geo="geo:51.57,-0.77"),)
    assert made.episode.license == License(text="cc-by-4.0", url="https://creativecommons.org/licenses/by/4.0/")
    assert made.episode.keywords == ("one", "two")


@pytest.mark.parametrize(
    ("matter", "message"),
    [
        ("chat:\n  server: a\n  protocol: icq", "x.md:5:3: error: chat.protocol: 'icq' does not fit [FT205]"),
        ("soundbite:\n- {duration: 1}", "x.md:4:3: error: soundbite[0]: something is missing [FT205]"),
        ("extras: ['<a']", "x.md:3:10: error: extras[0]: '<a' does not fit [FT205]"),
    ],
)
def test_faults_stand_at_their_lines(matter: str, message: str):
    assert said(read(matter)) == [message]


@pytest.mark.parametrize("matter", ["license: All rights reserved", "location: Berlin", "value: 5", "chat: true", "images: [a.jpg]"])  # fmt: skip
def test_what_sites_mean_otherwise_is_passed_over(matter: str):
    made = read(matter)
    assert said(made) == []
    assert (made.episode.license, made.episode.locations, made.episode.values, made.episode.chat) == (
        None,
        (),
        (),
        None,
    )


def test_an_enclosure_elsewhere_needs_its_address_type_and_length():
    url = "https://media.example.org/a b.mp3"
    made = read(f"enclosure: {{url: '{url}', type: audio/mpeg, length: 500}}")
    assert made.episode.enclosure == Enclosure(
        url="https://media.example.org/a%20b.mp3", media_type="audio/mpeg", length=500
    )
    assert read(f"enclosure: {{url: '{url}'}}").episode.enclosure is None
    assert read("enclosure: {url: a.mp3, type: audio/mpeg, length: 5}").episode.enclosure is None
    assert said(read(f"enclosure: {{url: '{url}', type: audio/mpeg, length: many}}"))
