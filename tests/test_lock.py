"""The guid of an episode never changes, whatever its author renames."""

from __future__ import annotations

import re
import uuid
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedtool import lock
from feedtool.findings import Place, SourceError
from feedtool.lock import Facts, Lock, Locked

SHOW = "9b024349-ccf0-5f69-a609-6b82873eab3c"


def facts(source: str, title: str = "", audio: str = "", guid: str | None = None) -> Facts:
    return Facts(
        source=source, title=title or source, audio=audio, guid=guid, place=Place(f"episodes/{source}.md", 1, 1)
    )


def built(*episodes: Facts) -> tuple[Lock, dict[str, str]]:
    """The lock after a first build of these episodes, and their guids."""
    guids, findings = lock.identify(episodes, Lock(), SHOW)
    assert not findings
    rows = [Locked(source=f.source, guid=guids[f.source], title=f.title, audio=f.audio) for f in episodes]
    return lock.updated(Lock(), SHOW, rows), guids


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
    found, findings = lock.identify([after, facts("two", "Two", "other")], known, SHOW)
    assert found[after.source] == guids["one"]
    assert found["two"] == guids["two"]
    assert codes(findings) == []


def test_swapped_names_follow_the_sound() -> None:
    known, guids = built(facts("one", "One", "sound 1"), facts("two", "Two", "sound 2"))
    found, _ = lock.identify([facts("two", "One", "sound 1"), facts("one", "Two", "sound 2")], known, SHOW)
    assert found == {"two": guids["one"], "one": guids["two"]}


def test_a_new_episode_under_an_old_name_is_new() -> None:
    known, guids = built(facts("one", "One", "sound"))
    moved = [facts("moved", "One", "sound"), facts("one", "Fresh", "fresh sound")]
    found, findings = lock.identify(moved, known, SHOW)
    assert found["moved"] == guids["one"]
    assert found["one"] not in guids.values()
    assert codes(findings) == []


def test_a_name_used_again_after_removal_keeps_what_the_lock_says_and_a_changed_all_is_new() -> None:
    known, guids = built(facts("one", "One", "sound"))
    found, findings = lock.identify([facts("other", "Other", "other sound")], known, SHOW)
    assert found["other"] != guids["one"]
    assert codes(findings) == ["FT117"]


def test_own_guid_wins_and_a_changed_one_is_refused() -> None:
    known, _ = built(facts("one", "One", "sound", guid="https://example.org/1"))
    assert known.episodes[0].guid == "https://example.org/1"
    _, findings = lock.identify([facts("one", "One", "sound", guid="other")], known, SHOW)
    assert "FT116" in codes(findings)
    _, findings = lock.identify([facts("moved", "One", "sound", guid="other")], known, SHOW)
    assert "FT116" in codes(findings)
    _, findings = lock.identify([facts("one", "One", "sound", guid="other")], known, SHOW, accepted={"one"})
    assert codes(findings) == []


def test_audio_elsewhere_is_recognised_by_its_address() -> None:
    row = Locked(source="one", guid="g", title="One", audio="", enclosure="https://example.org/1.mp3")
    moved = replace(facts("renamed", "Another"), enclosure="https://example.org/1.mp3")
    found, findings = lock.identify([moved], Lock(episodes=(row,)), SHOW)
    assert (found, codes(findings)) == ({"renamed": "g"}, [])


def test_an_episode_let_go_is_not_missed_and_its_guid_is_never_given_again() -> None:
    known, guids = built(facts("one", "One", "sound"))
    after = lock.updated(known, SHOW, [], gone={guids["one"]})
    assert lock.read(lock.write(after)).episodes[0].gone
    found, findings = lock.identify([facts("other")], after, SHOW)
    assert guids["one"] not in found.values()
    assert codes(findings) == []


def test_copied_guid_is_refused() -> None:
    _, findings = lock.identify([facts("one", guid="x"), facts("two", guid="x")], Lock(), SHOW)
    assert codes(findings) == ["FT114"]
    assert "episodes/one.md" in findings[0].message


def test_two_episodes_of_one_sound_keep_their_names() -> None:
    known, guids = built(facts("one", "One", "same"), facts("two", "Two", "same"))
    found, findings = lock.identify([facts("one", "One", "same"), facts("two", "Two", "same")], known, SHOW)
    assert found == guids
    assert codes(findings) == []


texts = st.text(max_size=20)
TEXTS = ("source", "guid", "title", "audio", "enclosure", "type", "published")


@settings(max_examples=100)
@given(
    st.lists(
        st.builds(
            Locked,
            source=texts,
            guid=texts,
            title=texts,
            audio=texts,
            enclosure=texts,
            type=texts,
            published=texts,
            gone=st.booleans(),
        ),
        unique_by=lambda e: e.guid,
    )
)
def test_round_trip(episodes: list[Locked]) -> None:
    texts = [replace(e, **{k: v.encode("utf-8", "ignore").decode() for k, v in fields(e).items()}) for e in episodes]
    unique = {e.guid: e for e in texts}
    written = Lock(podcast_guid=SHOW, episodes=tuple(sorted(unique.values(), key=lambda e: (e.source, e.guid))))
    assert lock.read(lock.write(written)) == written


def fields(row: Locked) -> dict[str, str]:
    return {key: getattr(row, key) for key in TEXTS}


def test_the_first_version_is_read() -> None:
    row = '[[episode]]\nsource = "a"\nguid = "x"\ntitle = "t"\naudio = ""\n'
    assert lock.read(f"version = 1\n{row}").episodes[0].guid == "x"


def test_a_lock_another_hand_wrote_says_the_same() -> None:
    row = Locked(source="a", guid="x", title='t "é"', audio="", type="audio/mpeg", gone=True)
    text = lock.write(Lock(podcast_guid=SHOW, episodes=(row,)))
    other = text.replace("gone = true", "gone = true # let go").replace("[[episode]]", "[[ episode ]]")
    assert lock.read(other) == lock.read(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "version = 3",
        "version = 2\n[[episode]]\ngone = 'x'",
        "version = 1\n[[episode]]\nsource = 1",
        "<<<<<<< HEAD",
        "version = 1\n[[episode]]\nname = 'x'",
    ],
)
def test_damaged(text: str) -> None:
    with pytest.raises(SourceError) as caught:
        lock.read(text)
    assert caught.value.findings[0].code == "FT115"


def test_two_episodes_of_one_guid_are_damage() -> None:
    row = '[[episode]]\nsource = "a"\nguid = "x"\ntitle = "t"\naudio = ""\n'
    with pytest.raises(SourceError, match="twice"):
        lock.read(f"version = 1\n{row}{row}")


@pytest.mark.parametrize(
    ("url", "guid"),
    [
        ("https://mp3s.nashownotes.com/pc20rss.xml", "917393e3-1b1e-5cef-ace4-edaa54e1f810"),
        ("http://podnews.net/rss", "9b024349-ccf0-5f69-a609-6b82873eab3c"),
        ("podnews.net/rss///", "9b024349-ccf0-5f69-a609-6b82873eab3c"),
        ("https://feeds.buzzsprout.com/231452.rss", "29cdca4a-32d8-56ba-b48b-09a011c5daa9"),
        ("https://media.rss.com/joemartinmusic/feed.xml", "ff519475-6e90-5231-91a0-37d092088d88"),
        ("https://example.com/podcast/feed.xml", "6c967fe4-ab76-51b1-aec1-bde9677f87cb"),
        ("https://example.com/podcast/feed.xml?id=1", "7f596f7e-dc0c-52bc-b425-da364bac6bd9"),
        ("https://例え.jp/rss", "c392b5c9-6fa8-5f52-b531-b395ae76aacc"),
    ],
)
def test_podcast_guid(url: str, guid: str) -> None:
    assert lock.podcast_guid(url) == guid
    assert uuid.UUID(lock.podcast_guid(url)).version == 5
    assert re.fullmatch(r"[0-9a-f-]{36}", guid)
