"""JSON, YAML and TOML text to plain values, with the place of each.

The standard readers keep no positions, and an author needs ``file:line:col``. Every loader returns a
:class:`Located`: the value, and a map from each value's path (keys and indexes from the root) to its line and column,
both from 1. Hostile input costs its length: depth, aliases and numbers are bounded before a library sees them.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from feedtool.findings import Finding, Place, SourceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Path = tuple[str | int, ...]
MAX_DEPTH = 64


@dataclass(frozen=True, slots=True)
class Located:
    """A value read from ``file`` and where its parts stand."""

    value: Any
    file: str
    positions: Mapping[Path, tuple[int, int]] = field(default_factory=dict, repr=False)

    def place(self, path: Path = ()) -> Place:
        """The place of the value at ``path``, or of the nearest parent whose place is known."""
        while path and path not in self.positions:
            path = path[:-1]
        return Place(self.file, *self.positions.get(path, (0, 0)))


def load_json(text: str, file: str) -> Located:
    """JSON as RFC 8259 has it: NaN, infinities, duplicate keys and depths over 64 are refused (FT103)."""
    _bound_depth(text, file, "[{", "]}", '"', "FT103")
    try:
        value = json.loads(
            text.removeprefix("\ufeff"),
            parse_constant=_refuse_constant,
            parse_float=_finite,
            object_pairs_hook=_unique_keys,
        )
    except json.JSONDecodeError as error:
        raise _broken("FT103", f"not JSON: {error.msg}", Place(file, error.lineno, error.colno)) from None
    except ValueError as error:
        raise _broken("FT103", f"not JSON: {error}", Place(file)) from None
    return Located(value, file, _json_positions(text))


def load_toml(text: str, file: str, *, first_line: int = 1) -> Located:
    """TOML 1.0 (FT101 when it is not). ``first_line`` is the line of ``file`` that ``text`` starts on."""
    import tomllib

    _bound_depth(text, file, "[{", "]}", "\"'", "FT101")
    try:
        value = tomllib.loads(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        raise _broken("FT101", _toml_message(error), _toml_error_place(error, file, first_line)) from None
    return Located(value, file, _toml_positions(text, first_line))


def load_yaml(text: str, file: str, *, first_line: int = 1) -> Located:
    """YAML with plain values only: no tags that make objects, and aliases that multiply are refused (FT102)."""
    import yaml

    try:
        node = _compose(text.removeprefix("\ufeff"), file, first_line)
        positions: dict[Path, tuple[int, int]] = {}
        value = None if node is None else _construct(node, positions, first_line)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(file, mark.line + first_line, mark.column + 1) if mark else Place(file)
        raise _broken("FT102", f"not YAML: {error.problem or error.context}", place) from None
    except (yaml.YAMLError, ValueError) as error:
        raise _broken("FT102", f"not YAML: {str(error).splitlines()[0]}", Place(file, first_line)) from None
    return Located(value, file, positions)


def _broken(code: str, message: str, place: Place) -> SourceError:
    return SourceError(Finding(code=code, message=message, place=place))


def _bound_depth(text: str, file: str, opening: str, closing: str, quotes: str, code: str) -> None:
    """Refuse nesting that would exhaust the stack of a recursive reader; brackets inside quotes do not count."""
    depth = 0
    for match in re.finditer(rf"[{re.escape(opening + closing)}]|(?:{'|'.join(_quoted(q) for q in quotes)})", text):
        mark = match[0]
        if mark in opening:
            depth += 1
            if depth > MAX_DEPTH:
                line = text.count("\n", 0, match.start()) + 1
                raise _broken(code, f"nested more than {MAX_DEPTH} deep", Place(file, line))
        elif mark in closing:
            depth = max(depth - 1, 0)


def _quoted(quote: str) -> str:
    return rf"{quote}(?:[^{quote}\\\n]|\\.)*{quote}?"


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a JSON number")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is too large a number")
    return number


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        seen: set[str] = set()
        twice = next(k for k, _ in pairs if k in seen or seen.add(k))  # type: ignore[func-returns-value]
        raise ValueError(f"the key {twice!r} stands twice in one object")
    return made


_JSON_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


def _json_positions(text: str) -> dict[Path, tuple[int, int]]:
    """Where each value of a sound JSON text starts, by its path."""
    lines = _Lines(text)
    positions: dict[Path, tuple[int, int]] = {}
    stack: list[list[Any]] = []  # [kind, next key or index]
    key: str | None = None
    for match in _JSON_TOKEN.finditer(text):
        mark = match[0]
        if mark == ":":
            continue
        if mark in "]}":
            stack.pop()
        elif mark == ",":
            if stack[-1][0] == "[":
                stack[-1][1] += 1
            key = None
        elif stack and stack[-1][0] == "{" and key is None:
            key = stack[-1][1] = json.loads(mark)
        else:
            positions[tuple(part for _, part in stack)] = lines.at(match.start())
            if mark in "[{":
                stack.append([mark, 0 if mark == "[" else ""])
                key = None
    return positions


class _Lines:
    """Line and column of an offset, for offsets asked for in ascending order."""

    def __init__(self, text: str) -> None:
        self._text, self._line, self._start, self._seen = text, 1, 0, 0

    def at(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1; offsets are to be asked for in rising order."""
        while (newline := self._text.find("\n", self._seen, offset)) >= 0:
            self._line, self._start, self._seen = self._line + 1, newline + 1, newline + 1
        self._seen = max(self._seen, offset)  # a long line is searched once, not once for each value in it
        return self._line, offset - self._start + 1


_TOML_TABLE = re.compile(r"\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")
_TOML_KEY = re.compile(
    r"""\s*((?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*'))*)\s*="""
)
_TOML_PART = re.compile(r"""[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*'""")
_TOML_WHERE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def _toml_positions(text: str, first_line: int) -> dict[Path, tuple[int, int]]:
    """Where each table and key of a sound TOML text stands. Lines inside multi-line strings are passed over."""
    positions: dict[Path, tuple[int, int]] = {}
    table: Path = ()
    counts: dict[Path, int] = {}
    inside: str | None = None
    for number, line in enumerate(text.split("\n"), first_line):
        if inside:
            inside = None if inside in line else inside
            continue
        if match := _TOML_TABLE.match(line):
            table = _toml_table(match, counts)
            positions[table] = (number, match.start(1) + 1)
        elif match := _TOML_KEY.match(line):
            path = table + tuple(part.strip("\"'") for part in _TOML_PART.findall(match[1]))
            positions[path] = (number, match.start(1) + 1)
        for quote in ('"""', "'''"):
            if line.count(quote) % 2:
                inside = quote
    return positions


def _toml_table(match: re.Match[str], counts: dict[Path, int]) -> Path:
    path: Path = ()
    for part in _TOML_PART.findall(match[2]):
        path += (part.strip("\"'"),)
        if path in counts and path != ():
            path += (counts[path],)
    if match[1] == "[[":
        base = path[:-1] if path and isinstance(path[-1], int) else path
        counts[base] = counts.get(base, -1) + 1
        path = (*base, counts[base])
    return path


def _toml_message(error: ValueError) -> str:
    return f"not TOML: {_TOML_WHERE.sub('', str(error))}"


def _toml_error_place(error: ValueError, file: str, first_line: int) -> Place:
    match = _TOML_WHERE.search(str(error))
    if not match or not match[1]:
        return Place(file)
    return Place(file, int(match[1]) + first_line - 1, int(match[2]))


def _compose(text: str, file: str, first_line: int) -> Any:
    """The node tree of one YAML document, with nesting bounded while it is read: the composer recurses."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    if _may_be_hostile(text):
        _judge_events(yaml.parse(text, loader), file, first_line)
    return yaml.compose(text, loader)


_INDENTED = re.compile(rf"\n[ \t]{{{MAX_DEPTH}}}")
_DEEP = re.compile(rf"[-?:][ \t]+(?:[-?:][ \t]+){{{MAX_DEPTH // 4 - 1}}}")


def _may_be_hostile(text: str) -> bool:
    """Whether the text could hold aliases or nest too deep: only then is it worth a look before it is composed."""
    if text.count("[") + text.count("{") > MAX_DEPTH or ("&" in text and "*" in text):
        return True
    return bool(_DEEP.search(text) or _INDENTED.search(f"\n{text}"))


def _judge_events(events: Iterable[Any], file: str, first_line: int) -> None:
    import yaml

    depth = 0
    for event in events:
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                place = _place_of(event.start_mark, file, first_line)
                raise _broken("FT102", f"nested more than {MAX_DEPTH} deep", place)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.AliasEvent):
            place = _place_of(event.start_mark, file, first_line)
            raise _broken("FT102", "aliases (*name) are not read here", place)


def _place_of(mark: Any, file: str, first_line: int) -> Place:
    return Place(file, mark.line + first_line, mark.column + 1)


def _construct(node: Any, positions: dict[Path, tuple[int, int]], first_line: int, path: Path = ()) -> Any:
    import yaml

    if not node.tag.startswith("tag:yaml.org,2002:") or node.tag.startswith("tag:yaml.org,2002:python/"):
        raise yaml.constructor.ConstructorError(None, None, f"the tag {node.tag} is not read here", node.start_mark)
    positions[path] = (node.start_mark.line + first_line, node.start_mark.column + 1)
    if isinstance(node, yaml.MappingNode):
        made: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            made[key] = _construct(value_node, positions, first_line, (*path, key))
            positions[(*path, key)] = (key_node.start_mark.line + first_line, key_node.start_mark.column + 1)
        return made
    if isinstance(node, yaml.SequenceNode):
        return [_construct(item, positions, first_line, (*path, i)) for i, item in enumerate(node.value)]
    return _scalar(node)


def _scalar(node: Any) -> Any:
    """A YAML scalar as a plain value. ``1:06`` stays text: YAML 1.1 would make it the number 66."""
    import yaml

    if node.tag == "tag:yaml.org,2002:str":
        return node.value
    if node.tag == "tag:yaml.org,2002:int" and ":" in node.value:
        return node.value
    if node.tag == "tag:yaml.org,2002:float" and ":" in node.value:
        return node.value
    try:
        return yaml.constructor.SafeConstructor().construct_object(node)
    except (ValueError, KeyError, AttributeError):  # 2026-13-45, !!bool soon: its text, for whoever wants one to report
        return node.value
