"""Outside audio files, many of them broken on purpose: tagged with the sound untouched, or refused with a reason."""

from __future__ import annotations

import json
import subprocess
from functools import partial
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from feedtool import oggpages
from feedtool.cli import main
from feedtool.read import audio

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = [pytest.mark.corpus, pytest.mark.oracle]

READ_ONLY = {".wav", ".aiff", ".mka", ".mkv"}
REASONS = {"FT401", "FT405", "FT409"}


def sound(path: Path) -> bytes:
    with path.open("rb") as stream:
        found = audio.read(stream, path.name)
        stream.seek(found.payload[0])
        return stream.read(found.payload[1] - found.payload[0])


def same(one: bytes, two: bytes) -> bool:
    """Equal, but for the numbers of Ogg pages."""
    read = [partial(lambda data, size, at: data[at : at + size], data) for data in (one, two)]
    return one == two or (one[:4] == b"OggS" and oggpages.same(read[0], 0, len(one), read[1], 0))


def packets(ffmpeg: Path, *paths: Path) -> list[str]:
    """The MD5 of the packets of each file's sound; nothing where ffmpeg cannot read one of them."""
    inputs = [part for path in paths for part in ("-i", path)]
    outputs = [p for n in range(len(paths)) for p in ("-map", f"{n}:a:0", "-c", "copy", "-f", "md5", "-")]
    return subprocess.run([ffmpeg, "-v", "quiet", *inputs, *outputs], capture_output=True, text=True).stdout.split()


def test_every_file_is_tagged_or_refused(shared: Path, tmp_path: Path, tool: Callable[[str], Path]) -> None:
    words = tmp_path / "c.json"
    rows = [{"startTime": 0, "title": "Eins ☃"}, {"startTime": 0.05, "title": "Zwei"}]
    words.write_text(json.dumps({"version": "1.2.0", "chapters": rows}))
    tagged = compared = 0
    for path in sorted((shared / "corpus" / "mp3s").iterdir()):
        target = tmp_path / f"{path.stem}-tagged{path.suffix}"
        command = ["tag", str(path), "--chapters", str(words), "-o", str(target), "--title", "T"]
        done = CliRunner().invoke(main, command)
        assert done.exception is None or isinstance(done.exception, SystemExit), path
        if done.exit_code:
            assert any(f"[{code}]" in done.output for code in REASONS), (path, done.output)
            assert not target.exists()
            continue
        tagged += 1
        assert path.suffix not in READ_ONLY
        assert same(sound(target), sound(path)), path
        both = packets(tool("ffmpeg"), target, path)
        assert len(both) in (0, 2), path
        assert len({*both}) < 2, path
        compared += len(both) // 2
        with target.open("rb") as stream:
            assert [c.title for c in audio.read(stream, "x").chapters] == ["Eins ☃", "Zwei"], path
    assert tagged >= 40
    assert compared >= tagged - 5
