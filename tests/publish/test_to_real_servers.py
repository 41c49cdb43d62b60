"""The whole way to real servers: published, fetched back by other means, judged by other programs; killed on the way.

`pytest -m slow` also kills between every two requests (a few of them here), and publishes to the slow servers.
"""

from __future__ import annotations

import json
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import destinations
import pytest
from killer import Killer

from feedtool.kinds import FEED_PATH

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from destinations import Destination

SLOW = pytest.mark.slow


FAST = ("local", "s3", "sftp", "ftps", "wsgidav", "rclone", "archive")


@pytest.fixture(params=[*FAST, *(pytest.param(name, marks=SLOW) for name in ("apache", "swift"))])
def there(request: pytest.FixtureRequest, tmp_path: Path) -> Destination:
    """An empty place at a real server."""
    return place(request.param, request, tmp_path)


def place(name: str, request: pytest.FixtureRequest, folder: Path) -> Destination:
    new = f"p{uuid4().hex[:12]}"
    if name == "local":
        return destinations.local(folder / new)
    if name in ("s3", "swift"):
        return destinations.s3(request.getfixturevalue("moto_server" if name == "s3" else "swift_server"), new)
    if name == "archive":
        return destinations.archive(request.getfixturevalue("archive_server"), new)
    if name == "sftp":
        return destinations.sftp(request.getfixturevalue("sshd"), new)
    if name == "ftps":
        return destinations.ftps(request.getfixturevalue("ftp_server"), new)
    return destinations.webdav(request.getfixturevalue("dav_servers")(name), new)


@pytest.fixture(scope="session")
def moto_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """An S3 server of our own: its log is only ours."""
    import s3server

    with s3server.moto(tmp_path_factory.mktemp("moto-own")) as server:
        yield server


@pytest.fixture(scope="session")
def swift_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """OpenStack Swift, of our own, too."""
    import s3server

    try:
        with s3server.swift(tmp_path_factory.mktemp("swift-own")) as server:
            yield server
    except LookupError as program:
        refuse = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        refuse(f"{program} is missing: run `make slow`")


@pytest.fixture(scope="session")
def archive_server() -> Iterator[Any]:
    """The Internet Archive's likeness."""
    import archive

    with archive.serve() as server:
        yield server


@pytest.fixture(scope="session")
def ftp_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """An FTP server with TLS."""
    from ftps_server import Server

    server = Server(tmp_path_factory.mktemp("ftps-own"))
    yield server
    server.stop()


FREE: SimpleQueue[Killer] = SimpleQueue()
"""What runs the command line, as many at once as tests need."""


@pytest.fixture(scope="module", autouse=True)
def processes() -> Iterator[None]:
    killers = [Killer(), Killer()]
    for one in killers:
        FREE.put(one)
    yield
    for one in killers:
        one.close()


def feedtool(show: Path, there: Destination, *arguments: str, kill: float = 0) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    if "[targets.home]" not in (show / "feedtool.toml").read_text():
        with (show / "feedtool.toml").open("a") as stream:
            stream.write(f"\n[targets.home]\n{there.settings}\n")
    environment = {
        **os.environ,
        **there.secrets,
        "XDG_CONFIG_HOME": str(show / "none"),
        "SOURCE_DATE_EPOCH": "1780000000",
    }
    killer = FREE.get()
    try:
        return killer.run([*arguments, "-C", str(show)], show, kill=kill, environment=environment)
    finally:
        FREE.put(killer)


def publish(show: Path, there: Destination, *more: str, kill: float = 0) -> subprocess.CompletedProcess[str]:
    return feedtool(show, there, "publish", "home", "--no-notify", *more, kill=kill)


def built(show: Path) -> dict[str, bytes]:
    return destinations.in_folder(show / "output")


def test_the_sample_show_is_published_whole_and_understood(
    there: Destination, repo: Path, tmp_path: Path, judge_feed: Any, judge_audio: Any
) -> None:
    show = tmp_path / "sample"
    show.mkdir()
    for name in ("feedtool.toml", "feedtool.lock", "episodes"):
        source = repo / name
        (shutil.copytree if source.is_dir() else shutil.copy2)(source, show / name)
    done = publish(show, there)
    assert done.returncode == 0, done.stderr
    files = there.files()
    assert files == built(show)
    assert there.writes()[-1] == FEED_PATH
    assert there.writes().count(FEED_PATH) == 1
    back = tmp_path / "back"
    for path, data in files.items():
        (back / path).parent.mkdir(parents=True, exist_ok=True)
        (back / path).write_bytes(data)
    heard = judge_feed(back / FEED_PATH)["feedparser"]
    assert len(heard["items"]) == 3
    for path in sorted((back / "audio").iterdir()):
        assert judge_audio(path)["ffprobe"]["chapters"]
    if there.types:
        assert there.types(FEED_PATH).startswith("application/rss+xml")
        assert there.types("chapters/001-a-kettle-in-d.json") == "application/json+chapters"
        assert there.types("audio/001-a-kettle-in-d.mp3") == "audio/mpeg"
        assert there.types("images/cover-6f782c20.jpg") == "image/jpeg"
    again = publish(show, there)
    assert again.returncode == 0
    assert "0 to do" in again.stdout
    assert len(there.writes()) == len(files)


def test_a_changed_chapter_sends_a_tag_and_no_audio(
    there: Destination, small_show: Path, silence: Callable[[float], bytes]
) -> None:
    (small_show / "episodes" / "two.mp3").write_bytes(silence(11_000))  # S3 takes over what is larger than 5 MiB
    assert publish(small_show, there).returncode == 0
    before = there.files()
    retitle(small_show)
    done = publish(small_show, there)
    assert done.returncode == 0, done.stderr
    assert ("retagged" if there.retags else "sent") + " audio/two-" in done.stdout
    assert ("  5.2 MB  audio/two-" in done.stdout) == ('type = "s3"' in there.settings), "of 11 MB"
    files = there.files()
    assert {path: files[path] for path in built(small_show)} == built(small_show)
    assert files["audio/two.mp3"] == before["audio/two.mp3"]


def test_a_plan_for_a_program(there: Destination, small_show: Path) -> None:
    done = feedtool(small_show, there, "publish", "home", "--dry-run", "--json")
    plan = json.loads(done.stdout)
    assert [step["path"] for step in plan["steps"]][-1] == FEED_PATH
    assert there.files() == {}


def test_status_says_what_stands_there(there: Destination, small_show: Path) -> None:
    assert "nothing is published yet" in feedtool(small_show, there, "status").stdout
    publish(small_show, there)
    assert "up to date" in feedtool(small_show, there, "status", "home").stdout


@pytest.mark.parametrize("name", ["s3", "sftp"])
def test_two_publishers_at_once(name: str, request: pytest.FixtureRequest, small_show: Path, tmp_path: Path) -> None:
    """One wins, the other says conflict, and what stands there is one of the two, whole."""
    there = place(name, request, tmp_path)
    shows = [copied(small_show, tmp_path / label, there) for label in ("one", "two")]
    retitle(shows[1])
    with ThreadPoolExecutor() as pool:
        codes = [*pool.map(lambda show: publish(show, there).returncode, shows)]
    assert sorted(codes) in ([0, 5], [0, 0])  # 0: the other was done before this one looked
    files = there.files()
    assert any(files.items() >= built(show).items() for show, code in zip(shows, codes, strict=True) if code == 0)


@pytest.fixture(scope="session")
def points_of() -> dict[str, list[float]]:
    """Before and after which requests the second publication can be killed, by the kind of server."""
    return {}


@pytest.fixture(params=["s3", "sftp", "wsgidav"])
def killed_at(
    request: pytest.FixtureRequest, small_show: Path, tmp_path: Path, points_of: dict[str, list[float]]
) -> tuple[list[float], Callable[[float], None]]:
    """The points of a kind of server, and what kills a publication at one of them and looks at what is left."""
    name = request.param
    if name not in points_of:
        first = place(name, request, tmp_path)
        counting = copied(small_show, tmp_path / "counting", first)
        assert publish(counting, first).returncode == 0
        change(counting)
        assert publish(counting, first).returncode == 0
        points_of[name] = [number / 2 for number in range(2, 2 * int((counting / "count").read_text()) + 2)]
    points = points_of[name]

    def kill(point: float) -> None:
        # a run may need a few requests less than the one they were counted on: then it is not killed at the last ones
        codes = {-9} if point < 0.9 * points[-1] else {-9, 0}
        one_kill(point, codes, place(name, request, tmp_path), small_show, tmp_path)

    return points, kill


@pytest.mark.parametrize("share", [0.4, 0.8])
def test_killed_between_two_requests(killed_at: tuple[list[float], Callable[[float], None]], share: float) -> None:
    """Listeners have the old feed or the new one; the next run sends only what is missing."""
    points, kill = killed_at
    kill(points[int(share * len(points))])


@SLOW
@pytest.mark.parametrize("part", range(8))
def test_killed_between_every_two_requests(killed_at: tuple[list[float], Callable[[float], None]], part: int) -> None:
    """The same, an eighth of all points each."""
    points, kill = killed_at
    for point in points[part::8]:
        kill(point)


@SLOW
def test_a_thousand_published_episodes_are_listed_once(
    small_show: Path, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """Nothing is sent, and what is asked is the list (1,000 names a page) and our own record of it."""
    there = place("s3", request, tmp_path)
    text, sound = ((small_show / "episodes" / f"one.{ending}").read_bytes() for ending in ("md", "mp3"))
    for number in range(1000):
        name = f"e{number:04d}"
        (small_show / "episodes" / f"{name}.md").write_bytes(text.replace(b"The one", f"Number {number}".encode()))
        (small_show / "episodes" / f"{name}.mp3").write_bytes(sound)
    assert publish(small_show, there).returncode == 0
    written = len(there.writes())
    done = publish(small_show, there)
    assert "0 to do" in done.stdout
    assert len(there.writes()) == written
    pages = -(-len(built(small_show)) // 1000)
    assert int((small_show / "count").read_text()) <= pages + 1


def one_kill(point: float, codes: set[int], there: Destination, small_show: Path, tmp_path: Path) -> None:
    show = copied(small_show, tmp_path / f"at-{point}", there)
    assert publish(show, there).returncode == 0
    old = there.files()[FEED_PATH]
    change(show)
    killed = publish(show, there, kill=point)
    assert killed.returncode in codes, (point, killed.stdout, killed.stderr)
    middle = there.files()
    new = (show / "output" / FEED_PATH).read_bytes()
    assert middle[FEED_PATH] in (old, new), point
    if middle[FEED_PATH] == new:
        assert {path: middle[path] for path in built(show)} == built(show)
    arrived = {path for path, data in built(show).items() if middle.get(path) == data}
    written = len(there.writes())
    done = publish(show, there)
    assert done.returncode == 0, (point, done.stdout, done.stderr)
    files = there.files()
    assert {path: files[path] for path in built(show)} == built(show), point
    assert not arrived.intersection(there.writes()[written:]), point
    shutil.rmtree(show)


def copied(show: Path, to: Path, there: Destination) -> Path:
    shutil.copytree(show, to)
    with (to / "feedtool.toml").open("a") as stream:
        stream.write(f"\n[targets.home]\n{there.settings}\n")
    return to


def retitle(show: Path) -> None:
    path = show / "episodes" / "two.md"
    path.write_text(path.read_text().replace("Main", "The middle"))


def change(show: Path) -> None:
    """A new episode, and another chapter title in a published one."""
    retitle(show)
    text = (show / "episodes" / "three.md").read_text().replace("three", "four").replace("01-03", "01-04")
    (show / "episodes" / "four.md").write_text(text)
    shutil.copy2(show / "episodes" / "one.mp3", show / "episodes" / "four.mp3")
