"""Values of the model as the plain data that feedtool.toml and front matter are written in: the way back from shapes.

What is written here, :mod:`feedtool.shapes` reads.
"""

from __future__ import annotations

import json
import re
from dataclasses import is_dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from feedtool import model, namespace, shapes
from feedtool.shape import span
from feedtool.timecode import to_seconds

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feedtool.shape import Field, Shape

_SHAPES: Final[Mapping[type, Shape]] = {
    model.Cloud: shapes.CLOUD,
    model.Enclosure: shapes.ENCLOSURE,
    model.Funding: shapes.FUNDING,
    model.Location: shapes.LOCATION,
    model.Origin: shapes.ORIGIN,
    model.Person: shapes.PERSON,
    model.Topic: shapes.TOPIC,
    namespace.AlternateEnclosure: shapes.ALTERNATE,
    namespace.Block: shapes.BLOCK,
    namespace.Chat: shapes.CHAT,
    namespace.ContentLink: shapes.CONTENT_LINK,
    namespace.Image: shapes.IMAGE,
    namespace.License: shapes.LICENSE,
    namespace.RemoteItem: shapes.REMOTE,
    namespace.SocialInteract: shapes.SOCIAL,
    namespace.Soundbite: shapes.SOUNDBITE,
    namespace.Source: shapes.SOURCE,
    namespace.Trailer: shapes.TRAILER,
    namespace.Txt: shapes.TXT,
    namespace.UpdateFrequency: shapes.UPDATES,
    namespace.Value: shapes.VALUE,
    namespace.ValueRecipient: shapes.RECIPIENT,
    namespace.ValueTimeSplit: shapes.TIME_SPLIT,
}
_OTHERWISE: Final = {(namespace.Block, "text"): "blocked"}
_WORD: Final = {True: "yes", False: "no"}
_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
_UNSEEN: Final = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\u200b\u2060]")
"""What YAML or TOML does not take in a text as it stands, or what nobody sees."""


def plain(value: Any, field: Field | None = None) -> Any:
    """``value`` as text, numbers, lists and mappings; of an unnamed shape its integrity proof and the like too."""
    if isinstance(value, tuple):
        return [plain(row) for row in value]
    if is_dataclass(value):
        return _row(value)
    if isinstance(value, datetime):
        return value.isoformat()
    return to_seconds(value) if field and field.read is span else value


def _row(value: Any) -> dict[str, Any]:
    shape = _SHAPES.get(type(value))
    if shape is None:  # integrity is the one value whose shape stands within another
        return {"type": value.type, "value": value.value}
    made = {}
    for field in shape.fields:
        inner = getattr(value, _OTHERWISE.get((type(value), field.name), field.name))
        if inner not in (None, "", ()) and not (inner is False and not field.needed and field.key != "text"):
            made[field.key] = plain(inner, field) if field.key != "text" or inner not in (True, False) else _WORD[inner]
    return made


def fields(source: Any, table: tuple[Field, ...]) -> dict[str, Any]:
    """What ``source`` says of the tags in ``table``, by the keys authors write."""
    said = ((field, getattr(source, field.name, None)) for field in table)
    return {field.key: plain(value, field) for field, value in said if value not in (None, "", (), False)}


def quoted(value: Any) -> str:
    """``value`` as JSON in one line, which YAML reads as well."""
    text = json.dumps(value, ensure_ascii=False)
    return _UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def toml(value: Any) -> str:
    """``value`` as TOML in one line."""
    if isinstance(value, dict):
        rows = (f"{key if _BARE.fullmatch(key) else quoted(key)} = {toml(inner)}" for key, inner in value.items())
        return f"{{ {', '.join(rows)} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    return quoted(value)
