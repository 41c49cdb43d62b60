"""Why a file is no chapter file, said as closely as it can be."""

from __future__ import annotations

from feedtool.chapters.xmltext import parse
from feedtool.findings import Finding, Place, SourceError
from feedtool.located import load_json


def refusal(text: str, file: str) -> SourceError:
    """The error for a text that no format knows: its broken JSON or XML where it is that, else FT310."""
    start = text.lstrip()[:1]
    what = "this text"
    try:
        if start in {"{", "["}:
            load_json(text, file)
            what = "this JSON"
        elif start == "<":
            root = parse(text, file)
            what = f"XML with the root “{str(root.tag).rpartition('}')[2][:60]}”"
    except SourceError as error:
        return error
    message = "this file is empty" if not start else f"{what} is in no chapter format that is known here"
    return SourceError(Finding(code="FT310", message=message, place=Place(file, 1), hint=_HINT))


_HINT = "Name the format with --from, or see `feedtool chapters formats` for those known."
