"""People by labels, headings, running text and titles, in several languages; and what is nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from feedtool.notes.mentions import in_title
from feedtool.notes.names import clean_name, split_names

if TYPE_CHECKING:
    from collections.abc import Callable

    from feedtool.notes import Reading

ADA, MARY = ("Ada Byron", "host"), ("Mary Shaw", "guest")


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Host: Ada Byron", [ADA]),
        ("**Host:** [Ada Byron](https://example.org/ada)", [ADA]),
        ("Hosts: Ada Byron, Joan Park and Kit O'Neil", [ADA, ("Joan Park", "host"), ("Kit O'Neil", "host")]),
        ("Host – Ada Byron", [ADA]),
        ("Hosted by Ada Byron", [ADA]),
        ("- Hosted by @ada", [("@ada", "host")]),
        ("Host: Ada Byron | Guest: Mary Shaw", [ADA, MARY]),
        ("## Hosts\n\n- Ada Byron\n- Joan Park, engineer", [ADA, ("Joan Park", "host")]),
        ("Guests:\n\n* Mary Shaw (@mary)\n* Joan van den Park", [MARY, ("Joan van den Park", "guest")]),
        ("Ada Byron (Host)\n\nMary Shaw (Guest)", [ADA, MARY]),
        ("| Role | Name |\n|---|---|\n| Host | Ada Byron |", [ADA]),
        ("Join hosts Ada Byron and Joan Park for a talk.", [ADA, ("Joan Park", "host")]),
        ("Today we talk with Mary Shaw, professor of looms, about cards.", [MARY]),
        ("Ada ByronhostMary Shawguest", [ADA, MARY]),
        ("Moderation: Ada Byron\n\nGäste: Mary Shaw und Joan Park", [ADA, MARY, ("Joan Park", "guest")]),
        ("Présenté par Ada Byron\n\nInvitée : Mary Shaw", [ADA, MARY]),
        ("Presentadora: Ada Byron\n\nInvitada: Mary Shaw", [ADA, MARY]),
        ("Apresentação: Ada Byron\n\nConvidada: Mary Shaw", [ADA, MARY]),
        ("Conduce: Ada Byron\n\nOspite: Mary Shaw", [ADA, MARY]),
        ("Ведущая: Ада Байрон\n\nГостья: Мэри Шоу", [("Ада Байрон", "host"), ("Мэри Шоу", "guest")]),
        ("主播：小红、小明\n\n嘉宾：李华", [("小红", "host"), ("小明", "host"), ("李华", "guest")]),
        ("ゲスト：山田花子さん", [("山田花子", "guest")]),
        ("진행: 김영희", [("김영희", "host")]),
        ("Sound engineer: Joan Park\n\nMusic by Kit Hill", [("Joan Park", "audio engineer"), ("Kit Hill", "composer")]),
    ],
)  # fmt: skip
def test_people_are_found(notes: Callable[..., Reading], text: str, people: list[tuple[str, str]]) -> None:
    made = notes(f"# Looms\n\n{text}\n").episode.people
    assert [(p.name, p.role) for p in made] == people


@pytest.mark.parametrize(
    "text",
    [
        "Our host was kind and the guest was late.",
        "Music: an old tune that nobody remembers, played twice.",
        "Host your own server with these tools.",
        "Guests can bring their own lunch, and many do.",
        "Cast: iron, steel and brass in equal measure, as they say.",
        "People: we need to talk about looms!",
        "Links: https://example.org",
    ],
)
def test_nobody_is_invented(notes: Callable[..., Reading], text: str) -> None:
    assert notes(f"# Looms\n\n{text}\n").episode.people == ()


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("Looms with Ada Byron", ["Ada Byron"]),
        ("Looms mit Ada Byron und Mary Shaw", ["Ada Byron", "Mary Shaw"]),
        ("Looms, feat. Ada Byron (Part 2)", ["Ada Byron"]),
        ("Dealing with Looms", []),
        ("Krosna z Adą Byron", []),
        ("Working with the New Looms of Today and Tomorrow", []),
    ],
)
def test_guests_a_title_names(title: str, names: list[str]) -> None:
    assert [f.person.name for f in in_title(title)] == names


def test_person_keeps_link_group_and_place(notes: Callable[..., Reading]) -> None:
    (person,) = notes("# T\n\nProducer: [Ada Byron](https://example.org/ada)\n").episode.people
    assert (person.href, person.group, str(person.place)) == (
        "https://example.org/ada",
        "creative direction",
        "a.md:3:1",
    )


def test_names_are_parted_and_cleaned() -> None:
    assert split_names("Ada Byron/Mary Shaw & Dr. Joan Park") == ["Ada Byron", "Mary Shaw", "Dr. Joan Park"]
    assert clean_name("what is this?") is None
    assert clean_name("x" * 61) is None
