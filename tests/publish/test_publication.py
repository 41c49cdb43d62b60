"""A publication as a whole, against a store in memory that fails in every way a real one does."""

from __future__ import annotations

import json
import re
from contextlib import closing
from datetime import UTC, datetime
from shutil import rmtree
from typing import TYPE_CHECKING, Any

import pytest
from memory import CAN, Killed, Memory, busy

from feedtool import lock, output
from feedtool.findings import Conflict, EnvironmentFault, PartlyPublished, Place
from feedtool.kinds import FEED_PATH
from feedtool.publish import memory as remembered
from feedtool.publish import record, retry
from feedtool.publish.errors import DeniedError, TransientError
from feedtool.publish.planning import prepare
from feedtool.publish.plans import Wishes
from feedtool.publish.steps import Action
from feedtool.publish.store import LOCK
from feedtool.publish.stores import local
from feedtool.publish.targets import COMMON, Configured

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from feedtool.publish.plans import Plan
    from feedtool.publish.publication import Publication
    from feedtool.publish.steps import Step
    from feedtool.publish.store import Store

NOW = datetime(2026, 6, 1, tzinfo=UTC)


class Silent:
    """A watcher that only counts."""

    def __init__(self) -> None:
        self.sum = 0

    def begun(self, step: Step) -> None: ...

    def sent(self, count: int) -> None:
        self.sum += count

    def done(self, step: Step) -> None: ...


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No pauses between attempts."""
    import stamina

    stamina.set_testing(True, attempts=retry.ATTEMPTS, cap=True)
    yield
    stamina.set_testing(False)


@pytest.fixture
def show(small_show: Path) -> Path:
    return small_show


@pytest.fixture
def store() -> Memory:
    return Memory()


def prepared(
    show: Path, store: Store, *, dry_run: bool = False, changed: Mapping[str, Any] | None = None, **wishes: Any
) -> Publication:
    options = {option.name: option.default for option in COMMON} | {"path": "public"} | (changed or {})
    target = Configured(name="home", type="local", options=options, place=Place("feedtool.toml"), root=show)
    seen = remembered.seen(show, target.name, target.site)
    made = Wishes(**wishes)
    show_built = output.build(show, now=NOW, accepted=made.accepted)
    return prepare(target, store, seen, show_built, now=NOW, wishes=made, dry_run=dry_run)


def publish(show: Path, store: Store, **wishes: Any) -> Plan:
    made = prepared(show, store, **wishes)
    with closing(made):
        assert not made.plan.blocked, [str(found) for found in made.plan.findings]
        made.carry_out(Silent())
    return made.plan


def built(show: Path) -> dict[str, bytes]:
    out = show / output.OUTPUT
    return {str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*") if path.is_file()}


def codes(plan: Plan) -> list[str]:
    """Of findings about publishing."""
    return [found.code for found in plan.findings if found.code.startswith("FT9")]


def forget(show: Path) -> None:
    """A fresh checkout: what this machine remembered is gone."""
    for path in (show / ".feedtool").iterdir():
        path.unlink()


def retitle(show: Path, name: str = "two") -> None:
    """Change a chapter's title: the tag, the chapters, the notes and the feed change with it."""
    path = show / "episodes" / f"{name}.md"
    path.write_text(path.read_text().replace("Main", "The middle"))


def test_the_target_holds_what_was_built(show: Path, store: Memory) -> None:
    publish(show, store)
    assert store.files_now() == built(show)
    assert store.kept["chapters/one.json"][2] == "application/json+chapters"
    assert store.kept[FEED_PATH][2].startswith("application/rss+xml")
    assert LOCK not in store.kept


def test_the_order_is_media_then_chapters_then_the_feed_last(show: Path, store: Memory) -> None:
    publish(show, store)
    puts = [path for what, path in store.log if what == "put" and not path.startswith(".feedtool/")]
    assert puts[-1] == FEED_PATH
    assert [path.partition("/")[0] for path in puts] == sorted(path.partition("/")[0] for path in puts)
    proven = [number for number, (what, path) in enumerate(store.log) if what == "read" and path.startswith("audio/")]
    assert max(proven) < store.log.index(("put", FEED_PATH))


def test_a_second_publication_sends_nothing(show: Path, store: Memory) -> None:
    publish(show, store)
    store.log.clear()
    plan = publish(show, store)
    assert plan.steps == ()
    assert plan.unchanged == len(built(show))
    whats = [what for what, _ in store.log]
    assert (whats.count("list"), whats.count("put"), whats.count("stat")) == (1, 0, 0)


def test_another_machine_knows_from_the_target(show: Path, store: Memory) -> None:
    publish(show, store)
    forget(show)
    store.log.clear()
    assert publish(show, store).steps == ()
    assert [path for what, path in store.log if what == "read"] == [record.PATH, FEED_PATH]


def test_without_the_list_files_are_known_by_their_bytes(show: Path, store: Memory) -> None:
    publish(show, store)
    del store.kept[record.PATH]
    store.log.clear()
    assert publish(show, store).steps == ()


def test_a_damaged_list_is_said_and_costs_reading(show: Path, store: Memory) -> None:
    publish(show, store)
    store.kept[record.PATH] = (b'{"version": 1, "files": {"a": 3}}', "v999", "")
    made = prepared(show, store)
    with closing(made):
        assert made.plan.steps == ()
        assert codes(made.plan) == ["FT917"]


@pytest.mark.parametrize("lost", [True, False])
def test_a_list_that_was_lost_or_damaged_is_written_anew(show: Path, store: Memory, *, lost: bool) -> None:
    publish(show, store)
    whole = store.kept.pop(record.PATH)
    if not lost:
        store.kept[record.PATH] = (b"{}", "v999", "")
    assert publish(show, store).steps == ()
    assert json.loads(store.kept[record.PATH][0])["files"].keys() >= {"audio/one.mp3", "chapters/one.json"}
    store.log.clear()
    publish(show, store)
    assert ("put", record.PATH) not in store.log
    assert whole[2] == store.kept[record.PATH][2]


def test_a_file_that_somebody_changed_there_is_put_right(show: Path, store: Memory) -> None:
    publish(show, store)
    data, _, kind = store.kept["chapters/one.json"]
    store.kept["chapters/one.json"] = (data.replace(b"Intro", b"Outro"), "v998", kind)
    assert [step.path for step in publish(show, store).steps] == ["chapters/one.json"]
    assert store.files_now() == built(show)


def test_changed_audio_goes_out_under_a_new_name_made_from_what_is_there(show: Path, store: Memory) -> None:
    publish(show, store)
    old = store.files_now()["audio/two.mp3"]
    retitle(show)
    plan = publish(show, store)
    [step] = [step for step in plan.steps if step.action is Action.RETAG]
    assert step.path.startswith("audio/two-")
    assert step.base is not None
    assert step.base[0] == "audio/two.mp3"
    now = store.files_now()
    assert now["audio/two.mp3"] == old
    assert step.path.encode() in now[FEED_PATH]
    assert {path: now[path] for path in built(show)} == built(show)
    assert "FT912" in {found.code for found in plan.findings}
    assert publish(show, store).steps == ()


def test_changed_audio_keeps_its_address_by_choice(show: Path, store: Memory) -> None:
    publish(show, store)
    store.sent = 0
    retitle(show)
    plan = publish(show, store, in_place=True)
    assert {step.path: step.action for step in plan.steps if step.path.startswith("audio/")} == {
        "audio/two.mp3": Action.RETAG
    }
    assert store.files_now() == built(show)


@pytest.mark.parametrize("in_place", [True, False])
def test_every_feed_and_the_lock_name_the_audio_that_stands_there(
    show: Path, store: Memory, silence: Callable[[float], bytes], *, in_place: bool
) -> None:
    """Pages, a private feed; a tag that changed, sound that changed too, and an episode that was never published."""
    with (show / "feedtool.toml").open("a") as stream:
        stream.write("[feed]\nprivate = true\npage_size = 1\n")
    publish(show, store)
    retitle(show)
    (show / "episodes" / "one.mp3").write_bytes(silence(12))
    text = (show / "episodes" / "three.md").read_text().replace("three", "four").replace("01-03", "01-04")
    (show / "episodes" / "four.md").write_text(text)
    (show / "episodes" / "four.mp3").write_bytes(silence(13))
    publish(show, store, in_place=in_place)
    now = store.files_now()
    assert {path: now[path] for path in built(show)} == built(show)
    rows = lock.read((show / lock.FILE).read_text()).episodes
    for folder in ("", "private/"):
        feeds = [
            data
            for path, data in now.items()
            if path.endswith(".xml") and path.rpartition("/")[0] + "/" == (folder or "/")
        ]
        named = {url for data in feeds for url in re.findall(rb'<enclosure url="([^"]+)"', data)}
        assert named == {row.enclosure.encode() for row in rows}
    assert {row.enclosure.removeprefix("https://example.org/") for row in rows} <= now.keys()
    assert any("-" in row.enclosure.rpartition("/")[2] for row in rows) != in_place
    assert publish(show, store, in_place=in_place).steps == ()


def test_the_pages_of_a_feed_are_one_feed(show: Path, store: Memory) -> None:
    """What moves on to the next page did not vanish; pages that were left over are none; unchanged ones stay unread."""
    settings = (show / "feedtool.toml").read_text()
    (show / "feedtool.toml").write_text(f"{settings}[feed]\npage_size = 1\n")
    publish(show, store)
    store.log.clear()
    retitle(show)
    plan = publish(show, store)
    assert {one.code for one in plan.differences or ()} == {"FT809", "FT810"}
    assert [path for what, path in store.log if what == "read" and path.endswith(".xml")][:1] == ["feed.2.xml"]
    (show / "feedtool.toml").write_text(settings)
    assert {"feed.2.xml", "feed.3.xml"} <= {*publish(show, store).left_over}
    retitle(show, "one")
    publish(show, store)


@pytest.mark.parametrize("elsewhere", [False, True])
def test_feeds_that_are_built_no_more_are_left_over(show: Path, store: Memory, *, elsewhere: bool) -> None:
    """For another machine too, which knows them by the list; but not one that somebody else put in their place."""
    settings = (show / "feedtool.toml").read_text()
    (show / "feedtool.toml").write_text(f"{settings}[feed]\npage_size = 1\nprivate = true\n")
    publish(show, store)
    (show / "feedtool.toml").write_text(settings)
    store.kept["private/feed.3.xml"] = (b"<rss>theirs", "v999", "")
    if elsewhere:
        forget(show)
        rmtree(show / output.OUTPUT)
    plan = publish(show, store)
    assert plan.left_over == ("feed.2.xml", "feed.3.xml", "private/feed.2.xml", "private/feed.xml")
    store.log.clear()
    assert publish(show, store).left_over == plan.left_over
    assert [path for what, path in store.log if what == "read"] == [record.PATH]
    if elsewhere:
        forget(show)
        rmtree(show / output.OUTPUT)
    publish(show, store, delete=True)
    assert store.files_now() == built(show) | {"private/feed.3.xml": b"<rss>theirs"}
    assert json.loads(store.kept[record.PATH][0])["feeds"].keys() == {FEED_PATH}
    assert publish(show, store).left_over == ()


@pytest.mark.parametrize("where", ["feed.2.xml", "private/feed.xml"])
def test_what_vanishes_from_a_further_page_or_feed_stops_it(show: Path, store: Memory, where: str) -> None:
    with (show / "feedtool.toml").open("a") as stream:
        stream.write("[feed]\nprivate = true\npage_size = 2\n")
    publish(show, store)
    data, version, kind = store.kept[where]
    more = data[data.index(b"<item>") : data.index(b"</item>") + 7].replace(b"</guid>", b"-more</guid>")
    store.kept[where] = (data.replace(b"</channel>", more + b"</channel>"), f"{version}-theirs", kind)
    retitle(show)
    made = prepared(show, store)
    with closing(made):
        assert made.plan.blocked
        assert "FT805" in {found.code for found in made.plan.findings}


def test_a_dry_run_changes_nothing_and_names_the_new_audio(show: Path, store: Memory) -> None:
    publish(show, store)
    retitle(show)
    before, lock = dict(store.kept), (show / "feedtool.lock").read_bytes()
    made = prepared(show, store, dry_run=True)
    with closing(made):
        steps = {step.path for step in made.plan.steps}
        text = json.dumps(made.plan.to_json())
    assert any(path.startswith("audio/two-") for path in steps)
    assert FEED_PATH in steps
    assert "audio/two-" in text
    assert store.kept == before
    assert (show / "feedtool.lock").read_bytes() == lock


def test_what_is_left_over_is_deleted_only_when_asked_and_within_a_limit(show: Path, store: Memory) -> None:
    publish(show, store)
    for ending in ("md", "mp3"):
        (show / "episodes" / f"one.{ending}").unlink()
    plan = publish(show, store, accepted=("one",))
    assert set(plan.left_over) == {"audio/one.mp3", "chapters/one.json"}
    assert "audio/one.mp3" in store.files_now()
    made = prepared(show, store, delete=True, max_delete=1)
    with closing(made):
        assert "FT911" in {found.code for found in made.plan.findings}
    publish(show, store, delete=True)
    assert store.files_now() == built(show)


def test_without_the_notes_of_the_build_nothing_is_left_over(show: Path, store: Memory) -> None:
    """They cannot be written: all that is published would look like left over."""
    publish(show, store)
    before = dict(store.kept)
    [notes] = (show / ".feedtool").glob("build-*.db")
    notes.unlink()
    notes.mkdir()
    for dry_run in (True, False):
        with pytest.raises(EnvironmentFault) as error:
            prepared(show, store, delete=True, dry_run=dry_run)
        assert [found.code for found in error.value.findings] == ["FT916"]
    assert store.kept == before


@pytest.mark.parametrize("name", ["hashes.json", "target-home.json", "publish-home.jsonl"])
@pytest.mark.parametrize("what", [b"", b"\xff", b"3", b"[]", b"{}", b'{"site":3}', b"[" * 100_000])
def test_what_this_machine_remembers_may_be_damaged(show: Path, store: Memory, name: str, what: bytes) -> None:
    publish(show, store)
    (show / ".feedtool" / name).write_bytes(what)
    assert publish(show, store).steps == ()


@pytest.mark.parametrize("value", [None, 3, "x", [], {}, {"a": 1}, {"size": "x", "sha256": 1}])
def test_any_value_of_what_is_remembered_may_be_another(show: Path, store: Memory, value: Any) -> None:
    """Nothing is raised, whatever it is."""
    publish(show, store)
    for name in ("hashes.json", "target-home.json"):
        path = show / ".feedtool" / name
        whole = path.read_bytes()
        for broken in broken_at(json.loads(whole), value):
            path.write_text(json.dumps(broken))
            prepared(show, store, dry_run=True).close()
        path.write_bytes(whole)
    for broken in broken_at(json.loads(store.kept[record.PATH][0]), value):
        store.kept[record.PATH] = (json.dumps(broken).encode(), "v999", "")
        prepared(show, store, dry_run=True).close()


def broken_at(found: Any, value: Any) -> Iterator[Any]:
    """``found`` with one of its values, at each depth, replaced."""
    pairs = enumerate(found) if isinstance(found, list) else found.items() if isinstance(found, dict) else ()
    for key, old in [*pairs][:4]:
        for new in (value, *broken_at(old, value)):
            copy = list(found) if isinstance(found, list) else dict(found)
            copy[key] = new
            yield copy


@pytest.mark.parametrize("name", [option.name for option in COMMON])
def test_what_is_known_of_a_target_stays_while_it_stays_where_it_is(show: Path, store: Memory, name: str) -> None:
    publish(show, store)
    with closing(prepared(show, store, changed={name: 17})) as made:
        assert made.seen.capabilities == CAN
        assert made.seen.feeds.keys() == {FEED_PATH}


def test_of_a_target_elsewhere_nothing_is_known_but_whose_lock_it_may_be(show: Path, store: Memory) -> None:
    """A run was broken off, then the address of the same place was written in another way."""
    kill_at(store, 12)
    with pytest.raises(Killed):
        publish(show, store)
    assert LOCK in store.kept
    store.before = lambda what, path: None
    with closing(prepared(show, store, changed={"path": "./public"}, dry_run=True)) as made:
        assert made.seen.capabilities is None
        assert made.seen.feeds == {}
    publish(show, store, changed={"path": "./public"})
    assert store.files_now() == built(show)
    assert LOCK not in store.kept


def test_a_lock_of_ours_that_is_gone_is_asked_for_once(show: Path, store: Memory) -> None:
    """Somebody broke it; their own was taken away since."""
    publish(show, store)
    memory = show / ".feedtool" / "target-home.json"
    memory.write_text(memory.read_text().replace('"run":""', '"run":"0815"'))
    for asked in (1, 0):
        store.log.clear()
        publish(show, store)
        assert store.log.count(("read", LOCK)) == asked


def test_files_of_others_are_left_alone(show: Path, store: Memory) -> None:
    store.kept["theirs/index.html"] = (b"<p>Hello", "v0", "text/html")
    publish(show, store, delete=True)
    assert store.files_now()["theirs/index.html"] == b"<p>Hello"


def test_an_episode_that_would_vanish_stops_it(show: Path, store: Memory) -> None:
    publish(show, store)
    lock = (show / "feedtool.lock").read_text()
    for ending in ("md", "mp3"):
        (show / "episodes" / f"one.{ending}").unlink()
    (show / "feedtool.lock").write_text(lock)
    made = prepared(show, store)
    with closing(made):
        assert made.plan.blocked
    assert b"The one" in store.files_now()[FEED_PATH]


def test_a_feed_that_somebody_else_published_is_not_overwritten(show: Path, store: Memory) -> None:
    publish(show, store)
    data, _, kind = store.kept[FEED_PATH]
    store.kept[FEED_PATH] = (data.replace(b"About.", b"About us."), "v777", kind)
    retitle(show)
    made = prepared(show, store)
    with closing(made):
        assert "FT905" in {found.code for found in made.plan.findings}
        assert made.plan.blocked
    publish(show, store, take_over=True)
    assert b"About us." not in store.files_now()[FEED_PATH]


def test_a_new_machine_knows_our_feed_from_anothers(show: Path, store: Memory) -> None:
    """By the list on the target, which gives the feed's hash before the feed is replaced."""
    publish(show, store)
    retitle(show)
    publish(show, store)
    forget(show)
    retitle(show, "one")
    publish(show, store)
    forget(show)
    data, _, kind = store.kept[FEED_PATH]
    store.kept[FEED_PATH] = (data.replace(b"About.", b"About us."), "v777", kind)
    retitle(show, "three")
    made = prepared(show, store)
    with closing(made):
        assert codes(made.plan)[-1] == "FT905"
    publish(show, store, take_over=True)
    assert {path: store.files_now()[path] for path in built(show)} == built(show)


def test_a_feed_that_never_was_ours_is_not_overwritten(show: Path, store: Memory) -> None:
    theirs = b'<rss version="2.0"><channel><title>Theirs</title></channel></rss>'
    store.kept[FEED_PATH] = (theirs, "v1", "")
    made = prepared(show, store)
    with closing(made):
        assert codes(made.plan) == ["FT905"]
    publish(show, store, take_over=True)
    assert store.files_now() == built(show)


def test_what_stands_there_and_is_no_feed_can_be_taken_over(show: Path, store: Memory) -> None:
    store.kept[FEED_PATH] = (b"<html>Soon!", "v1", "")
    made = prepared(show, store)
    with closing(made):
        assert [found.message for found in made.plan.findings if found.code == "FT905"] == [
            "feed.xml on memory is no RSS feed"
        ]
    publish(show, store, take_over=True)
    assert store.files_now() == built(show)


def test_a_feed_that_two_machines_agree_on_is_remembered_by_both(show: Path, store: Memory) -> None:
    """The second machine built the same as the first had published; then it publishes a change of its own."""
    publish(show, store)
    memory = (show / ".feedtool" / "target-home.json").read_bytes()
    retitle(show)
    publish(show, store)
    (show / ".feedtool" / "target-home.json").write_bytes(memory)
    assert publish(show, store).steps == ()
    retitle(show, "three")
    publish(show, store)
    assert {path: store.files_now()[path] for path in built(show)} == built(show)


def test_a_feed_replaced_in_the_last_moment_wins(show: Path, store: Memory) -> None:
    publish(show, store)
    retitle(show)
    theirs = (b"<rss/>", "v555", "")

    def sneak(what: str, path: str) -> None:
        if (what, path) == ("put", FEED_PATH):
            store.kept[FEED_PATH] = theirs

    made = prepared(show, store)
    store.before = sneak
    with closing(made), pytest.raises(Conflict) as error:
        made.carry_out(Silent())
    assert error.value.exit_code == 5
    assert store.kept[FEED_PATH] == theirs


@pytest.mark.parametrize("path", [FEED_PATH, "audio/two.mp3", record.PATH])
def test_a_folder_in_the_way_is_called_one(show: Path, path: str) -> None:
    """It is no publication of somebody else's."""
    there = show / "public"
    (there / path).mkdir(parents=True)
    with closing(prepared(show, local.Folder(there))) as made, pytest.raises(PartlyPublished) as error:
        made.carry_out(Silent())
    first, last = error.value.findings
    assert (first.code, last.code) == ("FT920", "FT913")
    assert first.message == f"{path} at {there}: a folder, or something else that is no file, stands there"
    (there / path).rmdir()
    publish(show, local.Folder(there))
    assert {name: (there / name).read_bytes() for name in built(show)} == built(show)


def test_where_it_stopped_is_told(show: Path, store: Memory) -> None:
    """Before the feed, at the feed, behind it."""
    publish(show, store)
    for ending in ("md", "mp3"):
        (show / "episodes" / f"one.{ending}").unlink()
    retitle(show)
    told = []
    for what, path in (("put", "chapters/two.json"), ("put", FEED_PATH), ("delete", "audio/one.mp3")):
        store.before = refused(what, path)
        made = prepared(show, store, accepted=("one",), delete=True)
        with closing(made), pytest.raises(PartlyPublished) as error:
            made.carry_out(Silent())
        told.append(error.value.findings[-1].message.partition("; ")[2])
    assert told == [
        "the feed is the old one",
        "it stopped while the feed was replaced",
        "the new feed stands, and some files are left over",
    ]


def refused(what: str, path: str) -> Callable[[str, str], None]:
    def before(one: str, which: str) -> None:
        if (one, which) == (what, path):
            raise DeniedError("answered 403")

    return before


def test_what_is_replaced_is_made_of_itself_alone(show: Path, store: Memory) -> None:
    """Under the old address the file must still be the one that was seen; of another nothing is known."""
    publish(show, store)
    retitle(show)
    publish(show, store)  # now two files have the same sound
    path = show / "episodes" / "two.md"
    path.write_text(path.read_text().replace("The middle", "The end"))
    plan = publish(show, store, in_place=True)
    assert [step.base and step.base[0] == step.path for step in plan.steps if step.action is Action.RETAG] == [True]
    assert {path: store.files_now()[path] for path in built(show)} == built(show)


def test_two_publishers_at_once_one_wins(show: Path, store: Memory) -> None:
    store.kept[LOCK] = (b'{"run": "other", "host": "there", "since": "now"}', "v1", "")
    made = prepared(show, store)
    with closing(made), pytest.raises(Conflict) as error:
        made.carry_out(Silent())
    assert "'there' since now" in str(error.value)
    assert store.files_now() == {}
    publish(show, store, break_lock=True)
    assert store.files_now() == built(show)


@pytest.mark.parametrize("least", [0, 5000, 1 << 20])
def test_a_plan_tells_what_a_new_tag_sends(show: Path, store: Memory, least: int) -> None:
    """Of a store that fills its parts up with sound; where that is the whole file, it is sent like any other."""
    publish(show, store)
    retitle(show)
    store.least = least
    with closing(prepared(show, store, dry_run=True)) as made:
        [step] = [step for step in made.plan.steps if step.path.startswith("audio/")]
    assert step.item
    about = step.item.digest
    assert 0 < about.head < 5000 < about.size < 1 << 20
    assert (step.action, step.cost) == {
        0: (Action.RETAG, about.head),
        5000: (Action.RETAG, 5000),
        1 << 20: (Action.SEND, about.size),
    }[least]
    publish(show, store)
    assert {path: store.files_now()[path] for path in built(show)} == built(show)


def test_what_was_planned_on_must_still_hold_under_the_lock(show: Path, store: Memory) -> None:
    publish(show, store)
    retitle(show)
    made = prepared(show, store)
    store.kept[FEED_PATH] = (b"<rss/>", "v555", "")
    with closing(made), pytest.raises(Conflict):
        made.carry_out(Silent())
    assert not any(path.startswith("audio/two-") for path in store.kept)


def test_the_publishers_second_run_on_this_machine_says_so(show: Path, store: Memory) -> None:
    made = prepared(show, store)
    with closing(made), pytest.raises(Conflict):
        prepared(show, store)


@pytest.mark.parametrize("path", ["audio/one.mp3", "chapters/one.json", FEED_PATH, record.PATH])
def test_a_busy_server_is_asked_again(show: Path, store: Memory, path: str) -> None:
    store.before = busy(path, times=2)
    publish(show, store)
    assert store.files_now() == built(show)
    assert store.log.count(("put", path)) == 3


@pytest.mark.parametrize("path", ["audio/one.mp3", "chapters/one.json", FEED_PATH, record.PATH, LOCK])
def test_an_answer_lost_after_the_file_was_kept_makes_no_conflict(show: Path, store: Memory, path: str) -> None:
    lost = [path]

    def lose(what: str, which: str) -> None:
        if which in lost:
            lost.remove(which)
            raise TransientError("the connection broke off")

    store.after = lose
    publish(show, store)
    assert store.files_now() == built(show)


def test_a_server_that_stays_away_leaves_the_old_feed_and_says_how_to_go_on(show: Path, store: Memory) -> None:
    store.before = busy("chapters/two.json", times=99)
    made = prepared(show, store)
    with closing(made), pytest.raises(PartlyPublished) as error:
        made.carry_out(Silent())
    assert error.value.exit_code == 4
    assert [found.code for found in error.value.findings] == ["FT904", "FT913"]
    assert FEED_PATH not in store.kept
    assert LOCK not in store.kept
    store.before = lambda what, path: None
    store.log.clear()
    publish(show, store)
    assert {path for what, path in store.log if what == "put" and path.startswith("audio/")} == set()
    assert store.files_now() == built(show)


def test_a_server_that_lies_is_found_out_before_the_feed(show: Path, store: Memory) -> None:
    store.garble = lambda path, data: data[:-1] + b"\1" if path == "audio/two.mp3" else data
    made = prepared(show, store)
    with closing(made), pytest.raises(PartlyPublished) as error:
        made.carry_out(Silent())
    assert error.value.findings[0].code == "FT907"
    assert FEED_PATH not in store.kept


def test_a_store_without_conditions_is_said(show: Path) -> None:
    store = Memory(CAN._replace(conditional=False))
    made = prepared(show, store)
    with closing(made):
        assert codes(made.plan) == ["FT908"]


def test_a_store_that_cannot_be_asked_is_a_fault(show: Path, store: Memory) -> None:
    def away(what: str, path: str) -> None:
        raise TransientError("took too long")

    store.before = away
    with pytest.raises(EnvironmentFault) as error:
        prepared(show, store)
    assert "memory: took too long" in str(error.value)


def _operations(show: Path, run: Callable[[Memory], None], store: Memory) -> int:
    run(store)
    return len(store.log)


def test_killed_between_any_two_requests_the_next_run_sends_only_what_is_missing(show: Path, tmp_path: Path) -> None:
    counting = Memory()
    publish(show, counting)
    total = len(counting.log)
    assert total > 20
    for at in range(total):
        for path in (show / ".feedtool").glob("*home*"):
            path.unlink()
        store = Memory()
        kill_at(store, at)
        with pytest.raises(Killed):
            publish(show, store)
        assert FEED_PATH not in store.kept or store.files_now() == built(show)
        arrived = {path for path in store.files_now() if path.startswith(("audio/", "chapters/"))}
        store.before = lambda what, path: None
        store.log.clear()
        publish(show, store)
        again = {path for what, path in store.log if what == "put"} & arrived
        assert len(again) <= 0, (at, again)
        assert [path for what, path in store.log if (what, path) == ("put", FEED_PATH)] in ([], [FEED_PATH])
        assert store.files_now() == built(show)
        assert LOCK not in store.kept


def kill_at(store: Memory, at: int) -> None:
    """End everything before the ``at``-th operation, and let nothing through after it."""

    def before(what: str, path: str) -> None:
        if len(store.log) > at:
            raise Killed

    store.before = before
