"""The guid of an episode never changes, whatever its author renames."""

from __future__ import annotations

import io
import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from feedtool import identity, lock
from feedtool.findings import Finding, Place, SourceError
from feedtool.lock import Facts, Lock, Locked

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

SHOW = "9b024349-ccf0-5f69-a609-6b82873eab3c"


def facts(source: str, title: str = "", audio: str = "", guid: str | None = None) -> Facts:
    return Facts(
        source=source, title=title or source, audio=audio, guid=guid, place=Place(f"episodes/{source}.md", 1, 1)
    )


def built(*episodes: Facts) -> tuple[Lock, dict[str, str]]:
    """The lock after a first build of these episodes, and their guids."""
    guids, findings = identify(episodes, Lock(), SHOW)
    assert not findings
    rows = [Locked(source=f.source, guid=guids[f.source], title=f.title, audio=f.audio) for f in episodes]
    return Lock(podcast_guid=SHOW, episodes=tuple(rows)), guids


def identify(
    facts: Iterable[Facts], known: Lock, show: str, accepted: Collection[str] = ()
) -> tuple[dict[str, str], list[Finding]]:
    """The guid of each episode by its source, and findings."""
    with closing(sqlite3.connect("")) as db:
        identity.begin(db)
        assert identity.load(db, io.BytesIO(lock.write(known).encode())) == known.podcast_guid
        for fact in facts:
            identity.add(db, fact, f"{fact.source}.md")
        findings = identity.recognise(db, show, accepted)
        return dict(db.execute("SELECT source, guid FROM fact")), findings


def codes(findings: list) -> list[str]:
    return [f.code for f in findings]


def test_same_sources_get_the_same_guids_on_every_machine() -> None:
    assert built(facts("a"), facts("b"))[1] == built(facts("a"), facts("b"))[1]
    assert len(set(built(facts("a"), facts("b"))[1].values())) == 2


@pytest.mark.parametrize(
    "after",
    [
        facts("new-name", "One", "sound"),  # the file
        facts("one", "Another title", "sound"),  # the title
        facts("one", "One", "another sound"),  # the recording
        facts("new-name", "Another title", "sound"),  # all but the recording
        facts("new-name", "One", "another sound"),  # all but the title
        facts("one", "Another title", "another sound"),  # all but the file's name
    ],
)
def test_guid_survives(after: Facts) -> None:
    known, guids = built(facts("one", "One", "sound"), facts("two", "Two", "other"))
    found, findings = identify([after, facts("two", "Two", "other")], known, SHOW)
    assert found[after.source] == guids["one"]
    assert found["two"] == guids["two"]
    assert codes(findings) == []


def test_swapped_names_follow_the_sound() -> None:
    known, guids = built(facts("one", "One", "sound 1"), facts("two", "Two", "sound 2"))
    found, _ = identify([facts("two", "One", "sound 1"), facts("one", "Two", "sound 2")], known, SHOW)
    assert found == {"two": guids["one"], "one": guids["two"]}


def test_a_new_episode_under_an_old_name_is_new() -> None:
    known, guids = built(facts("one", "One", "sound"))
    moved = [facts("moved", "One", "sound"), facts("one", "Fresh", "fresh sound")]
    found, findings = identify(moved, known, SHOW)
    assert found["moved"] == guids["one"]
    assert found["one"] not in guids.values()
    assert codes(findings) == []


def test_a_name_used_again_after_removal_keeps_what_the_lock_says_and_a_changed_all_is_new() -> None:
    known, guids = built(facts("one", "One", "sound"))
    found, findings = identify([facts("other", "Other", "other sound")], known, SHOW)
    assert found["other"] != guids["one"]
    assert codes(findings) == ["FT117"]
    assert findings[0].hint.endswith("feedtool build --accept one")


def test_own_guid_wins_and_a_changed_one_is_refused() -> None:
    known, _ = built(facts("one", "One", "sound", guid="https://example.org/1"))
    assert known.episodes[0].guid == "https://example.org/1"
    _, findings = identify([facts("one", "One", "sound", guid="other")], known, SHOW)
    assert "FT116" in codes(findings)
    _, findings = identify([facts("moved", "One", "sound", guid="other")], known, SHOW)
    assert "FT116" in codes(findings)
    _, findings = identify([facts("one", "One", "sound", guid="other")], known, SHOW, accepted={"one"})
    assert codes(findings) == []


def test_audio_elsewhere_is_recognised_by_its_address() -> None:
    row = Locked(source="one", guid="g", title="One", audio="", enclosure="https://example.org/1.mp3")
    moved = replace(facts("renamed", "Another"), enclosure="https://example.org/1.mp3")
    found, findings = identify([moved], Lock(episodes=(row,)), SHOW)
    assert (found, codes(findings)) == ({"renamed": "g"}, [])


def test_an_episode_let_go_is_not_missed_and_its_guid_is_never_given_again() -> None:
    known, guids = built(facts("one", "One", "sound"))
    after = Lock(episodes=(replace(known.episodes[0], gone=True),))
    found, findings = identify([facts("other")], after, SHOW)
    assert guids["one"] not in found.values()
    assert codes(findings) == []


def test_copied_guid_is_refused() -> None:
    _, findings = identify([facts("one", guid="x"), facts("two", guid="x")], Lock(), SHOW)
    assert codes(findings) == ["FT114"]
    assert "episodes/one.md" in findings[0].message


def test_two_episodes_of_one_sound_keep_their_names() -> None:
    known, guids = built(facts("one", "One", "same"), facts("two", "Two", "same"))
    found, findings = identify([facts("one", "One", "same"), facts("two", "Two", "same")], known, SHOW)
    assert found == guids
    assert codes(findings) == []


@pytest.mark.parametrize(
    "text",
    ["", "version = 2\n[[episode]]\nsource = 1\n", "version = 2\n<<<<<<< HEAD\n", '[[episode]]\nguid = "x"\n'],
)
def test_a_damaged_lock_is_told_as_it_is_when_read_whole(text: str) -> None:
    with pytest.raises(SourceError) as whole:
        lock.read(text)
    with closing(sqlite3.connect("")) as db:
        identity.begin(db)
        with pytest.raises(SourceError) as streamed:
            identity.load(db, io.BytesIO(text.encode()))
    assert streamed.value.findings == whole.value.findings


@pytest.mark.parametrize("twins", [{"guid": "x"}, {"guid": "y", "file": "A.mp3"}])
def test_twins_in_a_lock_are_damage(twins: dict[str, str]) -> None:
    one = Locked(source="a", guid="x", title="t", audio="", file="a.mp3")
    text = lock.write(Lock(episodes=(one, replace(one, **{"file": ""} | twins))))
    with closing(sqlite3.connect("")) as db:
        identity.begin(db)
        with pytest.raises(SourceError, match=r"twice|two episodes"):
            identity.load(db, io.BytesIO(text.encode()))


def test_a_lock_another_hand_wrote_is_loaded_too() -> None:
    rows = tuple(Locked(source=f"s{n}", guid=f"g{n}", title="t", audio="", gone=n == 1) for n in range(3))
    text = lock.write(Lock(podcast_guid=SHOW, episodes=rows)).replace("gone = true", "gone = true # let go")
    with closing(sqlite3.connect("")) as db:
        identity.begin(db)
        assert identity.load(db, io.BytesIO(text.encode())) == SHOW
        columns = db.execute(f"SELECT {identity.LOCKED} FROM locked")
        assert tuple(map(identity.locked_of, columns)) == rows
