"""``schemas/rss.rng``: the gate an element passes or not, and what a podcaster is told when it does not.

libxml2 says whether an element is valid, and badly why not. So the same file is read a second time, as data: which
children, attributes and values each element may have. What breaks that is said in plain words, at its place. A test
holds the two readings together; items are judged by the second alone, which is the faster, the channel by both.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from feedtool import schemas
from feedtool.check.feed.names import URIS, clark, usual
from feedtool.check.feed.places import Source, shown
from feedtool.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lxml.etree import _Element

_RNG: Final = "{http://relaxng.org/ns/structure/1.0}"
_SAY: Final = "{urn:feedtool:say}"
_COUNTS: Final = {"optional": (0, 1), "zeroOrMore": (0, None), "oneOrMore": (1, None)}
MOST_ATTRIBUTES: Final = 1000
"""How many attributes a tag may have; more are told as one fault and not looked at."""

_OURS: Final = frozenset(URIS) - {"atom"}


class Value(NamedTuple):
    """A kind of value: in words, and as a pattern that the whole value matches (None: any does)."""

    words: str
    pattern: re.Pattern[str] | None

    def takes(self, text: str) -> bool:
        """Whether ``text`` is of this kind."""
        return self.pattern is None or self.pattern.fullmatch(text) is not None


class Attribute(NamedTuple):
    """An attribute an element has, must have, and what happens when its value is wrong."""

    required: bool
    value: Value
    severity: Severity | None


class Child(NamedTuple):
    """A child's definition, how often it may stand (None: any number), and its usual name."""

    key: str
    least: int
    most: int | None
    name: str


class Rules(NamedTuple):
    """What the grammar says about one element; children stand by their whole names, as parsers give them."""

    name: str
    attributes: Mapping[str, Attribute]
    text: Value | None
    children: Mapping[str, Child]
    needs: frozenset[str]
    key: str

    def takes(self, element: _Element) -> bool:
        """Whether an element has no children and follows the rules: the usual case, asked before any question."""
        given: Any = element.items()
        return not len(element) and self.holds(given, element.text or "")

    def holds(self, given: Sequence[tuple[str, str]], text: str) -> bool:
        """Whether the attributes ``given`` and the ``text`` of an element without children follow the rules."""
        if (given or self.needs) and not self._fit(given):
            return False
        if self.text is None:
            return not self.children and not text.strip()
        pattern = self.text.pattern
        return pattern is None or pattern.fullmatch(text) is not None

    def _fit(self, given: Sequence[tuple[str, str]]) -> bool:
        rows, met = self.attributes, 0
        for name, value in given:
            row = rows.get(name)
            if row is None or ((pattern := row.value.pattern) and not pattern.fullmatch(value)):
                return False
            met += row.required
        return met == len(self.needs)


@cache
def validator(key: str) -> Any:
    """The compiled grammar that begins at definition ``key``, such as ``e.item``."""
    from lxml import etree

    tree = _tree()
    start = tree.find(f"{_RNG}start/{_RNG}ref")
    assert start is not None  # noqa: S101 - the schema is this package's own
    start.set("name", key)
    return etree.RelaxNG(tree)


def check(element: _Element, key: str, source: Source) -> Iterator[Finding]:
    """What of ``element`` breaks the grammar from definition ``key`` on."""
    gate = validator(key)
    if gate.validate(element):
        return
    found = False
    for finding in explain(element, key, source):
        found = True
        yield finding
    if not found:
        reason = gate.error_log.last_error.message if gate.error_log else "no reason given"
        yield source.finding("FT518", element, f"<{usual(element.tag)}> does not follow the grammar: {reason}")


def fitting(key: str, tags: Sequence[str]) -> Mapping[str, Rules] | None:
    """The rules of an element's children by their ``tags``; None where one is a stranger, one too many, or missing."""
    every = _rules()
    rows = every[key].children
    if not rows.keys() >= set(tags) or any(not row.least <= tags.count(tag) for tag, row in rows.items()):
        return None
    if any(row.most is not None and tags.count(tag) > row.most for tag, row in rows.items()):
        return None
    return {tag: every[rows[tag].key] for tag in tags}


def bare(element: _Element, children: Sequence[_Element]) -> bool:
    """Whether an element holds nothing but its children."""
    tails = [child.tail for child in children]
    return not (
        element.keys()
        or (element.text or "").strip()
        or (any(tails) and any(tail and not tail.isspace() for tail in tails))
    )


def explain(element: _Element, key: str, source: Source) -> Iterator[Finding]:
    """The faults of an element and of all that it holds, by the grammar's definition ``key``."""
    rules = _rules()[key]
    yield from _attributes(element, rules, source)
    yield from _text(element, rules, source)
    yield from _children(element, rules, source)


def _children(element: _Element, rules: Rules, source: Source) -> Iterator[Finding]:
    every = _rules()
    seen: dict[str, int] = {}
    for child in element:
        tag: str = child.tag
        row = rules.children.get(tag)
        count = seen[tag] = seen.get(tag, 0) + 1
        if row is None:
            yield from _stranger(child, usual(tag), rules, source)
            continue
        if row.most is not None and count > row.most:
            hint = f"Keep one <{row.name}>; apps take any of them."
            yield source.finding("FT511", child, f"a second <{row.name}> in <{rules.name}>", hint)
        if not every[row.key].takes(child):
            yield from explain(child, row.key, source)
    for tag, row in rules.children.items():
        if row.least and seen.get(tag, 0) < row.least:
            yield source.finding("FT510", element, f"<{rules.name}> has no <{row.name}>", f"Add <{row.name}>.")


def _attributes(element: _Element, rules: Rules, source: Source) -> Iterator[Finding]:
    if len(element.attrib) > MOST_ATTRIBUTES:
        message = f"a tag with more than {MOST_ATTRIBUTES:,} attributes"
        yield source.finding("FT504", element, message, "Remove what is no part of the feed.")
        return
    for name, row in rules.attributes.items():
        value = element.get(name)
        if value is None:
            if row.required:
                message, hint = f"<{rules.name}> has no {name}", f"Add {name}: {row.value.words}."
                yield source.finding("FT514", element, message, hint)
        elif not row.value.takes(value):
            yield _wrong(element, f"{rules.name}: {name}", "FT516", value, row, source)
    for name in map(str, element.attrib):
        if not name.startswith("{") and name not in rules.attributes:
            near = get_close_matches(name, list(rules.attributes), 1)
            hint = f"Did you mean {near[0]}?" if near else "Remove it."
            message = f"<{rules.name}> has an attribute {shown(name)}, which means nothing"
            yield source.finding("FT515", element, message, hint)


def _text(element: _Element, rules: Rules, source: Source) -> Iterator[Finding]:
    text = element.text or ""
    if rules.text is None:
        stray = text.strip() or next((tail for child in element if (tail := (child.tail or "").strip())), "")
        if stray:
            message = f'the text "{shown(stray)}" stands loose in <{rules.name}>'
            yield source.finding("FT519", element, message, "Put it into a tag, or remove it.")
    elif not rules.text.takes(text):
        yield _wrong(element, rules.name, "FT517", text, Attribute(True, rules.text, None), source)


def _wrong(element: _Element, what: str, code: str, text: str, row: Attribute, source: Source) -> Finding:
    """A value that is empty, has blanks around it, or is not of its kind."""
    name, _, attribute = what.partition(": ")
    where = f"{attribute} of <{name}>" if attribute else f"<{name}>"
    hint = f"Write {row.value.words}."
    if not text.strip():
        return source.finding(code, element, f"{where} is empty", hint, row.severity)
    if row.value.takes(text.strip()):
        hint = "Remove the blanks and line ends before and after it."
        return source.finding("FT535", element, f"{where} has blanks around its value", hint)
    return source.finding(
        code, element, f'{where} is "{shown(text)}", which is not {row.value.words}', hint, row.severity
    )


def _stranger(child: _Element, name: str, rules: Rules, source: Source) -> Iterator[Finding]:
    """A child the definition does not name: misplaced, unknown, or of a namespace that is nobody's business here."""
    if name.startswith("{") or (name.partition(":")[0] not in _OURS and ":" in name and name != "atom:link"):
        return
    parents = sorted({r.name for r in _rules().values() if child.tag in r.children})
    if parents:
        hint = f"It belongs in {' or '.join(f'<{p}>' for p in parents)}."
        yield source.finding("FT512", child, f"<{name}> does not belong in <{rules.name}>", hint)
        return
    near = get_close_matches(name, [row.name for row in rules.children.values()], 1)
    hint = f"Did you mean <{near[0]}>? Names count with their capital letters." if near else "Remove it."
    yield source.finding("FT513", child, f"there is no tag <{shown(name)}>", hint)


def _tree() -> Any:
    from lxml import etree

    return etree.fromstring(schemas.text("rss.rng"))


@cache
def _rules() -> Mapping[str, Rules]:
    """Every element definition of the grammar, read as data."""
    defines = {define.get("name", ""): define for define in _tree().iter(f"{_RNG}define")}
    names = {key: row[0].get("name", "") for key, row in defines.items() if key.startswith("e.")}
    return {key: _element_rules(key, defines, names) for key in names}


def _element_rules(key: str, defines: Mapping[str, Any], names: Mapping[str, str]) -> Rules:
    element = defines[key][0]
    attributes, text, children = {}, None, {}
    for row in element.iter(f"{_RNG}attribute", f"{_RNG}ref"):
        target = row.get("name") if row.tag == f"{_RNG}ref" else ""
        if row.tag == f"{_RNG}attribute":
            severity = row.get(f"{_SAY}severity")
            optional = row.getparent().tag == f"{_RNG}optional"
            value = _value(row[0], defines)
            attributes[row.get("name")] = Attribute(not optional, value, Severity(severity) if severity else None)
        elif target in names:
            least, most = _COUNTS.get(row.getparent().tag.removeprefix(_RNG), (1, 1))
            children[clark(names[target])] = Child(target, least, most, names[target])
        elif target.startswith("v.") and row.getparent() is element:
            text = _value(row, defines)
    needs = frozenset(name for name, row in attributes.items() if row.required)
    return Rules(element.get("name"), attributes, text, children, needs, key)


def _value(row: Any, defines: Mapping[str, Any]) -> Value:
    """The kind of value a ``ref`` names, or of a lone ``value``."""
    if row.tag == f"{_RNG}value":
        return Value(row.text, re.compile(re.escape(row.text)))
    define = defines[row.get("name")]
    words = [re.escape(value.text) for value in define.iter(f"{_RNG}value")]
    params = [param.text for param in define.iter(f"{_RNG}param")]
    # A grammar's enumerated values are compared with their blanks collapsed, as XML Schema's token type is.
    pattern = rf"\s*(?:{'|'.join(words)})\s*" if words else params[0] if params else None
    return Value(define.get(f"{_SAY}is"), re.compile(pattern, re.ASCII) if pattern else None)
