from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from feedtool.cli import fold
from feedtool.cli.progress import Progress, size
from feedtool.cli.publish import show
from feedtool.compare import Difference
from feedtool.findings import Finding, Place, Severity
from feedtool.publish.plans import Plan
from feedtool.publish.steps import Action, Step

if TYPE_CHECKING:
    from collections.abc import Sequence


def steps(count: int, folder: str = "audio", action: Action = Action.SEND) -> list[Step]:
    return [
        Step(action=action, path=f"{folder}/{n:03}.mp3", expect="", why="new", cost=1000) for n in range(1, count + 1)
    ]


def planned(made: Sequence[Step], capsys: pytest.CaptureFixture[str], **given: tuple[Finding, ...]) -> tuple[str, str]:
    show(Plan(target="www", where="there", steps=tuple(made), **given))  # type: ignore[arg-type]
    printed = capsys.readouterr()
    return printed.out, printed.err


def done(made: Sequence[Step], capsys: pytest.CaptureFixture[str], until: int | None = None) -> list[str]:
    progress = Progress(1, made)
    for step in made[:until]:
        progress.begun(step)
        progress.done(step)
    progress.end()
    return capsys.readouterr().out.splitlines()


def test_a_small_plan_has_a_row_for_each_file(capsys: pytest.CaptureFixture[str]) -> None:
    out, _ = planned(steps(fold.MOST), capsys)
    assert out.count("  send  ") == fold.MOST
    assert "more in" not in out


def test_a_large_plan_counts_the_rest_of_each_kind(capsys: pytest.CaptureFixture[str]) -> None:
    made = [*steps(300), *steps(1, "chapters"), *steps(14, "audio", Action.DELETE)]
    out, _ = planned(made, capsys)
    rows = [line for line in out.splitlines() if line.startswith("  ")]
    assert rows[9:12] == [
        "  send      1.0 kB  audio/010.mp3  new",
        "  send    290.0 kB  290 more in audio/",
        "  send      1.0 kB  chapters/001.mp3  new",
    ]
    assert rows[-1] == "  delete    4.0 kB  4 more in audio/"
    assert len(rows) == 11 + 1 + 11
    assert "315 to do, 315.0 kB to send" in out


def test_what_is_sent_last_stands_last(capsys: pytest.CaptureFixture[str]) -> None:
    made = [Step(action=Action.SEND, path=path, expect="", why="new") for path in ("cover.jpg", "feed.css", "feed.xml")]
    out, _ = planned([made[0], *steps(2), *made[1:]], capsys)
    assert [line.split()[3] for line in out.splitlines()[1:6]] == [
        "cover.jpg", "audio/001.mp3", "audio/002.mp3", "feed.css", "feed.xml",
    ]  # fmt: skip


def test_few_files_are_told_one_by_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert done(steps(2), capsys) == ["sent audio/001.mp3", "sent audio/002.mp3"]


def test_many_files_are_told_every_fifty(capsys: pytest.CaptureFixture[str]) -> None:
    assert done(steps(120), capsys) == [
        "sent 50 of 120 files in audio/ (50.0 kB)",
        "sent 100 of 120 files in audio/ (100.0 kB)",
        "sent all 120 files in audio/ (120.0 kB)",
    ]


def test_a_run_that_stops_says_how_far_it_came(capsys: pytest.CaptureFixture[str]) -> None:
    assert done(steps(120), capsys, until=7) == ["sent 7 of 120 files in audio/ (7.0 kB)"]
    assert done(steps(120), capsys, until=50) == ["sent 50 of 120 files in audio/ (50.0 kB)"]


def test_a_terminal_has_the_bar_alone(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert done(steps(3), capsys) == []


@pytest.mark.parametrize(("count", "said"), [(999, "999 B"), (5_000_000, "5.0 MB"), (1_200_000_000, "1.2 GB")])
def test_sizes(count: int, said: str) -> None:
    assert size(count) == said


def renamed(count: int) -> tuple[Finding, ...]:
    places = (Place(f"audio/{n}.mp3") for n in range(1, count + 1))
    return tuple(Finding(code="FT912", message=f"goes out as {n}", place=place) for n, place in enumerate(places))


def test_a_finding_of_many_files_is_said_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert planned([], capsys, findings=renamed(3))[1].count("[FT912]") == 3
    (said, hint) = planned([], capsys, findings=renamed(300))[1].splitlines()
    assert said == ("info: audio goes out under a new name: audio/1.mp3, audio/2.mp3, audio/3.mp3 and 297 more [FT912]")
    assert hint.startswith("  hint: ")


def test_errors_are_never_folded(capsys: pytest.CaptureFixture[str]) -> None:
    errors = tuple(Finding(code="FT912", message="no", place=Place("a"), severity=Severity.ERROR) for _ in range(30))
    assert planned([], capsys, findings=errors)[1].count("error: no") == 30
    assert planned([], capsys, built=(*renamed(30), *errors))[1].count("error: no") == 30


def test_warnings_of_the_build_are_counted_beyond_twenty(capsys: pytest.CaptureFixture[str]) -> None:
    assert planned([], capsys, built=renamed(20))[1].count("[FT912]") == 20
    other = Finding(code="FT521", message="no category")
    head, *rows = planned([], capsys, built=(*renamed(20), other))[1].splitlines()
    assert head == "21 warnings and notes of the build; `feedtool build` shows them:"
    assert [row.split()[:2] for row in rows] == [["1", "FT521"], ["20", "FT912"]]


def test_many_differences_of_one_kind_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    """But every one that hurts is said."""
    changed = [Difference(code=code, field="x", old="a", new="b") for code in ("FT809", "FT802") for _ in range(30)]
    show(Plan(target="www", where="there", steps=(), unchanged=1, differences=tuple(changed)))
    said = capsys.readouterr().out
    assert (said.count("[FT809]"), said.count("[FT802]")) == (12, 30)
    assert "(30, 12 shown): Listeners" in said
    assert "60 differences: 30 hurt subscribers, 30 only show." in said


def test_programs_get_everything() -> None:
    plan = Plan(target="www", where="there", steps=tuple(steps(300)), built=renamed(30), findings=renamed(40))
    value = plan.to_json()
    assert (len(value["steps"]), len(value["findings"])) == (300, 70)
