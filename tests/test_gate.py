"""What was published may not change unless it is accepted by name; what never was may."""

from __future__ import annotations

from dataclasses import replace

import pytest

from feedtool import gate
from feedtool.findings import Place
from feedtool.gate import Candidate, Verdict
from feedtool.lock import Locked

BASE = Place("feedtool.toml", 6)
ONE = Locked(
    source="one",
    guid="g1",
    title="One",
    audio="",
    enclosure="https://example.org/audio/one.mp3",
    type="audio/mpeg",
    published="2026-01-01T10:00:00+00:00",
)
TWO = replace(ONE, source="two", guid="g2", title="Two", enclosure="https://example.org/audio/two.mp3")


def judged(*rows: Locked, before: tuple[Locked, ...] = (ONE, TWO), accepted: tuple[str, ...] = ()) -> Verdict:
    candidates = [Candidate(row=row, slug=f"s-{row.source}", place=Place(f"episodes/{row.source}.md")) for row in rows]
    known = {row.guid: row for row in before}
    gone = [row for row in before if row.guid not in {row.guid for row in rows}]
    return gate.judge([(known.get(one.row.guid), one) for one in candidates], gone, accepted, BASE)


def codes(verdict: Verdict) -> list[str]:
    return [found.code for found in verdict.findings]


def test_nothing_changed() -> None:
    assert judged(ONE, TWO) == Verdict()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"enclosure": "https://example.org/audio/uno.mp3"}, "FT802"),
        ({"enclosure": "https://elsewhere.example/one.mp3"}, "FT802"),
        ({"enclosure": ""}, "FT802"),
        ({"type": "audio/mp4"}, "FT803"),
        ({"published": "2026-01-02T10:00:00+00:00"}, "FT807"),
        ({"published": ""}, "FT807"),
        ({"enclosure": "https://other.example/x/audio/one.mp3"}, "FT820"),
    ],
)
def test_each_change_stops_or_is_accepted_by_any_of_its_names(change: dict[str, str], code: str) -> None:
    changed = replace(ONE, **change)
    assert codes(judged(changed, TWO)) == [code]
    assert codes(judged(changed, TWO, accepted=("two",))) == [code]
    for name in ("one", "s-one", "g1", "all"):
        assert codes(judged(changed, TWO, accepted=(name,))) == ["FT822"]


def test_the_hint_is_a_command_that_can_be_typed_and_gone_once_it_was() -> None:
    changed = replace(ONE, source="the one", type="audio/mp4")
    (stopped,) = judged(changed, TWO).findings
    assert stopped.hint.endswith("feedtool build --accept 'the one'")
    (accepted,) = judged(changed, TWO, accepted=("all",)).findings
    assert accepted.hint == ""


def test_one_moment_in_two_zones_is_one_date() -> None:
    assert judged(replace(ONE, published="2026-01-01T12:00:00+02:00"), TWO) == Verdict()


def test_what_an_old_lock_does_not_know_may_be_anything() -> None:
    assert judged(ONE, before=(replace(ONE, enclosure="", type="", published=""),)) == Verdict()


def test_a_move_of_all_is_told_once() -> None:
    moved = [replace(row, enclosure=row.enclosure.replace("example.org", "cdn.example")) for row in (ONE, TWO)]
    verdict = judged(*moved)
    assert codes(verdict) == ["FT820"]
    assert verdict.findings[0].place == BASE
    assert "2 episodes" in verdict.findings[0].message
    assert codes(judged(*moved, accepted=("one",))) == ["FT820"]
    assert codes(judged(*moved, accepted=("all",))) == ["FT822"]


def test_new_episodes_and_those_let_go_pass() -> None:
    new = replace(ONE, source="new", guid="g9")
    assert judged(ONE, TWO, new) == Verdict()
    assert judged(ONE, before=(ONE, replace(TWO, gone=True))) == Verdict()


def test_letting_go() -> None:
    assert judged(ONE).go == frozenset()
    verdict = judged(ONE, accepted=("two",))
    assert (codes(verdict), verdict.go) == (["FT822"], {"g2"})
    assert judged(ONE, accepted=("all",)).go == frozenset()


def test_a_slip_is_no_consent() -> None:
    assert codes(judged(ONE, TWO, accepted=("tow",))) == ["FT823"]


def test_vanished_is_a_warning() -> None:
    assert gate.vanished(ONE).weight == "warning"
