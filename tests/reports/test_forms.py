"""The forms of a report: each holds every finding, at its place, and what a hostile feed says cannot break them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from lxml import etree

from feedtool.findings import Finding, Place, Severity
from feedtool.reports import FORMS
from feedtool.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Callable

FINDINGS = [
    Finding(code="FT517", message='<itunes:explicit> is "no"', place=Place("feed.xml", 12, 5), hint="Write false."),
    Finding(code="FT553", message="100% of it,\nand: more", place=Place("a,b:c.xml", 3)),
    Finding(code="FT522", message="a year", severity=Severity.INFO, place=Place("feed.xml")),
    Finding(code="FT301", message="out of order", place=Place("o.json", 4), source=Place("e/1.md", 22, 1)),
    Finding(code="FT031", message="gone"),
]


def test_json_is_what_findings_say_of_themselves() -> None:
    assert json.loads(FORMS["json"](FINDINGS)) == [f.to_json() for f in FINDINGS]


def test_sarif_has_the_structure_of_2_1_0() -> None:
    log = json.loads(FORMS["sarif"](FINDINGS))
    assert (log["version"], len(log["runs"])) == ("2.1.0", 1)
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "feedtool"
    ids = [rule["id"] for rule in driver["rules"]]
    assert ids == sorted({f.code for f in FINDINGS})
    for rule in driver["rules"]:
        assert rule["shortDescription"]["text"]
        assert rule["help"]["text"]
        assert rule["defaultConfiguration"]["level"] in {"error", "warning", "note", "none"}
    for finding, result in zip(FINDINGS, run["results"], strict=True):
        assert ids[result["ruleIndex"]] == result["ruleId"] == finding.code
        assert result["level"] in {"error", "warning", "note"}
        assert finding.message in result["message"]["text"]
    regions = [r["locations"][0]["physicalLocation"].get("region") for r in run["results"][:4]]
    assert regions == [{"startLine": 12, "startColumn": 5}, {"startLine": 3}, None, {"startLine": 22, "startColumn": 1}]
    assert "locations" not in run["results"][4]
    assert run["results"][3]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "e/1.md"


TEXT = {
    "type": "object",
    "required": ["text"],
    "properties": {"text": {"type": "string"}},
    "additionalProperties": False,
}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
COUNT = {"type": "integer", "minimum": 1}


def closed(required: str, **properties: Any) -> dict[str, Any]:
    """An object with these properties and no others, the ``required`` ones named."""
    return {
        "type": "object", "required": required.split(), "properties": properties, "additionalProperties": False,
    }  # fmt: skip


RULE = closed(
    "id", id={"type": "string"}, shortDescription=TEXT, fullDescription=TEXT, help=TEXT,
    defaultConfiguration=closed("", level=LEVEL),
)  # fmt: skip
REGION = closed("startLine", startLine=COUNT, startColumn=COUNT)
PHYSICAL = closed(
    "artifactLocation", artifactLocation=closed("uri", uri={"type": "string", "minLength": 1}), region=REGION
)
RESULT = closed(
    "message", message=TEXT, level=LEVEL, ruleId={"type": "string"}, ruleIndex={"type": "integer", "minimum": 0},
    locations={"type": "array", "items": closed("", physicalLocation=PHYSICAL)},
)  # fmt: skip
DRIVER = closed(
    "name", name={"type": "string"}, version={"type": "string"},
    rules={"type": "array", "items": RULE, "uniqueItems": True},
)  # fmt: skip
RUN = closed(
    "tool", tool=closed("driver", driver=DRIVER), columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    results={"type": "array", "items": RESULT},
)  # fmt: skip
SARIF = closed(
    "version runs", **{"$schema": {"type": "string"}}, version={"const": "2.1.0"}, runs={"type": "array", "items": RUN}
)
"""What SARIF 2.1.0 says of the objects written here (§3.13 to §3.30): names, what must be there, and of which type."""

URI_REFERENCE = re.compile(
    r"(?:https?://[^/?#]+(?:[/?#]|\Z)|/(?!/)|(?![^/?#]*:))(?:[A-Za-z0-9._~!$&'()*+,;=:@/?#-]|%[0-9A-Fa-f]{2})*"
)
"""An absolute address, an absolute path, or a relative path without a colon in its first part (RFC 3986 §4.1)."""

JUNIT = """
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:element name="testsuites"><xs:complexType>
    <xs:sequence><xs:element ref="testsuite" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
    <xs:attribute name="name" type="xs:string"/>
    <xs:attribute name="tests" type="xs:nonNegativeInteger"/>
    <xs:attribute name="failures" type="xs:nonNegativeInteger"/>
  </xs:complexType></xs:element>
  <xs:element name="testsuite"><xs:complexType>
    <xs:sequence><xs:element ref="testcase" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
    <xs:attribute name="name" type="xs:string" use="required"/>
    <xs:attribute name="tests" type="xs:nonNegativeInteger" use="required"/>
    <xs:attribute name="failures" type="xs:nonNegativeInteger"/>
  </xs:complexType></xs:element>
  <xs:element name="testcase"><xs:complexType>
    <xs:choice minOccurs="0" maxOccurs="unbounded">
      <xs:element name="failure"><xs:complexType><xs:simpleContent><xs:extension base="xs:string">
        <xs:attribute name="type" type="xs:string"/><xs:attribute name="message" type="xs:string"/>
      </xs:extension></xs:simpleContent></xs:complexType></xs:element>
      <xs:element name="system-out" type="xs:string"/>
    </xs:choice>
    <xs:attribute name="name" type="xs:string" use="required"/>
    <xs:attribute name="classname" type="xs:string"/>
  </xs:complexType></xs:element>
</xs:schema>
"""


def uris_of(log: dict[str, Any]) -> list[str]:
    return [
        where["physicalLocation"]["artifactLocation"]["uri"]
        for result in log["runs"][0]["results"]
        for where in result.get("locations", ())
    ]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.builds(
            lambda code, message, file, line, column: Finding(
                code=code, message=message, place=Place(file or "x", line, column if line else 0)
            ),
            st.sampled_from(sorted(RULES)), st.text(), st.text(), st.integers(0, 9), st.integers(0, 9),
        ),
        max_size=6,
    )
)  # fmt: skip
def test_sarif_and_junit_follow_their_schemas_whatever_is_found(findings: list[Finding]) -> None:
    log = json.loads(FORMS["sarif"](findings))
    Draft202012Validator(SARIF).validate(log)
    assert [uri for uri in uris_of(log) if not URI_REFERENCE.fullmatch(uri)] == []
    etree.XMLSchema(etree.fromstring(JUNIT)).assertValid(etree.fromstring(FORMS["junit"](findings).encode()))


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("episodes/1.md", "episodes/1.md"),
        ("a,b:c.xml", "a,b%3Ac.xml"),
        ("/home/ann/my show/feed.xml", "/home/ann/my%20show/feed.xml"),
        ("50% #1?.md", "50%25%20%231%3F.md"),
        (r"episodes\1.md", "episodes/1.md"),
        ("https://example.com/a b.xml?x=1&y=%20", "https://example.com/a%20b.xml?x=1&y=%20"),
    ],
)
def test_a_place_in_sarif_is_a_uri_reference(file: str, uri: str) -> None:
    (made,) = uris_of(json.loads(FORMS["sarif"]([Finding(code="FT301", message="m", place=Place(file))])))
    assert made == uri
    assert URI_REFERENCE.fullmatch(made)


def test_github_commands_are_one_line_each_and_escaped() -> None:
    lines = FORMS["github"](FINDINGS).split("\n")
    assert lines[0] == '::error file=feed.xml,line=12,col=5,title=FT517::<itunes:explicit> is "no". Write false.'
    assert lines[1].startswith("::warning file=a%2Cb%3Ac.xml,line=3,title=FT553::100%25 of it,%0Aand: more.")
    assert lines[2].startswith("::notice file=feed.xml,title=FT522::")
    assert lines[3].startswith("::error file=e/1.md,line=22,col=1,")
    assert len(lines) == len(FINDINGS)


def test_junit_counts_errors_as_failures() -> None:
    root = ET.fromstring(FORMS["junit"](FINDINGS))
    assert (root.tag, root.get("tests"), root.get("failures")) == ("testsuites", "5", "3")
    suites = {suite.get("name"): suite for suite in root}
    assert {name: suite.get("tests") for name, suite in suites.items()} == {
        "a,b:c.xml": "1", "e/1.md": "1", "feed.xml": "2", "feedtool": "1",
    }  # fmt: skip
    (failure,) = suites["e/1.md"].iter("failure")
    assert (failure.get("type"), failure.get("message")) == ("FT301", "out of order")
    assert "e/1.md:22:1" in (failure.text or "")


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_nothing_found_is_a_report_too(form: Callable[[list[Finding]], str]) -> None:
    assert form([]) == form([])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.builds(lambda m, f: Finding(code="FT517", message=m, place=Place(f or "x", 1)), st.text(), st.text()))
)
def test_no_words_break_a_form(findings: list[Finding]) -> None:
    sarif = json.loads(FORMS["sarif"](findings))
    assert len(sarif["runs"][0]["results"]) == len(findings)
    assert len(json.loads(FORMS["json"](findings))) == len(findings)
    assert sum(1 for _ in ET.fromstring(FORMS["junit"](findings)).iter("failure")) == len(findings)
    commands = FORMS["github"](findings)
    assert all(line.startswith("::error ") for line in commands.split("\n") if line)
