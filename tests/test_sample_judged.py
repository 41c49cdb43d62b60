"""The built sample show before independent judges: audio readers, feed readers, a second schema validator."""

from __future__ import annotations

import json
import shutil
import tomllib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from feedtool import output

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SLUGS = ("001-a-kettle-in-d", "002-what-the-bridge-hums", "003-forecast-for-two-flutes")
NO_URLS = {"ffprobe"}
NO_TIMES = {"kid3"}
NO_IMAGES = {"ffprobe", "kid3"}


@pytest.fixture(scope="module")
def built(repo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample show's output folder, built from a copy of its sources."""
    root = tmp_path_factory.mktemp("show")
    shutil.copytree(repo / "episodes", root / "episodes")
    for name in ("feedtool.toml", "feedtool.lock"):
        shutil.copy(repo / name, root)
    report = output.build(root, now=datetime(2026, 1, 1, tzinfo=UTC))
    assert [str(f) for f in report.findings] == []
    return root / "output"


def chapters(built: Path, slug: str) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = json.loads((built / "chapters" / f"{slug}.json").read_text("utf-8"))["chapters"]
    return made


@pytest.mark.oracle
@pytest.mark.parametrize("slug", SLUGS)
def test_every_reader_finds_the_chapters_in_the_audio(
    built: Path, slug: str, judge_audio: Callable[[Path], dict[str, Any]]
) -> None:
    made = chapters(built, slug)
    images = [size(built, c.get("img")) for c in made]
    for reader, said in judge_audio(built / "audio" / f"{slug}.mp3").items():
        found = said["chapters"]
        assert [c["title"] for c in found] == [c["title"] for c in made], reader
        if reader not in NO_TIMES:
            assert [c["start_ms"] for c in found] == [c["startTime"] * 1000 for c in made], reader
        if reader not in NO_URLS:
            assert [c["url"] for c in found] == [c.get("url") for c in made], reader
        if reader not in NO_IMAGES:
            assert [c["image"] for c in found] == images, reader
        assert said["tags"]["album"] == "Made Audible", reader


def size(built: Path, url: str | None) -> int | None:
    """The size of the picture published at ``url``."""
    return (built / url.removeprefix("https://made-audible.example.org/")).stat().st_size if url else None


@pytest.mark.oracle
def test_every_reader_finds_the_items_in_the_feed(
    built: Path, repo: Path, judge_feed: Callable[[Path], dict[str, Any]]
) -> None:
    locked = tomllib.loads((repo / "feedtool.lock").read_text("utf-8"))["episode"]
    newest_first = list(reversed(SLUGS))
    for reader, said in judge_feed(built / "feed.xml").items():
        assert said["well_formed"], reader
        assert said["title"] == "Made Audible"
        items = said["items"]
        assert [i["guid"] for i in items] == [row["guid"] for row in reversed(locked)], reader
        assert [i["title"] for i in items] == [row["title"] for row in reversed(locked)], reader
        assert [i["length"] for i in items] == [
            (built / "audio" / f"{slug}.mp3").stat().st_size for slug in newest_first
        ], reader
        assert {i["type"] for i in items} == {"audio/mpeg"}
        assert [i["published"] for i in items] == [1_746_676_800, 1_743_652_800, 1_741_237_200], reader


@pytest.mark.oracle
def test_feed_readers_find_the_same_chapters_as_the_json(
    built: Path, judge_feed: Callable[[Path], dict[str, Any]]
) -> None:
    said = judge_feed(built / "feed.xml")
    for reader in ("feedparser", "podcastparser"):
        for item, slug in zip(said[reader]["items"], reversed(SLUGS), strict=True):
            made = [(c["startTime"] * 1000, c["title"], c.get("url")) for c in chapters(built, slug)]
            assert [(c["start_ms"], c["title"], c["url"]) for c in item["chapters"]] == made, reader


@pytest.mark.oracle
def test_the_podcast_namespace_is_understood(built: Path, judge_feed: Callable[[Path], dict[str, Any]]) -> None:
    _, bridge, kettle = judge_feed(built / "feed.xml")["partytime"]["items"]
    assert bridge["chapters_url"] == "https://made-audible.example.org/chapters/002-what-the-bridge-hums.json"
    assert bridge["transcripts"] == [
        {"url": "https://made-audible.example.org/transcripts/002-what-the-bridge-hums.vtt", "type": "text/vtt"}
    ]
    assert {(p["name"], p["role"].lower()) for p in bridge["people"]} == {
        ("Ines Calloway", "host"),
        ("Marta Okonjo", "guest"),
        ("Tobias Rehn", "producer"),
    }
    assert (kettle["season"], kettle["episode"], kettle["duration"]) == (1, 1, 64)


@pytest.mark.oracle
def test_ajv_agrees_on_the_chapters(built: Path, repo: Path, ajv: Callable[..., dict[Path, Any]]) -> None:
    files = sorted((built / "chapters").iterdir())
    said = ajv(repo / "schemas" / "chapters.schema.json", *files)
    assert len(said) == 3
    assert all(verdict["valid"] for verdict in said.values()), said


def test_the_readme_shows_what_the_demo_makes(built: Path, repo: Path) -> None:
    readme = (repo / "README.md").read_text("utf-8")
    made = sorted(path.relative_to(built).as_posix() for path in built.rglob("[!.]*") if path.is_file())
    block = readme.split("output/\n", 1)[1].split("\n\n", 1)[0]
    assert sorted(line.split()[1] for line in block.splitlines()) == made
