"""A head written over another one: the journal finishes what was cut short, and touches nothing else."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedtool import diskio, files, headjournal, parts
from feedtool.findings import EnvironmentFault

if TYPE_CHECKING:
    from pathlib import Path

OLD, NEW, SOUND = b"old head " * 900, b"new head!" * 900, b"sound " * 500


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "a.mp3").write_bytes(OLD + SOUND)
    return tmp_path / "a.mp3"


def journals(path: Path) -> list[str]:
    return [p.name for p in path.parent.iterdir() if p != path]


def cut_short(path: Path, monkeypatch: pytest.MonkeyPatch, written: bytes) -> None:
    """A run that died after it had put ``written`` over the start, its journal still there."""

    class Killed(BaseException):
        pass

    def die(out: int, data: bytes, path: Path) -> None:
        os.pwrite(out, written, 0)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(diskio, "overwrite", die)
        patch.setattr(headjournal, "_put_back", lambda *_: (_ for _ in ()).throw(Killed))
        with pytest.raises(Killed):
            headjournal.overwrite(path, NEW)


def test_a_new_head_in_the_same_file(path: Path) -> None:
    before = path.stat().st_ino
    assert headjournal.overwrite(path, NEW) == OLD
    assert path.read_bytes() == NEW + SOUND
    assert path.stat().st_ino == before
    assert journals(path) == []


@pytest.mark.parametrize("size", [0, 1, 4_096, len(NEW)])
def test_a_write_cut_short_is_finished_and_one_not_begun_dropped(
    path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    cut_short(path, monkeypatch, NEW[:size])
    assert len(journals(path)) == 1
    with files.locked(path):
        assert path.read_bytes() == (NEW if size else OLD) + SOUND
    assert journals(path) == []


def test_a_reader_and_a_sweep_finish_it_too(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for finish in (lambda: headjournal.recover(path), lambda: files.sweep(path.parent)):
        path.write_bytes(OLD + SOUND)
        cut_short(path, monkeypatch, NEW[:777])
        finish()
        assert path.read_bytes() == NEW + SOUND
        assert journals(path) == []


def test_a_build_finishes_it_first(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_bytes(OLD + bytes.fromhex("fffb90c4") + bytes(413) + bytes.fromhex("fffb90c4") + bytes(413))
    cut_short(path, monkeypatch, NEW[:777])
    parts._read_audio(path, path.parent)
    assert path.read_bytes().startswith(NEW)
    assert journals(path) == []


@pytest.mark.parametrize("change", ["head", "size", "inode", "gone"])
def test_what_another_program_changed_is_left_alone(path: Path, monkeypatch: pytest.MonkeyPatch, change: str) -> None:
    cut_short(path, monkeypatch, NEW[:777])
    made = {"head": b"theirs" + NEW[6:] + SOUND, "size": NEW[:777] + OLD[777:] + SOUND + b"!"}.get(change)
    if change == "gone":
        path.unlink()
    elif change == "inode":
        made = path.read_bytes()
        (path.parent / "b").write_bytes(made)
        (path.parent / "b").replace(path)
    else:
        path.write_bytes(made or b"")
    files.sweep(path.parent)
    assert journals(path) == []
    assert change == "gone" or path.read_bytes() == made


def test_a_file_that_got_another_name_is_mended(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cut_short(path, monkeypatch, NEW[:777])
    other = path.rename(path.parent / "b.mp3")
    files.sweep(path.parent)
    assert other.read_bytes() == NEW + SOUND
    assert journals(other) == []


@pytest.mark.parametrize(
    "damage", [lambda d: d[:-1], lambda d: b"x" + d, lambda d: d[:40] + b"?" + d[41:], lambda d: b""]
)
def test_a_damaged_journal_does_nothing(path: Path, monkeypatch: pytest.MonkeyPatch, damage: object) -> None:
    cut_short(path, monkeypatch, NEW[:777])
    torn = path.read_bytes()
    journal = path.parent / journals(path)[0]
    journal.write_bytes(damage(journal.read_bytes()))  # type: ignore[operator]
    files.sweep(path.parent)
    assert path.read_bytes() == torn


def test_a_link_named_like_a_journal_is_not_followed(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut_short(path, monkeypatch, NEW[:777])
    journal = path.parent / journals(path)[0]
    journal.rename(tmp_path / "elsewhere")
    journal.symlink_to(tmp_path / "elsewhere")
    torn = path.read_bytes()
    with pytest.raises(EnvironmentFault), files.locked(path):
        pass
    assert path.read_bytes() == torn


def test_a_failure_puts_the_old_head_back(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = os.fsync, []

    def fail_once(file: int) -> None:
        calls.append(file)
        if len(calls) == 3:  # the journal, its folder, then the head
            raise OSError(5, "Input/output error")
        real(file)

    monkeypatch.setattr(os, "fsync", fail_once)
    with pytest.raises(OSError, match="Input/output"):
        headjournal.overwrite(path, NEW)
    assert path.read_bytes() == OLD + SOUND
    assert journals(path) == []


def test_a_failure_for_good_is_named_and_mended_later(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(out: int, data: bytes, path: Path) -> None:
        os.pwrite(out, NEW[:100], 0)
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(diskio, "overwrite", fail)
        with pytest.raises(EnvironmentFault) as caught:
            headjournal.overwrite(path, NEW)
    assert caught.value.findings[0].code == "FT009"
    headjournal.recover(path)
    assert path.read_bytes() == NEW + SOUND


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(size=st.integers(0, 12_000), at=st.integers(0, 9_000), count=st.integers(0, 3_000))
def test_a_file_as_it_will_be(path: Path, size: int, at: int, count: int) -> None:
    whole = NEW[: min(size, len(NEW))] + (OLD + SOUND)[min(size, len(NEW)) :]
    with headjournal.laid_over(path, NEW[:size]) as stream:
        assert stream.seek(0, 2) == len(whole)
        stream.seek(at)
        assert stream.read(count) == whole[at : at + count]
