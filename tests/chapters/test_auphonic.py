"""Auphonic JSON."""

from __future__ import annotations

from feedtool.chapters import auphonic, detect
from feedtool.model import Chapter


def test_a_production_as_the_api_gives_it():
    text = '{"status_code": 200, "data": {"uuid": "x", "chapters": [{"start": "00:02:18", "title": "T", "url": ""}]}}'
    assert detect(text.encode()) is auphonic
    assert auphonic.read(text, "x").chapters == (Chapter(start=138_000, title="T"),)


def test_links_under_another_name():
    assert auphonic.read('{"chapters": [{"start": "0:00", "href": "h", "img": "i"}]}', "x").chapters == (
        Chapter(start=0, url="h", image="i"),
    )
