"""Anything to findings: what it is is told by its content, from a file or from an address."""

from __future__ import annotations

import http.server
import json
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from feedtool.cli import main
from feedtool.examine import examine, examine_path
from feedtool.findings import EnvironmentFault, Finding, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

NOW = datetime(2026, 6, 1, tzinfo=UTC)
FEED = b'<rss version="2.0"><channel><title>A</title><link>https://e.org/</link><description>d</description></channel></rss>'
CHAPTERS = json.dumps({"version": "1.2.0", "chapters": [{"startTime": 5, "title": "A"}]}).encode()
FILES = {
    "feed.xml": (FEED, "FT520"),
    "chapters.json": (CHAPTERS, "FT305"),
    "broken.json": (b'{"version": "1.2.0"}', "FT308"),
    "words.json": (b'{"version":"1.0.0","segments":[{"startTime":2.0,"endTime":1.0,"body":"Hello"}]}', "FT62"),
    "words.vtt": (b"WEBVTT\n\n00:05.000 --> 00:04.000\nHello\n", "FT62"),
    "one.chapters.vtt": (b"WEBVTT\n\n00:05.000 --> 00:14.000\nHello\n", "FT305"),
    "wide.xml": (FEED.decode().encode("utf-16"), "FT520"),
    "link.md": (b"[Our site](https://e.org/)\n\n0:05 A\n1:00 B\n2:00 C\n", "FT305"),
    "front.md": (b'{"title": "A"}\n\n0:05 A\n1:00 B\n2:00 C\n', "FT305"),
    "no-cues.srt": (b"Ada (01:40)\nHello\n\nBea (01:50)\nBye\n", "FT602"),
    "no-cues.vtt": (b"", "FT601"),
    "list.txt": (b"00:05 A\n01:00 B\n02:00 C\n", "FT305"),
}


def look(target: str | Path, **given: object) -> list[Finding]:
    return examine(str(target), profile="apple", now=NOW, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_judged_by_its_own_checker(tmp_path: Path, name: str) -> None:
    data, code = FILES[name]
    path = tmp_path / name
    path.write_bytes(data)
    found = look(path)
    assert any(f.code.startswith(code) for f in found), found
    assert found == examine_path(path, profile="apple", now=NOW)


def test_audio_is_judged_whatever_it_is_called(tmp_path: Path, silence: Callable[[float], bytes]) -> None:
    path = tmp_path / "sound.bin"
    path.write_bytes(b"ID3\x04\x00\x00\x00\x00\x00\x00" + silence(2))
    assert look(path) == []


@pytest.mark.parametrize("head", [b"\x1aE\xdf\xa3", b"RIFF\x00\x00\x00\x00WAVE", b"FORM\x00\x00\x00\x00AIFF"])
def test_a_damaged_sound_of_every_container_is_told_as_sound(tmp_path: Path, head: bytes) -> None:
    path = tmp_path / "sound.bin"
    path.write_bytes(head)
    assert [found.code[:3] for found in look(path)] == ["FT4"]


def test_what_is_empty_or_no_address_of_the_web_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(b"")
    with pytest.raises(UsageError, match="is empty"):
        look(path)
    with pytest.raises(UsageError, match=r"ftp://e\.org/feed\.xml is no address that can be fetched"):
        look("ftp://e.org/feed.xml")


def test_what_is_nothing_known_is_wrong_usage(tmp_path: Path) -> None:
    path = tmp_path / "x.bin"
    path.write_bytes(b"\x00\x01\x02")
    with pytest.raises(UsageError):
        look(path)
    with pytest.raises(EnvironmentFault):
        look(tmp_path / "none.xml")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    for name, (data, _) in FILES.items():
        (tmp_path / name).write_bytes(data)

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *args: object) -> None:
            super().__init__(*args, directory=str(tmp_path))  # type: ignore[arg-type]

        def log_message(self, *args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Quiet)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("name", FILES)
def test_an_address_is_judged_as_its_file_is(site: str, tmp_path: Path, name: str) -> None:
    from_site = look(f"{site}/{name}", allow_private=True)
    from_disk = look(tmp_path / name)
    assert [(f.code, f.place and f.place.line) for f in from_site] == [
        (f.code, f.place and f.place.line) for f in from_disk
    ]


def test_private_addresses_and_missing_files_are_told(site: str) -> None:
    with pytest.raises(UsageError, match="FT591"):
        look(f"{site}/feed.xml")
    with pytest.raises(EnvironmentFault, match="answers 404"):
        look(f"{site}/none", allow_private=True)


def test_the_command_takes_addresses_and_writes_every_form(site: str) -> None:
    for form in ("text", "json", "sarif", "github", "junit"):
        command = ["check", f"{site}/feed.xml", "--allow-private", "--remote", "--format", form]
        made = CliRunner().invoke(main, command)
        assert made.exit_code == 1, made.output
        assert "FT520" in made.output
        assert "FT598" in made.output
    assert CliRunner().invoke(main, ["check", f"{site}/feed.xml"]).exit_code == 2


@pytest.mark.parametrize("form", ["json", "sarif", "github", "junit"])
def test_what_stops_the_reading_stands_in_the_report_too(tmp_path: Path, form: str) -> None:
    (tmp_path / "feedtool.toml").write_text('[show]\ntitel = "Slip"\n')
    for target, code, leaves in ((tmp_path, "FT105", 1), (tmp_path / "none", "FT031", 3)):
        made = CliRunner().invoke(main, ["check", "--format", form, str(target)])
        assert made.exit_code == leaves, made.output
        assert code in made.stdout


def test_a_target_that_cannot_be_read_leaves_the_others_their_turn(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text("<rss/>")
    made = CliRunner().invoke(main, ["check", "--format", "json", str(tmp_path / "none"), str(tmp_path / "feed.xml")])
    assert made.exit_code == 3
    files = {row["file"] for row in json.loads(made.stdout)}
    assert files == {str(tmp_path / "none"), str(tmp_path / "feed.xml")}


def test_json_of_another_kind_is_told_what_a_chapters_file_is(tmp_path: Path) -> None:
    (tmp_path / "list.json").write_text("[1]")
    assert [found.hint for found in look(tmp_path / "list.json")] == ["A table with version and a list of chapters."]
