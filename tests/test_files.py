"""The one place that writes: old or new, never a part; nothing left behind; the cause named."""

from __future__ import annotations

import errno
import io
import os
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedtool import diskio, files
from feedtool.findings import EnvironmentFault

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

needs_root = pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="needs root")


def inside(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def test_write_bytes_says_whether_it_wrote(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b.txt"
    assert files.write_bytes(path, b"one")
    before = path.stat()
    assert not files.write_bytes(path, b"one")
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert path.stat().st_ino == before.st_ino
    assert files.write_bytes(path, b"two")
    assert path.read_bytes() == b"two"
    assert inside(path.parent) == ["b.txt"]


@given(st.binary(max_size=300), st.lists(st.binary(max_size=60), max_size=8))
@settings(max_examples=80, deadline=None)
def test_pieces_come_out_whole_whatever_stood_there(tmp_path_factory, old: bytes, pieces: list[bytes]) -> None:
    path = tmp_path_factory.mktemp("w") / "x"
    path.write_bytes(old)
    with files.Staging(sync=False) as staging:
        changed = staging.write(path, iter(pieces))
        with staging.open(path) as stream:
            assert stream.read() == b"".join(pieces)
        staging.commit()
    assert path.read_bytes() == b"".join(pieces)
    assert changed == (old != b"".join(pieces))
    assert inside(path.parent) == ["x"]


@given(st.integers(0, 3 * diskio.CHUNK + 5), st.integers(0, 300), st.integers(0, 5000))
@settings(max_examples=25, deadline=None)
def test_splice_joins_tag_and_payload(tmp_path_factory, size: int, skip: int, tag: int) -> None:
    folder = tmp_path_factory.mktemp("s")
    source, target = folder / "s", folder / "t"
    data = os.urandom(skip + size)
    source.write_bytes(data)
    assert files.write_tagged(source, (skip, skip + size), b"T" * tag, target, sync=False)
    assert target.read_bytes() == b"T" * tag + data[skip:]
    assert not files.write_tagged(source, (skip, skip + size), b"T" * tag, target, sync=False)
    files.write_tagged(source, (skip, skip + size), b"T" * tag, source, sync=False)
    assert source.read_bytes() == target.read_bytes()


def test_nothing_is_put_in_place_without_commit(tmp_path: Path) -> None:
    (tmp_path / "old").write_bytes(b"old")
    with files.Staging() as staging:
        staging.write(tmp_path / "old", [b"new"])
        staging.write(tmp_path / "sub" / "fresh", [b"new"])
        assert staging.pending() == [tmp_path / "old", tmp_path / "sub" / "fresh"]
    assert inside(tmp_path) == ["old"]
    assert (tmp_path / "old").read_bytes() == b"old"


def test_a_failing_rename_puts_all_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in "abc":
        (tmp_path / name).write_bytes(b"old " + name.encode())
    real = type(tmp_path).replace

    def replace(self: Path, target: Path) -> Path:
        if target.name == "c" and (tmp_path / "b").read_bytes() == b"new":
            raise OSError(errno.EIO, "Input/output error")
        return real(self, target)

    monkeypatch.setattr(type(tmp_path), "replace", replace)
    with files.Staging() as staging:
        for name in ("a", "b", "new", "c"):
            staging.write(tmp_path / name, [b"new"])
        with pytest.raises(EnvironmentFault) as caught:
            staging.commit()
    assert caught.value.findings[0].code == "FT001"
    assert inside(tmp_path) == ["a", "b", "c"]
    assert [(tmp_path / n).read_bytes() for n in "abc"] == [b"old a", b"old b", b"old c"]


def test_staged_twice_the_last_counts(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"0")
    with files.Staging() as staging:
        staging.write(tmp_path / "x", [b"1"])
        staging.write(tmp_path / "x", [b"0"])
        assert staging.commit() == []
    assert inside(tmp_path) == ["x"]


def test_mode_attributes_and_links_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"old")
    path.chmod(0o640)
    try:
        os.setxattr(path, "user.note", b"mine")
    except (OSError, AttributeError):
        pytest.skip("no extended attributes here")
    (tmp_path / "link").symlink_to("x")
    files.write_bytes(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o640
    assert os.getxattr(path, "user.note") == b"mine"


@needs_root
def test_the_owner_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"old")
    os.chown(path, 12345, 23456)
    files.write_bytes(path, b"new")
    assert (path.stat().st_uid, path.stat().st_gid) == (12345, 23456)


def test_new_files_follow_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        files.write_bytes(tmp_path / "x", b"new")
    finally:
        os.umask(before)
    assert (tmp_path / "x").stat().st_mode & 0o777 == 0o640


def test_specials_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    for name in ("pipe", "folder"):
        with pytest.raises(EnvironmentFault) as caught:
            files.write_bytes(tmp_path / name, b"x")
        assert caught.value.findings[0].code == "FT006"


def test_hard_links_are_refused_where_asked(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"x")
    files.refuse_hard_links(tmp_path / "x")
    files.refuse_hard_links(tmp_path / "absent")
    (tmp_path / "y").hardlink_to(tmp_path / "x")
    with pytest.raises(EnvironmentFault) as caught:
        files.refuse_hard_links(tmp_path / "x")
    assert caught.value.findings[0].code == "FT007"


def test_strays_are_swept_but_not_under_a_writer(tmp_path: Path) -> None:
    stray = tmp_path / f"{files.PREFIX}1-dead-0.tmp"
    stray.write_bytes(b"")
    mine = tmp_path / ".feedtool-notes.txt"
    mine.write_bytes(b"")
    with files.Staging() as staging:
        staging.write(tmp_path / "x", [b"x"])
        assert not stray.exists()
        stray.write_bytes(b"")
        assert files.sweep(tmp_path) == []
    assert files.sweep(tmp_path) == [stray]
    assert inside(tmp_path) == [mine.name]


def test_a_source_that_shrinks_is_noticed(tmp_path: Path) -> None:
    source = tmp_path / "s"
    source.write_bytes(b"x" * 100)
    with pytest.raises(EnvironmentFault) as caught:
        files.write_tagged(source, (0, 101), b"", tmp_path / "t")
    assert caught.value.findings[0].code == "FT005"
    assert inside(tmp_path) == ["s"]


def test_a_source_that_changes_meanwhile_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "s"
    source.write_bytes(b"x" * 100)
    real = diskio.Buffers.copy

    def copy(self: diskio.Buffers, *rest: int) -> int:
        with source.open("ab") as stream:
            stream.write(b"more")
        return real(self, *rest)

    monkeypatch.setattr(diskio.Buffers, "copy", copy)
    with pytest.raises(EnvironmentFault) as caught:
        files.write_tagged(source, (0, 100), b"", tmp_path / "t")
    assert caught.value.findings[0].code == "FT005"
    assert inside(tmp_path) == ["s"]


def test_a_copy_that_differs_is_thrown_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "s"
    source.write_bytes(b"x" * 100)
    real = diskio.write
    monkeypatch.setattr(diskio, "write", lambda out, data: real(out, bytes(data).replace(b"x", b"y")))
    with pytest.raises(EnvironmentFault) as caught:
        files.write_tagged(source, (0, 100), b"", tmp_path / "t")
    assert caught.value.findings[0].code == "FT004"
    assert inside(tmp_path) == ["s"]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "FT003"),
        (errno.EDQUOT, "FT003"),
        (errno.EROFS, "FT002"),
        (errno.EACCES, "FT002"),
        (errno.EIO, "FT001"),
    ],
)
def test_failures_name_file_and_cause(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"old")

    def fail(*_: object) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "write", fail)
    with pytest.raises(EnvironmentFault) as caught:
        files.write_bytes(path, b"new")
    monkeypatch.undo()
    finding = caught.value.findings[0]
    assert (finding.code, str(finding.place)) == (code, str(path))
    assert os.strerror(number) in finding.message
    assert path.read_bytes() == b"old"
    assert inside(tmp_path) == ["x"]


def test_short_writes_are_continued(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda out, data: real(out, bytes(data[:3])))
    files.write_bytes(tmp_path / "x", b"0123456789")
    assert (tmp_path / "x").read_bytes() == b"0123456789"


def test_a_lock_makes_the_second_wait(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"0")

    def count() -> None:
        for _ in range(20):
            with files.locked(path):
                number = int(path.read_bytes()) + 1
                files.write_bytes(path, str(number).encode(), sync=False)

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert path.read_bytes() == b"80"
    assert inside(tmp_path) == ["x"]


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, tool: Callable[[str], Path]) -> None:
    """The file size limit of the process stands in for a full disk."""
    tool("prlimit")
    path = tmp_path / "x"
    path.write_bytes(b"old")
    program = (
        "import sys, pathlib; from feedtool import files; from feedtool.findings import EnvironmentFault\n"
        "try: files.write_bytes(pathlib.Path(sys.argv[1]), bytes(3_000_000))\n"
        "except EnvironmentFault as error: print(error); sys.exit(error.exit_code)"
    )
    done = subprocess.run(
        ["prlimit", "--fsize=1000000", sys.executable, "-c", program, path], capture_output=True, text=True
    )
    assert done.returncode == 3
    assert "[FT003]" in done.stdout
    assert str(path) in done.stdout
    assert path.read_bytes() == b"old"
    assert inside(tmp_path) == ["x"]


def test_open_reads_what_is_there_when_nothing_is_staged(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"there")
    with files.Staging() as staging, staging.open(tmp_path / "x") as stream:
        assert isinstance(stream, io.BufferedReader)
        assert stream.read() == b"there"


def test_quick_leaves_the_sound_where_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    path.write_bytes(b"old" * 1_000 + b"sound")
    before = path.stat().st_ino
    for head, same in ((b"new" * 1_000, True), (b"longer" * 1_000, False)):
        start = path.read_bytes().index(b"sound")
        with files.locked(path), files.Staging(quick=True) as staging:
            assert staging.splice(path, (start, start + 5), head, path)
            with staging.open(path) as stream:
                assert stream.read() == head + b"sound"
            assert path.read_bytes() != head + b"sound"
            staging.commit()
        assert path.read_bytes() == head + b"sound"
        assert (path.stat().st_ino == before) == same or clones(tmp_path)
        assert inside(tmp_path) == ["a.mp3"]


def test_quick_is_undone_with_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = tmp_path / "1.mp3", tmp_path / "2.mp3"
    one.write_bytes(b"old" * 1_000 + b"sound")
    with files.Staging(quick=True) as staging:
        staging.splice(one, (3_000, 3_005), b"new" * 1_000, one)
        staging.write(two, [b"two"])
        real = type(two).replace

        def fail(self: Path, target: Path) -> Path:
            if target == two:
                raise OSError(errno.EIO, "no")
            return real(self, target)

        monkeypatch.setattr(type(two), "replace", fail)
        with pytest.raises(EnvironmentFault):
            staging.commit()
    assert one.read_bytes() == b"old" * 1_000 + b"sound"
    assert inside(tmp_path) == ["1.mp3"]


@needs_root
@pytest.mark.parametrize("quick", [False, True])
def test_shared_blocks(tmp_path: Path, tool: Callable[[str], Path], *, quick: bool) -> None:
    """On a file system that can share blocks a retag is a rename all the same, and writes next to nothing."""
    image, disk = tmp_path / "disk.img", tmp_path / "disk"
    disk.mkdir()
    with image.open("wb") as out:
        out.truncate(320_000_000)
    subprocess.run([tool("xfs_io").with_name("mkfs.xfs"), "-q", "-m", "reflink=1", image], check=True)
    if subprocess.run(["mount", "-o", "loop", image, disk], capture_output=True).returncode:
        pytest.skip("may not mount here")
    try:
        path, sound = disk / "a.mp3", os.urandom(20_000_000)
        path.write_bytes(b"old" * 1_000 + sound)
        before, used = path.stat().st_ino, free(disk)
        with files.Staging(quick=quick) as staging:
            staging.splice(path, (3_000, 3_000 + len(sound)), b"new" * 1_000, path)
            assert used - free(disk) < 1_000_000
            staging.commit()
        assert path.read_bytes() == b"new" * 1_000 + sound
        assert path.stat().st_ino != before
        assert inside(disk) == ["a.mp3"]
    finally:
        subprocess.run(["umount", disk], check=True)


def clones(folder: Path) -> bool:
    """Whether blocks can be shared here: then nothing is ever written over."""
    with (folder / "a.mp3").open("rb") as source:
        return diskio.can_clone(source.fileno(), folder)


def free(disk: Path) -> int:
    os.sync()
    status = os.statvfs(disk)
    return status.f_bavail * status.f_frsize
