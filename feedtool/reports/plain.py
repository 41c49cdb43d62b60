"""``--format json``: a list of objects, as :meth:`feedtool.findings.Finding.to_json` makes them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedtool.findings import Finding


def render(findings: Sequence[Finding]) -> str:
    """The findings as a JSON list."""
    return json.dumps([f.to_json() for f in findings], ensure_ascii=False, indent=2)
