"""A build touches what changed, and nothing else; what fails leaves everything as it stood."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import tracemalloc
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from feedtool import feeds, lock, manifest, run, stamps
from feedtool.findings import EnvironmentFault, SourceError
from feedtool.output import Report, build
from feedtool.read.feed import items

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOW = datetime(2026, 6, 1, tzinfo=UTC)
OLD = 1_700_000_000
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
    """A project of three episodes, its files long untouched."""
    (tmp_path / "episodes").mkdir()
    write(tmp_path / "feedtool.toml", SHOW)
    for number, name in enumerate(("one", "two", "three"), 1):
        text = f"---\ntitle: The {name}\ndate: 2026-01-0{number}\n---\nWords.\n\n0:00 Intro\n0:0{number} Main\n"
        write(tmp_path / "episodes" / f"{name}.md", text)
        write(tmp_path / "episodes" / f"{name}.mp3", silence(10 + number))
    return tmp_path


def write(path: Path, data: str | bytes, when: int = OLD) -> None:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    os.utime(path, (when, when))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    write(path, text.replace(old, new), OLD + 100)


def broken_rows(path: Path, root: Path) -> None:
    """Cut the manifest in its rows, and change an episode so that they are read."""
    path.write_bytes(path.read_bytes()[:-5000])
    edit(root / "episodes/two.md", "Words.", "More words.")


def names(made: Report, root: Path) -> list[str]:
    assert not made.failed, made.findings
    return sorted(os.path.relpath(path, root) for path in made.written)


def titles(root: Path) -> list[str]:
    with (root / "output" / "feed.xml").open("rb") as stream:
        return [item.title or "" for item in items(stream, "feed.xml")]


def guids(root: Path) -> dict[str, str]:
    return {row.title: row.guid for row in lock.read((root / "feedtool.lock").read_text()).episodes}


def whole(root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a build of this project from nothing makes (the lock kept)."""
    fresh = tmp_path_factory.mktemp("fresh")
    build(root, fresh / "out", now=NOW)
    return contents(fresh / "out")


def contents(out: Path) -> dict[str, bytes]:
    return {
        p.relative_to(out).as_posix(): p.read_bytes()
        for p in sorted(out.rglob("*"))
        if p.is_file() and manifest.FOLDER not in p.parts
    }


def test_newest_first_and_nothing_the_second_time(show: Path) -> None:
    first = build(show, now=NOW)
    assert len(names(first, show)) == 3 * 2 + 3
    assert titles(show) == ["The three", "The two", "The one"]
    again = build(show, now=NOW)
    assert (again.written, again.removed, again.episodes) == ((), (), 3)
    assert [str(f) for f in again.findings] == [str(f) for f in first.findings]


def test_nothing_to_do_opens_no_library(show: Path) -> None:
    import subprocess
    import sys

    build(show, now=NOW)
    program = (
        "import sys; from datetime import UTC, datetime; from pathlib import Path\n"
        "from feedtool.output import build\n"
        f"made = build(Path({str(show)!r}), now=datetime(2026, 6, 1, tzinfo=UTC))\n"
        "assert made.episodes == 3\n"
        "print(*sorted({'lxml', 'feedgen', 'mutagen', 'jsonschema', 'yaml'} & set(sys.modules)))"
    )
    assert subprocess.check_output([sys.executable, "-c", program], text=True).split() == []


@pytest.mark.parametrize(
    ("change", "written"),
    [
        (lambda p: edit(p / "episodes/two.md", "Main", "Core"), ["audio/two.mp3", "chapters/two.json", "feed.xml"]),
        (lambda p: edit(p / "episodes/two.md", "Words.", "More words."), ["feed.xml"]),
        (lambda p: os.utime(p / "episodes/two.md", (OLD + 9, OLD + 9)), []),
        (lambda p: (p / "output/audio/one.mp3").unlink(), ["audio/one.mp3"]),
        (lambda p: (p / "output/chapters/one.json").write_text("{}"), ["chapters/one.json"]),
        (lambda p: (p / "output/feed.xml").write_text("x"), ["feed.xml"]),
        (lambda p: manifest.path_of(p, p / "output").write_text("{"), []),
        (lambda p: broken_rows(manifest.path_of(p, p / "output"), p), ["feed.xml"]),
        (lambda p: manifest.path_of(p, p / "output").write_text('{"version": 1, "key": 5, "rows": 3}'), []),
        (lambda p: edit(p / "feedtool.toml", "About.", "About it."), ["feed.xml"]),
        (lambda p: (p / "episodes/one.vtt").write_text("WEBVTT\n"), ["feed.xml", "transcripts/one.vtt"]),
    ],
)
def test_only_what_changed_is_written(
    show: Path, change: Callable[[Path], object], written: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    build(show, now=NOW)
    change(show)
    made = build(show, now=NOW)
    assert names(made, show / "output") == written
    assert contents(show / "output") == whole(show, tmp_path_factory)
    assert build(show, now=NOW).written == ()


def test_rename_keeps_the_guid_and_removes_the_old_files(show: Path) -> None:
    build(show, now=NOW)
    before = guids(show)
    for suffix in ("md", "mp3"):
        (show / f"episodes/two.{suffix}").rename(show / f"episodes/second.{suffix}")
    assert [f.code for f in build(show, now=NOW).findings if f.weight == "error"] == ["FT802"]
    made = build(show, now=NOW, accepted=["second"])
    assert guids(show) == before
    assert sorted(p.name for p in made.removed) == ["two.json", "two.mp3"]
    assert not (show / "output/audio/two.mp3").exists()
    assert (show / "output/audio/second.mp3").exists()


def test_a_file_of_ones_own_in_the_output_stays(show: Path) -> None:
    build(show, now=NOW)
    mine = show / "output/audio/mine.mp3"
    mine.write_bytes(b"mine")
    (show / "output/audio/two.mp3").write_bytes(b"edited by hand")
    for suffix in ("md", "mp3"):
        (show / f"episodes/two.{suffix}").unlink()
    made = build(show, now=NOW)
    assert titles(show) == ["The three", "The one"]
    assert mine.read_bytes() == b"mine"
    assert (show / "output/audio/two.mp3").read_bytes() == b"edited by hand"
    assert [f.code for f in made.findings if f.code == "FT117"] == ["FT117"]


def test_drafts_and_the_future_are_never_written(show: Path) -> None:
    edit(show / "episodes/one.md", "title:", "draft: true\ntitle:")
    edit(show / "episodes/three.md", "2026-01-03", "2026-07-03")
    made = build(show, now=NOW)
    assert made.episodes == 1
    everything = b"".join(contents(show / "output").values()) + (show / "feedtool.lock").read_bytes()
    assert b"The one" not in everything
    assert b"The three" not in everything
    assert build(show, now=NOW).written == ()
    later = build(show, now=datetime(2026, 7, 4, tzinfo=UTC))
    assert titles(show) == ["The three", "The two"]
    assert "audio/three.mp3" in names(later, show / "output")


def test_an_error_leaves_all_as_it_was_and_the_next_build_repairs(show: Path) -> None:
    build(show, now=NOW)
    before = contents(show)
    edit(show / "episodes/one.md", "Main", "Core")
    edit(show / "episodes/two.md", "0:02", "9:02")
    broken = build(show, now=NOW)
    assert [f.code for f in broken.findings if f.weight == "error"] == ["FT304"]
    assert {k: v for k, v in contents(show).items() if not k.endswith(".md")} == {
        k: v for k, v in before.items() if not k.endswith(".md")
    }
    edit(show / "episodes/two.md", "9:02", "0:02")
    assert "chapters/one.json" in names(build(show, now=NOW), show / "output")


def test_findings_of_untouched_episodes_are_said_again(show: Path) -> None:
    edit(show / "episodes/one.md", "date: 2026-01-01\n", "")
    first = [str(f) for f in build(show, now=NOW).findings]
    assert any("FT113" in line for line in first)
    edit(show / "episodes/two.md", "Words.", "Other words.")
    assert sorted(str(f) for f in build(show, now=NOW).findings) == sorted(first)
    assert sorted(str(f) for f in build(show, now=NOW).findings) == sorted(first)


def test_lock_changed_by_hand_counts(show: Path) -> None:
    build(show, now=NOW)
    old = guids(show)["The two"]
    edit(show / "feedtool.lock", old, "11111111-2222-3333-4444-555555555555")
    build(show, now=NOW)
    assert b"11111111-2222-3333-4444-555555555555" in (show / "output/feed.xml").read_bytes()
    assert old.encode() not in (show / "output/feed.xml").read_bytes()


def test_moves_of_the_address_keep_guids(show: Path) -> None:
    build(show, now=NOW)
    before = guids(show), lock.read((show / "feedtool.lock").read_text()).podcast_guid
    edit(show / "feedtool.toml", 'base_url = "https://example.org/"', 'base_url = "https://other.example/x/"')
    feed = (show / "output/feed.xml").read_bytes()
    assert [f.code for f in build(show, now=NOW).findings if f.weight == "error"] == ["FT820"]
    assert (show / "output/feed.xml").read_bytes() == feed
    build(show, now=NOW, accepted=["all"])
    assert (guids(show), lock.read((show / "feedtool.lock").read_text()).podcast_guid) == before
    assert b"https://other.example/x/audio/one.mp3" in (show / "output/feed.xml").read_bytes()


def test_equal_dates_keep_one_order(show: Path) -> None:
    for name in ("one", "two", "three"):
        text = (show / f"episodes/{name}.md").read_text()
        write(show / f"episodes/{name}.md", text.replace(text.split("date: ")[1][:10], "2026-01-01"))
    build(show, now=NOW)
    assert titles(show) == ["The one", "The three", "The two"]


def test_a_damaged_lock_stops_the_build(show: Path) -> None:
    build(show, now=NOW)
    (show / "feedtool.lock").write_text("version = ")
    with pytest.raises(SourceError) as caught:
        build(show, now=NOW)
    assert caught.value.findings[0].code == "FT115"


def test_a_missing_lock_stops_the_build_only_where_a_feed_stands(show: Path) -> None:
    build(show, now=NOW)
    before = guids(show)
    (show / "feedtool.lock").unlink()
    with pytest.raises(SourceError) as caught:
        build(show, now=NOW)
    assert caught.value.findings[0].code == "FT821"
    (show / "output/feed.xml").unlink()
    build(show, now=NOW)
    assert guids(show) == before


def test_what_was_published_changes_only_when_accepted(show: Path) -> None:
    build(show, now=NOW)
    edit(show / "episodes/two.md", "title:", "slug: deux\ntitle:")
    stopped = build(show, now=NOW)
    assert [f.code for f in stopped.findings if f.weight == "error"] == ["FT802"]
    assert not (show / "output/audio/deux.mp3").exists()
    assert [f.code for f in build(show, now=NOW, accepted=["one"]).findings if f.weight == "error"] == ["FT802"]
    assert [f.code for f in build(show, now=NOW, accepted=["due"]).findings if f.weight == "error"] == [
        "FT802",
        "FT823",
    ]
    assert not build(show, now=NOW, accepted=["two"]).failed
    assert {f.code for f in build(show, now=NOW).findings} & {"FT802", "FT822"} == set()
    rows = {row.source: row for row in lock.read((show / "feedtool.lock").read_text()).episodes}
    assert rows["two"].enclosure == "https://example.org/audio/deux.mp3"
    assert (rows["two"].type, rows["two"].published) == ("audio/mpeg", "2026-01-02T00:00:00+00:00")


def test_a_guid_of_its_own_that_is_new_stops_the_build(show: Path) -> None:
    build(show, now=NOW)
    edit(show / "episodes/two.md", "title:", "guid: mine\ntitle:")
    assert "FT116" in {f.code for f in build(show, now=NOW).findings}
    assert not build(show, now=NOW, accepted=["two"]).failed
    assert guids(show)["The two"] in {"mine"} | set(guids(show).values())
    assert b">mine</guid>" in (show / "output/feed.xml").read_bytes()
    assert not build(show, now=NOW).failed
    assert {f.code for f in build(show, now=NOW).findings} & {"FT116", "FT117", "FT822"} == set()


def test_an_episode_never_built_may_change_freely(show: Path) -> None:
    edit(show / "episodes/one.md", "title:", "draft: true\ntitle:")
    build(show, now=NOW)
    for suffix in ("md", "mp3"):
        (show / f"episodes/one.{suffix}").rename(show / f"episodes/eins.{suffix}")
    edit(show / "episodes/eins.md", "draft: true\ntitle: The one", "slug: uno\nguid: x\ntitle: Anew")
    assert not build(show, now=NOW).failed


def test_an_episode_that_becomes_a_draft_vanishes_with_a_warning(show: Path) -> None:
    build(show, now=NOW)
    edit(show / "episodes/one.md", "title:", "draft: true\ntitle:")
    for _ in range(2):
        assert [f.weight for f in build(show, now=NOW).findings if f.code == "FT805"] == ["warning"]
    build(show, now=NOW, accepted=["one"])
    assert [f for f in build(show, now=NOW).findings if f.code == "FT805"] == []


def test_a_new_date_is_told_once_and_kept(show: Path) -> None:
    build(show, now=NOW)
    edit(show / "episodes/one.md", "2026-01-01", "2026-02-01")
    assert [f.code for f in build(show, now=NOW).findings if f.code == "FT807"] == ["FT807"]
    assert [f.code for f in build(show, now=NOW).findings if f.code == "FT807"] == []


def test_a_dry_run_writes_nowhere_in_the_project(show: Path) -> None:
    (show / "output").mkdir()
    before = sorted(show.rglob("*"))
    during: list[list[Path]] = []
    made = build(show, now=NOW, dry_run=True, look=lambda *_: during.append(sorted(show.rglob("*"))))
    assert not made.failed
    assert show / "output/audio/two.mp3" in made.written
    assert during == [before]
    assert sorted(show.rglob("*")) == before


def test_a_dry_run_needs_room_for_one_sound_at_a_time(
    show: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path_factory.mktemp("scratch")
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    left: list[int] = []
    build(show, now=NOW, dry_run=True, look=lambda *_: left.append(max(p.stat().st_size for p in scratch.rglob("*"))))
    assert left[0] < (show / "episodes/two.mp3").stat().st_size
    assert [*scratch.iterdir()] == []


def test_disk_that_refuses(show: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(show, now=NOW)
    before = contents(show / "output")
    edit(show / "episodes/one.md", "Main", "Core")

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(EnvironmentFault, match="No space left"):
        build(show, now=NOW)
    assert contents(show / "output") == before


@pytest.mark.parametrize("at", [0, 18, 60, 0.1, 0.3, 0.5, 0.7, 0.9, -1])
def test_a_manifest_with_one_wrong_byte_costs_a_build_and_nothing_else(
    show: Path, at: float, tmp_path_factory: pytest.TempPathFactory
) -> None:
    build(show, now=NOW)
    path = manifest.path_of(show, show / "output")
    data = bytearray(path.read_bytes())
    data[int(at * len(data)) if 0 < at < 1 else int(at)] ^= 0x41
    path.write_bytes(data)
    edit(show / "episodes/two.md", "Words.", "More words.")
    assert names(build(show, now=NOW), show / "output") == ["feed.xml"]
    assert contents(show / "output") == whole(show, tmp_path_factory)
    assert build(show, now=NOW).written == ()


def test_no_room_for_the_notes_is_told(show: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(manifest.Book, "begin", refuse)
    with pytest.raises(EnvironmentFault, match="disk is full"):
        build(show, now=NOW)
    assert not (show / "output").exists()


def test_a_manifest_that_cannot_be_kept_costs_a_build_and_nothing_else(
    show: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(manifest.Book, "stamp", refuse)
        assert len(names(build(show, now=NOW), show)) == 3 * 2 + 3
    assert not manifest.path_of(show, show / "output").exists()
    assert build(show, now=NOW).written == ()
    assert manifest.path_of(show, show / "output").exists()


def test_a_touched_file_is_compared_once(show: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(show, now=NOW)
    os.utime(show / "episodes/one.md", (OLD + 5, OLD + 5))
    edit(show / "episodes/two.md", "Words.", "More words.")
    build(show, now=NOW)
    hashed: list[bytes] = []
    monkeypatch.setattr(stamps, "is_same", lambda path, *_: hashed.append(path) or True)
    assert build(show, now=NOW).written == ()
    assert hashed == []


def test_memory_does_not_grow_with_the_episodes(show: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One of few or of many episodes is built again; what is told of each is kept to be told again."""
    monkeypatch.setattr(run, "_KEPT", 8)
    for path in (show / "episodes").iterdir():
        path.unlink()
    text = '---\ntitle: Number {n}\ndate: 2026-01-01\nenclosure: {{url: "https://cdn.example/{n}.mp3", length: 1000, type: audio/mpeg}}\nduration: "1:00"\n---\nWords.\n'
    peaks = []
    for count in (20, 420):
        for number in range(count):
            write(show / f"episodes/{number:04}.md", text.format(n=number))
        build(show, now=NOW)
        # the lower of two: a table of Python's own, of all names in the process, may just grow by megabytes
        peaks.append(min(peak_of_one_changed(show) for _ in range(2)))
    assert peaks[1] - peaks[0] < 400 * 1500


def peak_of_one_changed(show: Path) -> int:
    """The most bytes that Python held during a build after one episode was edited."""
    edit(show / "episodes/0010.md", "Words.", "More Words.")
    tracemalloc.start()
    assert not build(show, now=NOW).failed
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def relocked(root: Path, title: str, file: str, url: str) -> None:
    """Give the audio of an episode another published name, as publishing does."""
    known = lock.read((root / "feedtool.lock").read_text())
    write(root / "feedtool.lock", lock.write(lock.renamed(known, {guids(root)[title]: (file, url)})), OLD + 100)


def test_audio_goes_out_under_the_name_the_lock_gives(show: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    build(show, now=NOW)
    relocked(show, "The two", "two-1a2b3c4d.mp3", "https://example.org/audio/two-1a2b3c4d.mp3")
    made = build(show, now=NOW)
    assert names(made, show / "output") == ["audio/two-1a2b3c4d.mp3", "feed.xml"]
    assert [path.name for path in made.removed] == ["two.mp3"]
    assert b'url="https://example.org/audio/two-1a2b3c4d.mp3"' in (show / "output/feed.xml").read_bytes()
    assert "audio/two-1a2b3c4d.mp3" in manifest.outputs(show, show / "output")
    assert contents(show / "output") == whole(show, tmp_path_factory)
    assert build(show, now=NOW).written == ()
    edit(show / "episodes/two.md", "title:", "slug: zwei\ntitle:")
    edit(show / "episodes/two.md", "Main", "Core")
    made = build(show, now=NOW)
    assert names(made, show / "output") == ["audio/two-1a2b3c4d.mp3", "chapters/zwei.json", "feed.xml"]
    row = next(row for row in lock.read((show / "feedtool.lock").read_text()).episodes if row.title == "The two")
    assert (row.file, row.enclosure) == ("two-1a2b3c4d.mp3", "https://example.org/audio/two-1a2b3c4d.mp3")


def test_a_published_name_and_another_enclosure_do_not_pass_the_gate(show: Path) -> None:
    build(show, now=NOW)
    relocked(show, "The two", "two-1a2b3c4d.mp3", "https://example.org/audio/two.mp3")
    assert [f.code for f in build(show, now=NOW).findings if f.weight == "error"] == ["FT802"]


def test_a_published_name_that_is_the_slug_is_none(show: Path) -> None:
    build(show, now=NOW)
    before = (show / "feedtool.lock").read_bytes(), contents(show / "output")
    relocked(show, "The two", "two.mp3", "https://example.org/audio/two.mp3")
    assert not build(show, now=NOW).failed
    assert ((show / "feedtool.lock").read_bytes(), contents(show / "output")) == before
    assert build(show, now=NOW).written == ()


def test_a_published_name_that_is_another_slug_is_refused(show: Path) -> None:
    build(show, now=NOW)
    before = contents(show / "output")
    relocked(show, "The two", "one.mp3", "https://example.org/audio/one.mp3")
    assert [f.code for f in build(show, now=NOW).findings if f.weight == "error"] == ["FT107"]
    assert contents(show / "output") == before


def test_a_published_name_of_another_ending_does_not_count(show: Path) -> None:
    build(show, now=NOW)
    relocked(show, "The two", "two-1.m4a", "https://example.org/audio/two-1.m4a")
    assert [f.code for f in build(show, now=NOW).findings if f.weight == "error"] == ["FT802"]
    made = build(show, now=NOW, accepted=["two"])
    assert not made.failed
    assert b"audio/two.mp3" in (show / "output/feed.xml").read_bytes()
    assert "two-1" not in (show / "feedtool.lock").read_text()


def test_outputs_are_the_files_of_the_last_build(show: Path) -> None:
    assert manifest.outputs(show, show / "output") == []
    build(show, now=NOW)
    (show / "output/mine.txt").write_text("mine")
    assert [*manifest.outputs(show, show / "output"), "mine.txt"] == sorted(contents(show / "output"))
    edit(show / "episodes/one.md", "title:", "draft: true\ntitle:")
    build(show, now=NOW)
    assert "audio/one.mp3" not in manifest.outputs(show, show / "output")
    assert manifest.outputs(show, show / "elsewhere") == []


@pytest.mark.parametrize("path", ["feed.2.xml", "secret.xml"])
def test_the_heads_of_all_files_of_feeds_are_judged(show: Path, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    write(show / "feedtool.toml", f'{SHOW}[feed]\npage_size = 2\nprivate = "secret.xml"\n')
    head = feeds.Sheet.head

    def broken(sheet: feeds.Sheet, updated: datetime | None) -> bytes:
        made = head(sheet, updated)
        return made.replace(b"<language>en<", b"<language>english<") if sheet.path == path else made

    monkeypatch.setattr(feeds.Sheet, "head", broken)
    told = [f for f in build(show, now=NOW).findings if f.code == "FT536"]
    assert [f.place and f.place.file for f in told] == [path]


def test_a_name_that_is_no_text_is_told_and_left_out(show: Path) -> None:
    try:
        (show / "episodes" / os.fsdecode(b"caf\xe9.md")).write_text("---\ntitle: x\n---\n")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    made = build(show, now=NOW)
    assert [f.message for f in made.findings if f.code == "FT130"] == [
        "the name caf\\xe9.md is not UTF-8: the file is left out"
    ]
    assert made.episodes == 3
