"""A plan says what listeners would see, writes nothing, and a lock is made anew only when asked."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from feedtool import lock, plan
from feedtool.cli import main
from feedtool.findings import SourceError
from feedtool.output import build

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOW = datetime(2026, 6, 1, tzinfo=UTC)
SHOW = """[show]
title = "Show"
link = "https://example.org/"
description = "About."
language = "en"
base_url = "https://example.org/"
timezone = "UTC"
"""


@pytest.fixture
def show(tmp_path: Path, silence: Callable[[float], bytes]) -> Path:
    (tmp_path / "episodes").mkdir()
    (tmp_path / "feedtool.toml").write_text(SHOW)
    for number, name in enumerate(("one", "two"), 1):
        text = f"---\ntitle: The {name}\ndate: 2026-01-0{number}\n---\nWords.\n"
        (tmp_path / "episodes" / f"{name}.md").write_text(text)
        (tmp_path / "episodes" / f"{name}.mp3").write_bytes(silence(10 + number))
    return tmp_path


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def seen(root: Path, **given: object) -> list[tuple[str, str]]:
    made = plan.plan(root, now=NOW, **given)
    assert made.differences is not None
    return [(one.code, one.item) for one in made.differences if one.item]


def state(root: Path) -> dict[str, bytes]:
    return {str(p): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


def test_first_build_is_all_new_and_the_next_changes_nothing(show: Path) -> None:
    before = state(show)
    assert seen(show) == [("FT806", "The two"), ("FT806", "The one")]
    assert state(show) == before
    build(show, now=NOW)
    assert plan.plan(show, now=NOW).differences == ()


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("title: The one", "title: Uno", "FT809"),
        ("title:", "slug: uno\ntitle:", "FT802"),
        ("2026-01-01", "2026-01-09", "FT807"),
        ("title:", "guid: other\ntitle:", None),
        ("title:", "draft: true\ntitle:", "FT805"),
    ],
)
def test_each_change_is_planned_and_not_made(show: Path, old: str, new: str, code: str | None) -> None:
    build(show, now=NOW)
    edit(show / "episodes/one.md", old, new)
    before = state(show)
    made = plan.plan(show, now=NOW)
    if code:
        assert code in {one.code for one in made.differences or ()}
    else:  # nothing can be made of a guid that contradicts the lock
        assert "FT116" in {found.code for found in made.findings}
        assert "FT801" in {one.code for one in plan.plan(show, now=NOW, accepted=["one"]).differences or ()}
    assert state(show) == before


def test_against_another_feed(show: Path) -> None:
    build(show, now=NOW)
    feed = (show / "output/feed.xml").read_bytes().replace(b"The one", b"Number one")
    assert seen(show, against=io.BytesIO(feed)) == [("FT809", "The one")]


def test_every_feed_is_compared_and_named(show: Path, silence: Callable[[float], bytes]) -> None:
    table = '[feed]\npage_size = 1\nformats = ["mp3", "opus"]\nprivate = true\n'
    (show / "feedtool.toml").write_text(SHOW + table)
    assert {one.file for one in plan.plan(show, now=NOW).differences or ()} == {""}
    build(show, now=NOW)
    assert sorted(path.name for path in (show / "output").glob("*.xml")) == [
        "feed.2.xml", "feed.opus.2.xml", "feed.opus.xml", "feed.xml"
    ]  # fmt: skip
    assert plan.plan(show, now=NOW).differences == ()
    edit(show / "episodes/one.md", "Words.", "Other words.")  # it stands on the second page
    files = ["", "feed.opus.xml", "private/feed.xml"]
    found = plan.plan(show, now=NOW).differences or ()
    assert [(one.code, one.item, one.file) for one in found] == [("FT809", "The one", file) for file in files]
    assert "feed.opus.xml: info: The one: notes was" in CliRunner().invoke(main, ["plan", "-C", str(show)]).output


def test_an_episode_that_moves_to_the_next_page_is_not_gone(show: Path, silence: Callable[[float], bytes]) -> None:
    (show / "feedtool.toml").write_text(SHOW + "[feed]\npage_size = 1\n")
    build(show, now=NOW)
    (show / "episodes/three.md").write_text("---\ntitle: The three\ndate: 2026-01-03\n---\nWords.\n")
    (show / "episodes/three.mp3").write_bytes(silence(13))
    assert seen(show) == [("FT806", "The three")]


def test_a_feed_that_is_made_no_more_takes_its_episodes_from_its_subscribers(show: Path) -> None:
    (show / "feedtool.toml").write_text(SHOW + "[feed]\nprivate = true\n")
    build(show, now=NOW)
    (show / "feedtool.toml").write_text(SHOW)
    gone = [(one.code, one.item) for one in plan.plan(show, now=NOW).differences or () if one.file and one.item]
    assert gone == [("FT805", "The two"), ("FT805", "The one")]


def test_a_lock_made_anew_keeps_published_names(show: Path) -> None:
    build(show, now=NOW)
    known = lock.read((show / "feedtool.lock").read_text())
    name = "one-1a2b.mp3"
    row = next(row for row in known.episodes if row.source == "one")
    renamed = lock.renamed(known, {row.guid: (name, f"https://example.org/audio/{name}")})
    (show / "feedtool.lock").write_text(lock.write(renamed))
    build(show, now=NOW)
    feed = (show / "output/feed.xml").read_bytes()
    before = (show / "feedtool.lock").read_bytes()
    plan.rebuild_lock(show, io.BytesIO(feed), "feed.xml")
    assert not build(show, now=NOW).failed
    assert (show / "feedtool.lock").read_bytes() == before
    assert (show / "output/feed.xml").read_bytes() == feed


def test_a_lock_made_anew_keeps_every_guid(show: Path) -> None:
    build(show, now=NOW)
    before = lock.read((show / "feedtool.lock").read_text())
    feed = (show / "output/feed.xml").read_bytes()
    (show / "feedtool.lock").unlink()
    with pytest.raises(SourceError, match="FT821"):
        build(show, now=NOW)
    made, findings = plan.rebuild_lock(show, io.BytesIO(feed), "feed.xml")
    assert [found.code for found in findings] == ["FT824"]
    assert {row.guid for row in made.episodes} == {row.guid for row in before.episodes}
    assert not build(show, now=NOW).failed
    assert lock.read((show / "feedtool.lock").read_text()) == before
    assert (show / "output/feed.xml").read_bytes() == feed


def test_commands(show: Path) -> None:
    run = CliRunner().invoke
    build(show, now=NOW)
    (show / "old.xml").write_bytes((show / "output/feed.xml").read_bytes())
    edit(show / "episodes/one.md", "title:", "slug: uno\ntitle:")
    planned = run(main, ["plan", "-C", str(show)])
    assert planned.exit_code == 1
    assert "error: The one: enclosure url was" in planned.output
    assert run(main, ["plan", "-C", str(show), "--accept", "one", "--json"]).exit_code == 1
    assert run(main, ["build", "-C", str(show)]).exit_code == 1
    assert run(main, ["build", "-C", str(show), "--accept", "one"]).exit_code == 0
    assert run(main, ["plan", "-C", str(show)]).output.endswith("No difference.\n")
    feeds = [str(show / "old.xml"), str(show / "output/feed.xml")]
    assert run(main, ["diff", *feeds]).exit_code == 1
    assert '"hurt": 1' in run(main, ["diff", "--json", *feeds]).output
    assert run(main, ["diff", feeds[0], feeds[0]]).exit_code == 0
    edited = (show / "old.xml").read_text().replace("Words.", "Other words.")
    (show / "edited.xml").write_text(edited)
    assert run(main, ["diff", feeds[0], str(show / "edited.xml")]).exit_code == 0
    assert run(main, ["diff", "--any", feeds[0], str(show / "edited.xml")]).exit_code == 1
    assert run(main, ["diff", feeds[0], str(show / "none.xml")]).exit_code == 3
