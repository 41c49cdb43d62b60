"""People of front matter, in every shape sites give them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from feedtool.notes import Reading

ROWS: list[tuple[str, list[tuple[str, str]]]] = [
    ("hosts: [Ada Byron, Joan Park]", [("Ada Byron", "host"), ("Joan Park", "host")]),
    ("hosts: Ada Byron, Joan Park", [("Ada Byron", "host"), ("Joan Park", "host")]),
    ("hosts:\n  - name: Ada Byron\n    url: https://a.example\n  - name: Joan Park", [("Ada Byron", "host"), ("Joan Park", "host")]),
    ("hosts: [ada-byron]", [("Ada Byron", "host")]),
    ("guests:\n  - jane-doe\n  - john_smith", [("Jane Doe", "guest"), ("John Smith", "guest")]),
    ("guest: Ada Byron", [("Ada Byron", "guest")]),
    ("guest:\n  name: Ada Byron\n  twitter: adab", [("Ada Byron", "guest")]),
    ("people:\n  Ada Byron: host\n  Joan Park: guest", [("Ada Byron", "host"), ("Joan Park", "guest")]),
    ("people:\n  host: Ada Byron\n  guests: [Joan Park, Kit Hill]", [("Ada Byron", "host"), ("Joan Park", "guest"), ("Kit Hill", "guest")]),
    ("people:\n  - {name: Ada Byron, role: Moderation}\n  - {name: Joan Park, role: Guest}", [("Ada Byron", "host"), ("Joan Park", "guest")]),
    ("people:\n  - Ada Byron: host\n  - Joan Park: guest", [("Ada Byron", "host"), ("Joan Park", "guest")]),
    ("people:\n  - Ada Byron (host)\n  - Joan Park (guest)", [("Ada Byron", "host"), ("Joan Park", "guest")]),
    ("contributors:\n  - {firstname: Ada, lastname: Byron, role: host}", [("Ada Byron", "host")]),
    ("guests:\n  - first_name: Ada\n    last_name: Byron", [("Ada Byron", "guest")]),
    ("speakers: [Ada Byron]", [("Ada Byron", "speaker")]),
    ("producer: Ada Byron\neditor: Joan Park", [("Ada Byron", "producer"), ("Joan Park", "editor")]),
    ("guests:\n- '[Ada Byron](https://a.example)'", [("Ada Byron", "guest")]),
    ("guests:\n- '@adab'", [("@adab", "guest")]),
    ("guests:\n- Ada Byron <ada@a.example>", [("Ada Byron", "guest")]),
    ("guests:\n- Ada Byron, CEO of Looms\n- Joan Park, weaver", [("Ada Byron", "guest"), ("Joan Park", "guest")]),
    ("guests:\n- Ada Byron - CEO of Looms", [("Ada Byron", "guest")]),
    ("guests: []", []),
    ("guests: none", []),
    ("guests: ''", []),
    ("moderation: Anna Weber\ngäste: [Jörg Groß]", [("Anna Weber", "host"), ("Jörg Groß", "guest")]),
    ("authors:\n- Ada Byron", []),
    ("itunes:\n  author: Looms", []),
]  # fmt: skip


@pytest.mark.parametrize(("yaml", "people"), ROWS)
def test_people(notes: Callable[..., Reading], yaml: str, people: list[tuple[str, str]]) -> None:
    made = notes(f"---\ntitle: Looms\n{yaml}\n---\nText\n").episode.people
    assert [(p.name, p.role) for p in made] == people


def test_addresses_and_pictures(notes: Callable[..., Reading]) -> None:
    yaml = (
        "hosts:\n- {name: Ada Byron, website: https://ada.example, avatar: ada.png}\n- '[Joan Park](https://j.example)'"
    )
    made = notes(f"---\ntitle: T\n{yaml}\n---\n").episode.people
    assert [(p.href, p.img) for p in made] == [("https://ada.example", "ada.png"), ("https://j.example", None)]
