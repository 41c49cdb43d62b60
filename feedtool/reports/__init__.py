"""Findings in the forms that programs read: JSON, SARIF, GitHub's commands, JUnit. Pure: findings in, text out.

A form is a module with one function ``render(findings) -> str`` and a line in :data:`FORMS`. The order is that of
the findings; the same findings give the same bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from feedtool.reports import github, junit, plain, sarif

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from feedtool.findings import Finding

FORMS: Final[Mapping[str, Callable[[Sequence[Finding]], str]]] = {
    "json": plain.render,
    "sarif": sarif.render,
    "github": github.render,
    "junit": junit.render,
}
"""By the name of ``--format``."""
