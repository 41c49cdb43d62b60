"""Hosts by their API, each against a fake of it: whatever breaks, there is one episode in the end, whole and right."""

from __future__ import annotations

import contextlib
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from importlib import import_module
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import stamina
from fake_buzzsprout import Buzzsprout
from fake_captivate import Captivate
from fake_castopod import Castopod
from fake_podbean import Podbean
from fake_podlove import Podlove
from fake_rsscom import RssCom
from fake_spreaker import Spreaker
from fake_transistor import Transistor
from fakehosts import FAULTS, SECRET, SLOW, Fake

from feedtool.findings import UsageError
from feedtool.publish import hosting, published, targets
from feedtool.publish.errors import ConflictError, DeniedError, TargetError
from feedtool.publish.host import EpisodeUpload
from feedtool.publish.hosts import api
from feedtool.publish.target import Given

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOSTS: dict[str, type[Fake]] = {
    "castopod": Castopod, "transistor": Transistor, "buzzsprout": Buzzsprout, "podbean": Podbean,
    "spreaker": Spreaker, "rsscom": RssCom, "captivate": Captivate, "podlove": Podlove,
}  # fmt: skip
CHANGING = [name for name in HOSTS if name != "castopod"]
REQUESTS = 14
"""More than any of them needs for an episode."""
NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No waiting: a server that is slow answers after we gave up."""
    monkeypatch.setattr(hosting, "LOOKS", (0.0, 0.0))
    monkeypatch.setattr(api, "SECONDS", SLOW / 2)
    monkeypatch.setattr(api, "ANSWER", SLOW / 2)
    monkeypatch.setattr(api, "PAUSES", (0.0, 0.0, 0.0))
    with stamina.set_testing(True, attempts=3):
        yield


@pytest.fixture
def item(tmp_path: Path) -> EpisodeUpload:
    """An episode with everything."""
    return made(tmp_path / "out", "looms")


def made(folder: Path, name: str, audio: bytes = b"ID3 sound of looms", **given: Any) -> EpisodeUpload:
    for kind in ("audio", "chapters", "transcripts"):
        (folder / kind).mkdir(parents=True, exist_ok=True)
    chapters = [{"startTime": 0, "title": "Intro"}, {"startTime": 12.5, "title": "Lööms", "url": "https://x.example/"}]
    sound, marks, words = (folder / path for path in (f"audio/{name}.mp3", f"chapters/{name}.json", f"transcripts/{name}.vtt"))
    sound.write_bytes(audio)
    marks.write_text(json.dumps({"version": "1.2.0", "chapters": chapters}))
    words.write_text("WEBVTT\n\n00:00.000 --> 00:02.000\nHello.\n")
    told = EpisodeUpload(
        guid=f"guid-of-{name}", slug=name, title=f"On {name} & more", notes_html="<p>Words <b>here</b>.</p>",
        summary="Short.", number=7, season=2, explicit=False, keywords=("a", "b"), published=NOW, audio=sound,
        media_type="audio/mpeg", size=len(audio), duration=63_000, chapters=marks, transcript=words,
    )  # fmt: skip
    told = replace(told, **given)
    files = {"audio": sound, "chapters": marks, "transcript": words}
    hashes = {part: sha256(path.read_bytes()).hexdigest() for part, path in files.items()}
    return replace(told, parts={"fields": told.hash_of_fields(), **hashes})


class Run:
    """What a run of publishing said and did."""

    def __init__(self, name: str, fake: Fake, root: Path, *items: EpisodeUpload, **given: Any) -> None:
        self.said: list[str] = []
        self.error: Exception | None = None
        self.results: list[hosting.Result] = []
        accepted = given.pop("accepted", ())
        module = import_module(f"feedtool.publish.hosts.{name}")
        options = {option.name: option.default for option in module.OPTIONS} | fake.settings() | given
        secrets = fake.secrets()
        for one in items:  # Podlove finds the audio on its media server
            if name == "podlove" and one.audio:
                fake.media[one.audio.name] = one.audio.read_bytes()
        host = module.connect(Given(name="t", options=options, secret=secrets.__getitem__, root=root))
        try:
            with hosting.memory(root, "t", host) as (journal, record):
                self.plan = hosting.plan(host, items, record, journal, accepted)
                self.results = hosting.apply(self.plan, journal, record, self.said.append)
        except TargetError as error:
            self.error = error
        finally:
            host.close()

    @property
    def codes(self) -> list[str]:
        if self.error:
            raise self.error
        found = [*self.plan.findings, *(result.finding for result in self.results if result.finding)]
        return sorted(finding.code for finding in found if finding.code != "FT938")

    @property
    def texts(self) -> str:
        findings = [result.finding for result in self.results if result.finding]
        return "\n".join([*self.said, str(self.error), *(f.message for f in findings), repr(self.results)])


def is_right(fake: Fake, item: EpisodeUpload) -> bool:
    audio = None if isinstance(fake, Podlove) else item.sound.read_bytes()
    return fake.stored() == [{"title": item.title, "audio": audio, "live": True}]


@pytest.fixture(params=HOSTS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def fake(name: str) -> Iterator[Fake]:
    with HOSTS[name]() as server:
        yield server


def test_the_table_of_hosts_is_the_tables_of_targets() -> None:
    assert tuple(HOSTS) == targets.HOSTS


def test_an_episode_is_published(name: str, fake: Fake, tmp_path: Path, item: EpisodeUpload) -> None:
    run = Run(name, fake, tmp_path, item)
    assert (run.error, run.codes) == (None, [])
    assert is_right(fake, item)
    assert [result.row.title for result in run.results if result.row] == [item.title]
    assert not published.journal_of(tmp_path, "t").exists()
    assert fake.leaks == []


def test_nothing_to_do_is_one_look(name: str, fake: Fake, tmp_path: Path, item: EpisodeUpload) -> None:
    Run(name, fake, tmp_path, item)
    fake.log.clear()
    run = Run(name, fake, tmp_path, item)
    assert (run.plan.unchanged, run.plan.tasks, run.results) == (1, (), [])
    writing = [line for line in fake.log if not line.startswith("GET") and "token" not in line]
    assert writing == []
    assert len(fake.log) <= 2 + (name in {"castopod", "podbean", "captivate"})


@pytest.mark.parametrize("name", CHANGING)
@pytest.mark.parametrize("what", ["fields", "audio", "both"])
def test_a_change_is_sent(name: str, fake: Fake, tmp_path: Path, item: EpisodeUpload, what: str) -> None:
    Run(name, fake, tmp_path, item)
    given: dict[str, Any] = {} if what == "audio" else {"title": "Another title"}
    changed = made(tmp_path / "out", "looms", **given, **({} if what == "fields" else {"audio": b"ID3 new sound"}))
    fake.log.clear()
    run = Run(name, fake, tmp_path, changed)
    assert (run.error, run.codes) == (None, [])
    assert is_right(fake, changed)
    uploads = [line for line in fake.log if re.search("authorize|presigned|media$|PUT /[0-9a-f]{16}", line)]
    assert bool(uploads) <= (what != "fields")
    assert Run(name, fake, tmp_path, changed).plan.unchanged == 1


def test_castopod_says_that_a_change_is_made_by_hand(tmp_path: Path, item: EpisodeUpload) -> None:
    with Castopod() as fake:
        Run("castopod", fake, tmp_path, item)
        changed = made(tmp_path / "out", "looms", title="Another")
        assert Run("castopod", fake, tmp_path, changed).codes == ["FT933"]
        assert Run("castopod", fake, tmp_path, changed, accepted=["looms"]).codes == []
        assert Run("castopod", fake, tmp_path, changed).plan.unchanged == 1


@pytest.mark.parametrize("fault", FAULTS)
def test_any_fault_at_any_request_leaves_one_episode(name: str, fault: str, tmp_path: Path, item: EpisodeUpload) -> None:
    for number in range(1, REQUESTS):
        root = tmp_path / str(number)
        with HOSTS[name]() as fake:
            fake.faults[number] = fault
            first = Run(name, fake, root, item)
            if fake.faults:
                break  # an episode needs fewer requests
            fake.settle()
            assert len(fake.rows) <= 1
            assert SECRET not in first.texts + everything(root)
            if fault == "429":
                assert is_right(fake, item)  # it went on in the same run
            again = Run(name, fake, root, item)
            assert (again.error, again.codes) == (None, []), (number, first.texts)
            assert is_right(fake, item), (number, first.texts, again.said)
            assert Run(name, fake, root, item).plan.unchanged == 1
            assert not published.journal_of(root, "t").exists()
            assert fake.leaks == []
    assert number > 3


def everything(root: Path) -> str:
    """The bytes of every file that publishing wrote."""
    return "".join(path.read_text(errors="replace") for path in root.rglob(".feedtool/*") if path.is_file())
