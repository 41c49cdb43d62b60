"""``schemas/podcast.sch``: what must agree inside a podcast: tag."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from feedtool import schemas
from feedtool.check.feed.names import clark
from feedtool.findings import Severity
from feedtool.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from lxml.etree import _Element

    from feedtool.check.feed.places import Source
    from feedtool.findings import Finding

_SCH: Final = "{http://purl.oclc.org/dsdl/schematron}"
_SVRL: Final = "{http://purl.oclc.org/dsdl/svrl}"


def concern(tags: Collection[str]) -> bool:
    """Whether an assertion may be about an item whose children have these ``tags``."""
    return not _contexts().isdisjoint(tags)


def check(root: _Element, source: Source) -> Iterator[Finding]:
    """What breaks an assertion in the document ``root``."""
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
def _contexts() -> frozenset[str]:
    """The elements that assertions are about, and the one that holds some of them, as lxml names them."""
    from lxml import etree

    schema = etree.fromstring(schemas.text("podcast.sch"))
    rules = (rule.get("context", "") for rule in schema.iter(f"{_SCH}rule"))
    return frozenset(map(clark, [*rules, "podcast:value"]))
