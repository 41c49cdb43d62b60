"""Speak the sample show: `episodes/NAME.mp3` (and `NAME.vtt` where asked for) from `tools/sample_show.toml`.

Runs only when the show's words change: the results are committed. Needs espeak-ng and lame. Every chapter is padded
with silence to a whole second, so the starts printed at the end are exact and can be written into the notes.
"""

from __future__ import annotations

import math
import subprocess
import sys
import tomllib
import wave
from array import array
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

RATE = 22_050
PAUSE = array("h", bytes(2 * RATE // 2))
HERE = Path(__file__).resolve().parent
EPISODES = HERE.parent / "episodes"


@dataclass
class Take:
    """One episode as it grows: 16-bit mono samples, the chapters' starts and the spoken cues, both in samples."""

    samples: array[int] = field(default_factory=lambda: array("h"))
    starts: list[tuple[int, str]] = field(default_factory=list)
    cues: list[tuple[int, int, str, str]] = field(default_factory=list)


def main() -> None:
    """Make every episode, or those whose names are given."""
    show = tomllib.loads((HERE / "sample_show.toml").read_text(encoding="utf-8"))
    wanted = sys.argv[1:]
    for episode in show["episode"]:
        if not wanted or episode["name"] in wanted:
            make(show, episode)


def make(show: dict[str, Any], episode: dict[str, Any]) -> None:
    """Write one episode's files and print where its chapters start."""
    take = Take()
    for chapter in episode["chapter"]:
        add_chapter(take, show, chapter)
    target = EPISODES / f"{episode['name']}.mp3"
    encode(take.samples, episode["lame"], target)
    if episode.get("transcript"):
        target.with_suffix(".vtt").write_text(webvtt(take), encoding="utf-8")
    print(f"{target.name}: {target.stat().st_size:,} bytes, {len(take.samples) / RATE:.0f} s")
    for start, title in take.starts:
        print(f"  {start // RATE // 60}:{start // RATE % 60:02} {title}")


def add_chapter(take: Take, show: dict[str, Any], chapter: dict[str, Any]) -> None:
    """Chime, lines, and silence up to the next whole second."""
    take.starts.append((len(take.samples), chapter["title"]))
    take.samples += tones(show["sounds"]["chime"]) + PAUSE
    for line in chapter["lines"]:
        start = len(take.samples)
        if "play" in line:
            take.samples += tones(show["sounds"][line["play"]])
        else:
            take.samples += speak(show["voices"][line["who"]], line["say"])
            take.cues.append((start, len(take.samples), line["who"], line["say"]))
        take.samples += PAUSE
    take.samples += array("h", bytes(2 * (-len(take.samples) % RATE)))


def speak(voice: list[str], text: str) -> array[int]:
    """`text` as samples."""
    command = ["espeak-ng", *voice, "-a", "90", "--stdout", text]
    spoken = subprocess.run(command, check=True, capture_output=True).stdout
    with wave.open(BytesIO(spoken)) as sound:
        assert sound.getframerate() == RATE
        assert sound.getnchannels() == 1
        return array("h", sound.readframes(sound.getnframes()))


def tones(rows: list[list[float]]) -> array[int]:
    """Sine tones one after the other, each gliding from one pitch to another and faded at both ends."""
    samples = array("h")
    phase = 0.0
    for low, high, seconds in rows:
        count = int(seconds * RATE)
        for i in range(count):
            phase += 2 * math.pi * (low + (high - low) * i / count) / RATE
            fade = min(1.0, i / 400, (count - i) / 1_500)
            samples.append(int(7_000 * fade * math.sin(phase)))
    return samples


def encode(samples: array[int], options: list[str], target: Path) -> None:
    """Samples to MP3."""
    sound = BytesIO()
    with wave.open(sound, "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(samples.tobytes())
    subprocess.run(["lame", "--quiet", "-m", "m", *options, "-", str(target)], check=True, input=sound.getvalue())


def webvtt(take: Take) -> str:
    """The spoken lines as WebVTT with a voice each."""
    cues = (f"{stamp(a)} --> {stamp(b)}\n<v {who}>{text}</v>\n" for a, b, who, text in take.cues)
    return "\n".join(["WEBVTT\n", *cues])


def stamp(sample: int) -> str:
    """A sample's number as a WebVTT time."""
    ms = sample * 1000 // RATE
    return f"{ms // 60_000:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"


if __name__ == "__main__":
    main()
