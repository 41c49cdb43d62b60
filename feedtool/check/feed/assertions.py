"""``schemas/podcast.sch``: what must agree inside a podcast: tag."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from feedtool import schemas
from feedtool.findings import Severity
from feedtool.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from feedtool.check.feed.places import Source
    from feedtool.findings import Finding

_SCH: Final = "{http://purl.oclc.org/dsdl/schematron}"
_SVRL: Final = "{http://purl.oclc.org/dsdl/svrl}"


def check(root: _Element, source: Source) -> Iterator[Finding]:
    """What breaks an assertion in the document ``root``; a document that holds no context of one is passed over."""
    if next(root.iter(*_contexts()), None) is None:
        return
    judge = _schematron()
    if judge.validate(root):
        return
    for failed in judge.validation_report.iter(f"{_SVRL}failed-assert"):
        yield _finding(root, failed, source)


def _finding(root: Any, failed: Any, source: Source) -> Finding:
    element = root.xpath(failed.get("location"))[0]
    message = re.sub(r"\s+", " ", "".join(failed.itertext())).strip()
    role = failed.get("role")
    code = failed.get("id")
    return source.finding(code, element, message, RULES[code].fix, Severity(role) if role else None)


@cache
def _schematron() -> Any:
    from lxml import etree
    from lxml.isoschematron import Schematron

    return Schematron(etree.fromstring(schemas.text("podcast.sch")), store_report=True)


@cache
def _contexts() -> tuple[str, ...]:
    """The elements that assertions are about, as lxml names them."""
    from lxml import etree

    schema = etree.fromstring(schemas.text("podcast.sch"))
    uris = {row.get("prefix", ""): row.get("uri", "") for row in schema.iter(f"{_SCH}ns")}
    names = (rule.get("context", "").split(":") for rule in schema.iter(f"{_SCH}rule"))
    return tuple(f"{{{uris[prefix]}}}{local}" for prefix, local in names)
