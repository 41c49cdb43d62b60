"""Who is told of which address, once a publication is public: whoever is told finds other bytes there than before."""

from __future__ import annotations

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from feedtool.cli import main
from feedtool.publish import public

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Where the folder of the target is public."""
    (tmp_path / "www").mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path / "www")))
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def publish(
    small_show: Path, address: str, notifiers: Any, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], list[str]]:
    """`publish("feed = …")` the show with two pages and a private feed; what the hub and podping.cloud were told."""
    monkeypatch.setattr(public, "PAUSES", (0.0,))
    monkeypatch.setattr("feedtool.publish.notify.podping.notify", lambda given, url, reason: pinged(url))
    hub = f"{notifiers.url}/hub"
    settings = small_show / "feedtool.toml"
    link = f'<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="hub" href="{hub}"/>'
    settings.write_text(
        settings.read_text().replace("https://example.org/", address)
        + f"extras = ['{link}']\n[feed]\npage_size = 2\nprivate = true\n[notify]\nwebsub = true\npodping = true\n"
        '[targets.www]\ntype = "local"\npath = "../www"\nallow_private = true\n'
        f'public_url = "{address}"\n'
    )
    told: list[str] = []

    def pinged(url: str) -> Any:
        from feedtool.publish.notify import Outcome

        told.append(f"podping {url}")
        return Outcome(ok=True, text="podping.cloud was told")

    def run(*words: str, told_later: bool = False) -> list[str]:
        told.clear()
        notifiers.asked.clear()
        done = CliRunner().invoke(main, ["publish", "-C", str(small_show), *words])
        assert done.exit_code == 0, done.output
        assert ("FT909" in done.output) is bool(told_later)
        hubs = [f"hub {given['hub.url']}" for _, path, given in notifiers.asked if path == "/hub"]
        return [text.replace(address, "") for text in sorted([*hubs, *told])]

    return run


def rewrite(show: Path, name: str, old: str, new: str) -> None:
    path = show / "episodes" / f"{name}.md"
    path.write_text(path.read_text().replace(old, new))


def test_each_is_told_of_what_changed(publish: Callable[..., list[str]], small_show: Path) -> None:
    assert publish() == ["hub feed.xml", "podping feed.xml"]
    assert publish() == []
    rewrite(small_show, "three", "Words.", "Other words.")
    assert publish() == ["hub feed.xml", "podping feed.xml"]
    rewrite(small_show, "one", "Words.", "Other words.")
    assert publish("--no-notify") == []
    rewrite(small_show, "one", "Other", "Still other")
    assert publish() == ["hub feed.2.xml"]


def test_what_a_cache_kept_from_listeners_is_told_by_the_next_run(
    publish: Callable[..., list[str]], small_show: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from feedtool import remote

    publish()
    rewrite(small_show, "three", "Words.", "Other words.")
    with monkeypatch.context() as stale:
        stale.setattr(
            remote, "get", lambda url, **_: remote.Answer(url=url, hops=(), status=200, headers={}, body=b"old")
        )
        assert publish(told_later=True) == []
        assert publish(told_later=True) == []
    assert publish() == ["hub feed.xml", "podping feed.xml"]
    assert publish() == []


def test_a_run_that_ended_behind_the_feed_is_told_by_the_next_one(
    publish: Callable[..., list[str]], small_show: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ended(*_: object, **__: object) -> None:
        raise SystemExit(0)

    with monkeypatch.context() as broken_off:
        broken_off.setattr(public, "tell", ended)
        assert publish() == []
    assert publish() == ["hub feed.xml", "podping feed.xml"]


def test_the_plan_names_those(publish: Callable[..., list[str]], small_show: Path) -> None:
    publish()
    rewrite(small_show, "one", "Words.", "Other words.")
    done = CliRunner().invoke(main, ["publish", "-C", str(small_show), "--dry-run"])
    assert "To be told of the feed: 127.0.0.1" in done.output.replace("http://", "")
    assert "podping" not in done.output


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ((), []),
        (("audio/1.mp3", "feed.css", "chapters/1.json"), []),
        (("feed.2.xml", "feed.xml", "feed.3.xml"), ["feed.xml"]),
        (("feed.opus.2.xml", "feed.opus.xml", "feed.xml"), ["feed.xml", "feed.opus.xml"]),
        (("feed.archive-1.xml", "feed.archive-2.xml"), ["feed.archive-1.xml", "feed.archive-2.xml"]),
        (("members.xml", "members.2.xml"), []),
    ],
)
def test_topics(changed: tuple[str, ...], told: list[str]) -> None:
    assert public.topics(changed, "members.xml") == told


@pytest.mark.parametrize(
    ("status", "said"), [(403, "is not public: it is refused, or wants a login (403)"), (404, "is not there (404)")]
)
def test_an_address_that_listeners_cannot_read_is_told_in_words(
    status: int, said: str, small_show: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from feedtool import remote

    monkeypatch.setattr(public, "PAUSES", (0.0,))
    monkeypatch.setattr(remote, "get", lambda url, **_: remote.Answer(url=url, hops=(), status=status, headers={}))
    (small_show / "output").mkdir()
    (small_show / "output" / "feed.xml").write_text("<rss/>")
    (found,) = public.tell(
        small_show, "https://example.org/", "feed.xml", allow_private=False, silent=True, say=lambda _: None
    )
    assert found.message == f"https://example.org/feed.xml {said}"
