"""The lock is read as it was written, by whoever, and what is damaged is never guessed."""

from __future__ import annotations

import re
import uuid
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedtool import lock
from feedtool.findings import SourceError
from feedtool.lock import Lock, Locked

SHOW = "9b024349-ccf0-5f69-a609-6b82873eab3c"


texts = st.text(max_size=20)
TEXTS = ("source", "guid", "title", "audio", "enclosure", "type", "published", "file")


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
            file=st.from_regex(r"[a-z0-9][^/\\\x00-\x1f\x7f]{0,9}", fullmatch=True) | st.just(""),
            gone=st.booleans(),
        ),
        unique_by=(lambda e: e.guid, lambda e: e.file.casefold() or e.guid),
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


ROWS = tuple(
    Locked(source=f"s{n}", guid=f"g{n}", title="t", audio="", enclosure=f"https://e.org/{n}") for n in range(3)
)


def test_renamed_audio() -> None:
    known = Lock(podcast_guid=SHOW, episodes=ROWS)
    after = lock.renamed(known, {"g1": ("s1-ab.mp3", "https://e.org/audio/s1-ab.mp3")})
    assert after.episodes[1] == replace(ROWS[1], file="s1-ab.mp3", enclosure="https://e.org/audio/s1-ab.mp3")
    assert (after.episodes[0], after.episodes[2], after.podcast_guid) == (ROWS[0], ROWS[2], SHOW)
    assert lock.read(lock.write(after)) == after
    assert known.episodes == ROWS


@pytest.mark.parametrize(
    "names",
    [
        {"g9": ("a.mp3", "")},
        {"g1": ("../a.mp3", "")},
        {"g1": ("a/b.mp3", "")},
        {"g1": (".hidden.mp3", "")},
        {"g1": ("", "")},
        {"g1": ("a\n.mp3", "")},
        {"g1": ("a" * 300, "")},
        {"g1": ("a.mp3", ""), "g2": ("A.mp3", "")},
    ],
)
def test_names_that_audio_cannot_have(names: dict[str, tuple[str, str]]) -> None:
    with pytest.raises(ValueError, match=r"guid|name|file"):
        lock.renamed(Lock(episodes=ROWS), names)


@pytest.mark.parametrize("name", ["../x.mp3", "/etc/passwd", "a\\\\b", "..", ".x"])
def test_a_lock_whose_file_leads_elsewhere_is_damaged(name: str) -> None:
    row = f'[[episode]]\nsource = "a"\nguid = "x"\ntitle = "t"\naudio = ""\nfile = "{name}"\n'
    with pytest.raises(SourceError, match="no name for an audio file"):
        lock.read(f"version = 2\n{row}")
