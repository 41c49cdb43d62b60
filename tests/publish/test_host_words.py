"""What a podcaster reads when a host refuses, and what the plan says before anything is sent."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fake_captivate import Captivate
from fake_castopod import Castopod
from fake_rsscom import RssCom
from fake_transistor import Transistor
from fakehosts import SECRET, Fake
from hostrun import HOSTS, NOW, Run, made, without_waiting

from feedtool.publish import hosting
from feedtool.publish.host import LostError
from feedtool.publish.hosts.refusals import Wording, in_words, refusal
from feedtool.publish.redact import remember
from feedtool.publish.reply import Reply, status_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedtool.publish.host import EpisodeUpload

WORDING = Wording(name="host", proof="the api_key", settings="show", also="Turn it on.")
DATELESS = ["podbean", "spreaker", "rsscom"]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No waiting."""
    with without_waiting(monkeypatch):
        yield


@pytest.fixture
def item(tmp_path: Path) -> EpisodeUpload:
    """An episode with everything."""
    return made(tmp_path / "out", "looms")


@pytest.fixture(params=HOSTS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def fake(name: str) -> Iterator[Fake]:
    with HOSTS[name]() as server:
        yield server


def answer(status: int, body: Any = b"", **headers: str) -> Reply:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Reply(status=status, headers=headers, body=data)


STATUSES = [400, 401, 402, 403, 404, 405, 408, 409, 410, 413, 415, 418, 422, 423, 425, 429, 500, 501, 502, 503, 507]


@pytest.mark.parametrize("status", STATUSES)
def test_every_refusal_is_a_clause_and_a_sentence(status: int) -> None:
    """As feedtool.publish.errors asks: small letter, no full stop, the status behind, and the hint a sentence."""
    error = refusal(answer(status, {"message": "No more episodes."}), WORDING)
    assert re.fullmatch(rf"[a-z][^(.]* \({status}: No more episodes\.\)", str(error))
    assert re.fullmatch(r"[A-Z].*[.]", error.hint, re.DOTALL)
    assert "answered" not in str(error)
    assert "{" not in str(error) + error.hint


def test_who_is_not_let_in_is_told_the_command() -> None:
    assert "feedtool auth login host" in refusal(answer(401), WORDING).hint
    assert "[targets.host]" in refusal(answer(404), WORDING).hint
    assert refusal(answer(401), WORDING).hint.endswith("Turn it on.")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"errors": [{"status": "422", "title": "Invalid parameters", "detail": "show_id"}]}, "show_id"),
        ({"status": 400, "form_errors": ["all wrong"], "field_errors": {"title": ["too long"]}}, "all wrong, title: too long"),
        ({"response": {"error": {"messages": ["Quota exceeded"], "code": 400}}}, "Quota exceeded"),
        ({"status": 400, "error": 400, "messages": ["The title field is required."]}, "The title field is required."),
        ({"status": 409, "error": 409, "messages": {"error": "Such a slug is there"}}, "Such a slug is there"),
        ({"error": "invalid_client", "error_description": "Unknown client"}, "Unknown client"),
        ({"success": False, "errors": ["bad date"], "errfor": {}}, "bad date"),
        ({"code": "rest_forbidden", "message": "Not you.\x1b[2J"}, "Not you. [2J"),
        ({"message": "see https://x.example/a?token=1234"}, "see https://x.example/a?…"),
        (b"<html>Bad gateway</html>", ""),
        ([[[[[[[[["deep"]]]]]]]]], ""),
        ({"message": None, "errors": 5}, ""),
    ],
)  # fmt: skip
def test_the_hosts_own_words_stand_behind(body: Any, reason: str) -> None:
    assert status_of(answer(400, body)) == (f"400: {reason}" if reason else "400")


def test_the_hosts_words_hold_no_secret_and_are_short() -> None:
    remember(SECRET)
    assert SECRET[:12] not in status_of(answer(400, {"message": "x" * 195 + SECRET}))
    assert 190 < len(status_of(answer(400, {"message": "long " * 700}))) < 220


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.2, "1 seconds"), (89, "89 seconds"), (120, "2 minutes"), (3600, "60 minutes"), (7200, "2 hours")]
)  # fmt: skip
def test_a_time_to_wait(seconds: float, words: str) -> None:
    assert in_words(seconds) == words


def test_the_place_is_named_once(name: str, fake: Fake, tmp_path: Path, item: EpisodeUpload) -> None:
    """Whatever is refused at whichever request: the text does not repeat the host, nor speak in protocol."""
    for number in range(1, 5):
        for status in ("403", "422", "503"):
            fake.log.clear()
            fake.faults = dict.fromkeys(range(number, number + 9), status)
            run = Run(name, fake, tmp_path / f"{number}-{status}", item)
            texts = [str(run.error)] if run.error else [f.message for r in run.results if (f := r.finding)]
            for text in texts:
                assert text.count("127.0.0.1") <= 1 + (name in {"castopod", "podlove"} and not run.error), text
                assert not re.search(r"answered|None|HTTP", text), text
            if run.error is None and texts:
                assert texts[0].startswith(f"{item.title!r} at {run.plan.host.where}: "), texts


@pytest.mark.parametrize("fault", ["reset", "403", "422", "lie"])
def test_another_server_is_named_once(fault: str, tmp_path: Path, item: EpisodeUpload) -> None:
    with Transistor() as fake:
        fake.faults = dict.fromkeys(range(3, 12, 2), fault)
        (result,) = Run("transistor", fake, tmp_path, item).results
        place = f"{item.title!r} at Transistor show my-show: its server for files: 127.0.0.1 "
        assert result.finding.message.startswith(place)
        assert result.finding.message.count("127.0.0.1") == 1


def test_a_plan_that_is_used_up_ends_the_run(tmp_path: Path) -> None:
    items = [made(tmp_path / "out", name, published=NOW + timedelta(days=n)) for n, name in enumerate("abc")]
    with Transistor() as fake:
        fake.because = "Upgrade to publish more."
        fake.faults = {4: "402"}
        run = Run("transistor", fake, tmp_path, *reversed(items))
        assert (run.codes, len(run.results)) == (["FT915"], 1)
        assert "your plan there does not cover this (402: Upgrade to publish more.)" in run.texts


def test_one_file_that_is_too_large_leaves_the_others(tmp_path: Path) -> None:
    items = [made(tmp_path / "out", name, published=NOW + timedelta(days=n)) for n, name in enumerate("ab")]
    with Transistor() as fake:
        fake.faults = {3: "413"}
        run = Run("transistor", fake, tmp_path, *reversed(items))
        assert run.codes == ["FT915"]
        assert "its server for files: the file is too large for 127.0.0.1 (413: later)" in run.texts
        assert [row["title"] for row in fake.stored()] == [items[1].title]


def test_an_hour_to_wait_is_told_and_not_waited(tmp_path: Path, item: EpisodeUpload) -> None:
    with Transistor() as fake:
        fake.wait, fake.faults = "3600", {4: "429"}
        run = Run("transistor", fake, tmp_path, item)
        (result,) = run.results
        assert "it takes no more requests for now (429: later)" in result.finding.message
        assert result.finding.advice == "Publish again in 60 minutes: it goes on where it stopped."
        assert fake.log[4:] == ["GET /v1/episodes"]  # whether it was created all the same
        assert Run("transistor", fake, tmp_path, item).codes == []


@pytest.mark.parametrize(("status", "waits"), [("402", False), ("422", False), ("404", False), ("500", True)])
def test_after_a_refusal_the_next_run_does_not_wait(
    status: str, waits: bool, tmp_path: Path, item: EpisodeUpload, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr(hosting, "SETTLED", 60.0)
    monkeypatch.setattr(hosting.time, "sleep", waited.append)
    with Transistor() as fake:
        fake.faults = {4: status}
        assert len(Run("transistor", fake, tmp_path, item).results) == 1
        waited.clear()
        assert Run("transistor", fake, tmp_path, item).codes == []
        assert [seconds for seconds in waited if seconds > 50] == waited * waits
        assert bool(waited) is waits
        assert len(fake.rows) == 1


def test_an_answer_that_is_none_counts_as_lost(tmp_path: Path, item: EpisodeUpload) -> None:
    with Transistor() as fake:
        fake.faults = {4: "lie"}
        (result,) = Run("transistor", fake, tmp_path, item).results
        assert isinstance(result.error, LostError)
        assert Run("transistor", fake, tmp_path, item).codes == []
        assert len(fake.rows) == 1


def test_a_lost_answer_is_told_with_what_comes_next(tmp_path: Path, item: EpisodeUpload) -> None:
    with Transistor() as fake:
        fake.faults = {4: "drop", **dict.fromkeys(range(5, 12), "500")}
        (result,) = Run("transistor", fake, tmp_path, item).results
        assert isinstance(result.error, LostError)
        assert result.finding.advice == "Publish again: it looks first, and makes nothing twice."


def test_a_sign_in_page_in_between_is_told(tmp_path: Path, item: EpisodeUpload) -> None:
    with Transistor() as fake:
        fake.faults = dict.fromkeys(range(1, 9), "lie")
        run = Run("transistor", fake, tmp_path, item)
        assert str(run.error) == "it answers with a page where data should come"
        assert "sign-in" in run.error.hint


def test_a_refusal_with_200_is_told_too(tmp_path: Path, item: EpisodeUpload) -> None:
    with Captivate() as fake:
        run = Run("captivate", fake, tmp_path, replace(item, title=""))
        assert "it does not take what was sent (bad)" in run.texts


def old_ones(folder: Path, count: int) -> list[EpisodeUpload]:
    return [made(folder / "out", f"e{n}", published=NOW - timedelta(days=30 * (n + 1))) for n in range(count)]


def test_old_episodes_are_told_where_they_would_look_new(name: str, fake: Fake, tmp_path: Path) -> None:
    told = [f for f in Run(name, fake, tmp_path, *old_ones(tmp_path, 3)).plan.findings if f.code == "FT941"]
    if name not in DATELESS:
        assert told == []
        return
    assert [f.message.partition(" would show ")[2] for f in told] == [
        "3 old episodes, of 2026-08-22 to 2026-10-21, as published today"
    ]


@pytest.mark.parametrize("name", DATELESS)
def test_neither_new_ones_nor_drafts_nor_changes_are(name: str, fake: Fake, tmp_path: Path) -> None:
    new = made(tmp_path / "out", "new", published=NOW - timedelta(hours=5))
    assert Run(name, fake, tmp_path, new).codes == []
    assert Run(name, fake, tmp_path / "drafts", *old_ones(tmp_path / "d", 2), draft=True).codes == []
    fake.rows.clear()
    (one,) = old_ones(tmp_path / "one", 1)
    assert Run(name, fake, tmp_path / "one", one).codes == ["FT941"]
    assert Run(name, fake, tmp_path / "one", made(tmp_path / "one" / "out", "e0", summary="Longer.")).codes == []


@pytest.mark.parametrize("name", [name for name in HOSTS if name not in DATELESS])
def test_castopod_and_the_others_get_the_date(name: str, fake: Fake, tmp_path: Path) -> None:
    (one,) = old_ones(tmp_path, 1)
    Run(name, fake, tmp_path, one)
    (row,) = fake.rows
    found = next(str(row[key]) for key in ("published_at", "published_date", "_date") if key in row)
    assert "2026-10-21" in found
    assert Run(name, fake, tmp_path, one).plan.unchanged == 1


def test_castopod_publishes_what_has_no_date_now(tmp_path: Path, item: EpisodeUpload) -> None:
    with Castopod() as fake:
        Run("castopod", fake, tmp_path, replace(item, published=None))
        (sent,) = [request.form() for request in fake.requests if request.path.endswith("/publish")]
        assert sent == {"publication_method": "now", "created_by": "3"}


def test_the_limits_are_one_finding(name: str, fake: Fake, tmp_path: Path, item: EpisodeUpload) -> None:
    found = [f for f in Run(name, fake, tmp_path, item).plan.findings if f.code == "FT938"]
    assert len(found) == 1
    assert Run(name, fake, tmp_path, item).plan.findings == ()


def test_what_is_to_be_sent_is_counted(name: str, fake: Fake, tmp_path: Path, item: EpisodeUpload) -> None:
    plan = Run(name, fake, tmp_path, item).plan
    wanted = 0 if name == "podlove" else item.size
    assert (plan.cost, plan.to_json()["bytes"], plan.to_json()["tasks"][0]["bytes"]) == (wanted,) * 3
    assert Run(name, fake, tmp_path, item).plan.cost == 0


@pytest.mark.parametrize("fault", ["500", "drop", "403"])
def test_progress_ends_at_what_was_planned(name: str, fake: Fake, tmp_path: Path, fault: str) -> None:
    """An upload that failed is taken back before it begins again."""
    one = made(tmp_path / "out", "long", b"x" * 300_000)
    for number in range(1, 6):
        fake.log.clear()
        fake.rows.clear()
        sent: list[int] = []
        fake.faults = {number: fault}
        run = Run(name, fake, tmp_path / str(number), one, sent=sent.append)
        fake.faults = {}
        if run.error is None and all(result.row for result in run.results):
            assert sum(sent) == run.plan.cost, (number, run.said)
        assert all(0 <= sum(sent[:at]) <= 300_000 for at in range(len(sent) + 1))


@pytest.fixture
def rsscom_show(small_show: Path) -> Iterator[tuple[Path, RssCom]]:
    with RssCom() as fake:
        with (small_show / "feedtool.toml").open("a") as settings:
            settings.write(f'[targets.host]\ntype = "rsscom"\npodcast = 9\nurl = "{fake.url}/v4"\n')
        yield small_show, fake


def feedtool(root: Path, *words: str, **given: Any) -> subprocess.CompletedProcess[str]:
    program = [Path(sys.executable).with_name("feedtool"), *words]
    known = {**os.environ, "FEEDTOOL_HOST_API_KEY": SECRET, "NO_COLOR": "1"}
    return subprocess.run(program, cwd=root, env=known, text=True, check=False, **given)


def test_json_is_json_and_says_all(rsscom_show: tuple[Path, RssCom], own_home: Path) -> None:
    root, fake = rsscom_show
    for words in (["--dry-run"], []):
        run = feedtool(root, "publish", "host", "--json", *words, capture_output=True)
        plan = json.loads(run.stdout)
        assert {"FT914", "FT941", "FT938"} <= {found["code"] for found in plan["findings"]}
        assert plan["bytes"] == sum(task["bytes"] for task in plan["tasks"]) > 0
    assert len(fake.rows) == 3


def test_a_wrong_key_from_the_command_line(rsscom_show: tuple[Path, RssCom], own_home: Path) -> None:
    root, fake = rsscom_show
    fake.faults[1], fake.because = "401", "Unauthorized"
    run = feedtool(root, "publish", "host", capture_output=True)
    assert run.returncode == 3
    assert "error: target host: the api_key is not accepted (401: Unauthorized) [FT903]" in run.stderr
    assert "hint: Give it anew: feedtool auth login host." in run.stderr


def test_a_bar_on_a_terminal(rsscom_show: tuple[Path, RssCom], own_home: Path) -> None:
    root, _ = rsscom_show
    main, side = pty.openpty()
    try:
        run = feedtool(root, "publish", "host", stdout=subprocess.PIPE, stderr=side)
        os.close(side)
        shown = b""
        try:
            while piece := os.read(main, 65536):
                shown += piece
        except OSError:  # the other side is closed
            pass
    finally:
        os.close(main)
    assert run.returncode == 0
    assert "create: The one" in run.stdout
    assert re.search(rb"\[#{24}\] 42\.1 kB of 42\.1 kB", shown), shown[-600:]


def test_status_is_a_line_and_says_what_is_held_back(rsscom_show: tuple[Path, RssCom], own_home: Path) -> None:
    root, fake = rsscom_show
    run = feedtool(root, "status", capture_output=True)
    assert run.stdout == "host: 3 episodes to send (42.1 kB), 0 up to date\n"
    assert run.stderr == ""
    fake.rows += [{"id": n, "title": "The one", "status": "published"} for n in (1, 2)]
    run = feedtool(root, "status", capture_output=True)
    assert run.stdout == "host: 2 episodes to send (29.1 kB), 0 up to date, 1 held back by the errors above\n"
    assert "FT932" in run.stderr
    fake.rows.clear()
    feedtool(root, "publish", "host", capture_output=True)
    assert feedtool(root, "status", capture_output=True).stdout == "host: nothing to send, 3 up to date\n"
