"""The helpers of conftest: the ban on input/output bites, and the judges answer in the common form."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    "act",
    [
        lambda: Path(__file__).read_bytes(),
        lambda: list(Path(__file__).parent.iterdir()),
        lambda: Path("never-there").unlink(),
        lambda: subprocess.run([sys.executable, "-c", "pass"]),
        lambda: socket.create_connection(("127.0.0.1", 9)),
    ],
    ids=["open", "list", "remove", "start a process", "connect"],
)
def test_no_io_forbids(no_io: Callable[[], Any], act: Callable[[], object]) -> None:
    with pytest.raises(PermissionError, match="not pure"), no_io():
        act()


def test_no_io_sees_a_swallowed_refusal(no_io: Callable[[], Any]) -> None:
    with pytest.raises(AssertionError, match="swallowed"), no_io(), suppress(OSError):
        Path(__file__).read_bytes()


def test_no_io_allows_imports_and_ends(no_io: Callable[[], Any]) -> None:
    sys.modules.pop("colorsys", None)
    with no_io():
        import colorsys
    assert colorsys.rgb_to_hls(0, 0, 0) == (0.0, 0, 0.0)
    assert Path(__file__).read_bytes()


def test_setup_installs_every_tool_that_tests_ask_for(repo: Path) -> None:
    asked = {
        name
        for path in (repo / "tests").rglob("*.py")
        if "node_modules" not in path.parts
        for name in re.findall(r"\btool\(\"([^\"]+)\"\)", path.read_text("utf-8"))
    }
    installed = set(re.findall(r"[\w-]+:(?:[\w/]*/)?([\w-]+)", (repo / "tools" / "setup.sh").read_text("utf-8")))
    assert "ffmpeg" in asked
    assert asked <= installed


@pytest.mark.oracle
def test_audio_judges_agree_on_the_length_of_the_sample(judge_audio: Callable[[Path], Any], repo: Path) -> None:
    said = judge_audio(repo / "episodes" / "001-a-kettle-in-d.mp3")
    assert set(said) == {"ffprobe", "kid3", "mutagen", "music-metadata", "eyed3", "node-id3"}
    assert all(answer["chapters"] == [] for answer in said.values())
    lengths = [answer["duration_ms"] for answer in said.values() if "duration_ms" in answer]
    assert len(lengths) == 3
    assert all(abs(length - 64_000) < 100 for length in lengths)


FEED = """<?xml version="1.0"?>
<rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0" xmlns:psc="http://podlove.org/simple-chapters">
<channel><title>Show</title><link>https://a.example/</link><description>D</description>
<item><title>One</title><guid isPermaLink="false">g1</guid><pubDate>Thu, 06 Mar 2025 06:00:00 +0100</pubDate>
<enclosure url="https://a.example/1.mp3" length="42" type="audio/mpeg"/>
<podcast:person role="guest" href="https://p.example/">Pell</podcast:person>
<podcast:chapters url="https://a.example/1.json" type="application/json+chapters"/>
<psc:chapters version="1.2"><psc:chapter start="00:00:01.500" title="A" href="https://a.example/a"/></psc:chapters>
</item></channel></rss>"""


@pytest.mark.oracle
def test_feed_judges_give_the_common_form(judge_feed: Callable[[Path], Any], tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(FEED, encoding="utf-8")
    said = judge_feed(path)
    for answer in said.values():
        (item,) = answer["items"]
        assert answer["well_formed"]
        assert (answer["title"], item["guid"], item["title"]) == ("Show", "g1", "One")
        assert (item["url"], item["length"], item["type"]) == ("https://a.example/1.mp3", 42, "audio/mpeg")
        assert item["published"] == 1_741_237_200
    for reader, start in (("feedparser", 1500), ("podcastparser", 1000)):
        (chapter,) = said[reader]["items"][0]["chapters"]
        assert (chapter["start_ms"], chapter["title"], chapter["url"]) == (start, "A", "https://a.example/a")
    (item,) = said["partytime"]["items"]
    assert item["chapters_url"] == "https://a.example/1.json"
    assert [(p["name"], p["role"].lower()) for p in item["people"]] == [("Pell", "guest")]


@pytest.mark.oracle
def test_feed_judges_see_a_broken_feed(judge_feed: Callable[[Path], Any], tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(FEED.replace("</item>", ""), encoding="utf-8")
    said = judge_feed(path)
    assert not said["feedparser"]["well_formed"]
    assert not said["podcastparser"]["well_formed"]


@pytest.mark.oracle
def test_ajv_judges_both_drafts(ajv: Callable[..., Any], tmp_path: Path) -> None:
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text('{"n": 1}', encoding="utf-8")
    bad.write_text('{"n": "x"}', encoding="utf-8")
    for draft in ("http://json-schema.org/draft-04/schema#", "https://json-schema.org/draft/2020-12/schema"):
        schema = tmp_path / "schema.json"
        schema.write_text(json.dumps({"$schema": draft, "properties": {"n": {"type": "integer"}}}), encoding="utf-8")
        said = ajv(schema, good, bad)
        assert said[good] == {"valid": True, "errors": []}
        assert not said[bad]["valid"]
        assert said[bad]["errors"][0]["path"] == "/n"
