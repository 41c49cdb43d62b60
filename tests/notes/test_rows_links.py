"""Links of front matter: lists of them, and addresses under keys of a site's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from feedtool.notes import Reading

ROWS: list[tuple[str, list[str]]] = [
    ("---\ntitle: T\nyoutube: https://youtu.be/abcdefghijk\nspotify_link: https://open.spotify.example/e/1\n---\nText", ["https://youtu.be/abcdefghijk", "https://open.spotify.example/e/1"]),
    ("---\ntitle: T\nlinks:\n  youtube: https://youtu.be/abcdefghijk\n  apple: https://a.example/1\n---\nText", ["https://youtu.be/abcdefghijk", "https://a.example/1"]),
    ("---\ntitle: T\nlinks:\n- https://a.example\n- title: B\n  url: https://b.example\n- '[C](https://c.example)'\n- D: https://d.example\n- 'E https://e.example'\n- text: F\n  href: f.example\n---\nx", ["https://a.example", "https://b.example", "https://c.example", "https://d.example", "https://e.example"]),
    ("---\ntitle: T\nplatforms:\n  spotify: https://s.example\n  apple:\n    url: https://ap.example\nvideo_url: https://v.example/1\nimage: https://i.example/i.png\naudio: https://x.example/a.mp3\ndiscussion: https://d.example\n---\nx", ["https://s.example", "https://ap.example", "https://v.example/1", "https://d.example"]),
    ("---\ntitle: T\nresources:\n- name: Book\n  link: https://b.example\n- category: Tools\n  items:\n  - {title: X, url: https://x.example}\n---\nx", ["https://b.example", "https://x.example"]),
    ("---\ntitle: T\nlinks: |\n  * [A](https://a.example)\n  * https://b.example\n---\nx", ["https://a.example", "https://b.example"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "urls"), ROWS)
def test_links(notes: Callable[..., Reading], text: str, urls: list[str]) -> None:
    assert [link.url for link in notes(text).episode.links] == urls


def test_labels_and_no_finding_for_a_key_that_gave_a_link(notes: Callable[..., Reading]) -> None:
    made = notes(
        "---\ntitle: T\nlinks:\n- {title: A, url: https://a.example}\nspotify_link: https://s.example\n---\nText\n"
    )
    assert [(link.url, link.text) for link in made.episode.links] == [
        ("https://a.example", "A"),
        ("https://s.example", None),
    ]
    assert "FT214" not in [f.code for f in made.findings]


def test_a_misspelt_key_is_said_all_the_same(notes: Callable[..., Reading]) -> None:
    assert "FT204" in [f.code for f in notes("---\ntitle: T\naudoi: https://a.example/x\n---\nText\n").findings]
