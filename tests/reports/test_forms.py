"""The forms of a report: each holds every finding, at its place, and what a hostile feed says cannot break them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedtool.findings import Finding, Place, Severity
from feedtool.reports import FORMS

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
