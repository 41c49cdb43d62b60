"""A new project, and a new episode in one: the files they begin with. Nothing that stands there is overwritten."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from feedtool import files, manifest, project, schemas, settings
from feedtool.findings import Finding, Place, UsageError
from feedtool.notes.slugs import made_from

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

SCHEMA = ".feedtool/feedtool.schema.json"
"""A copy of the settings' schema: editors that know the ``#:schema`` line complete and explain the keys with it."""
_IGNORED = f"/output/\n{manifest.IGNORED}\n"
_NUMBER = re.compile(r"(\d+)")


def init(root: Path, answers: Mapping[str, str], *, now: datetime) -> list[Path]:
    """Make a project in ``root`` from ``answers`` (keys of ``[show]``) with a first episode; the files made.

    Raises UsageError (FT128) where there is a project already.
    """
    if (root / settings.FILE).exists():
        place = Place(str(root / settings.FILE))
        raise UsageError(Finding(code="FT128", message=f"{root} holds a project already", place=place))
    made = [root / settings.FILE, root / SCHEMA]
    files.write_bytes(made[0], settings_text(answers).encode())
    files.write_bytes(made[1], schemas.text("feedtool.schema.json"))
    ignore = root / ".gitignore"
    if not ignore.exists():
        files.write_bytes(ignore, _IGNORED.encode())
        made.append(ignore)
    if not (root / project.EPISODES).exists():
        made.append(new(root, "Hello, world", now=now))
    return made


def new(root: Path, title: str, *, now: datetime) -> Path:
    """Make the text of the next episode and give its path. Raises UsageError (FT129) where the name is taken."""
    folder = root / project.EPISODES
    number = 1 + max((int(m[1]) for p in folder.glob("*.*") if (m := _NUMBER.match(p.name))), default=0)
    path = folder / f"{number:03}-{made_from(title) or 'episode'}.md"
    if path.exists():
        raise UsageError(Finding(code="FT129", message=f"{path} is there already", place=Place(str(path))))
    files.write_bytes(path, episode_text(title, number, now).encode())
    return path


def settings_text(answers: Mapping[str, str]) -> str:
    """A ``feedtool.toml`` with these answers; what is not answered stands there to be uncommented."""
    lines = [f"#:schema ./{SCHEMA}", "", "[show]"]
    for key, example in _EXAMPLES.items():
        value = answers.get(key)
        lines.append(f"{key} = {_value(key, value)}" if value else f"# {key} = {example}")
    return "\n".join(lines) + "\n"


def episode_text(title: str, number: int, now: datetime) -> str:
    """A draft with the front matter an episode usually has, and a list of chapters to begin with."""
    return f"""---
title: {json.dumps(title, ensure_ascii=False)}
date: {now.date().isoformat()}
episode: {number}
draft: true
---
What this episode is about, in a sentence or two.

## Chapters

0:00 Intro
1:00 The first topic

## Links

- [A page we mention](https://example.com/)
"""


_EXAMPLES = {
    "title": '"My show"',
    "link": '"https://example.com/"',
    "description": '"What the show is about."',
    "language": '"en"',
    "base_url": '"https://example.com/podcast/"',
    "author": '"Who makes it"',
    "owner": '{ name = "You", email = "you@example.com" }',
    "categories": '["Technology", "Education > How To"]',
    "explicit": "false",
    "image": '"cover.jpg"  # square, 1400 to 3000 pixels',
    "timezone": '"Europe/Berlin"',
    "copyright": '"2026 Your name"',
    "locked": "true",
}


def _value(key: str, value: str) -> str:
    text = json.dumps(value, ensure_ascii=False)
    if key == "owner":
        return f"{{ email = {text} }}"
    return f"[{text}]" if key == "categories" else text
