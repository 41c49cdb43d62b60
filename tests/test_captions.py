"""Transcripts from the files beside an episode to what is published."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from feedtool.captions import Around, Captions, Source, beside, is_language, prepare
from feedtool.model import Person
from feedtool.output import build

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

VTT = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>Hello\n"
SRT = "1\n00:00:01,000 --> 00:00:02,000\nAnn Bell: Hello\n\n"
JSON = '{"version": "1.0.0", "segments": [{"startTime": 1, "body": "Hello"}]}'
DIALECT = '{"segments": [{"start": 1, "end": 2, "text": "Hello"}]}'
HTML = "<cite>Ann:</cite><time>0:01</time><p>Hello</p>"
TEXT = "Ann Bell: Hello\n"


def made(*files: tuple[str, str] | tuple[str, str, str], **around: Any) -> Captions:
    sources = [Source(data=data.encode(), file=name, language=more[0] if more else None) for name, data, *more in files]
    given = {"slug": "one", "base_url": "https://a.example/", "duration": 10_000, "people": [Person(name="Ann Bell")]}
    return prepare(sources, Around(**(given | around)))


def shown(captions: Captions) -> list[tuple[str, str, str | None, str | None]]:
    base = "https://a.example/transcripts/"
    assert [t.url for t in captions.transcripts] == [f"https://a.example/{o.path}" for o in captions.outputs]
    return [(t.url.removeprefix(base), t.media_type, t.language, t.rel) for t in captions.transcripts]


def codes(captions: Captions) -> list[str]:
    return [f.code for f in captions.findings]


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.vtt", VTT, [("one.vtt", "text/vtt", None, "captions")]),
        (
            "a.srt",
            SRT,
            [("one.vtt", "text/vtt", None, "captions"), ("one.srt", "application/x-subrip", None, "captions")],
        ),
        (
            "a.json",
            JSON,
            [("one.vtt", "text/vtt", None, "captions"), ("one.json", "application/json", None, "captions")],
        ),
        ("a.html", HTML, [("one.vtt", "text/vtt", None, "captions"), ("one.html", "text/html", None, None)]),
        ("a.txt", TEXT, [("one.txt", "text/plain", None, None)]),
    ],
)
def test_the_file_itself_and_webvtt(
    name: str, data: str, expected: list[tuple[str, str, str | None, str | None]]
) -> None:
    captions = made((name, data))
    assert shown(captions) == expected
    assert codes(captions) == []
    assert captions.outputs[-1].data == data.encode()


def test_made_ones_name_people_in_full() -> None:
    assert b"<v Ann Bell>Hello" in made(("a.html", HTML)).outputs[0].data


def test_wanted_formats() -> None:
    captions = made(("a.vtt", VTT), wanted=("txt", "srt"))
    assert [row[0] for row in shown(captions)] == ["one.srt", "one.txt"]
    assert captions.outputs[1].data == b"Ann Bell: Hello\n"
    untimed = made(("a.txt", TEXT), wanted=("vtt", "html"))
    assert [row[0] for row in shown(untimed)] == ["one.html"]
    assert codes(untimed) == ["FT641"]


def test_languages_stand_beside_each_other() -> None:
    captions = made(("a.vtt", VTT), ("a.de.srt", SRT, "de"))
    assert [row[:3] for row in shown(captions)] == [
        ("one.vtt", "text/vtt", None), ("one.de.vtt", "text/vtt", "de"), ("one.de.srt", "application/x-subrip", "de"),
    ]  # fmt: skip


def test_the_header_may_tell_the_language() -> None:
    assert shown(made(("a.vtt", VTT.replace("WEBVTT", "WEBVTT\nLanguage: fr"))))[0][::2] == ("one.fr.vtt", "fr")


def test_the_content_counts_and_not_the_ending() -> None:
    captions = made(("a.srt", VTT))
    assert [row[:2] for row in shown(captions)] == [("one.vtt", "text/vtt")]
    assert [(f.code, f.advice) for f in captions.findings] == [("FT602", "Let the name end in .vtt.")]


def test_dialects_are_rewritten() -> None:
    captions = made(("a.json", DIALECT))
    assert codes(captions) == ["FT609"]
    assert b'"startTime": 1' in captions.outputs[1].data


def test_one_of_a_kind() -> None:
    captions = made(("a.vtt", VTT), ("b.vtt", VTT.replace("Hello", "Other")))
    assert codes(captions) == ["FT640"]
    assert [o.data for o in captions.outputs] == [VTT.encode()]


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        ("WEBVTT\n\n00:20.000 --> 00:21.000\nlate\n", "FT622", 3),
        ("WEBVTT\n\n00:02.000 --> 00:01.000\nback\n", "FT623", 3),
        ("WEBVTT\n\nsoon --> later\nx\n", "FT603", 0),
        ("", "FT601", 1),
    ],
)
def test_errors_are_at_their_lines_and_publish_nothing(data: str, code: str, line: int) -> None:
    captions = made(("a.vtt", data), ("a.txt", TEXT))
    first = captions.findings[0]
    assert (first.code, first.weight.value, first.place and first.place.line) == (code, "error", line)
    assert captions.outputs == ()


def test_names_and_languages() -> None:
    files = [
        "one.vtt",
        "one.DE.VTT",
        "one.zh-Hant.transcript.json",
        "one.transcript.html",
        "one.json",
        "one.wave.vtt",
        "oneness.vtt",
    ]
    assert [(t.url, t.language) for t in beside("one", files)] == [
        ("one.vtt", None), ("one.DE.VTT", "DE"), ("one.zh-Hant.transcript.json", "zh-Hant"), ("one.transcript.html", None),
    ]  # fmt: skip
    assert [text for text in ("de", "pt-BR", "d", "mp3", "", "de-") if is_language(text)] == ["de", "pt-BR"]


@pytest.fixture
def show(tmp_path: Path, silence: Callable[[float], bytes]) -> Path:
    (tmp_path / "feedtool.toml").write_text(
        '[show]\ntitle = "T"\nlink = "https://a.example/"\ndescription = "D"\nlanguage = "en"\n'
        'base_url = "https://a.example/"\ntimezone = "UTC"\n'
    )
    folder = tmp_path / "episodes"
    folder.mkdir()
    (folder / "one.md").write_text("---\ntitle: One\ndate: 2025-01-01\n---\n\nHello.\n")
    (folder / "one.mp3").write_bytes(silence(10))
    return tmp_path


def published(root: Path) -> list[str]:
    report = build(root, now=datetime(2026, 1, 1, tzinfo=UTC))
    assert not report.failed, report.findings
    return sorted(p.name for p in (root / "output" / "transcripts").iterdir())


def test_a_build_publishes_what_carries_the_episodes_name(show: Path) -> None:
    folder = show / "episodes"
    (folder / "one.srt").write_text(SRT)
    (folder / "one.de.vtt").write_text(VTT)
    (folder / "one.pt-BR.transcript.txt").write_text(TEXT)
    (folder / "one.chapters.txt").write_text("0:00 Start\n0:05 More\n")
    (folder / "oneness.vtt").write_text(VTT)
    assert published(show) == ["one.de.vtt", "one.pt-BR.txt", "one.srt", "one.vtt"]
    feed = (show / "output" / "feed.xml").read_text()
    assert (
        '<podcast:transcript url="https://a.example/transcripts/one.de.vtt" type="text/vtt" language="de" rel="captions"/>'
        in feed
    )


def test_a_text_of_its_own_keeps_its_transcript(show: Path, silence: Callable[[float], bytes]) -> None:
    folder = show / "episodes"
    (folder / "one.de.md").write_text("---\ntitle: Eins\ndate: 2025-01-02\n---\n\nHallo.\n")
    (folder / "one.de.mp3").write_bytes(silence(11))
    (folder / "one.de.vtt").write_text(VTT)
    assert [name for name in published(show) if name != "one.de.vtt"] in ([], ["eins.vtt"], ["one-de.vtt"])


def test_settings_say_which(show: Path) -> None:
    (show / "episodes" / "one.vtt").write_text(VTT)
    with (show / "feedtool.toml").open("a") as stream:
        stream.write('transcripts = ["srt", "html"]\n')
    assert published(show) == ["one.html", "one.srt"]


def test_front_matter_names_files(show: Path) -> None:
    folder = show / "episodes"
    (folder / "words.srt").write_text(SRT)
    text = (folder / "one.md").read_text()
    (folder / "one.md").write_text(text.replace("date:", "transcripts: [{url: words.srt, language: fr}]\ndate:"))
    assert published(show) == ["one.fr.srt", "one.fr.vtt"]


def test_a_faulty_transcript_stops_the_build(show: Path) -> None:
    (show / "episodes" / "one.vtt").write_text("WEBVTT\n\n01:00.000 --> 01:01.000\nlate\n")
    report = build(show, now=datetime(2026, 1, 1, tzinfo=UTC))
    assert report.failed
    assert [str(f.place) for f in report.findings if f.code == "FT622"] == ["episodes/one.vtt:3:1"]
    assert not (show / "output" / "feed.xml").exists()
