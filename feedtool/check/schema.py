"""JSON Schema to findings in a podcaster's words, each at its own line and column."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from feedtool import schemas
from feedtool.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from feedtool.findings import Place

Path = tuple[str | int, ...]
_Error = Any
"""A jsonschema ValidationError; which of its fields are set depends on the keyword that failed."""
_KINDS = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "nothing",
    "number": "a number",
    "object": "a table of keys",
    "string": "text",
}


def validate(
    value: Any,
    schema: str,
    *,
    code: str,
    locate: Callable[[Path], Place],
    unknown_code: str | None = None,
) -> Iterator[Finding]:
    """Findings for each way ``value`` breaks ``schemas/SCHEMA``.

    ``locate`` gives the place of a path in the value (see :meth:`feedtool.located.Located.place`). A key the schema
    does not know is reported under ``unknown_code`` (else ``code``) with the nearest known key as its hint.
    """
    for error in sorted(_validator(schema).iter_errors(value), key=lambda e: [str(p) for p in e.absolute_path]):
        path: Path = tuple(error.absolute_path)
        if error.validator == "additionalProperties":
            yield from _unknown_keys(error, path, unknown_code or code, locate)
            continue
        yield Finding(code=code, message=f"{dotted(path)}: {_say(error)}", place=locate(path), hint=_hint(error))


def dotted(path: Path) -> str:
    """A path as people write it: ``show.person[1].name``; the root is ``the file``."""
    text = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in path)
    return text.lstrip(".") or "the file"


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint naming the known word most like ``word``; empty when none is near."""
    from difflib import get_close_matches

    by_form = {_form(k): k for k in sorted(known)}
    close = get_close_matches(_form(word), by_form, n=1, cutoff=0.6)
    return f"Did you mean {by_form[close[0]]!r}?" if close else ""


def _form(word: str) -> str:
    return word.lower().replace("-", "_")


@cache
def _validator(schema: str) -> Any:
    from jsonschema.validators import validator_for

    loaded = schemas.load(schema)
    made = validator_for(loaded)
    return made(loaded, format_checker=made.FORMAT_CHECKER)


def _unknown_keys(error: _Error, path: Path, code: str, locate: Callable[[Path], Place]) -> Iterator[Finding]:
    known = list(error.schema.get("properties", {}))
    for key in sorted(set(error.instance) - set(known)):
        hint = nearest(key, known) or f"Known here: {', '.join(sorted(known))}."
        where = f" in {dotted(path)}" if path else ""
        yield Finding(code=code, message=f"unknown key {key!r}{where}", place=locate((*path, key)), hint=hint)


def _say(error: _Error) -> str:
    """What is wrong, in one short clause."""
    say = _WORDS.get(str(error.validator))
    return say(error) if say else str(error.message)


def _hint(error: _Error) -> str:
    if error.validator == "enum" and (near := nearest(str(error.instance), error.validator_value)):
        return near
    schema = error.schema if isinstance(error.schema, dict) else {}
    if error.validator == "required":
        schema = schema.get("properties", {}).get(_missing(error), schema)
    description = str(schema.get("description", ""))
    return description.partition(". ")[0].rstrip(".") + "." if description else ""


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"


def _type(error: _Error) -> str:
    wanted = error.validator_value
    kinds = [wanted] if isinstance(wanted, str) else wanted
    return f"{_short(error.instance)} is not {' or '.join(_KINDS[k] for k in kinds)}"


def _missing(error: _Error) -> str:
    """The key that is not there: jsonschema names it in its message alone."""
    return str(error.message).removesuffix(" is a required property").strip("'\"")


def _required(error: _Error) -> str:
    return f"{_missing(error)!r} is missing"


def _enum(error: _Error) -> str:
    known = error.validator_value
    if len(known) > 20:
        return f"{_short(error.instance)} is none of the {len(known)} values known here"
    return f"{_short(error.instance)} is none of {', '.join(map(str, known))}"


_WORDS: dict[str, Callable[[_Error], str]] = {
    "enum": _enum,
    "format": lambda e: f"{_short(e.instance)} is not a valid {e.validator_value}",
    "maxLength": lambda e: f"{len(e.instance)} characters are more than {e.validator_value}",
    "maximum": lambda e: f"{e.instance} is more than {e.validator_value}",
    "minItems": lambda e: "the list is empty" if e.validator_value == 1 else f"fewer than {e.validator_value} entries",
    "minLength": lambda e: "the text is empty" if e.validator_value == 1 else "the text is too short",
    "minimum": lambda e: f"{e.instance} is less than {e.validator_value}",
    "pattern": lambda e: f"{_short(e.instance)} does not have the right form",
    "required": _required,
    "type": _type,
    "uniqueItems": lambda e: "an entry stands in the list twice",
}
