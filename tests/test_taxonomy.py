"""Roles and groups are the taxonomy's."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from feedtool.taxonomy import GROUPS

if TYPE_CHECKING:
    from pathlib import Path


def test_roles_are_lower_case_and_common_ones_are_there() -> None:
    assert all(role == role.lower() and group == group.lower() for role, group in GROUPS.items())
    assert (GROUPS["host"], GROUPS["producer"], GROUPS["editor"]) == ("cast", "creative direction", "writing")


@pytest.mark.corpus
def test_it_is_the_whole_taxonomy(shared: Path) -> None:
    groups = json.loads((shared / "spec/data/podcast-taxonomy.json").read_text())["groups"]
    assert {role.lower() for roles in groups.values() for role in roles} == set(GROUPS)
