"""Directories are told once, in their own words, and nothing they do can hurt what was published."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from notifiers import KEY, SECRET, TOKEN

from feedtool.publish import credentials, notify, redact
from feedtool.publish.notify import Notice, podcastindex, podping, websub
from feedtool.publish.target import Given

if TYPE_CHECKING:
    from collections.abc import Callable

FEED = "https://example.org/feed.xml"
HUB = '<atom:link rel="hub" href="https://hub.example/?token=t0psecret"/>'


def given(options: dict[str, Any] | None = None, **secrets: str) -> Given:
    return Given(name="x", options=options or {}, secret=lambda name: secrets.get(name, ""), root=Path())


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notify, "PAUSE", 0.01)


def feed(links: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>{links}'
        f"<item><title>x</title>{HUB.replace('hub.example', 'evil.example')}</item></channel></rss>"
    ).encode()


def project(tmp_path: Path, notify_table: str) -> Path:
    (tmp_path / "feedtool.toml").write_text(f'[show]\ntitle = "x"\nmedium = "music"\n[notify]\n{notify_table}\n')
    return tmp_path


def test_the_hub_is_told_and_fetches_the_feed(notifiers: Any) -> None:
    topic = f"{notifiers.url}/feed"
    outcome = websub.notify(given({"hub": f"{notifiers.url}/hub"}), topic, "update")
    assert outcome == (True, "the hub 127.0.0.1 was told", "")
    assert notifiers.asked[0] == ("POST", "/hub", {"hub.mode": "publish", "hub.url": topic, "hub.topic": topic})
    assert eventually(lambda: notifiers.fetched == [(topic, 6)])


def eventually(true: Callable[[], bool]) -> bool:
    until = time.monotonic() + 5
    while not true() and time.monotonic() < until:
        time.sleep(0.02)
    return true()


@pytest.mark.parametrize("status", [200, 202, 204])
def test_any_2xx_of_a_hub_is_good(notifiers: Any, status: int) -> None:
    notifiers.status = [status]
    assert websub.notify(given({"hub": f"{notifiers.url}/hub"}), FEED, "update").ok


def test_podping_is_asked_as_its_source_has_it(notifiers: Any) -> None:
    said = podping.notify(given({"medium": "music"}, token=TOKEN), FEED, "live", endpoint=f"{notifiers.url}/podping")
    assert said.ok
    assert notifiers.asked == [("GET", "/podping", {"url": FEED, "reason": "live", "medium": "music"})]


def test_podping_without_the_right_token(notifiers: Any) -> None:
    said = podping.notify(given(token="wrong-t0ken"), FEED, "update", endpoint=f"{notifiers.url}/podping")
    assert (said.ok, said.text) == (False, "the name, password or key is not accepted (401)")


def test_podcast_index_signature_is_that_of_the_documentation() -> None:
    made = podcastindex.signed("UXKCGDSYGUUEVQJSYDZH", "yzJe2eE7XV-3eY576dyRZ6wXyAbndh6LUrCZ8KN|", 1613713388)
    assert made == {
        "X-Auth-Key": "UXKCGDSYGUUEVQJSYDZH",
        "X-Auth-Date": "1613713388",
        "Authorization": "73a1fffed61c1d30d858beb1fc48f355386449d2",
    }


def test_podcast_index_that_knows_the_feed_needs_no_key(notifiers: Any) -> None:
    notifiers.known.add(FEED)
    assert podcastindex.notify(given(), FEED, "update", endpoint=f"{notifiers.url}/api/1.0/").ok
    assert notifiers.paths() == ["/api/1.0/hub/pubnotify"]


def test_podcast_index_takes_a_new_feed_with_a_key(notifiers: Any) -> None:
    said = podcastindex.notify(given(key=KEY, secret=SECRET), FEED, "update", endpoint=f"{notifiers.url}/api/1.0/")
    assert (said.ok, said.text) == (True, "the Podcast Index has the feed now, under the number 75075")
    assert notifiers.paths() == ["/api/1.0/hub/pubnotify", "/api/1.0/add/byfeedurl"]


def test_podcast_index_new_feed_without_a_key(notifiers: Any) -> None:
    said = podcastindex.notify(given(), FEED, "update", endpoint=f"{notifiers.url}/api/1.0/")
    assert not said.ok
    assert "Feed not found." in said.text
    assert "feedtool auth login podcastindex" in said.hint


def test_podcast_index_with_a_wrong_secret_does_not_say_it(notifiers: Any) -> None:
    said = podcastindex.notify(given(key=KEY, secret="wr0ng-one"), FEED, "u", endpoint=f"{notifiers.url}/api/1.0/")
    assert not said.ok
    assert "wr0ng-one" not in said.text
    assert "401" in said.text


@pytest.mark.parametrize("body", [b"[]", b"<html>", b"", b'"true"', b"null"])
def test_podcast_index_that_lies(notifiers: Any, body: bytes) -> None:
    notifiers.body = body
    assert not podcastindex.notify(given(), FEED, "update", endpoint=f"{notifiers.url}/api/1.0/").ok


def tell(notifiers: Any) -> notify.Outcome:
    return websub.notify(given({"hub": f"{notifiers.url}/hub"}), f"{notifiers.url}/feed", "update")


@pytest.mark.parametrize("trouble", [{"status": [503]}, {"drop": [True]}, {"status": [429], "retry_after": "0"}])
def test_it_is_tried_once_more(notifiers: Any, trouble: dict[str, Any]) -> None:
    for name, value in trouble.items():
        setattr(notifiers, name, value)
    assert tell(notifiers).ok
    assert notifiers.paths().count("/hub") == 2


@pytest.mark.parametrize(
    ("trouble", "asked"),
    [
        ({"status": [503, 503, 503]}, 2),
        ({"status": [429, 429], "retry_after": "3600"}, 1),
        ({"status": [400]}, 1),
        ({"status": [302]}, 1),
        ({"status": [500, 403]}, 2),
    ],
)
def test_and_not_for_ever(notifiers: Any, trouble: dict[str, Any], asked: int) -> None:
    for name, value in trouble.items():
        setattr(notifiers, name, value)
    assert not tell(notifiers).ok
    assert len(notifiers.asked) == asked


def test_what_a_directory_says_back_is_masked(notifiers: Any) -> None:
    redact.remember("s3cret-echoed")
    notifiers.status, notifiers.reason = [400], "no such token: s3cret-echoed"
    assert "s3cret-echoed" not in tell(notifiers).text


def test_nobody_there() -> None:
    said = websub.notify(given({"hub": "http://127.0.0.1:9/hub"}), FEED, "update")
    assert (said.ok, said.text) == (False, "refuses connections: nothing listens there")


@pytest.mark.parametrize("hub", ["", "no address", "http://", "file:///etc/passwd", "http://[", "http://a b/", "x://y"])
def test_a_hub_that_is_no_address_is_an_outcome(hub: str) -> None:
    assert not websub.notify(given({"hub": hub}), FEED, "update").ok


def test_all_are_told_at_once_and_in_order(notifiers: Any) -> None:
    notifiers.slow = [0.3] * 8
    notices = [Notice("websub", str(i), given({"hub": f"{notifiers.url}/hub"})) for i in range(8)]
    start = time.monotonic()
    told = list(notify.send(notices, f"{notifiers.url}/feed"))
    assert [notice.to for notice, _ in told] == [str(i) for i in range(8)]
    assert all(outcome.ok for _, outcome in told)
    assert time.monotonic() - start < 2


def test_all_of_it_ends(notifiers: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notify, "LONGEST", 0.2)
    notifiers.slow = [1.5, 1.5]
    start = time.monotonic()
    told = [*notify.send([Notice("websub", "the hub", given({"hub": f"{notifiers.url}/hub"}))] * 2, FEED)]
    assert [outcome for _, outcome in told] == [(False, "took too long to answer", "")] * 2
    assert time.monotonic() - start < 1


def test_a_directory_that_is_silent(notifiers: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(websub, "SECONDS", 0.1)
    notifiers.slow = [1, 1]
    assert tell(notifiers) == (False, "took too long to answer", "")


@pytest.mark.filterwarnings("error")
def test_a_way_that_breaks_is_an_outcome(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(websub, "notify", broken)
    told = [*notify.send([Notice("websub", "x", given()), Notice("no-such-way", "y", given())], FEED)]
    assert [outcome.ok for _, outcome in told] == [False, False]
    assert told[0][1].text == "could not be told (ZeroDivisionError)"


def test_nothing_is_told_unasked(tmp_path: Path) -> None:
    assert notify.plan(project(tmp_path, ""), feed(HUB)) == ((), ())
    assert notify.plan(project(tmp_path, "websub = false\npodping = false"), feed(HUB)) == ((), ())


def test_the_hubs_that_the_feed_names(tmp_path: Path) -> None:
    plan = notify.plan(project(tmp_path, "websub = true\npodping = true\npodcastindex = true"), feed(HUB))
    assert [(n.way, n.to) for n in plan.notices] == [
        ("websub", "https://hub.example/"),
        ("podping", "podping.cloud"),
        ("podcastindex", "the Podcast Index"),
    ]
    assert [dict(n.given.options) for n in plan.notices] == [
        {"hub": "https://hub.example/?token=t0psecret"},
        {"medium": "music"},
        {"medium": "music"},
    ]
    assert not plan.findings
    assert "t0psecret" not in repr(plan)


@pytest.mark.parametrize("table", ["websub = true", 'websub = ["https://other.example/hub"]'])
def test_a_hub_that_the_feed_does_not_name_is_told_of(tmp_path: Path, table: str) -> None:
    plan = notify.plan(project(tmp_path, table), feed("" if "true" in table else HUB))
    (found,) = plan.findings
    assert (found.code, str(found.place)) == ("FT966", "feedtool.toml:5:1")
    assert "extras = ['<atom:link" in found.hint


def test_the_hint_for_a_hub_gives_a_feed_that_names_it(repo: Path, tmp_path: Path, silence: Callable) -> None:
    """What the finding says is done to a real project, and heard."""
    import tomllib

    from feedtool.fragments import parsed

    plan = notify.plan(project(tmp_path, 'websub = ["https://other.example/hub?a=1"]'), feed())
    line = plan.findings[0].hint.partition("[show]: ")[2].partition(", and build")[0]
    (extra,) = tomllib.loads(line)["extras"]
    assert notify.hubs_of(feed(parsed(extra))) == ["https://other.example/hub?a=1"]


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", []),
        (b"no xml", []),
        (b"<rss><channel>", []),
        (feed(HUB * 2), ["https://hub.example/?token=t0psecret"]),
        (feed('<atom:link rel="self" href="x"/><atom:link href="x"/><atom:link rel="hub"/>'), []),
        (b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]><rss>&x;</rss>', []),
    ],
)
def test_hubs_of(data: bytes, found: list[str]) -> None:
    assert notify.hubs_of(data) == found


def test_secrets_of_directories_are_found_like_those_of_targets(
    own_home: Path, monkeypatch: Any, tmp_path: Path
) -> None:
    monkeypatch.setenv("FEEDTOOL_PODPING_TOKEN", TOKEN)
    (notice,) = notify.plan(project(tmp_path, "podping = true"), feed()).notices
    assert notice.given.secret("token") == TOKEN
    assert set(notify.secrets()) == {"podping", "podcastindex"}
    assert credentials.variable("podcastindex", "key") == "FEEDTOOL_PODCASTINDEX_KEY"


def test_a_missing_token_is_said_and_not_fatal(own_home: Path, tmp_path: Path) -> None:
    told = [*notify.send(notify.plan(project(tmp_path, "podping = true"), feed()).notices, FEED)]
    assert "token" in told[0][1].text
    assert "FEEDTOOL_PODPING_TOKEN" in told[0][1].hint


def test_the_fake_index_checks_what_the_real_one_does(notifiers: Any) -> None:
    """A signature of another second is refused: so the test above proves ours."""
    import httpx

    stale = str(int(time.time()) - 600)
    digest = hashlib.sha1(f"{KEY}{SECRET}{stale}".encode()).hexdigest()
    headers = {"X-Auth-Key": KEY, "X-Auth-Date": stale, "Authorization": digest}
    assert httpx.get(f"{notifiers.url}/api/1.0/add/byfeedurl?url={FEED}", headers=headers).status_code == 401
