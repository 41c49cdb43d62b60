"""The tag writer: every byte as the specification has it, the same each time, and nothing of an old tag lost."""

from __future__ import annotations

import dataclasses
import zlib
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedtool.check import id3 as check_id3
from feedtool.findings import SourceError
from feedtool.model import Category, Chapter, Episode, Picture, Show
from feedtool.read import id3 as read_id3
from feedtool.render import id3

PNG = Picture(url="https://example.org/a.png", media_type="image/png", data=b"\x89PNG\r\n\x1a\n" + bytes(40))
SHOW = Show(
    title="The Show ☃",
    link="https://example.org/",
    description="d",
    language="de-at",
    base_url="https://example.org/",
    feed_url="https://example.org/feed.xml",
    author="Änne",
    categories=(Category(name="Technology"),),
    copyright="2026 Änne",
    guid="11111111-2222-5333-8444-555555555555",
    picture=PNG,
)


def episode(*chapters: Chapter, **more: object) -> Episode:
    return Episode(**({"title": "One", "slug": "one", "duration": 60_000, "chapters": chapters} | more))


def frame(name: bytes, body: bytes, flags: bytes = b"\0\0") -> bytes:
    return name + len(body).to_bytes(4, "big") + flags + body


def tag(frames: bytes, version: int = 3, flags: int = 0) -> bytes:
    size = len(frames)
    seven = bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3" + bytes([version, 0, flags]) + seven + frames


def names(data: bytes) -> list[str]:
    return [f["id"] for f in read_id3.read(data).frames]


def test_chapter_bytes_are_those_of_the_specification() -> None:
    made = id3.render(None, episode(Chapter(start=15_000, end=30_000, title="Twø☃")))
    expected = bytes.fromhex(
        "43484150 0000002c 0000 63687030 00 00003a98 00007530 ffffffff ffffffff"
        "54495432 0000000d 0000 01 fffe 5400 7700 f800 0326"
    )
    assert expected[:4] in made
    start = made.index(b"CHAP")
    body_size = int.from_bytes(made[start + 4 : start + 8], "big")
    chapter = made[start : start + 10 + body_size]
    assert chapter[10:31] == expected[10:31]
    assert chapter[31:35] == b"TIT2"
    assert chapter[41:] == b"\x01\xff\xfe" + "Twø☃".encode("utf-16-le")


def test_link_is_latin_1_percent_encoded_and_has_no_nul_behind() -> None:
    made = id3.render(None, episode(Chapter(start=0, title="x", url="https://exämple.org/a b?q=ü")))
    url = b"https://xn--exmple-cua.org/a%20b?q=%C3%BC"
    assert frame(b"WXXX", b"\0\0" + url) in made


def test_one_ordered_contents_then_chapters_in_time_order() -> None:
    chapters = [Chapter(start=s, title=f"c{s}", toc=s != 20_000) for s in (40_000, 0, 20_000, 30_000)]
    found = read_id3.read(id3.render(None, episode(*chapters)))
    contents = [f for f in found.frames if f["id"] == "CTOC"]
    assert [c["children"] for c in contents] == [["chp0", "chp2", "chp3"]]
    assert (contents[0]["top_level"], contents[0]["ordered"]) == (True, True)
    assert [(c.start, c.end, c.toc) for c in found.chapters] == [
        (0, 30_000, True),
        (20_000, 30_000, False),
        (30_000, 40_000, True),
        (40_000, 60_000, True),
    ]


def test_everything_a_show_and_episode_say() -> None:
    made = id3.render(
        SHOW,
        episode(
            Chapter(start=0, title="Intro"),
            title="Folge ☃",
            episode=7,
            season=2,
            published=datetime(2026, 5, 4, 13, 37, tzinfo=UTC),
            subtitle="kurz",
            description="lang",
            guid="urn:x",
            link="https://example.org/7",
        ),
    )
    found = read_id3.read(made)
    wanted = {
        "TIT2": "Folge ☃",
        "TALB": "The Show ☃",
        "TPE1": "Änne",
        "TPE2": "The Show ☃",
        "TRCK": "7",
        "TPOS": "2",
        "TCON": "Podcast",
        "TYER": "2026",
        "TDAT": "0405",
        "TIME": "1337",
        "TLAN": "deu",
        "TLEN": "60000",
        "TDES": "lang",
        "TGID": "urn:x",
        "TCAT": "Technology",
        "TCOP": "2026 Änne",
        "COMM": "kurz",
        "WOAF": "https://example.org/7",
        "WFED": "https://example.org/feed.xml",
        "TXXX": SHOW.guid,
    }
    assert {name: found.text(name) for name in wanted} == wanted
    assert found.frames[-1]["id"] == "APIC"
    assert frame(b"PCST", b"\0\0\0\1") in made
    assert frame(b"APIC", b"\0image/png\0\x03\0" + PNG.data) in made
    assert list(check_id3.check(made, "x", duration=60_000)) == []


def test_a_bare_day_has_no_time() -> None:
    found = read_id3.read(id3.render(None, episode(published=date(2026, 1, 31))))
    assert (found.text("TYER"), found.text("TDAT"), found.text("TIME")) == ("2026", "3101", None)


def test_control_characters_and_lone_surrogates_do_no_harm() -> None:
    found = read_id3.read(id3.render(None, episode(Chapter(start=0, title="a\0b\x07c\ud800d"))))
    assert found.chapters[0].title == "abc?d"


@given(st.lists(st.tuples(st.integers(0, 59_999), st.text(max_size=40)), max_size=12, unique_by=lambda t: t[0]))
@settings(max_examples=60, deadline=None)
def test_what_is_written_is_read_back(rows: list[tuple[int, str]]) -> None:
    chapters = [Chapter(start=start, title=title) for start, title in rows]
    made = id3.render(None, episode(*chapters))
    back = read_id3.read(made).chapters
    assert [c.start for c in back] == sorted(start for start, _ in rows)
    clean = {s: "".join(c for c in t if c in "\n\t" or not (c < " " or "\x7f" <= c <= "\x9f")) for s, t in rows}
    assert [c.title for c in back] == [clean[c.start] for c in back]
    assert id3.render(None, episode(*chapters), made) == made


@pytest.mark.parametrize("number", [255, 256])
def test_a_contents_holds_255(number: int) -> None:
    chapters = [Chapter(start=n, title=str(n)) for n in range(number)]
    if number == 255:
        assert len(read_id3.read(id3.render(None, episode(*chapters))).chapters) == 255
        return
    with pytest.raises(SourceError) as caught:
        id3.render(None, episode(*chapters))
    assert caught.value.findings[0].code == "FT416"


def test_hidden_chapters_do_not_count_against_255() -> None:
    chapters = [Chapter(start=n, title=str(n), toc=n % 2 == 0) for n in range(500)]
    assert len(read_id3.read(id3.render(None, episode(*chapters))).chapters) == 500


@pytest.mark.parametrize(
    ("chapters", "duration", "code"),
    [
        ([Chapter(start=0, title="x")], None, "FT423"),
        ([Chapter(start=2**32, end=2**32 + 1, title="x")], 60_000, "FT413"),
    ],
)
def test_what_id3_cannot_say_is_refused(chapters: list[Chapter], duration: int | None, code: str) -> None:
    with pytest.raises(SourceError) as caught:
        id3.render(None, episode(*chapters, duration=duration))
    assert caught.value.findings[0].code == code


def test_a_tag_over_16_mib_is_refused() -> None:
    big = dataclasses.replace(PNG, data=bytes(17 * 2**20))
    with pytest.raises(SourceError) as caught:
        id3.render(dataclasses.replace(SHOW, picture=big), episode())
    assert caught.value.findings[0].code == "FT420"


def test_unknown_frames_are_kept_byte_for_byte() -> None:
    old = frame(b"PRIV", b"owner\0\x00\xff\x01") + frame(b"XABC", b"\x01\x02", b"\x40\x20") + frame(b"TIT2", b"\0old")
    made = id3.render(None, episode(), tag(old))
    assert frame(b"PRIV", b"owner\0\x00\xff\x01") in made
    assert frame(b"XABC", b"\x01\x02", b"\x40\x20") in made
    assert b"old" not in made


def test_a_title_alone_leaves_chapters_and_cover_alone() -> None:
    first = id3.render(SHOW, episode(Chapter(start=0, title="kept", url="https://e.org/")))
    again = id3.render(None, episode(title="New"), first)
    assert read_id3.read(again).chapters == read_id3.read(first).chapters
    assert names(again).count("APIC") == 1
    assert read_id3.read(again).text("TIT2") == "New"


def test_old_chapters_go_whole() -> None:
    first = id3.render(None, episode(*[Chapter(start=n * 1000, title=str(n)) for n in range(3)]))
    again = id3.render(None, episode(Chapter(start=0, title="only")), first)
    assert [c.title for c in read_id3.read(again).chapters] == ["only"]
    assert names(again).count("CTOC") == 1


def test_a_chapter_that_comes_again_keeps_its_image() -> None:
    one = episode(Chapter(start=0, title="a ☃", image=PNG.url), Chapter(start=9, title="b"), pictures={PNG.url: PNG})
    first = id3.render(None, one)
    again = id3.render(None, episode(Chapter(start=0, title="a ☃"), Chapter(start=9, title="c")), first)
    assert again.count(PNG.data) == 1
    assert PNG.data not in id3.render(None, episode(Chapter(start=0, title="other")), first)


def test_padding_takes_a_changed_tag_of_the_same_length() -> None:
    first = id3.render(None, episode(Chapter(start=0, title="short")))
    again = id3.render(None, episode(Chapter(start=0, title="a good deal longer")), first)
    assert len(again) == len(first)


def test_version_24_becomes_23() -> None:
    inner = frame(b"TIT2", b"\x03caf\xc3\xa9 \xe2\x98\x83")
    chap = frame(b"CHAP", b"c1\0" + bytes(4) + (1000).to_bytes(4, "big") + b"\xff" * 8 + inner)
    old = tag(frame(b"TDRC", b"\x002026-05-04T13:37") + frame(b"TPE3", b"\x03\xe2\x98\x83") + chap, version=4)
    made = read_id3.read(id3.render(None, episode(), old))
    assert made.version == "2.3"
    assert [made.text(n) for n in ("TYER", "TDAT", "TIME", "TPE3")] == ["2026", "0405", "1337", "☃"]
    assert [c.title for c in made.chapters] == ["café ☃"]
    assert all(f.get("encoding", 0) < 2 for f in made.frames)


def test_version_22_becomes_23() -> None:
    body = b"TP3\0\0\4\0abc" + b"PIC\0\0\x0b\0PNG\x03\0\x89PNG\r" + b"ZZZ\0\0\1x"
    old = tag(body, version=2)
    made = id3.render(None, episode(), old)
    assert frame(b"TPE3", b"\0abc") in made
    assert frame(b"APIC", b"\0image/png\0\x03\0\x89PNG\r") in made
    assert [f.code for f in id3.losses(episode(), old, "x")] == ["FT408"]


def test_unsynchronisation_and_extended_header_are_undone() -> None:
    plain = b"\0\0\0\6" + bytes(6) + frame(b"PRIV", b"o\0\xff\xe0\xff\x00\x01")
    old = tag(plain.replace(b"\xff\0", b"\xff\0\0").replace(b"\xff\xe0", b"\xff\0\xe0"), flags=0xC0)
    made = id3.render(None, episode(), old)
    assert frame(b"PRIV", b"o\0\xff\xe0\xff\x00\x01") in made
    assert made[5] == 0


def test_two_tags_become_one_the_first_counting() -> None:
    old = tag(frame(b"TPE3", b"\0one")) + tag(frame(b"TPE3", b"\0two") + frame(b"TCOM", b"\0both"))
    made = read_id3.read(id3.render(None, episode(), old))
    assert (made.text("TPE3"), made.text("TCOM"), names(b"".join([old]))) == ("one", "both", ["TPE3", "TPE3", "TCOM"])


def test_what_cannot_be_kept_is_said() -> None:
    bomb = (10**9).to_bytes(4, "big") + zlib.compress(bytes(40 * 2**20), 9)
    old = tag(frame(b"XBIG", bomb, b"\0\x80") + frame(b"ASPI", b"\0") + frame(b"TIT1", b"\0ok"))
    said = list(id3.losses(episode(), old, "x"))
    assert [f.code for f in said] == ["FT404", "FT408"]
    assert "ASPI" in said[1].message


def test_an_image_id3_cannot_carry_is_said() -> None:
    webp = Picture(url="https://example.org/a.webp", media_type="image/webp", data=b"RIFF")
    one = episode(Chapter(start=0, title="x", image=webp.url), pictures={webp.url: webp})
    assert [f.code for f in id3.losses(one, b"", "x")] == ["FT408"]
    assert b"APIC" not in id3.render(None, one)


def test_rendering_is_pure(no_io) -> None:
    one = episode(Chapter(start=0, title="x"))
    id3.render(SHOW, one)
    with no_io():
        id3.render(SHOW, one, id3.render(SHOW, one))
