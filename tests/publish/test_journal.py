"""The journal: what was noted is there after a kill, half a line is no harm, and nothing in it is a secret."""

from __future__ import annotations

import json
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedtool.findings import EnvironmentFault
from feedtool.publish import redact
from feedtool.publish.errors import ConflictError
from feedtool.publish.journal import Journal

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / ".feedtool" / "publish-host.jsonl"


def test_it_tells_what_was_noted(path: Path) -> None:
    with Journal(path) as journal:
        journal.begin("a", "upload", size=5)
        journal.done("a", "upload", media="m-1")
        journal.begin("a", "create", of="x")
        journal.begin("b", "upload")
    with Journal(path) as journal:
        assert journal.facts("a") == {"size": 5, "media": "m-1", "of": "x"}
        assert journal.facts("a", "upload") == {"size": 5, "media": "m-1"}
        assert [journal.state("a", step) for step in ("upload", "create", "publish")] == ["done", "begun", ""]
        assert journal.pending() == [("a", "create"), ("b", "upload")]


def test_each_line_is_what_the_format_says_and_on_the_disk(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda file: synced.append(os.fstat(file).st_size))
    with Journal(path) as journal:
        synced.clear()
        journal.begin("a", "upload")
        journal.done("a", "upload", n=1)
        lines = [json.loads(line) for line in path.read_text().splitlines()]
        assert synced == [len(path.read_text().splitlines(keepends=True)[0]), path.stat().st_size]
    run = lines[0]["run"]
    assert lines == [
        {"run": run, "key": "a", "step": "upload", "what": "begun", "facts": {}},
        {"run": run, "key": "a", "step": "upload", "what": "done", "facts": {"n": 1}},
    ]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_finishing_keeps_what_is_pending(path: Path) -> None:
    journal = Journal(path)
    for key in ("a", "b"):
        journal.begin(key, "whole")
        journal.begin(key, "upload")
        journal.done(key, "upload", media=key)
    journal.done("a", "whole")
    journal.finish()
    with Journal(path) as journal:
        assert journal.pending() == [("b", "whole")]
        assert (journal.facts("a"), journal.facts("b")) == ({}, {"media": "b"})
        journal.done("b", "whole")
        journal.finish()
    assert not path.exists()


def test_forgetting(path: Path) -> None:
    with Journal(path) as journal:
        journal.begin("a", "x", id=1)
        journal.forget("a")
        journal.begin("a", "x", other=2)
    with Journal(path) as journal:
        assert journal.facts("a") == {"other": 2}


def test_a_torn_last_line_is_dropped_and_written_over(path: Path) -> None:
    with Journal(path) as journal:
        journal.begin("a", "upload")
        journal.done("a", "upload")
    whole = path.read_bytes()
    for cut in range(whole.index(b"\n") + 1, len(whole)):
        path.write_bytes(whole[:cut])
        with Journal(path) as journal:
            assert (journal.damaged, journal.pending()) == ("", [("a", "upload")])
            journal.done("a", "upload", late=True)
        with Journal(path) as journal:
            assert (journal.damaged, journal.facts("a")) == ("", {"late": True})


@pytest.mark.parametrize(
    "line", [b"{", b"[]", b'{"key": 1}', b'{"key":"a","step":"b","what":"eaten","facts":{}}', b"\xff\0"]
)
def test_a_damaged_line_is_told_kept_beside_and_counts_for_nothing(path: Path, line: bytes) -> None:
    with Journal(path) as journal:
        journal.begin("a", "upload", n=1)
    path.write_bytes(line + b"\n" + path.read_bytes())
    kept = path.read_bytes()
    with Journal(path) as journal:
        assert journal.damaged == "line 1 of publish-host.jsonl is damaged"
        assert (journal.pending(), journal.facts("a")) == ([], {})
        journal.begin("b", "upload")
    assert path.with_name(f"{path.name}.damaged").read_bytes() == kept
    with Journal(path) as journal:
        assert (journal.damaged, journal.pending()) == ("", [("b", "upload")])


def test_a_damaged_journal_of_which_nobody_wrote_is_left(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"?\n")
    Journal(path).finish()
    assert path.read_bytes() == b"?\n"


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("j") / "journal"
    path.write_bytes(data)
    with Journal(path, write=False) as journal:
        assert journal.pending() == [] or not journal.damaged


def test_one_at_a_time(path: Path) -> None:
    with Journal(path) as journal:
        with pytest.raises(ConflictError, match="another run"):
            Journal(path)
        assert Journal(path, write=False).pending() == []
        journal.begin("a", "x")
        journal.finish()
    Journal(path).close()


def test_whoever_only_reads_makes_no_file_and_cannot_write(path: Path) -> None:
    journal = Journal(path, write=False)
    assert not path.parent.exists()
    path.parent.mkdir()
    with pytest.raises(EnvironmentFault):
        journal.begin("a", "x")


def test_no_secret_and_no_signed_address_is_written(path: Path) -> None:
    redact.remember("CANARY-4711-key")
    with Journal(path) as journal:
        journal.begin("a", "upload", token="CANARY-4711-key", inside={"deep": ["x CANARY-4711-key"]})
        journal.done(
            "a", "upload", url="https://s3.example/put?X-Amz-Signature=abc", address="https://s3.example/a.mp3"
        )
    assert journal.facts("a") == {"address": "https://s3.example/a.mp3"}
    assert "CANARY" not in path.read_text()
    assert "Signature" not in path.read_text()


def test_a_disk_that_is_full_is_said(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Journal(path) as journal:
        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(EnvironmentFault) as failed:
            journal.begin("a", "x")
    assert failed.value.findings[0].code == "FT003"


def full(_: int) -> None:
    raise OSError(28, "No space left on device")


def test_a_thousand_keys_cost_little(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)
    with Journal(path) as journal:
        for number in range(1000):
            journal.begin(f"{number}", "upload")
            journal.done(f"{number}", "upload", n=number)
            assert journal.facts(f"{number}") == {"n": number}
        assert journal.pending() == []


def test_many_may_write_at_once(path: Path) -> None:
    with Journal(path) as journal, ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: journal.done(f"{number}", "send", n=number), range(200)))
    with Journal(path, write=False) as journal:
        assert not journal.damaged
        assert [journal.facts(f"{number}") for number in range(200)] == [{"n": number} for number in range(200)]
