"""Front matter parted from the text below it: YAML, TOML or JSON, with the place of every value."""

from __future__ import annotations

import re
from typing import NamedTuple

from feedtool.findings import Finding, Place, SourceError
from feedtool.located import Located, load_json, load_toml, load_yaml


def _fenced(fence: str, end: str) -> re.Pattern[str]:
    """Lines behind a ``fence`` up to the line that is an ``end``, or up to the end of the text."""
    return re.compile(rf"\s*{fence}[ \t]*\n((?:(?!{end}[ \t]*$).*(?:\n|\Z))*+)(?:{end}[ \t]*\n?)?", re.MULTILINE)


_YAML = _fenced(r"---", r"(?:---|\.\.\.)")
_TOML = _fenced(r"\+\+\+", r"\+\+\+")
_JSON = re.compile(r"\s*(\{[ \t]*\n.*?^\})[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_SIMPLE = re.compile(r"([A-Za-z][\w-]*)\s*[:=]\s*(\S.*?)\s*$")


class Parted(NamedTuple):
    """Front matter (None: there is none), what was wrong in it, the text below and the line that begins on."""

    data: Located | None
    findings: tuple[Finding, ...]
    body: str
    first_line: int


def part(text: str, file: str) -> Parted:
    """Part ``text`` into front matter and body. A file that is all data (.yml, .toml, .json) has an empty body."""
    ending = file.rsplit(".", 1)[-1].casefold() if "." in file else ""
    if ending in ("toml", "json") or (ending in ("yml", "yaml") and not _closed(text)):
        return _loaded(text, text, 1, file, ending, "", 1)
    for pattern, kind in ((_YAML, "yaml"), (_TOML, "toml"), (_JSON, "json")):
        match = pattern.match(text)
        if match and _is_matter(match, kind):
            first = text.count("\n", 0, match.start(1)) + 1
            below = text.count("\n", 0, match.end()) + 1
            parted = _loaded(match[1], match[0], first, file, kind, text[match.end() :], below)
            if parted.data and match.end() == match.end(1) and kind != "json":
                return parted._replace(findings=(*parted.findings, _unclosed(file, first - 1, kind)))
            return parted
    return Parted(None, (), text, 1)


def _unclosed(file: str, line: int, kind: str) -> Finding:
    fence = "+++" if kind == "toml" else "---"
    return Finding(
        code="FT217",
        message=f"the {fence} on this line begins front matter that never ends",
        place=Place(file, line, 1),
        hint=f"Put a line {fence} below the last key; the notes begin behind it.",
    )


def _closed(text: str) -> bool:
    match = _YAML.match(text)
    return bool(match and match.end() < len(text))


def _is_matter(match: re.Match[str], kind: str) -> bool:
    """Whether what the fence holds is settings: a rule (``---``) that only starts a page is none."""
    if kind == "json":
        return '"' in match[1]
    sign = r"=" if kind == "toml" else r":"
    return not match[1].strip() or bool(re.search(rf"^[\"']?[\w.@-]+[\"']?[ \t]*{sign}", match[1], re.MULTILINE))


def _loaded(block: str, whole: str, first: int, file: str, kind: str, body: str, below: int) -> Parted:
    try:
        data = _load(block, file, kind, first)
    except SourceError as error:
        return Parted(_rescued(block, file, first), error.findings, body, below)
    if not isinstance(data.value, dict):
        return Parted(None, (), body if data.value is None else whole + body, below if data.value is None else 1)
    return Parted(data, (), body, below)


def _load(block: str, file: str, kind: str, first: int) -> Located:
    if kind == "toml":
        return load_toml(block, file, first_line=first)
    if kind != "json":
        return load_yaml(block, file, first_line=first)
    data = load_json(block, file)
    moved = {path: (line + first - 1, column) for path, (line, column) in data.positions.items()}
    return Located(data.value, file, moved)


def _rescued(block: str, file: str, first: int) -> Located:
    """The plain ``key: text`` lines of front matter that does not parse, so that one bad line costs only itself."""
    values: dict[str, str] = {}
    positions: dict[tuple[str | int, ...], tuple[int, int]] = {(): (first, 1)}
    for number, line in enumerate(block.split("\n"), first):
        match = _SIMPLE.fullmatch(line) if line[:1].isalpha() and len(line) < 5000 else None
        if match and match[2][0] not in "[{|>&*!":
            values.setdefault(match[1], match[2].strip("\"'"))
            positions.setdefault((match[1],), (number, 1))
    return Located(values, file, positions)
