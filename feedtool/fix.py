"""Corrections to a project's own files that change nothing but a slip: shown as a diff, made only when asked.

A correction is safe when it can mean but one thing and the corrected file reads back as exactly what was meant: every
other value the same. Keys misspelt, booleans as words, a language with an underscore, and listed words written with
other capitals are such; an http address is not, nor is anything a listener would notice.
"""

from __future__ import annotations

import copy
import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from feedtool import files, project, schemas, settings
from feedtool.findings import FeedtoolError
from feedtool.located import load_toml
from feedtool.notes import header, keys, slips, values
from feedtool.notes.matter import part

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from feedtool.findings import Finding
    from feedtool.located import Located

_WORDS: Final = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False, "clean": False}
_NEAR: Final = 0.75
_ROUNDS: Final = 200
_WRONG_VALUES: Final = frozenset({"FT205", "FT206"})
_VALUE: Final = re.compile(
    r"""["']?[ \t]*[:=][ \t]*(?P<value>(?:(?P<quote>["'])([^"'\n\\]*)(?P=quote))|([^"'\s\[\]{}|>&*!,#][^\n#,]*?))"""
    r"(?=[ \t]*(?:[ \t]#|,?[ \t]*$))",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A file of the project as it is and as it would be."""

    path: Path
    name: str
    before: str
    after: str

    def diff(self) -> str:
        """The change as a unified diff."""
        old, new = (text.splitlines(keepends=True) for text in (self.before, self.after))
        lines = difflib.unified_diff(old, new, f"a/{self.name}", f"b/{self.name}")
        return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def plan(root: Path) -> list[Change]:
    """The corrections that the project in ``root`` allows. Raises UsageError (FT106) where there is no project."""
    path = project.require(root)
    changes = [
        _change(path, root, _settings(_text(path))),
        *(_change(text, root, _matter(_text(text), text.name)) for text in _texts(root)),
    ]
    return [change for change in changes if change.before != change.after]


def apply(changes: Sequence[Change]) -> None:
    """Write the corrected files, all of them or none. Raises EnvironmentFault."""
    with files.Staging() as staging:
        for change in changes:
            staging.write(change.path, [change.after.encode()])
        staging.commit()


def _texts(root: Path) -> list[Path]:
    """The episodes' texts and the sidecars beside them, by name."""
    folder = root / project.EPISODES
    found = [path for path in folder.iterdir() if path.is_file()] if folder.is_dir() else []
    texts = {path for path in found if path.suffix.lower() in project.TEXTS}
    stems = {path.stem for path in texts}
    return sorted(path for path in found if path in texts or (path.suffix == ".toml" and path.stem in stems))


def _text(path: Path) -> str:
    """The file's text; empty for one that is not UTF-8, which is left alone."""
    try:
        return project.read_bytes(path, path.parent, project.MAX_TEXT).decode("utf-8")
    except (UnicodeError, FeedtoolError):
        return ""


def _change(path: Path, root: Path, after: tuple[str, str]) -> Change:
    return Change(path=path, name=project.shown(path, root), before=after[0], after=after[1])


def _settings(text: str) -> tuple[str, str]:
    """``feedtool.toml`` before and after."""
    fixed = text
    for _ in range(_ROUNDS):
        step = next(_corrected(fixed), None)
        if step is None:
            break
        fixed = step
    return text, fixed


def _corrected(text: str) -> Iterator[str]:
    """The text with one correction made, for each that can be made."""
    from jsonschema.validators import validator_for

    try:
        located = load_toml(text, settings.FILE)
    except FeedtoolError:
        return
    schema = schemas.load("feedtool.schema.json")
    errors: Iterator[Any] = validator_for(schema)(schema).iter_errors(located.value)
    for error in errors:
        path = tuple(error.absolute_path)
        if error.validator == "additionalProperties":
            for wrong, right in _misspelt(error.instance, error.schema.get("properties", {})):
                yield from _renamed(text, located, (*path, wrong), right)
        elif path:
            yield from _replaced(text, located, path, _meant(error))


def _misspelt(table: dict[str, Any], known: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Unknown keys of a table, each with the one known key that is near and not there yet."""
    for key in table:
        if key not in known:
            form = {name.lower().replace("-", "_"): name for name in known}
            near = difflib.get_close_matches(key.lower().replace("-", "_"), form, 2, _NEAR)
            if near and form[near[0]] not in table:
                yield key, form[near[0]]


def _meant(error: Any) -> Any:
    """What a wrong value can only mean; None where that is not certain."""
    value = error.instance
    if not isinstance(value, str):
        return None
    if error.validator == "type" and error.validator_value == "boolean":
        return _WORDS.get(value.strip().lower())
    if error.validator == "enum":
        same = [known for known in error.validator_value if isinstance(known, str) and _form(known) == _form(value)]
        return same[0] if len(same) == 1 else None
    if error.validator == "pattern":
        right = value.strip().replace("_", "-").lower()
        return right if "_" in value and re.search(error.validator_value, right) else None
    return None


def _form(text: str) -> str:
    return re.sub(r"\s+", " ", text.strip().casefold().replace("&", "and"))


def _renamed(text: str, located: Located, path: tuple[str | int, ...], right: str) -> Iterator[str]:
    wrong = str(path[-1])
    start = _offset(text, located, path)
    if start is not None and text.startswith(wrong, start):
        fixed = text[:start] + right + text[start + len(wrong) :]
        wanted = copy.deepcopy(located.value)
        table = _at(wanted, path[:-1])
        table[right] = table.pop(wrong)
        if _reads_as(fixed, wanted):
            yield fixed


def _replaced(text: str, located: Located, path: tuple[str | int, ...], value: Any) -> Iterator[str]:
    if value is None:
        return
    old = str(_at(located.value, path))
    start = _offset(text, located, path)
    if start is None:
        return
    wanted = copy.deepcopy(located.value)
    _at(wanted, path[:-1])[path[-1]] = value
    new = str(value).lower() if isinstance(value, bool) else f'"{value}"'
    for quote in ('"', "'"):
        at = text.find(f"{quote}{old}{quote}", start)
        fixed = text[:at] + new + text[at + len(old) + 2 :]
        if at >= 0 and _reads_as(fixed, wanted):
            yield fixed
            return


def _at(value: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


def _offset(text: str, located: Located, path: tuple[str | int, ...]) -> int | None:
    """Where the key of ``path`` stands in the text, or the list that holds it."""
    place = located.place(path)
    if not place.line:
        return None
    lines = text.split("\n")
    return sum(len(line) + 1 for line in lines[: place.line - 1]) + place.column - 1


def _reads_as(text: str, wanted: Any) -> bool:
    """Whether the corrected text holds exactly what is wanted."""
    try:
        return bool(load_toml(text, settings.FILE).value == wanted)
    except FeedtoolError:
        return False


def _matter(text: str, file: str) -> tuple[str, str]:
    """An episode's text or sidecar before and after: slips in the keys and values of its front matter."""
    crlf = "\r" in text
    fixed = text.replace("\r\n", "\n") if crlf else text
    if "\r" in fixed or (crlf and fixed.count("\n") != text.count("\r\n")):
        return text, text  # two kinds of line ends: which one is meant is the author's to say
    mark = "\ufeff" if fixed.startswith("\ufeff") else ""
    fixed = fixed.removeprefix(mark)
    for _ in range(_ROUNDS):
        step = next(_respelt(fixed, file), None)
        if step is None:
            break
        fixed = step
    return text, mark + (fixed.replace("\n", "\r\n") if crlf else fixed)


def _respelt(text: str, file: str) -> Iterator[str]:
    """The text with one correction made, for each that can be made."""
    before = _header(text, file)
    if before is None:
        return
    data, found = before
    codes = {finding.place: finding.code for finding in found}
    for key, value in data.value.items():
        code = codes.get(data.place((key,)), "")
        if code == "FT204" and (right := keys.nearest(str(key))) and right not in data.value:
            yield from _rekeyed(text, file, data, str(key), right)
        elif code in _WRONG_VALUES:
            name = keys.KNOWN.get(keys.folded(str(key)), ("", 0))[0]
            meant = slips.meant(name, value)
            if meant is not None:
                yield from _revalued(text, file, before, str(key), meant)


def _header(text: str, file: str) -> tuple[Located, Sequence[Finding]] | None:
    """The front matter, and what is found in it; None where there is none that can be read."""
    try:
        parted = part(text, file)
        if parted.data is None or parted.findings:
            return None
        return parted.data, header.read(parted.data, "front matter").findings
    except FeedtoolError:
        return None


def _rekeyed(text: str, file: str, before: Located, wrong: str, right: str) -> Iterator[str]:
    start = _offset(text, before, (wrong,))
    if start is None or not text.startswith(wrong, start):
        return
    fixed = text[:start] + right + text[start + len(wrong) :]
    after = part(fixed, file).data
    wanted = {right if key == wrong else key: value for key, value in before.value.items()}
    if after is not None and after.value == wanted:
        yield fixed


def _revalued(
    text: str, file: str, before: tuple[Located, Sequence[Finding]], key: str, meant: bool | int | str
) -> Iterator[str]:
    """The text with another value for ``key``, written so that nothing else of the front matter reads otherwise."""
    data, found = before
    start = _offset(text, data, (key,))
    match = _VALUE.match(text, start + len(key)) if start is not None and text.startswith(key, start) else None
    if match is None or (match[3] or match[4] or "").strip() != str(data.value[key]):
        return
    others = [(f.code, f.message) for f in found if f.place != data.place((key,))]
    word = str(meant).lower() if isinstance(meant, bool) else str(meant)
    quote = match["quote"] or '"'
    for written in (word, f"{quote}{word}{quote}") if not match["quote"] else (f"{quote}{word}{quote}", word):
        fixed = text[: match.start("value")] + written + text[match.end("value") :]
        after = _header(fixed, file)
        if after is None or [(f.code, f.message) for f in after[1]] != others:
            continue
        if {**after[0].value, key: None} == {**data.value, key: None} and _says(after[0].value[key], meant):
            yield fixed
            return


def _says(value: Any, meant: bool | int | str) -> bool:
    """Whether what is read back is what was meant: a date may come back as a date."""
    if isinstance(meant, str) and values.moment(meant) is not None and not isinstance(value, str):
        return values.moment(value) == values.moment(meant)
    return bool(value == meant) or str(value).lower() == str(meant).lower()
