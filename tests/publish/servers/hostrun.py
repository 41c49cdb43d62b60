"""Episodes to be published at the fakes of hosts, and a run of publishing them."""

from __future__ import annotations

import json
import os
import ssl
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from importlib import import_module
from typing import TYPE_CHECKING, Any

import stamina
from fake_buzzsprout import Buzzsprout
from fake_captivate import Captivate
from fake_castopod import Castopod
from fake_podbean import Podbean
from fake_podlove import Podlove
from fake_rsscom import RssCom
from fake_spreaker import Spreaker
from fake_transistor import Transistor

from feedtool.publish import hosting
from feedtool.publish.errors import TargetError
from feedtool.publish.host import EpisodeUpload
from feedtool.publish.hosts import api
from feedtool.publish.target import Given

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pytest
    from fakehosts import Fake

HOSTS: dict[str, type[Fake]] = {
    "castopod": Castopod, "transistor": Transistor, "buzzsprout": Buzzsprout, "podbean": Podbean,
    "spreaker": Spreaker, "rsscom": RssCom, "captivate": Captivate, "podlove": Podlove,
}  # fmt: skip
NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
TLS = ssl.create_default_context()


@contextmanager
def without_waiting(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No pause, no flush to the disk, and three attempts."""
    monkeypatch.setattr(hosting, "LOOKS", (0.0, 0.0))
    monkeypatch.setattr(hosting, "SETTLED", 0.0)
    monkeypatch.setattr(api, "PAUSES", (0.0, 0.0, 0.0))
    monkeypatch.setattr(os, "fsync", lambda _: None)  # nobody pulls the plug here
    monkeypatch.setattr(ssl, "create_default_context", lambda *_, **__: TLS)  # reading all authorities takes 30 ms
    with stamina.set_testing(True, attempts=3):
        yield


def made(folder: Path, name: str, audio: bytes = b"ID3 sound of looms", **given: Any) -> EpisodeUpload:
    for kind in ("audio", "chapters", "transcripts"):
        (folder / kind).mkdir(parents=True, exist_ok=True)
    chapters = [{"startTime": 0, "title": "Intro"}, {"startTime": 12.5, "title": "Lööms", "url": "https://x.example/"}]
    sound, marks, words = (
        folder / path for path in (f"audio/{name}.mp3", f"chapters/{name}.json", f"transcripts/{name}.vtt")
    )
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
        accepted, sent = given.pop("accepted", ()), given.pop("sent", None)
        module = import_module(f"feedtool.publish.hosts.{name}")
        options = {option.name: option.default for option in module.OPTIONS} | fake.settings() | given
        secrets = fake.secrets()
        for one in items:  # Podlove finds the audio on its media server
            if name == "podlove" and one.audio:
                fake.media[one.audio.name] = one.audio.read_bytes()
        host = module.connect(Given(name="t", options=options, secret=secrets.__getitem__, root=root))
        try:
            with hosting.memory(root, "t", host) as (journal, record):
                self.plan = hosting.plan(host, items, record, journal, accepted, now=NOW)
                self.results = hosting.apply(self.plan, journal, record, self.said.append, sent)
        except TargetError as error:
            self.error = error
        finally:
            host.close()

    @property
    def codes(self) -> list[str]:
        """The codes of all that was found, the host's limits aside."""
        if self.error:
            raise self.error
        found = [*self.plan.findings, *(result.finding for result in self.results if result.finding)]
        return sorted(finding.code for finding in found if finding.code != "FT938")

    @property
    def texts(self) -> str:
        findings = [result.finding for result in self.results if result.finding]
        return "\n".join([*self.said, str(self.error), *(f.message for f in findings), repr(self.results)])
