"""Hosts by their API, each against a fake of it: whatever breaks, there is one episode in the end, whole and right."""

from __future__ import annotations

import json
import os
import pickle
import re
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fake_buzzsprout import Buzzsprout
from fake_captivate import Captivate
from fake_castopod import Castopod
from fake_podlove import Podlove
from fake_rsscom import RssCom
from fake_spreaker import Spreaker
from fake_transistor import Transistor
from fakehosts import FAULTS, SECRET, SLOW, Fake
from hostrun import HOSTS, Run, made, without_waiting

from feedtool.findings import UsageError
from feedtool.publish import hosting, published, redact, targets
from feedtool.publish.errors import ConflictError, DeniedError
from feedtool.publish.hosts import api
from feedtool.publish.journal import Journal
from feedtool.publish.target import Given

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedtool.publish.host import EpisodeUpload

CHANGING = [name for name in HOSTS if name != "castopod"]
REQUESTS = 14
"""More than any of them needs for an episode."""


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No waiting."""
    with without_waiting(monkeypatch):
        yield


@pytest.fixture
def item(tmp_path: Path) -> EpisodeUpload:
    """An episode with everything."""
    return made(tmp_path / "out", "looms")


def is_right(fake: Fake, item: EpisodeUpload) -> bool:
    audio = None if isinstance(fake, Podlove) else item.sound.read_bytes()
    if isinstance(fake, Spreaker) and [len(row["_chapters"]) for row in fake.rows] != [2]:
        return False
    return fake.stored() == [{"title": item.title, "audio": audio, "live": True}]


def test_the_modules_of_hosts_load_no_library() -> None:
    code = "import sys\nfrom feedtool.publish import targets\nfor name in targets.HOSTS: targets.module(name)\n"
    code += "print([name for name in ('httpx', 'stamina', 'lxml', 'boto3') if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_what_is_experimental_says_why() -> None:
    for name, kind in HOSTS.items():
        assert bool(import_module(f"feedtool.publish.hosts.{name}").EXPERIMENTAL) is kind.EXPERIMENTAL, name


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


def rows_of_faults() -> Iterator[Any]:
    """Every fault at every host; of those that are experimental the worst one for every commit, the others slow."""
    for name, kind in HOSTS.items():
        for fault in FAULTS:
            marks = [pytest.mark.slow] if kind.EXPERIMENTAL and fault != "drop" else []
            yield pytest.param(name, fault, marks=marks, id=f"{name}-{fault}")


@pytest.mark.parametrize(("name", "fault"), [*rows_of_faults()])
def test_any_fault_at_any_request_leaves_one_episode(
    name: str, fault: str, tmp_path: Path, item: EpisodeUpload, monkeypatch: pytest.MonkeyPatch
) -> None:
    if fault == "slow":  # the answer comes after we gave up
        monkeypatch.setattr(api, "SECONDS", SLOW / 2)
        monkeypatch.setattr(api, "ANSWER", SLOW / 2)
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


@pytest.mark.parametrize("name", ["castopod", "transistor", pytest.param("podlove", marks=pytest.mark.slow)])
def test_kill_9_between_any_two_requests(name: str, tmp_path: Path, item: EpisodeUpload) -> None:
    given = tmp_path / "item.pickle"
    given.write_bytes(pickle.dumps(item))
    with HOSTS[name]() as fake:
        Run(name, fake, tmp_path / "whole", item)
        requests = [*enumerate(fake.log, 1)]
    ends = [(number, "before") for number, _ in requests]
    ends += [(number, "after") for number, line in requests if not line.startswith("GET")]
    for number, when in ends:
        root = tmp_path / f"{number}{when}"
        with HOSTS[name]() as fake:
            if name == "podlove":
                fake.media["looms.mp3"] = item.sound.read_bytes()
            settings, known = json.dumps(fake.settings()), json.dumps(fake.secrets())
            program = [sys.executable, Path(__file__).parent / "servers" / "hostchild.py", name, settings, root, given]
            child = subprocess.Popen(program, stdin=subprocess.PIPE)
            fake.watch = partial(killed, child, number, when)
            child.communicate(known.encode(), timeout=60)
            fake.watch = lambda *_: None
            assert child.returncode == -signal.SIGKILL
            fake.settle()
            assert len(fake.rows) <= 1
            assert SECRET not in everything(root)
            sent_before = list(fake.media)
            again = Run(name, fake, root, item)
            assert (again.error, again.codes) == (None, []), (number, when)
            assert is_right(fake, item), (number, when)
            if number > 5 and name == "transistor":
                assert list(fake.media) == sent_before  # the audio was not sent again
    assert len(ends) > 6


def killed(child: subprocess.Popen[bytes], number: int, when: str, *now: object) -> None:
    if now == (number, when):
        child.kill()
        child.wait()


class PowerCut(BaseException):
    """Everything ends here."""


@pytest.mark.parametrize("name", ["castopod", "transistor", "podlove"])
@pytest.mark.parametrize("late", [False, True])
def test_the_end_at_any_note_of_the_journal(
    name: str, late: bool, tmp_path: Path, item: EpisodeUpload, monkeypatch: pytest.MonkeyPatch
) -> None:
    append = Journal._append
    for number in range(60):
        root, count = tmp_path / str(number), iter(range(1000))

        def cut(self: Journal, *given: Any, _number: int = number, _count: Iterator[int] = count) -> None:
            if (ends := next(_count) == _number) and not late:
                raise PowerCut
            append(self, *given)
            if ends:
                raise PowerCut

        with HOSTS[name]() as fake:
            monkeypatch.setattr(Journal, "_append", cut)
            try:
                Run(name, fake, root, item)
            except PowerCut:
                pass
            else:
                break
            finally:
                monkeypatch.setattr(Journal, "_append", append)
            again = Run(name, fake, root, item)
            assert (again.error, again.codes) == (None, []), number
            assert is_right(fake, item), number
            assert Run(name, fake, root, item).plan.unchanged == 1
            assert not published.journal_of(root, "t").exists()
    assert number > 4


def test_edited_between_the_kill_and_the_next_run(tmp_path: Path, item: EpisodeUpload) -> None:
    """What was created from the old text is changed to the new one, with the new audio."""
    for number in range(3, 8):
        root = tmp_path / str(number)
        made(tmp_path / "out", "looms")
        with Transistor() as fake:
            fake.faults[number] = "drop"
            fake.faults |= dict.fromkeys(range(number + 1, number + 9), "500")
            Run("transistor", fake, root, item)
            fake.faults.clear()
            edited = made(tmp_path / "out", "looms", audio=b"ID3 another sound", summary="Longer.")
            assert Run("transistor", fake, root, edited).codes == []
            assert is_right(fake, edited), number
            assert fake.rows[0]["summary"] == "Longer."
            assert Run("transistor", fake, root, edited).plan.unchanged == 1


def test_a_lost_record_is_made_of_what_the_host_tells(
    name: str, fake: Fake, tmp_path: Path, item: EpisodeUpload
) -> None:
    Run(name, fake, tmp_path, item)
    published.path_of(tmp_path, "t").write_text("{broken")
    fake.log.clear()
    assert Run(name, fake, tmp_path, item).codes == ["FT931"]
    assert Run(name, fake, tmp_path, item).plan.unchanged == 1
    assert is_right(fake, item)


@pytest.fixture
def transistor() -> Iterator[Transistor]:
    with Transistor() as fake:
        yield fake


def test_an_episode_of_that_title_and_another_date_is_not_made_unasked(
    transistor: Transistor, tmp_path: Path, item: EpisodeUpload
) -> None:
    transistor.rows.append({"id": 5, "title": " On looms &amp; More", "status": "published", "published_at": "2024-01-01T00:00:00Z", "audio_url": ""})  # fmt: skip
    run = Run("transistor", transistor, tmp_path, item)
    assert (run.codes, len(transistor.rows)) == (["FT932"], 1)
    run = Run("transistor", transistor, tmp_path, item, accepted=["looms"])
    assert (run.codes, len(transistor.rows)) == ([], 2)


def test_two_episodes_of_one_title_and_a_lost_answer(transistor: Transistor, tmp_path: Path) -> None:
    first = made(tmp_path / "out", "one", title="Mailbag", published=datetime(2026, 1, 1, tzinfo=UTC))
    second = made(tmp_path / "out", "two", b"ID3 two", title="Mailbag", published=datetime(2026, 2, 1, tzinfo=UTC))
    both = (second, first)
    transistor.faults = {4: "drop", 10: "drop"}
    for _ in range(3):
        Run("transistor", transistor, tmp_path, *both)
    assert [row["audio"] for row in transistor.stored()] == [b"ID3 sound of looms", b"ID3 two"]
    assert Run("transistor", transistor, tmp_path, *both).plan.unchanged == 2


def test_two_of_one_title_and_a_lost_record(name: str, fake: Fake, tmp_path: Path) -> None:
    first = made(tmp_path / "out", "one", title="Mailbag", published=datetime(2026, 1, 1, tzinfo=UTC))
    second = made(tmp_path / "out", "two", b"ID3 two", title="Mailbag", published=datetime(2026, 2, 1, tzinfo=UTC))
    Run(name, fake, tmp_path, first)
    published.path_of(tmp_path, "t").unlink()
    run = Run(name, fake, tmp_path, second, first)
    assert set(run.codes) in ({"FT932"}, {"FT931"}, {"FT931", "FT932"})
    assert len([row for row in fake.stored() if row["audio"] == first.sound.read_bytes()]) == (name != "podlove")


def test_what_somebody_removed_at_the_host_is_not_made_again_unasked(
    transistor: Transistor, tmp_path: Path, item: EpisodeUpload
) -> None:
    Run("transistor", transistor, tmp_path, item)
    transistor.rows.clear()
    assert Run("transistor", transistor, tmp_path, item).codes == ["FT935"]
    assert transistor.rows == []
    assert Run("transistor", transistor, tmp_path, item, accepted=[item.guid]).codes == []
    assert is_right(transistor, item)


def test_nothing_is_ever_deleted(transistor: Transistor, tmp_path: Path, item: EpisodeUpload) -> None:
    Run("transistor", transistor, tmp_path, item)
    assert Run("transistor", transistor, tmp_path).codes == ["FT934"]
    assert len(transistor.rows) == 1


def test_an_episode_without_audio_here_is_told(transistor: Transistor, tmp_path: Path, item: EpisodeUpload) -> None:
    assert Run("transistor", transistor, tmp_path, replace(item, audio=None)).codes == ["FT937"]
    assert transistor.rows == []


def test_the_record_of_another_podcast_counts_for_nothing(
    transistor: Transistor, tmp_path: Path, item: EpisodeUpload
) -> None:
    Run("transistor", transistor, tmp_path, item)
    with Buzzsprout() as other:
        assert Run("buzzsprout", other, tmp_path, item).codes == []
        assert is_right(other, item)


def test_a_damaged_journal_is_told_and_everything_looked_up(
    transistor: Transistor, tmp_path: Path, item: EpisodeUpload
) -> None:
    transistor.faults[5] = "drop"
    transistor.faults |= dict.fromkeys(range(6, 12), "500")
    Run("transistor", transistor, tmp_path, item)
    transistor.faults.clear()
    path = published.journal_of(tmp_path, "t")
    path.write_bytes(b"?" + path.read_bytes())
    run = Run("transistor", transistor, tmp_path, item)
    assert "FT936" in run.codes
    assert len(transistor.rows) == 1


def test_two_publishers_at_once(transistor: Transistor, tmp_path: Path, item: EpisodeUpload) -> None:
    with Journal(published.journal_of(tmp_path, "t")):
        run = Run("transistor", transistor, tmp_path, item)
    assert isinstance(run.error, ConflictError)
    assert transistor.log == []


def test_audio_that_takes_long_is_gone_on_with_later(
    transistor: Transistor, tmp_path: Path, item: EpisodeUpload
) -> None:
    transistor.processing = 50
    assert Run("transistor", transistor, tmp_path, item).codes == ["FT904"]
    assert [row["live"] for row in transistor.stored()] == [False]
    transistor.processing, sent = 0, list(transistor.media)
    assert Run("transistor", transistor, tmp_path, item).codes == []
    assert is_right(transistor, item)
    assert list(transistor.media) == sent


def test_a_request_lost_a_moment_ago_is_given_time(
    transistor: Transistor, tmp_path: Path, item: EpisodeUpload, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list of the host is behind: what a killed run created shows up while the next one waits."""
    transistor.faults = {4: "drop", **dict.fromkeys(range(5, 12), "500")}
    Run("transistor", transistor, tmp_path, item)
    transistor.faults.clear()
    late, transistor.rows = transistor.rows, []
    waited: list[float] = []

    def wait(seconds: float) -> None:
        waited.append(seconds)
        transistor.rows = late

    monkeypatch.setattr(hosting, "SETTLED", 60.0)
    monkeypatch.setattr(hosting.time, "sleep", wait)
    run = Run("transistor", transistor, tmp_path, item)
    assert (run.codes, len(transistor.rows)) == ([], 1)
    assert [50 < seconds <= 60 for seconds in waited] == [True]


def test_an_upload_that_the_host_dropped_since_is_sent_again(
    transistor: Transistor, tmp_path: Path, item: EpisodeUpload
) -> None:
    transistor.faults |= dict.fromkeys(range(4, 12), "500")
    assert Run("transistor", transistor, tmp_path, item).codes == ["FT904"]
    transistor.faults.clear()
    transistor.media.clear()
    assert Run("transistor", transistor, tmp_path, item).codes == ["FT930"]
    assert Run("transistor", transistor, tmp_path, item).codes == []
    assert is_right(transistor, item)


def test_drafts(name: str, fake: Fake, tmp_path: Path, item: EpisodeUpload) -> None:
    assert Run(name, fake, tmp_path, item, draft=True).codes == []
    assert [row["live"] for row in fake.stored()] == [False]


def test_wrong_keys_are_said_without_them(name: str, fake: Fake, tmp_path: Path, item: EpisodeUpload) -> None:
    redact.remember(SECRET)  # the fakes say it back
    wrong = dict.fromkeys(fake.secrets(), "CANARY-wrong")
    fake.secrets = lambda: wrong  # type: ignore[method-assign]
    run = Run(name, fake, tmp_path, item)
    assert isinstance(run.error, DeniedError)
    assert "CANARY" not in run.texts + everything(tmp_path)
    assert fake.rows == []


@pytest.mark.parametrize("url", ["http://example.org", "ftp://example.org", "example.org"])
def test_no_key_goes_out_in_the_clear(url: str) -> None:
    given = Given(name="t", options={}, secret=lambda _: SECRET, root=Path())
    with pytest.raises(UsageError, match="must begin with https://"):
        api.Api(given, url, proof="key", settings="show")


def test_a_list_that_is_not_whole_creates_nothing(tmp_path: Path, item: EpisodeUpload) -> None:
    with Captivate() as fake:
        fake.listing = lambda request: (200, {"episodes": [], "count": 3})  # type: ignore[method-assign]
        run = Run("captivate", fake, tmp_path, item)
        assert "lists 0 of 3" in str(run.error)
        assert fake.rows == []


def test_chapters_and_transcripts_arrive(tmp_path: Path, item: EpisodeUpload) -> None:
    with Castopod() as castopod, Spreaker() as spreaker, Podlove() as podlove, RssCom() as rsscom:
        for kind, fake in (("castopod", castopod), ("spreaker", spreaker), ("podlove", podlove), ("rsscom", rsscom)):
            Run(kind, fake, tmp_path / kind, item)
        assert castopod.rows[0]["_chapters"] == item.chapters.read_bytes()
        assert castopod.rows[0]["_transcript"].startswith(b"WEBVTT")
        assert castopod.rows[0]["description_markdown"] == "Words **here**.\n"
        starts = [(row["starts_at"], row["title"]) for row in spreaker.rows[0]["_chapters"]]
        assert starts == [(0, "Intro"), (12500, "Lööms")]
        assert [row["start"] for row in podlove.rows[0]["_chapters"]] == ["00:00:00.000", "00:00:12.500"]
        assert podlove.rows[0]["_transcript"].startswith("WEBVTT")
        assert podlove.rows[0]["guid"] == item.guid
        assert rsscom.rows[0]["transcript"].startswith("WEBVTT")
        assert rsscom.rows[0]["description"] == "Words here.\n"


def test_buzzsprout_keeps_the_guid(tmp_path: Path, item: EpisodeUpload) -> None:
    with Buzzsprout() as fake:
        Run("buzzsprout", fake, tmp_path, item)
        assert fake.rows[0]["guid"] == item.guid


def test_a_thousand_published_episodes_cost_one_listing(tmp_path: Path) -> None:
    one = made(tmp_path / "out", "one")
    items = [replace(one, guid=f"g{n}", slug=f"s{n}", title=f"Episode {n}") for n in range(1000)]
    with Castopod() as fake:
        fake.rows += [{"id": n, "podcast_id": 7, "title": item.title, "slug": item.slug, "published_at": "2026-01-01"}
                      for n, item in enumerate(items)]  # fmt: skip
        Run("castopod", fake, tmp_path, *items)
        fake.log.clear()
        run = Run("castopod", fake, tmp_path, *items)
        assert (run.plan.unchanged, run.results) == (1000, [])
        assert fake.log == ["GET /api/rest/v1/episodes"] * 21


def test_from_the_command_line(transistor: Transistor, small_show: Path, repo: Path, own_home: Path) -> None:
    with (small_show / "feedtool.toml").open("a") as settings:
        settings.write(f'[targets.host]\ntype = "transistor"\nshow = "my-show"\nurl = "{transistor.url}/v1"\n')
    known = {**os.environ, "FEEDTOOL_HOST_API_KEY": SECRET}
    program = [Path(sys.executable).with_name("feedtool"), "publish", "host"]
    for told in ("3 to do, 42.1 kB to send, 0 unchanged", "0 to do, 0 B to send, 3 unchanged"):
        run = subprocess.run(program, cwd=small_show, env=known, capture_output=True, text=True, check=True)
        assert told in run.stdout
        assert SECRET not in run.stdout + run.stderr + everything(small_show)
    assert [(row["title"], row["live"]) for row in transistor.stored()] == [
        ("The one", True), ("The two", True), ("The three", True)
    ]  # fmt: skip


def test_what_was_half_published_and_left_the_feed_is_told(
    transistor: Transistor, tmp_path: Path, item: EpisodeUpload
) -> None:
    transistor.faults = {5: "drop", **dict.fromkeys(range(6, 14), "500")}
    Run("transistor", transistor, tmp_path, item)
    transistor.faults.clear()
    assert Run("transistor", transistor, tmp_path).codes == ["FT934"]


def test_many_episodes_and_progress(transistor: Transistor, tmp_path: Path) -> None:
    days = [datetime(2026, 1, day, tzinfo=UTC) for day in range(1, 8)]
    items = [made(tmp_path / "out", f"e{n}", b"x" * 100_000, published=day) for n, day in enumerate(days)]
    module, sent = import_module("feedtool.publish.hosts.transistor"), []
    options = {option.name: option.default for option in module.OPTIONS} | transistor.settings()
    host = module.connect(Given(name="t", options=options, secret=lambda _: SECRET, root=tmp_path))
    with hosting.memory(tmp_path, "t", host) as (journal, record):
        plan = hosting.plan(host, list(reversed(items)), record, journal)
        assert len(plan.to_json()["tasks"]) == 7
        hosting.apply(plan, journal, record, lambda _: None, sent.append)
    assert sum(sent) == 700_000
    assert [row["title"] for row in transistor.rows] == [item.title for item in items]
    host.close()
